import { groupBy } from "../../collections/group-by";
import { memoize, memoizeByText } from "../../collections/memoize";
import { evaluateTemplate } from "../expressions/evaluate-expression";
import { parseTemplate, singleReference } from "../expressions/template";
import {
  listValue,
  mapValue,
  plainText,
  scalarValue,
  type TerraformValue,
  unknownValue,
  valueFromJson,
  valueToJson,
} from "../expressions/terraform-value";
import type { EvaluationScope } from "../expressions/traversal";
import { instanceKeyOf, withoutOwnKey } from "../resource-address";
import type { Json, Resource, TerraformConfiguration } from "../terraform-configuration";
import { firewallSyncStates } from "./firewall-sync-states";

/** What an argument refers to. */
export type ReferenceTarget =
  | { readonly kind: "absent" }
  /** `attribute` is not an argument of the resource, but its ID, its ARN or another value that AWS computes. */
  | { readonly kind: "resource"; readonly resource: Resource; readonly attribute: string }
  /** An ID or another text that refers to nothing in this configuration. */
  | { readonly kind: "literal"; readonly text: string }
  /** An expression that cannot be resolved. */
  | { readonly kind: "unknown"; readonly text: string };

/** Finds resources of one configuration by address and by type, and resolves their arguments. */
export interface ResourceGraph {
  readonly configuration: TerraformConfiguration;
  find(address: string): Resource | undefined;
  ofType(...types: readonly string[]): readonly Resource[];
  /** Everything that an argument may refer to. More than one only if Terraform itself does not define the order of a set. */
  targets(value: Json | undefined): readonly ReferenceTarget[];
  /** What an argument refers to; unknown if that is not a single target. */
  target(value: Json | undefined): ReferenceTarget;
  /** The resolved items of a list argument. */
  listTargets(value: Json | undefined): readonly ReferenceTarget[];
  /** A key for comparisons: the address of a resource, or the text of anything else. */
  referenceKey(value: Json | undefined): string | undefined;
  /** The value of an expression, which may contain references; `undefined` when it cannot be evaluated. */
  evaluate(text: string): Json | undefined;
}

/** The graph of a configuration, built on first use. */
export const resourceGraphOf: (configuration: TerraformConfiguration) => ResourceGraph = memoize(buildGraph);

/** The resource that a value names, and the attribute of it: as the reference is written, or else as it is evaluated. */
export function namedResource(
  graph: ResourceGraph,
  value: Json | undefined,
): { readonly resource: Resource; readonly attribute: string } | undefined {
  const written = typeof value === "string" ? singleReference(value) : undefined;
  const resource = written && graph.find(written.address);
  if (resource !== undefined) {
    return { resource, attribute: written?.attribute ?? "" };
  }
  const target = graph.target(value);
  return target.kind === "resource" ? target : undefined;
}

/** Attributes that identify a resource. A reference to one refers to the resource and is never replaced by a value. */
const identityAttributes = new Set(["id", "arn", ""]);

function buildGraph(configuration: TerraformConfiguration): ResourceGraph {
  const byAddress = new Map(configuration.resources.map((resource) => [resource.address, resource]));
  const byType = groupBy(
    configuration.resources.filter(({ mode }) => mode === "managed"),
    ({ type }) => type,
  );
  const scope = scopeOver(configuration, byAddress);
  const targetsOfText = memoizeByText((text) => targetsOf(text, scope, byAddress));
  const targets = (value: Json | undefined): readonly ReferenceTarget[] =>
    typeof value === "string" ? targetsOfText(value) : targetsOf(value, scope, byAddress);
  const target = (value: Json | undefined): ReferenceTarget => {
    const [first, ...others] = targets(value);
    return first !== undefined && others.length === 0 ? first : { kind: "unknown", text: textOf(value) };
  };
  return {
    configuration,
    find: (address) => byAddress.get(address),
    ofType: (...types) => types.flatMap((type) => byType.get(type) ?? []),
    targets,
    target,
    listTargets: (value) => listItems(value, scope).map(target),
    evaluate: (text) => valueToJson(evaluateTemplate(text, scope)),
    referenceKey: (value) => {
      const found = target(value);
      return found.kind === "resource" ? referenceKeyOf(found) : found.kind === "absent" ? undefined : found.text;
    },
  };
}

