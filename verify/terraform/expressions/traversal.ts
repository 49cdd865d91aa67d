import { formatReference, parseReference, singleReference } from "./template";
import {
  choiceValue,
  isOpenKey,
  isRefused,
  mapOptions,
  plainText,
  refusedValue,
  scalarValue,
  type TerraformValue,
  unknownValue,
} from "./terraform-value";

/** The files that `file`, `templatefile` and `fileset` may read, by their path from the folder of the root module. */
export interface FileAccess {
  /** The content; `undefined` for a file that is not there or is not read. */
  read(path: string): Buffer | undefined;
}

/** What an expression may refer to. */
export interface EvaluationScope {
  /** Values of `local`, `var`, `each`, `count`, `module` and the names of a `for`. */
  readonly bindings: ReadonlyMap<string, TerraformValue>;
  /** Address of the expression's module with its final dot; empty in the root module. */
  readonly prefix: string;
  /** @default - functions that read files have no known value */
  readonly files?: FileAccess;
  /**
   * The value of a resource's attribute. With an empty attribute: the instances of the resource.
   * `undefined` keeps the reference as it is.
   */
  resourceValue(address: string, attribute: string): TerraformValue | undefined;
  /** Told of each part of an expression of which nobody knows whether Terraform can evaluate it. @default - nobody asks */
  readonly onDoubt?: () => void;
}

/** A scope without names and resources. */
export const emptyEvaluationScope: EvaluationScope = {
  bindings: new Map(),
  prefix: "",
  resourceValue: () => undefined,
};

/** `.name` or `[key]`. */
export type TraversalStep =
  | { readonly kind: "attribute"; readonly name: string }
  | { readonly kind: "index"; readonly key: TerraformValue };

/** Applies one step to a value, to each option of a choice, or to the target of a reference. */
export function applyTraversalStep(value: TerraformValue, step: TraversalStep, scope: EvaluationScope): TerraformValue {
  return mapOptions(value, (of) => {
    const key = step.kind === "attribute" ? step.name : plainText(step.key);
    if (of.kind === "list") {
      return itemAt(of, step);
    }
    if (of.kind === "map") {
      return key === undefined ? entryByReferenceKey(of.entries, step) : (of.entries.get(key) ?? missingEntry(of));
    }
    if (of.kind === "scalar" && (of.value === null || plainText(of) !== undefined)) {
      return refusedValue;
    }
    const reference = of.kind === "scalar" && typeof of.value === "string" ? singleReference(of.value) : undefined;
    const text = traversalStepText(step);
    return reference === undefined || text === undefined
      ? unknownValue
      : resolveReference(`${formatReference(reference)}${text}`, scope, "");
  });
}

/** The value of a key that a map does not have. The keys may be references, which may turn out to be the key. */
export function missingEntry({ entries, isOpen }: TerraformValue & { readonly kind: "map" }): TerraformValue {
  const arePlain = ![...entries.keys()].some(isOpenKey);
  return isOpen === true || !arePlain ? unknownValue : refusedValue;
}

/** The key of a map may be a reference, such as the ID of a subnet; an equal reference then selects the entry. */
function entryByReferenceKey(entries: ReadonlyMap<string, TerraformValue>, step: TraversalStep): TerraformValue {
  const key = step.kind === "index" && step.key.kind === "scalar" ? step.key.value : undefined;
  return typeof key === "string" ? (entries.get(key) ?? unknownValue) : unknownValue;
}

function itemAt(list: TerraformValue & { kind: "list" }, step: TraversalStep): TerraformValue {
  const position = step.kind === "index" ? Number(plainText(step.key) ?? Number.NaN) : Number.NaN;
  if (list.isSet === true) {
    return refusedValue;
  }
  if (!Number.isInteger(position)) {
    return unknownValue;
  }
  if (position < 0 || position >= list.items.length) {
    return refusedValue;
  }
  return list.ordered ? (list.items[position] ?? unknownValue) : choiceValue(list.items);
}

/**
 * Resolves a reference in the scope, or returns it with the full address.
 *
 * @param text the reference without braces
 * @param prefix address of the module that the reference is relative to
 */
export function resolveReference(text: string, scope: EvaluationScope, prefix: string): TerraformValue {
  const reference = parseReference(text);
  if (reference === undefined) {
    return unknownValue;
  }
  const address = `${prefix}${reference.address}`;
  if (isSurelyMissing(address, scope)) {
    return refusedValue;
  }
  const [first = "", ...rest] = splitTraversal(reference.attribute);
  const known = scope.resourceValue(address, first);
  if (known === undefined) {
    return scalarValue(`\${${formatReference({ address, attribute: reference.attribute })}}`);
  }
  return rest.reduce<TerraformValue>(
    (value, name) =>
      applyTraversalStep(value, name.startsWith("[") ? indexStep(name) : { kind: "attribute", name }, scope),
    known,
  );
}

/** Whether a resource surely has no instance of the key: `aws_eip.nat[0]` of a resource with a count of 0. */
function isSurelyMissing(address: string, scope: EvaluationScope): boolean {
  const { base, key } = /^(?<base>.*?)(?<key>\[(?:\d+|"[^"]*")\])$/.exec(address)?.groups ?? {};
  const instances = base === undefined ? undefined : scope.resourceValue(base, "");
  const isCollection = instances?.kind === "list" || instances?.kind === "map";
  return isCollection && key !== undefined && isRefused(applyTraversalStep(instances, indexStep(key), scope));
}

function indexStep(text: string): TraversalStep {
  const inner = text.slice(1, -1);
  return { kind: "index", key: inner.startsWith('"') ? scalarValue(inner.slice(1, -1)) : scalarValue(Number(inner)) };
}

/** `a.b[0]["c"]` as `a`, `b`, `[0]`, `["c"]`. */
function splitTraversal(path: string): readonly string[] {
  return path.match(/\[(?:\d+|"[^"]*")\]|[\w-]+/g) ?? [];
}

/** A step as Terraform writes it; `undefined` for a key that is not plain text. */
export function traversalStepText(step: TraversalStep): string | undefined {
  if (step.kind === "attribute") {
    return `.${step.name}`;
  }
  const key = plainText(step.key);
  const isNumber = step.key.kind === "scalar" && typeof step.key.value === "number";
  return key === undefined || key.includes('"') ? undefined : isNumber ? `[${key}]` : `["${key}"]`;
}
