import { writeFileSync } from "node:fs";
import { groupBy } from "../../../../verify/collections/group-by";
import { memoizeByKey, memoizeByText } from "../../../../verify/collections/memoize";
import { environmentStack } from "../../fixtures/environment-stack";
import type { EnvironmentName, MutableStack } from "../../fixtures/mutant";
import { findWitnesses } from "./find-witnesses";
import { readArguments, type Shown, withoutWitness, witnesses, witnessesFile } from "./read-argument-witnesses";
import { notShown } from "./read-arguments-not-shown";
import { editedStack, placesOf } from "./witness-edits";
import { mutantsByName, mutatedStack, saidBy, shippedArguments, slimStack, stacksOf } from "./witness-stacks";

/** A stack with arguments, and the resources in which blocks may be added. */
interface Place {
  readonly environment: EnvironmentName;
  readonly stack: MutableStack;
  readonly addresses: readonly string[];
}

/** Finds whether claims notice an edit, in the stack with only what they depend on. */
function noticing({ environment, stack, addresses }: Place): (shown: Shown) => boolean {
  // The stack that is judged depends on the type of the argument alone.
  const unedited = memoizeByKey(
    ({ claim, argument, isWhole }: Shown) => `${claim} ${isWhole === true ? "whole" : argument.split(".")[0]}`,
    (shown) => {
      const judged = shown.isWhole ? stack : slimStack(stack, shown, environment, witnesses.types);
      return { judged, ...saidBy(shown.claim, judged) };
    },
  );
  return (shown) => {
    const { judged, verdict, findings } = unedited(shown);
    const after = saidBy(shown.claim, editedStack(judged, shown, addresses));
    return shown.notices === "findings" ? after.findings !== findings : after.verdict !== verdict;
  };
}

const shippedVerdict = memoizeByText((key) => {
  const [environment, claim] = key.split(": ") as [EnvironmentName, string];
  return saidBy(claim, environmentStack(environment)).verdict;
});

test("Each argument that a model reads and that only some configurations set can change what a claim says, by a small stack for it.", () => {
  const silent = witnesses.stacks.flatMap((witness) => {
    const { environment, shows, resources } = witness;
    const { plain, base } = stacksOf(witness);
    const isNoticed = noticing({ environment, stack: base, addresses: Object.keys(resources) });
    const isShipped = witness.without === undefined && witness.posture === undefined;
    const plainVerdict = memoizeByText((claim) =>
      isShipped ? shippedVerdict(`${environment}: ${claim}`) : saidBy(claim, plain).verdict,
    );
    const baseVerdict = memoizeByText((claim) => saidBy(claim, base).verdict);
    return shows
      .filter((shown) =>
        shown.edit === "leave out" ? plainVerdict(shown.claim) === baseVerdict(shown.claim) : !isNoticed(shown),
      )
      .map(({ argument }) => argument);
  });

  expect(silent).toEqual([]);
}, 240_000);

test("Each argument that a mutant sets and a model reads is what changes a verdict.", () => {
  const silent = witnesses.mutants.flatMap(({ mutant: name, shows }) => {
    const mutant = mutantsByName.get(name);
    if (mutant === undefined) {
      return shows.map(({ argument }) => `${argument}: no mutant is named ${name}; run npm run witnesses`);
    }
    const place = { ...mutatedStack(mutant), addresses: [] };
    const isNoticed = noticing(place);
    return shows
      .filter((shown) =>
        // The mutant itself turns its claims, as its own test shows.
        shown.edit === "leave out" ? placesOf(place.stack, shown.argument, []) === 0 : !isNoticed(shown),
      )
      .map(({ argument }) => argument);
  });

  expect(silent).toEqual([]);
}, 240_000);

test("Every argument that a model reads has a witness in a stack, a witness of its own, or a reason why there is none.", () => {
  const read = readArguments();
  const set = shippedArguments();
  const shown = [...witnesses.stacks, ...witnesses.mutants].flatMap(({ shows }) => shows);
  const names = shown.map(({ argument }) => argument);
  const isShown = (argument: string): boolean => names.includes(argument) || set.has(argument);
  const reasoned = read.filter((argument) => Object.hasOwn({ ...withoutWitness, ...notShown }, argument));
  const whole = shown.filter(({ edit }) => edit === "leave out").length;
  const findings = shown.filter(({ notices }) => notices === "findings").length;
  process.stdout.write(
    `read arguments shown: ${read.length - reasoned.length} of ${read.length}: ${findings} of these change findings and no verdict, ${whole} only with the resource that sets them; ${reasoned.length} with a reason\n`,
  );

  expect(read.filter((argument) => !isShown(argument) && !Object.hasOwn(withoutWitness, argument))).toEqual([]);
  expect([...names, ...Object.keys(withoutWitness)].filter((argument) => !read.includes(argument))).toEqual([]);
  expect([...groupBy(names, (name) => name)].filter(([, { length }]) => length > 1)).toEqual([]);
  expect(Object.keys(withoutWitness).filter(isShown)).toEqual([]);
});

if (process.env.WRITE_WITNESSES === "1") {
  test("The witnesses are found anew.", () => {
    writeFileSync(witnessesFile, `${JSON.stringify(findWitnesses(witnesses), null, 2)}\n`);
  }, 3_600_000);
}