/**
 * Values that expressions may use: a firewall's endpoints, arguments of resources, and all instances of a resource. The readers
 * have no such values, so they keep expressions that need them, and the graph evaluates those with the same evaluator.
 */
function scopeOver(configuration: TerraformConfiguration, byAddress: ReadonlyMap<string, Resource>): EvaluationScope {
  const instances = groupBy(
    configuration.resources.filter((resource) => instanceKeyOf(resource) !== ""),
    withoutOwnKey,
  );
  // Terraform rejects arguments that depend on each other, but the JSON may not come from Terraform.
  const inProgress = new Set<string>();
  const scope: EvaluationScope = {
    bindings: new Map(),
    prefix: "",
    resourceValue: (address, attribute) => {
      const resource = byAddress.get(address);
      if (attribute === "" && resource?.isNumberUnknown === true) {
        return unknownValue;
      }
      const key = `${address}.${attribute}`;
      if (resource === undefined || inProgress.has(key)) {
        return attribute === "" ? instancesOf(instances.get(address)) : undefined;
      }
      inProgress.add(key);
      const value =
        firewallSyncStates(resource, attribute, (text) => evaluateTemplate(text, scope)) ??
        argumentOf(resource, attribute, scope);
      inProgress.delete(key);
      return value;
    },
  };
  return scope;
}

function referenceKeyOf({ resource, attribute }: ReferenceTarget & { kind: "resource" }): string {
  return identityAttributes.has(attribute) ? resource.address : `${resource.address}.${attribute}`;
}

function argumentOf(resource: Resource, attribute: string, scope: EvaluationScope): TerraformValue | undefined {
  const value = resource.values[attribute];
  if (identityAttributes.has(attribute) || value === undefined || value === null) {
    return undefined;
  }
  return typeof value === "string" ? evaluateTemplate(value, scope) : valueFromJson(value);
}

/** The instances of a resource with count or for_each, by position or by key. */
function instancesOf(resources: readonly Resource[] | undefined): TerraformValue | undefined {
  if (resources === undefined) {
    return undefined;
  }
  const keyed = resources.map((resource): [string, TerraformValue] => [
    instanceKeyOf(resource).slice(1, -1),
    scalarValue(`\${${resource.address}}`),
  ]);
  return keyed.every(([key]) => /^\d+$/.test(key))
    ? listValue(keyed.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value))
    : mapValue(keyed.map(([key, value]) => [key.slice(1, -1), value]));
}

function targetsOf(
  value: Json | undefined,
  scope: EvaluationScope,
  byAddress: ReadonlyMap<string, Resource>,
): readonly ReferenceTarget[] {
  if (value === undefined || value === null || value === "") {
    return [{ kind: "absent" }];
  }
  if (typeof value !== "string") {
    return [
      typeof value === "object" ? { kind: "unknown", text: textOf(value) } : { kind: "literal", text: `${value}` },
    ];
  }
  const evaluated = evaluateTemplate(value, scope);
  const options = evaluated.kind === "choice" ? evaluated.options : [evaluated];
  return options.map((option) => targetOfValue(option, value, byAddress));
}

function targetOfValue(
  value: TerraformValue,
  source: string,
  byAddress: ReadonlyMap<string, Resource>,
): ReferenceTarget {
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
  const reference = singleReference(String(value.value));
  const resource = reference === undefined ? undefined : byAddress.get(reference.address);
  return reference === undefined || resource === undefined
    ? { kind: "unknown", text: String(value.value) }
    : { kind: "resource", resource, attribute: reference.attribute };
}

/** Items of a list, or of an expression that evaluates to a list. */
function listItems(value: Json | undefined, scope: EvaluationScope): readonly Json[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => listItems(item, scope));
  }
  if (value === undefined || value === null) {
    return [];
  }
  if (typeof value !== "string" || !parseTemplate(value).some((part) => part.kind !== "literal")) {
    return [value];
  }
  const json = valueToJson(evaluateTemplate(value, scope));
  return Array.isArray(json) ? json : [value];
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
