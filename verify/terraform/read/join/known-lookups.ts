import { ownEntry } from "../../../collections/own-entry";
import { singleReference } from "../../expressions/template";
import {
  listValue,
  openMapValue,
  scalarValue,
  type TerraformValue,
  valueFromJson,
} from "../../expressions/terraform-value";
import {
  hasOnlyArguments,
  hasProperties,
  isCertainlyOther,
  isKeptInPlace,
  mayFindDefault,
  soughtProperties,
} from "../../references/lookup-properties";
import {
  blocksOf,
  isAbsent,
  isLiteralText,
  type Json,
  type JsonObject,
  type Resource,
} from "../../terraform-configuration";
import type { KnownValues } from "./known-values";
import type { LookingRoot } from "./linked-lookups";
import { readLocationOf, type StateLocation } from "./state-location";

/** A root module, and what others may read of it. */
export interface ReadableRoot extends LookingRoot {
  /** Its path, from which it reads other states. @default - a plan or a state, which says what was read */
  readonly source: string | undefined;
  readonly outputs: JsonObject;
  /** Where it keeps its state. @default - not known */
  readonly location: StateLocation;
}

/**
 * Values that data sources of the root modules certainly have.
 *
 * @param existing resources of joined states
 */
export function knownLookups(roots: readonly ReadableRoot[], existing: readonly Resource[]): KnownValues {
  const found = roots.flatMap((root) =>
    (root.source === undefined ? [] : root.lookups).flatMap(
      (lookup): readonly (readonly [string, ReadonlyMap<string, TerraformValue>])[] => {
        const values = ownEntry(readers, lookup.type)?.(lookup, root, roots, existing);
        return values === undefined ? [] : [[lookup.address, new Map(Object.entries(values))]];
      },
    ),
  );
  return new Map(found);
}

/** As {@link knownLookups}, for a root module alone: what a lookup certainly finds in a VPC of the same root module. */
export function knownOwnLookups(root: LookingRoot): KnownValues {
  return new Map(
    root.lookups.flatMap((lookup): readonly (readonly [string, ReadonlyMap<string, TerraformValue>])[] => {
      const values = mainRouteTableId(lookup, root.resources);
      return values === undefined ? [] : [[lookup.address, new Map(Object.entries(values))]];
    }),
  );
}

type Reader = (
  lookup: Resource,
  root: ReadableRoot,
  roots: readonly ReadableRoot[],
  existing: readonly Resource[],
) => Readonly<Record<string, TerraformValue>> | undefined;

const readers: Readonly<Record<string, Reader>> = {
  aws_route_table: (lookup, _, roots, existing) => mainRouteTableId(lookup, allOf(roots, existing)),
  aws_route_tables: routeTableIds,
  aws_ssm_parameter: parameterValue,
  aws_subnets: subnetIds,
  terraform_remote_state: remoteOutputs,
};

/** The root modules of the same account and Region as this one, with it. */
function rootsOfPlace({ place }: ReadableRoot, roots: readonly ReadableRoot[]): readonly ReadableRoot[] {
  return roots.filter((root) => place !== undefined && root.place === place);
}

/**
 * The outputs of the one root module that keeps its state where the data source reads. An output of a root module in another account may name
 * things that are foreign, so it stays open.
 */
function remoteOutputs(lookup: Resource, root: ReadableRoot, roots: readonly ReadableRoot[]) {
  const location = root.source === undefined ? undefined : readLocationOf(lookup.values, root.source);
  const [found, ...others] = roots.filter((other) => location !== undefined && other.location === location);
  if (found === undefined || found === root || others.length > 0 || !rootsOfPlace(root, roots).includes(found)) {
    return undefined;
  }
  const outputs = Object.entries(found.outputs).filter(
    ([name, value]) => !name.includes(".") && value !== "(sensitive)",
  );
  return { outputs: openMapValue(outputs.map(([name, value]) => [name, valueFromJson(value)])) };
}

const plainParameterTypes: readonly (Json | undefined)[] = ["String", "StringList"];

/**
 * The value of a parameter that one resource of the root modules writes. A resource whose name is not known may write the same parameter, and a
 * secret one is never read. What the root module itself writes, it reads before it writes it. Who else may write it is a model gap.
 */
function parameterValue(
  { values }: Resource,
  root: ReadableRoot,
  roots: readonly ReadableRoot[],
  existing: readonly Resource[],
) {
  const isPlain = hasOnlyArguments(values, "name", "with_decryption");
  const { name } = values;
  const all = allOf(roots, existing).filter(isOfType("aws_ssm_parameter"));
  const [found, ...others] = all.filter((resource) => withoutSlash(resource.values.name) === withoutSlash(name));
  const areNamed = all.every((resource) => isLiteralText(resource.values.name));
  const isHere = rootsOfPlace(root, roots).some(
    (other) => other !== root && found !== undefined && other.resources.includes(found),
  );
  if (!isPlain || !isLiteralText(name) || found?.values.name !== name || others.length > 0 || !areNamed || !isHere) {
    return undefined;
  }
  const { type, value = found.values.insecure_value, key_id: key } = found.values;
  return plainParameterTypes.includes(type) && typeof value === "string" && isAbsent(key) && isKeptInPlace(found)
    ? { value: scalarValue(value), insecure_value: scalarValue(value) }
    : undefined;
}

