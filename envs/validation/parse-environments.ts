import { type Environment, environmentSchema } from "../schema/environment";
import type { Fault } from "./faults/fault";
import { type Reading, readPartly } from "./faults/partial-environment";
import { shapeFaults } from "./faults/schema-faults";
import { accessRules } from "./rules/access-rules";
import { addressRules } from "./rules/address-rules";
import { faultsAgainst } from "./rules/cross-environment-rules";
import { egressRules } from "./rules/egress-rules";
import { endpointRules } from "./rules/endpoint-rules";
import { operationsRules } from "./rules/operation-rules";
import { selfServiceRules } from "./rules/self-service-rules";
import { studioRules } from "./rules/studio-rules";
import { zoneRules } from "./rules/zone-rules";

const RULES = [
  ...zoneRules,
  ...addressRules,
  ...egressRules,
  ...endpointRules,
  ...operationsRules,
  ...studioRules,
  ...accessRules,
  ...selfServiceRules,
];

/** Environments without a fault, or every fault of all of them, one line each. */
export type ParsedEnvironments =
  | { readonly kind: "valid"; readonly environments: readonly Environment[] }
  | { readonly kind: "faulty"; readonly faults: readonly string[] };

/** An environment as far as it can be read, with the faults of its single fields. */
interface ShapedEnvironment {
  readonly reading: Reading;
  readonly faults: readonly Fault[];
  readonly environment?: Environment;
}

function shape(input: unknown): ShapedEnvironment {
  const read = environmentSchema.safeParse(input, { error: () => "" });
  return read.success
    ? { reading: { known: read.data, whole: read.data }, faults: [], environment: read.data }
    : { reading: readPartly(input), faults: shapeFaults(input, read.error.issues) };
}

function isoDate(day: Date | string): string {
  return typeof day === "string" ? day : day.toISOString().slice(0, "2027-01-31".length);
}

function line(environment: string, { field, wrong, got, todo }: Fault): string {
  return `${environment}: ${field}: ${wrong}, got ${got}; ${todo}`;
}

/**
 * Completes environments with their defaults, or tells every fault of every one of them, in the shape
 * `<env>: <field>: <what is wrong>, got <value>; <what to do>`. An environment without a valid name is told by its place.
 *
 * @param today the day on which entries must still be valid; text as 2027-01-31
 */
export function parseEnvironments(inputs: readonly unknown[], today: Date | string): ParsedEnvironments {
  const shaped = inputs.map(shape);
  const readings = shaped.map(({ reading }) => reading);
  const faults = shaped.flatMap(({ reading, faults: ofFields }, index) => {
    const { known } = reading;
    const earlier = readings.slice(0, index).map((other) => other.known);
    const joined = [...RULES.flatMap((rule) => rule(reading, isoDate(today))), ...faultsAgainst(known, earlier)];
    const told = new Set(ofFields.map(({ field }) => field));
    const all = [...ofFields, ...joined.filter(({ field }) => !told.has(field))];
    return all.map((fault) => line(known.name ?? `environments[${index}]`, fault));
  });
  return faults.length > 0
    ? { kind: "faulty", faults }
    : { kind: "valid", environments: shaped.flatMap(({ environment }) => environment ?? []) };
}

/** The faults alone. */
export function faultsOf(inputs: readonly unknown[], today: Date | string): readonly string[] {
  const parsed = parseEnvironments(inputs, today);
  return parsed.kind === "faulty" ? parsed.faults : [];
}
