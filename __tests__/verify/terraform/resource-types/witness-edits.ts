import type { MutableStack } from "../../fixtures/mutant";
import type { Shown, WitnessEdit } from "./read-argument-witnesses";

type Block = Record<string, unknown>;

/**
 * The blocks that hold an argument, or could hold it, in the resources of its type.
 *
 * @param addresses resources to which the blocks are added where they are absent. @default - all resources of the type, as they are
 */
function holdersOf(stack: MutableStack, argument: string, addresses: readonly string[]): readonly Block[] {
  const [type = "", ...path] = argument.split(".");
  return Object.entries(stack.resource[type] ?? {})
    .filter(([each]) => addresses.length === 0 || addresses.includes(`${type}.${each}`))
    .flatMap(([, values]) => holdersIn([values], path.slice(0, -1), addresses.length > 0));
}

function holdersIn(blocks: readonly unknown[], path: readonly string[], adds: boolean): readonly Block[] {
  const [step, ...rest] = path;
  const objects = blocks.flat().filter((block): block is Block => typeof block === "object" && block !== null);
  if (step === undefined) {
    return objects;
  }
  return objects.flatMap((block) => {
    if (adds) {
      block[step] ??= [{}];
    }
    return holdersIn([block[step]], rest, adds);
  });
}

/** How many blocks hold an argument, or could hold it. */
export function placesOf(stack: MutableStack, argument: string, addresses: readonly string[]): number {
  return holdersOf(structuredClone(stack), argument, addresses).length;
}

/** The stack with the edit at one place of the argument. */
export function editedStack(
  stack: MutableStack,
  shown: Pick<Shown, "argument" | "place"> & WitnessEdit,
  addresses: readonly string[],
): MutableStack {
  const edited = structuredClone(stack);
  const block = holdersOf(edited, shown.argument, addresses)[shown.place ?? 0];
  if (block === undefined) {
    throw new Error(
      `witness: no resource has the argument, got ${shown.argument}; run npm run witnesses, or add a resource that has it`,
    );
  }
  edit(block, shown.argument.split(".").at(-1) ?? "", shown);
  return edited;
}

function edit(block: Block, name: string, shown: WitnessEdit): void {
  switch (shown.edit) {
    case "unset":
      delete block[name];
      break;
    case "change":
      block[name] = changed(block[name]);
      break;
    case "make unknown":
      block[name] = "${var.not_known}";
      break;
    case "set":
      block[name] = shown.value;
      break;
    case "leave out":
      throw new Error("witness: leaves out a resource; compare with the stack without it");
  }
}

function changed(value: unknown): unknown {
  const [text, number] = [typeof value === "string", typeof value === "number"];
  return text ? "changed" : number ? Number(value) + 1 : Array.isArray(value) ? value.map(changed) : value !== true;
}
