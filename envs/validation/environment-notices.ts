import { expiryNotices } from "./expiry";
import { hubNotices } from "./inspection/hub-notices";
import type { EnvironmentNotice } from "./issues/environment-notice";

/**
 * Every notice about environments as they are written.
 *
 * @param today day for expiry dates; a string such as 2027-01-31
 */
export function environmentNotices(inputs: readonly unknown[], today: Date | string): readonly EnvironmentNotice[] {
  return [...expiryNotices(inputs, today), ...hubNotices(inputs)];
}
