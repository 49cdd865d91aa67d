import { parseReference, printReference, soleReference } from "./template";
import { choiceOf, lift, plainText, scalar, unknown, type Value } from "./value";

/** Where an expression stands. */
export interface Scope {
  /** `local`, `var`, `each`, `count`, `module` and the names a `for` binds. */
  readonly names: ReadonlyMap<string, Value>;
  /** Address of the module the expression stands in, with its final dot; empty in the root module. */
  readonly prefix: string;
  /**
   * What is known of a resource: of one attribute, or with an empty one of the resource as a whole (its instances).
   * `undefined` leaves the reference as it is.
   */
  resource(address: string, attribute: string): Value | undefined;
}

export const emptyScope: Scope = { names: new Map(), prefix: "", resource: () => undefined };

/** `.name` or `[key]`. */
export type Step =
  | { readonly kind: "attribute"; readonly name: string }
  | { readonly kind: "index"; readonly key: Value };

export function applyStep(value: Value, step: Step, scope: Scope): Value {
  return lift(value, (of) => {
    const key = step.kind === "attribute" ? step.name : plainText(step.key);
    if (of.kind === "list") {
      return itemAt(of, step);
    }
    if (of.kind === "map") {
      return key === undefined ? keyedByReference(of.entries, step) : (of.entries.get(key) ?? unknown);
    }
    const reference = of.kind === "scalar" && typeof of.value === "string" ? soleReference(of.value) : undefined;
    const text = textOfStep(step);
    return reference === undefined || text === undefined
      ? unknown
      : referTo(`${printReference(reference)}${text}`, scope, "");
  });
}

/** A map may be keyed by what only AWS knows, as a subnet's id; the same reference then finds its entry. */
function keyedByReference(entries: ReadonlyMap<string, Value>, step: Step): Value {
  const key = step.kind === "index" && step.key.kind === "scalar" ? step.key.value : undefined;
  return typeof key === "string" ? (entries.get(key) ?? unknown) : unknown;
}

function itemAt(list: Value & { kind: "list" }, step: Step): Value {
  const position = step.kind === "index" ? Number(plainText(step.key) ?? Number.NaN) : Number.NaN;
  if (!Number.isInteger(position) || position >= list.items.length) {
    return unknown;
  }
  return list.ordered ? (list.items[position] ?? unknown) : choiceOf(list.items);
}

/** @param text a reference without braces; @param prefix of the module that its address is relative to */
export function referTo(text: string, scope: Scope, prefix: string): Value {
  const reference = parseReference(text);
  if (reference === undefined) {
    return unknown;
  }
  const address = `${prefix}${reference.address}`;
  const [first = "", ...rest] = stepsOf(reference.attribute);
  const known = scope.resource(address, first);
  if (known === undefined) {
    return scalar(`\${${printReference({ address, attribute: reference.attribute })}}`);
  }
  return rest.reduce<Value>(
    (value, name) => applyStep(value, name.startsWith("[") ? indexStep(name) : { kind: "attribute", name }, scope),
    known,
  );
}

function indexStep(text: string): Step {
  const inner = text.slice(1, -1);
  return { kind: "index", key: inner.startsWith('"') ? scalar(inner.slice(1, -1)) : scalar(Number(inner)) };
}

/** `a.b[0]["c"]` as `a`, `b`, `[0]`, `["c"]`. */
function stepsOf(path: string): readonly string[] {
  return path.match(/\[(?:\d+|"[^"]*")\]|[\w-]+/g) ?? [];
}

export function textOfStep(step: Step): string | undefined {
  if (step.kind === "attribute") {
    return `.${step.name}`;
  }
  const key = plainText(step.key);
  const isNumber = step.key.kind === "scalar" && typeof step.key.value === "number";
  return key === undefined || key.includes('"') ? undefined : isNumber ? `[${key}]` : `["${key}"]`;
}
