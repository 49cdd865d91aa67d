import fc from "fast-check";
import { type BeforeAndAfter, beforeAndAfterOfFiles } from "../../review/before-and-after";
import { type Review, review } from "../../review/review";
import { argumentTypesOf } from "../../verify/terraform/argument-types/argument-type";
import { resourceTypeOf } from "../../verify/terraform/resource-types";
import { argumentUse, isListedBlock, metaArguments } from "../../verify/terraform/resource-types/argument-uses";
import type { ArgumentUse } from "../../verify/terraform/resource-types/resource-type";
import type { Json } from "../../verify/terraform/terraform-configuration";
import { propertyRuns, propertySeed } from "../fixtures/property-runs";
import { synthesizedText } from "../fixtures/synthesized";
import type { StackEdit } from "../verify/fixtures/mutant";
import { firewallAndDnsRewrites } from "../verify/harmless/fixtures/firewall-and-dns-rewrites";
import { networkRewrites } from "../verify/harmless/fixtures/network-rewrites";
import { policyRewrites } from "../verify/harmless/fixtures/policy-rewrites";
import type { RewritableStack } from "../verify/harmless/fixtures/rewrite";
import { policyPool, randomCase, seededRandom } from "../verify/iam/oracles/random-requests";
import { account, policiesIn, type RealPolicy } from "../verify/iam/oracles/real-policies";
import { isAllowedByReference, type PolicyDocument } from "../verify/iam/oracles/reference-evaluator";
import { allMutants } from "../verify/mutants/fixtures/all-mutants";
import { allowedTraffic, constantsOf } from "./fixtures/packet-yardstick";

/** Each run reads and judges two stacks. */
const runs = propertyRuns(3);

const requestsPerPolicy = 150;

interface Edit {
  readonly name: string;
  readonly edit: (stack: RewritableStack) => void;
}

const edits: readonly Edit[] = [
  ...allMutants.filter(({ environments }) => environments.includes("staging")),
  ...networkRewrites,
  ...firewallAndDnsRewrites,
  ...policyRewrites,
].map(({ name, edit }) => ({ name, edit: edit as StackEdit }));

/** The stack after the edits; edits that exclude each other give nothing. */
function stackAfter(chosen: readonly Edit[]): RewritableStack | undefined {
  const stack = JSON.parse(synthesizedText("staging")) as RewritableStack;
  try {
    for (const { edit } of chosen) {
      edit(stack);
    }
    // An edit may leave undefined, which JSON does not have.
    return JSON.parse(JSON.stringify(stack)) as RewritableStack;
  } catch {
    return undefined;
  }
}

/** The reference evaluator reads texts only; IAM takes booleans and numbers for texts. */
function isScalar(value: unknown): boolean {
  return typeof value === "boolean" || typeof value === "number";
}

function readablePolicies(stack: RewritableStack): readonly RealPolicy[] {
  try {
    const policies = policiesIn(stack).filter(({ place }) => place !== "identity");
    return JSON.parse(JSON.stringify(policies), (_, value) => (isScalar(value) ? String(value) : value));
  } catch {
    return [];
  }
}

const everything: PolicyDocument = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

/** Requests of the past need no decision. */
const presentTime = {
  "aws:currenttime": [new Date().toISOString()],
  "aws:epochtime": [String(Math.floor(Date.now() / 1000))],
};

/** Policies of resources, roles and endpoints that allow some request only after the change, by the reference evaluator. */
function policiesThatOpen(before: RewritableStack, after: RewritableStack): readonly string[] {
  const known = new Map(readablePolicies(before).map((policy) => [policy.address, policy.document]));
  const random = seededRandom(propertySeed);
  return readablePolicies(after).flatMap((policy) => {
    const earlier = known.get(policy.address);
    if (earlier === undefined || JSON.stringify(earlier) === JSON.stringify(policy.document)) {
      return [];
    }
    const pool = { ...policyPool(random, [policy], false), identity: [everything] };
    const fallback = { resource: pool[policy.place], key: pool[policy.place], trust: pool[policy.place] };
    const isNewlyAllowed = Array.from({ length: requestsPerPolicy }, () => {
      const { request: drawn } = randomCase(random, { ...pool, ...fallback, endpoint: pool[policy.place] });
      const request = { ...drawn, keys: { ...drawn.keys, ...presentTime } };
      const isAllowed = (document: PolicyDocument): boolean =>
        isAllowedByReference(request, {
          identity: [everything],
          ...(policy.place === "endpoint" ? { endpoint: [document] } : { resource: [document] }),
          needsResourcePolicy: policy.place === "key" || policy.place === "trust",
          resourceAccount: account,
        });
      return isAllowed(policy.document) && !isAllowed(earlier);
    });
    return isNewlyAllowed.some((one) => one) ? [policy.address] : [];
  });
}

/** Packets and queries that only the stack after the change does not surely refuse. */
function newlyAllowedTraffic({ before, after }: BeforeAndAfter, stacks: readonly RewritableStack[]): readonly string[] {
  if (before === undefined || after === undefined) {
    return [];
  }
  const constants = constantsOf(
    stacks.map((stack) => JSON.stringify(stack)),
    24,
  );
  const known = allowedTraffic(before, constants);
  return [...allowedTraffic(after, constants)].filter((traffic) => !known.has(traffic));
}

