import { isInspectionInput } from "../../schema/inspection/inspection-environment";
import type { EnvironmentNotice } from "../issues/environment-notice";
import { issueLine } from "../issues/environment-source";
import { formatValue } from "../issues/validation-issue";

/** What is read of a valid environment of any kind. */
interface WrittenEnvironment {
  readonly name?: unknown;
  readonly egress?: { readonly hub?: unknown };
  readonly spokes?: readonly { readonly name?: unknown }[];
}

/**
 * Environments that name a hub of which they are no spoke. No issue: an environment that is to be destroyed leaves the spokes of its hub
 * first, and both must synthesize until then.
 */
export function hubNotices(inputs: readonly unknown[]): readonly EnvironmentNotice[] {
  const hubs = inputs.filter(isInspectionInput) as readonly WrittenEnvironment[];
  return inputs.flatMap((input) => {
    const { name, egress } = (input ?? {}) as WrittenEnvironment;
    const hub = hubs.find((one) => one.name !== undefined && one.name === egress?.hub);
    if (typeof name !== "string" || hub === undefined || hub.spokes?.some((spoke) => spoke.name === name)) {
      return [];
    }
    const line = issueLine(input, name, {
      field: "egress.hub",
      problem: `does not list ${name} in its spokes, so that packets of ${name} are dropped and claims about its egress stay undecided`,
      got: formatValue(hub.name),
      fix: `add { kind: "environment", name: "${name}" } to spokes of ${hub.name}`,
    });
    return [{ environment: name, kind: "no spoke" as const, line }];
  });
}
