import { type Environment, environmentSchema } from "../schema/environment";
import { withoutExpiredEntries } from "./expiry";
import { sourceOf } from "./issues/environment-source";
import { type PartialEnvironment, readPartialEnvironment } from "./issues/partial-environment";
import { schemaIssues } from "./issues/schema-issues";
import type { ValidationIssue } from "./issues/validation-issue";
import { accessRules } from "./rules/access-rules";
import { addressRules } from "./rules/address-rules";
import { crossEnvironmentIssues } from "./rules/cross-environment-rules";
import { egressRules } from "./rules/egress-rules";
import { endpointRules } from "./rules/endpoint-rules";
import { instanceTypeRules } from "./rules/instance-type-rules";
import { operationsRules } from "./rules/operations-rules";
import { selfServiceRules } from "./rules/self-service-rules";
import { studioRules } from "./rules/studio-rules";
import { teamRules } from "./rules/team-rules";
import { zoneRules } from "./rules/zone-rules";

const VALIDATION_RULES = [
  ...zoneRules,
  ...addressRules,
  ...egressRules,
  ...endpointRules,
  ...operationsRules,
  ...studioRules,
  ...instanceTypeRules,
  ...teamRules,
  ...accessRules,
  ...selfServiceRules,
];

/** Valid environments, or every issue of all of them, one line each. */
export type ParsedEnvironments =
  | { readonly kind: "valid"; readonly environments: readonly Environment[] }
  | { readonly kind: "invalid"; readonly issues: readonly string[] };

/** The valid parts of an environment, and the issues of its single fields. */
interface PartlyParsedEnvironment {
  readonly partial: PartialEnvironment;
  readonly issues: readonly ValidationIssue[];
  readonly environment?: Environment;
}

function parsePartly(input: unknown): PartlyParsedEnvironment {
  const read = environmentSchema.safeParse(input, { error: () => "" });
  return read.success
    ? { partial: { validValues: read.data, validFields: read.data }, issues: [], environment: read.data }
    : { partial: readPartialEnvironment(input), issues: schemaIssues(input, read.error.issues) };
}

function isoDate(day: Date | string): string {
  return typeof day === "string" ? day : day.toISOString().slice(0, "2027-01-31".length);
}

function formatIssue(input: unknown, name: string, { field, problem: wrong, got, fix: todo }: ValidationIssue): string {
  const source = sourceOf(input);
  const where = source?.kind === "file" ? `${source.file}:${source.lineOf(field)}: ` : "";
  return `${where}${name}: ${field}: ${wrong}, got ${got}; ${todo}`;
}

/**
 * Adds defaults to environments and removes what has expired of their allow-lists, or reports every issue of all of them as
 * `<environment>: <field>: <what is wrong>, got <value>; <what to do>`, and of an environment in a file with the file and the line
 * before it. An environment without a valid name is reported by its index.
 *
 * @param today day for expiry dates; a string such as 2027-01-31
 */
export function parseEnvironments(inputs: readonly unknown[], today: Date | string): ParsedEnvironments {
  const parsed = inputs.map(parsePartly);
  const partials = parsed.map(({ partial }) => partial);
  const issues = parsed.flatMap(({ partial: reading, issues: fieldIssues }, index) => {
    const source = sourceOf(inputs[index]);
    if (source?.kind === "unreadable") {
      return source.issues;
    }
    const { validValues } = reading;
    const earlier = partials.slice(0, index).map((other) => other.validValues);
    const ruleIssues = [
      ...VALIDATION_RULES.flatMap((rule) => rule(reading, isoDate(today))),
      ...crossEnvironmentIssues(validValues, earlier),
    ];
    const reportedFields = new Set(fieldIssues.map(({ field }) => field));
    const all = [...fieldIssues, ...ruleIssues.filter(({ field }) => !reportedFields.has(field))];
    return all.map((issue) => formatIssue(inputs[index], validValues.name ?? `environments[${index}]`, issue));
  });
  return issues.length > 0
    ? { kind: "invalid", issues }
    : {
        kind: "valid",
        environments: parsed.flatMap(({ environment }) =>
          environment === undefined ? [] : [withoutExpiredEntries(environment, isoDate(today))],
        ),
      };
}

/**
 * The environments with their defaults.
 *
 * @param today day for expiry dates; a string such as 2027-01-31
 * @throws an error with every issue of all of them, one per line
 */
export function requireEnvironments(inputs: readonly unknown[], today: Date | string): readonly Environment[] {
  const parsed = parseEnvironments(inputs, today);
  if (parsed.kind === "invalid") {
    throw new Error(parsed.issues.join("\n"));
  }
  return parsed.environments;
}

/** Every issue of the environments, or none if all are valid. */
export function environmentIssues(inputs: readonly unknown[], today: Date | string): readonly string[] {
  const parsed = parseEnvironments(inputs, today);
  return parsed.kind === "invalid" ? parsed.issues : [];
}
