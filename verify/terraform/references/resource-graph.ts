import { groupBy } from "../../collections/group-by";
import type { Configuration, Json, Resource } from "../configuration";
import { evaluateText } from "../expressions/evaluate-expression";
import { parseTemplate, soleReference } from "../expressions/template";
import type { Scope } from "../expressions/traversal";
import { fromJson, listOf, mapOf, plainText, scalar, toJson, type Value } from "../expressions/value";
import { syncStates } from "./firewall-sync-states";

/** What an argument points at. */
export type Target =
  | { readonly kind: "absent" }
  /** `attribute` is one that the resource does not set itself: its id, its ARN, or something AWS computes. */
  | { readonly kind: "resource"; readonly resource: Resource; readonly attribute: string }
  /** An id or another text that names nothing of this configuration. */
  | { readonly kind: "literal"; readonly text: string }
  /** Not understood. */
  | { readonly kind: "unknown"; readonly text: string };

/** The resources of one configuration, found by address and by type, with their arguments resolved. */
export interface ResourceGraph {
  readonly configuration: Configuration;
  find(address: string): Resource | undefined;
  ofType(...types: readonly string[]): readonly Resource[];
  /** All that an argument may point at: more than one only when Terraform itself leaves it to chance. */
  targets(value: Json | undefined): readonly Target[];
  /** The one thing an argument points at. */
  target(value: Json | undefined): Target;
  /** Items of a list argument, each resolved. */
  list(value: Json | undefined): readonly Target[];
  /** A stable key for equality: of a resource its address, of anything else its text. */
  text(value: Json | undefined): string | undefined;
}

const graphs = new WeakMap<Configuration, ResourceGraph>();

export function graphOf(configuration: Configuration): ResourceGraph {
  const known = graphs.get(configuration);
  if (known !== undefined) {
    return known;
  }
  const graph = buildGraph(configuration);
  graphs.set(configuration, graph);
  return graph;
}

/** Attributes by which other resources name a resource; they stand for it and are never replaced by their value. */
const identities = new Set(["id", "arn", ""]);

function buildGraph(configuration: Configuration): ResourceGraph {
  const byAddress = new Map(configuration.resources.map((resource) => [resource.address, resource]));
  const byType = groupBy(
    configuration.resources.filter(({ mode }) => mode === "managed"),
    ({ type }) => type,
  );
  const scope = scopeOver(configuration, byAddress);
  const targets = (value: Json | undefined): readonly Target[] => targetsOf(value, scope, byAddress);
  const target = (value: Json | undefined): Target => {
    const [first, ...others] = targets(value);
    return first !== undefined && others.length === 0 ? first : { kind: "unknown", text: textOf(value) };
  };
  return {
    configuration,
    find: (address) => byAddress.get(address),
    ofType: (...types) => types.flatMap((type) => byType.get(type) ?? []),
    targets,
    target,
    list: (value) => listItems(value, scope).map(target),
    text: (value) => {
      const found = target(value);
      return found.kind === "resource" ? keyOf(found) : found.kind === "absent" ? undefined : found.text;
    },
  };
}

/** Looks resources up for expressions: a firewall's endpoints, an argument that is written out, all instances of one. */
function scopeOver(configuration: Configuration, byAddress: ReadonlyMap<string, Resource>): Scope {
  const instances = groupBy(
    configuration.resources.filter(({ address }) => address.endsWith("]")),
    ({ address }) => address.slice(0, address.lastIndexOf("[")),
  );
  // Terraform refuses arguments that need each other; JSON of unknown origin may still hold them.
  const underway = new Set<string>();
  const scope: Scope = {
    names: new Map(),
    prefix: "",
    resource: (address, attribute) => {
      const resource = byAddress.get(address);
      const key = `${address}.${attribute}`;
      if (resource === undefined || underway.has(key)) {
        return attribute === "" ? instancesOf(instances.get(address)) : undefined;
      }
      underway.add(key);
      const value =
        syncStates(resource, attribute, (text) => evaluateText(text, scope)) ?? argumentOf(resource, attribute, scope);
      underway.delete(key);
      return value;
    },
  };
  return scope;
}

function keyOf({ resource, attribute }: Target & { kind: "resource" }): string {
  return identities.has(attribute) ? resource.address : `${resource.address}.${attribute}`;
}

function argumentOf(resource: Resource, attribute: string, scope: Scope): Value | undefined {
  const value = resource.values[attribute];
  if (identities.has(attribute) || value === undefined || value === null) {
    return undefined;
  }
  return typeof value === "string" ? evaluateText(value, scope) : fromJson(value);
}

/** A resource with count or for_each, named as a whole: its instances by position or by key. */
function instancesOf(resources: readonly Resource[] | undefined): Value | undefined {
  if (resources === undefined) {
    return undefined;
  }
  const keyed = resources.map(({ address }): [string, Value] => [
    address.slice(address.lastIndexOf("[") + 1, -1),
    scalar(`\${${address}}`),
  ]);
  return keyed.every(([key]) => /^\d+$/.test(key))
    ? listOf(keyed.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value))
    : mapOf(keyed.map(([key, value]) => [key.slice(1, -1), value]));
}

function targetsOf(value: Json | undefined, scope: Scope, byAddress: ReadonlyMap<string, Resource>): readonly Target[] {
  if (value === undefined || value === null || value === "") {
    return [{ kind: "absent" }];
  }
  if (typeof value !== "string") {
    return [
      typeof value === "object" ? { kind: "unknown", text: textOf(value) } : { kind: "literal", text: `${value}` },
    ];
  }
  const evaluated = evaluateText(value, scope);
  const options = evaluated.kind === "choice" ? evaluated.options : [evaluated];
  return options.map((option) => targetOfValue(option, value, byAddress));
}

function targetOfValue(value: Value, source: string, byAddress: ReadonlyMap<string, Resource>): Target {
  if (value.kind !== "scalar") {
    return { kind: "unknown", text: source };
  }
  if (value.value === null || value.value === "") {
    return { kind: "absent" };
  }
  const text = plainText(value);
  if (text !== undefined) {
    return { kind: "literal", text };
  }
  const reference = soleReference(String(value.value));
  const resource = reference === undefined ? undefined : byAddress.get(reference.address);
  return reference === undefined || resource === undefined
    ? { kind: "unknown", text: String(value.value) }
    : { kind: "resource", resource, attribute: reference.attribute };
}

/** A list may be written out, or be one expression that evaluates to a list. */
function listItems(value: Json | undefined, scope: Scope): readonly Json[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => listItems(item, scope));
  }
  if (value === undefined || value === null) {
    return [];
  }
  if (typeof value !== "string" || !parseTemplate(value).some((part) => part.kind !== "literal")) {
    return [value];
  }
  const json = toJson(evaluateText(value, scope));
  return Array.isArray(json) ? json : [value];
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
