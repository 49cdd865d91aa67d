import type { TerraformJson } from "../../constructs/fixtures/bare-stack";
import { synthesizedJson } from "../../fixtures/synthesized";

/** A stack that a fault may change. */
export type EditableStack = TerraformJson & { provider?: { aws: Record<string, unknown>[] } };

/** One change that AWS would refuse. */
export interface InjectedFault {
  /** The fault, as a noun phrase. */
  readonly fault: string;
  readonly inject: (stack: EditableStack) => void;
  /** Where the refusal must be: an argument, or the resource as a whole if empty. */
  readonly argument: string;
}

type Values = Record<string, unknown>;

/** Sets an argument of the first resource of a type: `type.path`, with the index in lists of blocks. */
export function set(target: string, value: unknown): (stack: EditableStack) => void {
  return (stack) => {
    const [type = "", ...path] = target.split(".");
    const last = path.pop() ?? "";
    const holder = path.reduce<unknown>((inner, key) => memberOf(inner, key), firstOf(stack, type));
    if (typeof holder !== "object" || holder === null) {
      throw new Error(`${target}: no such argument in the stack`);
    }
    Reflect.set(holder, last, value);
  };
}

/** Several changes, one after the other. */
export function each(...changes: readonly ((stack: EditableStack) => void)[]): (stack: EditableStack) => void {
  return (stack) => {
    for (const change of changes) {
      change(stack);
    }
  };
}

/** Removes an argument of the first resource of a type. */
export function unset(target: string): (stack: EditableStack) => void {
  return set(target, null);
}

/** A table of faults: what is wrong, the change, and where the refusal must be. */
export function faultsOf(
  table: readonly (readonly [fault: string, inject: (stack: EditableStack) => void, argument: string])[],
): readonly InjectedFault[] {
  return table.map(([fault, inject, argument]) => ({ fault, inject, argument }));
}

/** A block may be an object or a list of one. */
function memberOf(holder: unknown, key: string): unknown {
  const block = Array.isArray(holder) && !/^\d+$/.test(key) ? holder[0] : holder;
  return typeof block === "object" && block !== null ? Reflect.get(block, key) : undefined;
}

/** The arguments of the first resource of a type. */
export function firstOf(stack: EditableStack, type: string): Values {
  const [values] = Object.values(stack.resource[type] ?? {});
  if (values === undefined) {
    throw new Error(`${type}: no such resource in the stack`);
  }
  return values as Values;
}

/** Adds a resource. */
export function add(type: string, values: Values, name = "extra"): (stack: EditableStack) => void {
  return (stack) => {
    const table = stack.resource as Record<string, Record<string, Values>>;
    table[type] = { ...table[type], [name]: values };
  };
}

/** Adds copies of the first resource of a type, each with changes. */
export function copies(type: string, count: number, change: (at: number) => Values): (stack: EditableStack) => void {
  return (stack) => {
    const original = firstOf(stack, type);
    for (let at = 0; at < count; at++) {
      add(type, { ...original, ...change(at) }, `copy_${at}`)(stack);
    }
  };
}

/** Changes the policy document of the first resource of a type. */
export function policy(
  type: string,
  argument: string,
  change: (document: { Statement: Record<string, unknown>[] }) => void,
): (stack: EditableStack) => void {
  return (stack) => {
    const values = firstOf(stack, type);
    const document = JSON.parse(String(values[argument])) as { Statement: Record<string, unknown>[] };
    change(document);
    values[argument] = JSON.stringify(document);
  };
}

/** Adds a Suricata rule to the rule group. */
export function suricata(rule: string): (stack: EditableStack) => void {
  return (stack) => {
    const group = firstOf(stack, "aws_networkfirewall_rule_group");
    const source = memberOf(memberOf(group.rule_group, "rules_source"), "rules_string");
    set("aws_networkfirewall_rule_group.rule_group.rules_source.rules_string", `${String(source)}\n${rule}`)(stack);
  };
}

/** The stack that the faults are injected into: it has every kind of resource that the shipped environments have. */
export function soundStack(): EditableStack {
  const stack = synthesizedJson("staging") as EditableStack;
  return { ...stack, provider: { aws: [{ region: "eu-west-1" }] } };
}
