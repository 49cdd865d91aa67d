import type { InspectionEnvironment } from "../inspection/inspection-environment";
import { type Environment, environmentSchema } from "../schema/environment";
import {
  inspectionEnvironmentSchema,
  isInspectionInput,
  type WrittenInspectionEnvironment,
} from "../schema/inspection/inspection-environment";
import { withoutExpiredEntries } from "./expiry";
import { hubIssues } from "./inspection/hub-rules";
import {
  asEnvironment,
  commonIssues,
  type PartialInspection,
  readPartialInspection,
} from "./inspection/inspection-reading";
import { inspectionIssues } from "./inspection/inspection-rules";
import { resolveHub, resolveSpokes } from "./inspection/resolve-spokes";
import { issueLine, sourceOf } from "./issues/environment-source";
import { type PartialEnvironment, readPartialEnvironment } from "./issues/partial-environment";
import { issueAdvice, schemaIssues } from "./issues/schema-issues";
import type { ValidationIssue } from "./issues/validation-issue";
import { accessRules } from "./rules/access-rules";
import { addressRules } from "./rules/address-rules";
import { crossEnvironmentIssues } from "./rules/cross-environment-rules";
import { egressRules } from "./rules/egress-rules";
import { endpointRules } from "./rules/endpoint-rules";
import { instanceTypeRules } from "./rules/instance-type-rules";
import { networkRules } from "./rules/network-rules";
import { operationsRules } from "./rules/operations-rules";
import { packageNameRules } from "./rules/packages/package-name-rules";
import { partitionEndpointRules } from "./rules/regions/partition-endpoint-rules";
import { studioRegionRules } from "./rules/regions/zone-rules";
import { selfServiceRules } from "./rules/self-service-rules";
import { studioRules } from "./rules/studio-rules";
import { teamRules } from "./rules/team-rules";

const VALIDATION_RULES = [
  ...studioRegionRules,
  ...partitionEndpointRules,
  ...addressRules,
  ...egressRules,
  ...networkRules,
  ...endpointRules,
  ...operationsRules,
  ...packageNameRules,
  ...studioRules,
  ...instanceTypeRules,
  ...teamRules,
  ...accessRules,
  ...selfServiceRules,
];

/** Valid environments by kind. */
export interface ValidEnvironments {
  /** Those with Studio. */
  readonly environments: readonly Environment[];
  /** Those with the firewall of others. */
  readonly inspections: readonly InspectionEnvironment[];
}

/** Valid environments, or every issue of all of them, one line each. */
export type ParsedEnvironments =
  | ({ readonly kind: "valid" } & ValidEnvironments)
  | { readonly kind: "invalid"; readonly issues: readonly string[] };

/** The valid parts of an environment, and the issues of its single fields. */
interface PartlyParsedEnvironment {
  readonly partial: PartialEnvironment;
  readonly issues: readonly ValidationIssue[];
  /** Issues of rules that no other environment is needed for. */
  readonly ruleIssues: (today: string) => readonly ValidationIssue[];
  readonly environment?: Environment;
  readonly inspection?: { readonly partial: PartialInspection; readonly written?: WrittenInspectionEnvironment };
}

function parsePartly(input: unknown): PartlyParsedEnvironment {
  if (isInspectionInput(input)) {
    return parseInspectionPartly(input);
  }
  const read = environmentSchema.safeParse(input, { error: issueAdvice });
  const partial = read.success ? { validValues: read.data, validFields: read.data } : readPartialEnvironment(input);
  return {
    partial,
    ruleIssues: (today) => VALIDATION_RULES.flatMap((rule) => rule(partial, today)),
    ...(read.success ? { issues: [], environment: read.data } : { issues: schemaIssues(input, read.error.issues) }),
  };
}

function parseInspectionPartly(input: unknown): PartlyParsedEnvironment {
  const read = inspectionEnvironmentSchema.safeParse(input, { error: issueAdvice });
  const partial = read.success ? read.data : readPartialInspection(input);
  return {
    partial: asEnvironment(partial),
    issues: read.success ? [] : schemaIssues(input, read.error.issues),
    ruleIssues: (today) => commonIssues(partial, today),
    inspection: { partial, ...(read.success && { written: read.data }) },
  };
}

function isoDate(day: Date | string): string {
  return typeof day === "string" ? day : day.toISOString().slice(0, "2027-01-31".length);
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
  const studioValues = parsed.filter((one) => !one.inspection).map(({ partial }) => partial.validValues);
  const hubs = parsed.flatMap(({ inspection }) => (inspection === undefined ? [] : [inspection.partial]));
  const issues = parsed.flatMap(
    ({ partial: reading, issues: fieldIssues, ruleIssues: ownIssues, inspection }, index) => {
      const source = sourceOf(inputs[index]);
      if (source?.kind === "unreadable") {
        return source.issues;
      }
      const { validValues } = reading;
      const earlier = partials.slice(0, index).map((other) => other.validValues);
      const ruleIssues = [
        ...ownIssues(isoDate(today)),
        ...crossEnvironmentIssues(validValues, earlier),
        ...(inspection === undefined
          ? hubIssues(validValues, hubs)
          : inspectionIssues(inspection.partial, studioValues)),
      ];
      const reportedFields = new Set(fieldIssues.map(({ field }) => field));
      const all = [...fieldIssues, ...ruleIssues.filter(({ field }) => !reportedFields.has(field))];
      return all.map((issue) => issueLine(inputs[index], validValues.name ?? `environments[${index}]`, issue));
    },
  );
  if (issues.length > 0) {
    return { kind: "invalid", issues };
  }
  const written = parsed.flatMap(({ inspection }) => inspection?.written ?? []);
  const environments = parsed.flatMap(({ environment }) =>
    environment === undefined ? [] : [resolveHub(withoutExpiredEntries(environment, isoDate(today)), written)],
  );
  const inspections = written.map((inspection) => resolveSpokes(inspection, environments, isoDate(today)));
  return { kind: "valid", environments, inspections };
}

/**
 * The environments with Studio, with their defaults.
 *
 * @param today day for expiry dates; a string such as 2027-01-31
 * @throws an error with every issue of the environments of every kind, one per line
 */
export function requireEnvironments(inputs: readonly unknown[], today: Date | string): readonly Environment[] {
  return requireAllEnvironments(inputs, today).environments;
}

/** The environments of every kind; as {@link requireEnvironments}. */
export function requireAllEnvironments(inputs: readonly unknown[], today: Date | string): ValidEnvironments {
  const parsed = parseEnvironments(inputs, today);
  if (parsed.kind === "invalid") {
    throw new Error(parsed.issues.join("\n"));
  }
  return parsed;
}

/** Every issue of the environments, or none if all are valid. */
export function environmentIssues(inputs: readonly unknown[], today: Date | string): readonly string[] {
  const parsed = parseEnvironments(inputs, today);
  return parsed.kind === "invalid" ? parsed.issues : [];
}
