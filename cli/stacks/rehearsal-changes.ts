import { type AnyEnvironmentInput, isStudioInput } from "../../envs/schema/any-environment";
import { LOG_RETENTION_DAYS } from "../../envs/schema/environment";

/** Host names that are reserved for documentation (RFC 2606). */
const EXAMPLE_HOSTS = ["www.example.com", "www.example.org", "www.example.net"];

/** An environment after an everyday change, and the change in words, for the report. */
export interface ChangedEnvironment {
  readonly environment: AnyEnvironmentInput;
  readonly change: string;
}

/** Adds a domain to the allow-list, if there is one, and extends log retention by one step. */
export function withExampleChange(environment: AnyEnvironmentInput): ChangedEnvironment {
  const days = nextLogRetentionDays(environment.logRetentionDays);
  const logs = `logs kept ${days} days instead of ${environment.logRetentionDays}`;
  if (!isStudioInput(environment) || environment.egress.kind === "none") {
    return { environment: { ...environment, logRetentionDays: days }, change: logs };
  }
  const { egress } = environment;
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

/** The environment with deletion protection off, as it must be before a destroy; undefined where it is off already. */
export function withProtectionsLifted(environment: AnyEnvironmentInput): AnyEnvironmentInput | undefined {
  return environment.protections === false ? undefined : { ...environment, protections: false };
}

/** The next value that CloudWatch accepts; for the last one, the value before it. */
function nextLogRetentionDays(days: AnyEnvironmentInput["logRetentionDays"]): AnyEnvironmentInput["logRetentionDays"] {
  const at = LOG_RETENTION_DAYS.indexOf(days);
  return LOG_RETENTION_DAYS[at + 1] ?? LOG_RETENTION_DAYS[at - 1] ?? days;
}
