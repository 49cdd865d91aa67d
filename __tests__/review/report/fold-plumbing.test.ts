import fc from "fast-check";
import {
  type DifferenceKind,
  differenceKinds,
  kindBySeverity,
  rankOf,
  ranks,
} from "../../../review/model/difference-kinds";
import type { ResourceChange } from "../../../review/model/resource-changes";
import {
  createDifference,
  type ReviewDifference,
  severities,
  sortByRank,
} from "../../../review/model/review-difference";
import { foldPlumbing } from "../../../review/report/fold-plumbing";
import { rankSections } from "../../../review/report/headline";
import type { Review } from "../../../review/review";
import { judgedFileWith, provedVerdict, undecidedVerdict } from "../../verify/fixtures/sample-verdicts";

const proved = judgedFileWith("dev", provedVerdict);
const undecided = judgedFileWith("dev", provedVerdict, undecidedVerdict);

const created = [
  "aws_iam_role.access_url_role",
  "aws_lambda_function.access_url_handler",
  "aws_vpc_endpoint.access_url",
];

function reviewOf(differences: readonly ReviewDifference[], { subject, claimResults } = proved): Review {
  return {
    name: "dev",
    file: "plan.json",
    kind: "changes",
    after: { subject, ...subject, claimResults } as unknown as NonNullable<Review["after"]>,
    differences: sortByRank(differences),
    changes: created.map((address): ResourceChange => ({ address, type: address.split(".")[0] ?? "", kind: "create" })),
    neutral: [],
  };
}

const parts: readonly ReviewDifference[] = [
  createDifference("opens", "the role can now call a", [created[0] ?? ""], "new-role-request"),
  createDifference("unclear", "the handler is added", [created[1] ?? ""]),
  createDifference("opens", "an endpoint is added", [created[2] ?? ""], "service-endpoint"),
];

test("What names only the resources of one new option is one item, which counts and keeps every sentence.", () => {
  expect(foldPlumbing(reviewOf(parts))).toEqual([
    {
      severity: "opens",
      kind: "plumbing",
      text: "New part access_url, with which every claim holds: 1 set of permissions of its own roles, 1 VPC endpoint and 1 resource that review does not compare",
      addresses: [created[1], created[0], created[2]],
      details: ["the handler is added", "the role can now call a", "an endpoint is added"],
    },
  ]);
});

test("Nothing is folded where a claim is undecided after the change.", () => {
  expect(foldPlumbing(reviewOf(parts, undecided))).toHaveLength(3);
});

test("A sentence that also names a resource that existed before is not folded.", () => {
  const mixed = createDifference(
    "opens",
    "an old group allows the endpoint",
    [created[2] ?? "", "aws_vpc.old"],
    "security-group-peer",
  );

  expect(foldPlumbing(reviewOf([...parts, mixed]))).toContainEqual(mixed);
});

test("A path to the internet ranks before lost data, which ranks before a new user, which ranks before plumbing.", () => {
  const [internet, data, user] = [
    createDifference("opens", "Traffic can now reach the internet", ["aws_route.r"]),
    createDifference("loses", "a bucket is destroyed", ["aws_s3_bucket.b"]),
    createDifference("opens", "User profile ada is added", ["aws_sagemaker_user_profile.ada"], "person"),
  ];

  const sections = rankSections(reviewOf([user, data, ...parts, internet] as ReviewDifference[]));

  expect(sections.map(({ rank }) => rank)).toEqual(["outside", "data", "person", "plumbing"]);
});

test("A difference without a kind has the worst rank of all kinds that its severity may have, so that a new comparison never understates.", () => {
  expect(severities.map((severity) => rankOf({ severity }))).toEqual([
    "outside",
    "unknown",
    "execution",
    "data",
    "standing",
    "information",
    "closed",
  ]);
  expect(new Set(Object.values(differenceKinds).map(({ rank }) => rank))).toEqual(new Set(ranks));
});

test("For any differences, folding keeps each sentence, the most serious effect, and everything about outside, claims, data, programs and people.", () => {
  const difference = fc.record({
    severity: fc.constantFrom(...severities),
    kind: fc.constantFrom(...(Object.keys(differenceKinds) as DifferenceKind[]), undefined),
    text: fc.string({ minLength: 1 }),
    addresses: fc.subarray([...created, "aws_vpc.old"]),
  });
  fc.assert(
    fc.property(fc.array(difference, { maxLength: 12 }), (drawn) => {
      const differences = drawn.map(({ kind, ...one }) => ({ ...one, ...(kind && { kind }) }));
      const folded = foldPlumbing(reviewOf(differences));
      const texts = folded.flatMap(({ text, details = [], kind }) =>
        kind === "plumbing" && details.length > 0 ? details : [text],
      );
      const worst = (all: readonly ReviewDifference[]) =>
        severities.find((one) => all.some(({ severity }) => severity === one));

      expect(texts.toSorted()).toEqual(differences.map(({ text }) => text).toSorted());
      expect(worst(folded)).toBe(worst(differences));
      for (const one of differences) {
        const { rank } = differenceKinds[one.kind ?? kindBySeverity[one.severity]];
        if (!["inside", "unknown", "information"].includes(rank)) {
          expect(folded).toContainEqual(one);
        }
      }
    }),
  );
});