/** The ARN of a parameter does not tell `/name` from `name`. */
function withoutSlash(name: Json | undefined): Json | undefined {
  return typeof name === "string" ? name.replace(/^\//, "") : name;
}

/**
 * The subnets that the data source lists, if it asks for those of a VPC of the root modules: all subnets of this VPC are known then, as long as
 * each one certainly has what is asked for, or certainly not. Terraform does not say in which order they are.
 */
function subnetIds(...asked: Parameters<Reader>) {
  return idsOf(listedInVpc(["aws_subnet", "aws_default_subnet"], ...asked)?.found ?? []);
}

/**
 * The route tables that the data source lists, in the same way. Without a tag it also finds the main table that AWS creates with the VPC;
 * another main table is one of the listed ones.
 */
function routeTableIds(...asked: Parameters<Reader>) {
  const [lookup, , roots, existing] = asked;
  const listed = listedInVpc(["aws_route_table", "aws_default_route_table"], ...asked);
  const isMainKnown = !allOf(roots, existing).some(isOfType("aws_main_route_table_association"));
  if (listed === undefined || (mayFindDefault(lookup) && !isMainKnown)) {
    return undefined;
  }
  const main = mayFindDefault(lookup) ? [mainTableOf(listed.vpc)] : [];
  return idsOf(listed.found, main);
}

/**
 * The table that AWS creates with a VPC, if the data source asks for the main one of a VPC that a resource creates. An association may make
 * another table the main one before or after the data source is read.
 */
function mainRouteTableId({ type, values }: Resource, all: readonly Resource[]) {
  const filters = blocksOf(values.filter).map(({ name, values: sought }) => ({ name, value: soleText(sought) }));
  const vpcs = [values.vpc_id, ...filters.flatMap(({ name, value }) => (name === "vpc-id" ? value : []))];
  const [vpc, ...others] = vpcs.filter((value) => !isAbsent(value));
  const names = filters.flatMap(({ name }) => (name === "vpc-id" ? [] : [name]));
  const isMain =
    names.join() === MAIN_FILTER && filters.some(({ name, value }) => name === MAIN_FILTER && value === "true");
  const isHere = all.some((resource) => isIdOf(vpc, resource, "aws_vpc"));
  const mayMove = all.some(isOfType("aws_main_route_table_association"));
  const isAsked = type === "aws_route_table" && hasOnlyArguments(values, "vpc_id", "filter") && others.length === 0;
  if (!isAsked || !isMain || !isHere || mayMove || typeof vpc !== "string") {
    return undefined;
  }
  const id = scalarValue(mainTableOf(vpc));
  return { id, route_table_id: id };
}

const MAIN_FILTER = "association.main";

/** The text of a list of one. */
function soleText(value: Json | undefined): Json | undefined {
  return Array.isArray(value) && value.length === 1 ? value[0] : undefined;
}

/** `main_route_table_id` in place of the `id` of a VPC. */
function mainTableOf(vpc: string): string {
  return vpc.replace(/\.id\}$/, ".main_route_table_id}");
}

function idsOf(found: readonly Resource[], others: readonly string[] = []) {
  const ids = [...found.map(({ address }) => `\${${address}.id}`), ...others].map((id) => scalarValue(id));
  return ids.length > 0 ? { ids: listValue(ids, false) } : undefined;
}

function allOf(roots: readonly ReadableRoot[], existing: readonly Resource[]): readonly Resource[] {
  return [...roots.flatMap(({ resources }) => resources), ...existing];
}

/** The resources of the types that a data source lists in a VPC of the root modules; nothing when one of them may or may not be listed. */
function listedInVpc(
  types: readonly string[],
  ...[lookup, root, roots, existing]: Parameters<Reader>
): { readonly vpc: string; readonly found: readonly Resource[] } | undefined {
  const sought = soughtProperties(lookup);
  const vpc = sought?.find(({ kind, name }) => kind === "argument" && name === "vpc_id")?.value;
  const here = rootsOfPlace(root, roots).flatMap(({ resources }) => resources);
  if (sought === undefined || vpc === undefined || !here.some((resource) => isIdOf(vpc, resource, "aws_vpc"))) {
    return undefined;
  }
  const all = allOf(roots, existing);
  const candidates = all.filter(isOfType(...types));
  const isOfOtherVpc = ({ values: { vpc_id: other } }: Resource): boolean =>
    other !== vpc && all.some((resource) => isIdOf(other, resource, "aws_vpc"));
  const found = candidates.filter(
    (one) => here.includes(one) && hasProperties(one, sought, (value, other) => value === other),
  );
  const isDecided = candidates.every(
    (one) => found.includes(one) || isOfOtherVpc(one) || isCertainlyOther(lookup, one),
  );
  return isDecided ? { vpc, found } : undefined;
}

function isIdOf(value: Json | undefined, { mode, type, address }: Resource, wanted: string): boolean {
  const reference = typeof value === "string" ? singleReference(value) : undefined;
  return mode === "managed" && type === wanted && reference?.address === address && reference.attribute === "id";
}

function isOfType(...types: readonly string[]): (resource: Resource) => boolean {
  return ({ mode, type }) => mode === "managed" && types.includes(type);
}
