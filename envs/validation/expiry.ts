import type { AllowedDomain, Environment } from "../schema/environment";
import type { EnvironmentNotice } from "./issues/environment-notice";
import { issueLine } from "./issues/environment-source";
import { formatValue } from "./issues/validation-issue";

/** Days before the last day of an entry on which warnings begin. */
const WARNING_DAYS = 14;

/**
 * An allow-list cannot be empty. Nobody can register a name below `.invalid`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc2606
 */
const NOTHING_IS_LEFT = "expired.invalid";

/** The entries of an allow-list that have not expired; one that nobody can register where all have. */
export function withoutExpired(allowList: readonly AllowedDomain[], today: string): readonly AllowedDomain[] {
  const kept = allowList.filter(({ expires }) => expires === undefined || expires >= today);
  const last = allowList.slice(0, kept.length === 0 ? 1 : 0).map((entry) => ({ ...entry, name: NOTHING_IS_LEFT }));
  return kept.length === allowList.length ? allowList : [...kept, ...last];
}

/**
 * An environment without the entries of its allow-list that have expired, so that the next deployment closes the firewall for them. The
 * environment still synthesizes: Terraform must be able to destroy it on any day.
 *
 * @param today ISO date
 */
export function withoutExpiredEntries(environment: Environment, today: string): Environment {
  const { egress } = environment;
  if (egress.kind === "none") {
    return environment;
  }
  const allowList = withoutExpired(egress.allowList, today);
  return allowList === egress.allowList ? environment : { ...environment, egress: { ...egress, allowList } };
}

/**
 * Entries that have expired, or whose last day is at most 14 days away, of environments as they are written.
 *
 * @param today day for expiry dates; a string such as 2027-01-31
 */
export function expiryNotices(inputs: readonly unknown[], today: Date | string): readonly EnvironmentNotice[] {
  const now = (typeof today === "string" ? today : today.toISOString()).slice(0, "YYYY-MM-DD".length);
  return inputs.flatMap((input) => {
    const { name = "", ...written } = (input ?? {}) as WrittenEnvironment;
    return allowListEntries(written).flatMap(({ entry, path }) => {
      const { expires } = entry;
      const days =
        expires === undefined ? Number.POSITIVE_INFINITY : (Date.parse(expires) - Date.parse(now)) / 86_400_000;
      if (days > WARNING_DAYS) {
        return [];
      }
      const problem =
        days < 0
          ? `${entry.name} has expired by ${now}, and is in no firewall that is deployed from now on`
          : `${entry.name} expires in ${days} days`;
      const fix = "remove the entry, or review and extend it";
      const line = issueLine(input, name, { field: `${path}.expires`, problem, got: formatValue(expires), fix });
      return [{ environment: name, kind: days < 0 ? ("expired" as const) : ("expires soon" as const), line }];
    });
  });
}

interface WrittenEntry {
  readonly name?: string;
  readonly expires?: string;
}

/** What is read of an environment of any kind, which may be invalid elsewhere. */
interface WrittenEnvironment {
  readonly name?: string;
  readonly egress?: { readonly allowList?: readonly WrittenEntry[] };
  readonly allowList?: { readonly entries?: readonly WrittenEntry[] };
  readonly spokes?: readonly { readonly allowList?: readonly WrittenEntry[] }[];
}

/** The entries of every allow-list that an environment has, with their paths. */
function allowListEntries({ egress, allowList, spokes = [] }: Omit<WrittenEnvironment, "name">) {
  const lists = [
    { field: "egress.allowList", list: egress?.allowList },
    { field: "allowList.entries", list: allowList?.entries },
    ...spokes.map((spoke, index) => ({ field: `spokes[${index}].allowList`, list: spoke.allowList })),
  ];
  return lists.flatMap(({ field, list = [] }) => list.map((entry, index) => ({ entry, path: `${field}[${index}]` })));
}
