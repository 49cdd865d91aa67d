import { claims } from "../../../../verify/claims";
import { decideClaims } from "../../../../verify/claims/decide-claims";
import { groupBy } from "../../../../verify/collections/group-by";
import { memoizeByText } from "../../../../verify/collections/memoize";
import { readPosture } from "../../../../verify/posture/read-posture";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import { environmentText } from "../../fixtures/environment-text";
import {
  declaredPosture,
  deleteResources,
  type EnvironmentName,
  type MutableArguments,
  type MutableStack,
} from "../../fixtures/mutant";
import { allMutants } from "../../mutants/fixtures/all-mutants";
import { permittedUses } from "../../mutants/words/permitted-uses";
import { type Shown, withoutWitness, witnesses } from "./read-argument-witnesses";
import { notShown } from "./read-arguments-not-shown";
import { coveredArguments } from "./registry-coverage";

function stackOf(environment: EnvironmentName): MutableStack {
  return JSON.parse(environmentText(environment));
}

type VerdictOf = (claim: string) => string | undefined;

/** The verdict of each claim over a stack as it is now, which is read once for all of them. */
function verdictsOver(stack: MutableStack): VerdictOf {
  const configuration = readConfiguration(structuredClone(stack), "witness");
  const subject = { configuration, posture: readPosture(configuration) };
  return memoizeByText((claim) => {
    const asked = claims.filter(({ name }) => name === claim);
    return decideClaims(subject, asked)[0]?.verdict.kind;
  });
}

type Block = Record<string, unknown>;

/** The blocks that hold an argument, or could hold it, in the resources of its type. */
function holdersOf(stack: MutableStack, argument: string, addresses: readonly string[]): readonly Block[] {
  const [type = "", ...path] = argument.split(".");
  const holders = Object.entries(stack.resource[type] ?? {})
    .filter(([each]) => addresses.length === 0 || addresses.includes(`${type}.${each}`))
    .flatMap(([, values]) => holdersIn([values], path.slice(0, -1), addresses.length > 0));
  if (holders.length === 0) {
    throw new Error(
      `witness: no resource has the argument, got ${argument}; take one that the stack or the mutant has`,
    );
  }
  return holders;
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

function changed(value: unknown): unknown {
  const [text, number] = [typeof value === "string", typeof value === "number"];
  return text ? "changed" : number ? Number(value) + 1 : Array.isArray(value) ? value.map(changed) : value !== true;
}

/** The stack with the edit at each place of the argument in turn. */
function* editsOf(stack: MutableStack, shown: Shown, addresses: readonly string[]): Generator<MutableStack> {
  const name = shown.argument.split(".").at(-1) ?? "";
  const places = holdersOf(structuredClone(stack), shown.argument, addresses).length;
  for (let place = 0; place < places; place += 1) {
    const edited = structuredClone(stack);
    const block = holdersOf(edited, shown.argument, addresses)[place] ?? {};
    edit(block, name, shown);
    yield edited;
  }
}

function edit(block: Block, name: string, shown: Shown): void {
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

/** Whether a claim has another verdict after one of the edits. */
function isNoticed(edits: Iterable<MutableStack>, asked: readonly string[], before: VerdictOf): boolean {
  for (const edited of edits) {
    const after = verdictsOver(edited);
    if (asked.some((claim) => after(claim) !== before(claim))) {
      return true;
    }
  }
  return false;
}

test("Each argument that a model reads and that only some configurations set can change a verdict, by a small stack for it.", () => {
  const silent = witnesses.stacks.flatMap(({ environment, without = [], posture = {}, resources, shows }) => {
    const plain = stackOf(environment);
    deleteResources(plain, ...without);
    Object.assign(declaredPosture(plain), posture);
    const base = structuredClone(plain);
    for (const [address, values] of Object.entries(resources)) {
      const [type = "", name = ""] = address.split(".");
      base.resource[type] = {
        ...base.resource[type],
        [name]: { ...base.resource[type]?.[name], ...structuredClone(values) },
      };
    }
    const before = verdictsOver(base);
    return shows.flatMap((shown) => {
      const edits = shown.edit === "leave out" ? [plain] : editsOf(base, shown, Object.keys(resources));
      return isNoticed(edits, [shown.claim], before) ? [] : [shown.argument];
    });
  });

  expect(silent).toEqual([]);
}, 240_000);

const mutantsByName = new Map([...allMutants, ...permittedUses].map((mutant) => [mutant.name, mutant]));

test("Each argument that a mutant sets and a model reads is what changes a verdict.", () => {
  const silent = witnesses.mutants.flatMap(({ mutant: name, shows }) => {
    const mutant = mutantsByName.get(name);
    if (mutant === undefined) {
      return shows.map(({ argument }) => `${argument}: no mutant is named ${name}`);
    }
    const stack = stackOf(mutant.environments[0] ?? "dev");
    mutant.edit(stack);
    const asked =
      "turnsClaims" in mutant ? (mutant.turnsClaims as readonly string[]) : claims.map((claim) => claim.name);
    const before = verdictsOver(stack);
    return shows.flatMap((shown) => {
      if (shown.edit === "leave out") {
        // The mutant itself turns its claims, as its own test shows.
        return holdersOf(stack, shown.argument, []).some((block) => block !== undefined) ? [] : [shown.argument];
      }
      return isNoticed(editsOf(stack, shown, []), asked, before) ? [] : [shown.argument];
    });
  });

  expect(silent).toEqual([]);
}, 240_000);

/** Arguments of every type: `id` is in plans and states alone, and a Region is compared with that of the provider. */
const commonArguments = /\.(?:id|region)$/;

test("Every argument that a model reads has a witness in a stack, a witness of its own, or a reason why there is none.", () => {
  const read = coveredArguments()
    .filter(({ isComputed, use, path }) => !isComputed && use?.kind === "read" && !commonArguments.test(`.${path}`))
    .map(({ type, path }) => `${type}.${path}`);
  const set = new Set(
    (["dev", "staging", "prod"] as const).flatMap((environment) => argumentsIn(stackOf(environment))),
  );
  const shown = [...witnesses.stacks, ...witnesses.mutants].flatMap(({ shows }) => shows);
  const names = shown.map(({ argument }) => argument);
  const isShown = (argument: string): boolean => names.includes(argument) || set.has(argument);
  const reasoned = read.filter((argument) => Object.hasOwn({ ...withoutWitness, ...notShown }, argument));
  const whole = shown.filter(({ edit }) => edit === "leave out").length;
  process.stdout.write(
    `read arguments shown: ${read.length - reasoned.length} of ${read.length}, ${whole} of these only with the resource that sets them; ${reasoned.length} with a reason\n`,
  );

  expect(read.filter((argument) => !isShown(argument) && !Object.hasOwn(withoutWitness, argument))).toEqual([]);
  expect([...names, ...Object.keys(withoutWitness)].filter((argument) => !read.includes(argument))).toEqual([]);
  expect([...groupBy(names, (name) => name)].filter(([, { length }]) => length > 1)).toEqual([]);
  expect(Object.keys(withoutWitness).filter(isShown)).toEqual([]);
});

/** Every argument that a resource of the stack sets, at any depth. */
function argumentsIn({ resource }: MutableStack): readonly string[] {
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.values(named).flatMap((values) => pathsIn(values, type)),
  );
}

function pathsIn(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) {
    return [path, ...value.flatMap((item) => pathsIn(item, path))];
  }
  return typeof value === "object" && value !== null
    ? [path, ...Object.entries(value as MutableArguments).flatMap(([name, inner]) => pathsIn(inner, `${path}.${name}`))]
    : [path];
}
