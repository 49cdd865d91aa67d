import { environmentParts } from "../../page/html/environment-section";
import { perimeterPage, type StackFacts } from "../../page/model/perimeter-page";
import { claims } from "../../verify/claims";
import { decideClaims, type VerifiedStack } from "../../verify/claims/decide-claims";
import type { AcceptanceUse } from "../../verify/posture/accepted-finding";
import { readPosture } from "../../verify/posture/read-posture";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import { synthesizedText } from "../fixtures/synthesized";
import { judgedFileWith, provedVerdict, undecidedVerdict, violatedVerdict } from "../verify/fixtures/sample-verdicts";

/** A stack of the test environments, with the verdicts of a few claims. */
function stackOf(name: string): VerifiedStack {
  const configuration = readConfiguration(JSON.parse(synthesizedText(name)), name);
  const subject = { configuration, posture: readPosture(configuration) };
  const few = claims.filter((claim) => ["no-public-address", "dns-fails-closed"].includes(claim.name));
  return { name, file: `${name}.json`, subject, claimResults: decideClaims(subject, few) };
}

function factsOf(stack: VerifiedStack, others: Partial<StackFacts> = {}): StackFacts {
  return { stack, sha256: "00", allowList: [], prices: {}, ...others };
}

function pageOf(...stacks: readonly StackFacts[]) {
  return perimeterPage({ day: "2027-01-01", version: "1.0.0", stacks });
}

const allowList = [
  { name: "github.com", match: "exact", reason: "clones", owner: "ml", expires: "2027-06-30" } as const,
  { name: "not-deployed.example", match: "exact", reason: "later", owner: "ml" } as const,
];
const page = pageOf(factsOf(stackOf("staging"), { allowList }));
const [staging] = page.environments;

test("Each allowed name has its ports, reason, owner and last day, and what the firewall and DNS do with it.", () => {
  const [first, ...others] = staging?.destinations.names ?? [];

  expect(first).toEqual({
    name: "github.com",
    ports: [443],
    firewall: "passes",
    dns: "resolved",
    isDeclared: true,
    reason: "clones",
    owner: "ml",
    expires: "2027-06-30",
  });
  expect(others.length).toBeGreaterThan(2);
  expect(others.every(({ dns, firewall }) => dns === "resolved" && firewall === "passes")).toBe(true);
  expect(staging?.destinations.text).toMatch(/It refuses every other name\.$/);
});

test("A name that the firewall passes and the posture does not declare is on the page as not declared.", () => {
  const stack = stackOf("staging");
  const posture = { ...stack.subject.posture, allowedDomains: [] } as VerifiedStack["subject"]["posture"];
  const [environment] = pageOf(factsOf({ ...stack, subject: { ...stack.subject, posture } })).environments;

  expect(environment?.destinations.names.length).toBeGreaterThan(3);
  expect(
    environment?.destinations.names.every(({ isDeclared, firewall }) => !isDeclared && firewall === "passes"),
  ).toBe(true);
});

test("Rules of DNS Firewall are in their order, and the last one refuses every name.", () => {
  const titles = staging?.dnsRules.map(({ title }) => title);

  expect(titles?.at(-1)).toBe("Refuses every name");
  expect(titles?.slice(0, -1).every((title) => /^Resolves \d+ names?$/.test(title))).toBe(true);
});

test("Studio reads and writes data through its endpoint only, and other accounts can do nothing.", () => {
  const { buckets = [], bucketRows = [], endpointRows = [] } = staging?.access ?? {};
  const data = buckets.findIndex(({ name }) => name.includes("-data-"));
  const cellOf = (title: string) => bucketRows.find((row) => row.title.startsWith(title))?.cells[data];

  expect(cellOf("Studio")).toEqual({
    inside: { allowed: ["list", "read", "write", "read settings"], undecided: [] },
    elsewhere: { allowed: ["read settings"], undecided: [] },
  });
  for (const title of ["Principals of other accounts", "Anonymous callers"]) {
    expect(cellOf(title)).toEqual({
      inside: { allowed: [], undecided: [] },
      elsewhere: { allowed: [], undecided: [] },
    });
  }
  expect(cellOf("Other principals of the account")?.elsewhere.allowed).toEqual(["settings"]);
  expect(endpointRows.find(({ title }) => title === "kms")?.cells.map(({ allowed }) => allowed.length > 0)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test("People, stores and cost name what the environment has.", () => {
  expect(staging?.people.map(({ title }) => title)).toEqual(["Studio users", "Deployers"]);
  expect(staging?.stores.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["Bucket", "Home directories", "Packages", "Logs"]),
  );
  expect(staging?.cost.items.map(({ what }) => what)).toContain("an interface endpoint in one zone");
  expect(staging?.cost.total).toBeGreaterThan(50);
});

test("Claims that are not proved come first, the worst first; the others are in their topic.", () => {
  const stack = judgedFileWith("a", provedVerdict, undecidedVerdict, violatedVerdict);
  const [environment] = pageOf(factsOf(stack)).environments;

  expect(environment?.unproved.map(({ kind }) => kind)).toEqual(["violated", "undecided"]);
  expect(environment?.topics.map(({ title, claims: listed }) => [title, listed.length])).toEqual([["Network", 1]]);
  expect(environment?.verdict).toMatchObject({ kind: "violated", text: "1 violated, 1 undecided" });
});

test("An accepted finding says whether it is current, expires soon, has expired, has a last day too far away, or accepts nothing.", () => {
  const use = (until: string, isUsed: boolean): AcceptanceUse => ({
    accepted: {
      claim: "no-public-address",
      finding: "an Elastic IP address*",
      address: "aws_eip.a",
      reason: "r",
      owner: "o",
      until,
    },
    isUsed,
  });
  const uses = [
    use("2027-06-01", true),
    use("2027-01-10", true),
    use("2026-12-31", false),
    use("9999-12-31", false),
    use("2027-06-01", false),
  ];
  const [environment] = pageOf(factsOf({ ...judgedFileWith("a", provedVerdict), acceptances: uses })).environments;

  expect(environment?.accepted.map(({ state }) => state)).toEqual([
    "current",
    "expires soon",
    "expired",
    "too far away",
    "accepts nothing",
  ]);
});

test("A stack without a network has no picture and no empty part, and names that become equal get different links.", () => {
  const facts = factsOf(judgedFileWith("a b", provedVerdict));
  const same = factsOf(judgedFileWith("A-b", provedVerdict));
  const { environments } = pageOf(facts, same);

  expect(environments.map(({ id }) => id)).toEqual(["1-a-b", "2-a-b"]);
  expect(environments[0]?.picture).toBeUndefined();
  expect(environments.flatMap(environmentParts).map(({ title }) => title)).toEqual([
    ...["Claims", "What leaves, under which name", "Accepted findings"],
    ...["Claims", "What leaves, under which name", "Accepted findings"],
  ]);
});

test.each(["main", "Summary", "contents"])(
  "An environment named %s gets another ID than that part of the page.",
  (name) => {
    const { environments } = pageOf(factsOf(judgedFileWith(name, provedVerdict)));

    expect(environments.map(({ id }) => id)).toEqual([`1-${name.toLowerCase()}`]);
  },
);