/** The items of a set have no order. */
function inOneOrder(type: string, argument: string, value: Json | undefined): Json {
  const isSet = argumentTypesOf(type)?.get(argument)?.kind === "set";
  return isSet && Array.isArray(value) ? value.toSorted() : (value ?? null);
}

/** Changed arguments that a model reads, or that nobody knows, of resources that the review only counts. */
function neutralButRead({ neutral }: Review, { before, after }: BeforeAndAfter): readonly string[] {
  const [sideBefore, sideAfter] = [before, after].map(
    (side) => new Map((side?.resources ?? []).map(({ address, values }) => [address, values])),
  );
  return neutral.flatMap(({ address, type }) => {
    const [one, other] = [sideBefore?.get(address) ?? {}, sideAfter?.get(address) ?? {}];
    const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
      (name) =>
        JSON.stringify(inOneOrder(type, name, one[name])) !== JSON.stringify(inOneOrder(type, name, other[name])) &&
        !metaArguments.has(name),
    );
    const entry = resourceTypeOf(type);
    const uses = (name: string): readonly (ArgumentUse | undefined)[] =>
      entry?.kind === "modeled"
        ? [
            argumentUse(entry, name),
            ...Object.entries(entry.arguments).flatMap(([path, use]) => (path.startsWith(`${name}.`) ? [use] : [])),
          ].filter((use, index) => index > 0 || use !== undefined || !isListedBlock(entry, name))
        : [entry?.kind === "neutral" ? entry : undefined];
    return names
      .filter((name) => uses(name).every((use) => use?.kind !== "neutral"))
      .map((name) => `${address}.${name}`);
  });
}

const editsUpTo = (minLength: number, maxLength: number) =>
  fc.uniqueArray(fc.constantFrom(...edits), { minLength, maxLength, selector: ({ name }) => name });
const chosenEdits = editsUpTo(0, 2);
const atLeastOneEdit = editsUpTo(1, 3);

let compared = 0;
let opening = 0;
afterAll(() => process.stdout.write(`pairs of stacks reviewed: ${compared}, of which open something: ${opening}\n`));

/** Fails where the review of the two stacks is silent about anything that the second one allows, by yardsticks of the tests. */
function expectNothingSilent(before: RewritableStack, after: RewritableStack): void {
  const comparison = beforeAndAfterOfFiles({ json: before, name: "before" }, { json: after, name: "after" });
  const found = review(comparison, { name: "staging", file: "after" });
  const severities = found.differences.map(({ severity }) => severity);
  const verdictBefore = new Map(found.before?.claimResults.map(({ claim, verdict }) => [claim.name, verdict.kind]));
  const broken = (found.after?.claimResults ?? []).filter(
    ({ claim, verdict }) => verdict.kind === "violated" && verdictBefore.get(claim.name) === "proved",
  );
  const opens = policiesThatOpen(before, after);
  const packets = newlyAllowedTraffic(comparison, [before, after]);
  compared += 1;
  opening += opens.length + broken.length + packets.length > 0 ? 1 : 0;

  if (packets.length > 0) {
    expect([packets.slice(0, 3), severities]).toEqual([
      packets.slice(0, 3),
      expect.arrayContaining([expect.stringMatching(/^(?:opens|unclear)$/)]),
    ]);
  }
  expect(neutralButRead(found, comparison)).toEqual([]);

  if (opens.length + broken.length > 0) {
    expect([opens, broken.map(({ claim }) => claim.name), severities]).toEqual([
      opens,
      broken.map(({ claim }) => claim.name),
      expect.arrayContaining([broken.length > 0 ? "opens" : expect.stringMatching(/^(?:opens|unclear)$/)]),
    ]);
  }
  for (const { claim } of broken) {
    expect(found.differences).toContainEqual(
      expect.objectContaining({ severity: "opens", text: expect.stringContaining(claim.name) }),
    );
  }
}

test("whatever becomes newly allowed is under what opens or cannot be told, and never silent", () => {
  fc.assert(
    fc.property(chosenEdits, atLeastOneEdit, (one, other) => {
      const [before, after] = [stackAfter(one), stackAfter(other)];
      fc.pre(before !== undefined && after !== undefined);
      if (before !== undefined && after !== undefined) {
        expectNothingSilent(before, after);
      }
    }),
    runs,
  );
}, 120_000);

test.each([
  "a Deny asks for a date that has passed",
  "lists of subnets and groups were written in another order",
  "the names of a domain list were written in another order",
])("the review of one edit alone is not silent about what it allows: %s", (name) => {
  const [before, after] = [stackAfter([]), stackAfter(edits.filter((edit) => edit.name === name))];

  expect(before && after && JSON.stringify(before) !== JSON.stringify(after)).toBe(true);
  if (before !== undefined && after !== undefined) {
    expectNothingSilent(before, after);
  }
});
