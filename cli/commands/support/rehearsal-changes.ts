import type { EnvironmentInput } from "../../../envs/schema/environment";
import { LOG_RETENTION_DAYS } from "../../../envs/schema/environment";

/** Hosts that nobody needs: reserved for documentation. */
const EXAMPLE_HOSTS = ["www.example.com", "www.example.org", "www.example.net"];

/** An environment after an everyday change, and the change in words. */
export interface ChangedEnvironment {
  readonly environment: EnvironmentInput;
  readonly change: string;
}

/** One more allowed domain, where there is an allow-list, and logs that are kept one step longer. */
export function withExampleChange(environment: EnvironmentInput): ChangedEnvironment {
  const days = nextLogRetentionDays(environment.logRetentionDays);
  const logs = `logs kept ${days} days instead of ${environment.logRetentionDays}`;
  const { egress } = environment;
  if (egress.kind === "none") {
    return { environment: { ...environment, logRetentionDays: days }, change: logs };
  }
  const name = EXAMPLE_HOSTS.find((host) => !egress.allowList.some((entry) => entry.name === host)) ?? "example.com";
  const entry = { name, match: "exact", reason: "change that the rehearsal makes", owner: "rehearsal" } as const;
  return {
    environment: {
      ...environment,
      logRetentionDays: days,
      egress: { ...egress, allowList: [...egress.allowList, entry] },
    },
    change: `${name} allowed, ${logs}`,
  };
}

/** The environment as it must be applied before it can be destroyed; nothing where no protection is on. */
export function withProtectionsLifted(environment: EnvironmentInput): EnvironmentInput | undefined {
  return environment.protections === false ? undefined : { ...environment, protections: false };
}

/** The next of CloudWatch's values; from the last one, the one before it. */
function nextLogRetentionDays(days: EnvironmentInput["logRetentionDays"]): EnvironmentInput["logRetentionDays"] {
  const at = LOG_RETENTION_DAYS.indexOf(days);
  return LOG_RETENTION_DAYS[at + 1] ?? LOG_RETENTION_DAYS[at - 1] ?? days;
}
