import { acceptFindings } from "../../../verify/acceptance/accept-findings";
import { grantsStayInAccount } from "../../../verify/claims/data/grants-stay-in-account";
import type { Verdict } from "../../../verify/verdict/claim";
import { claimSubjectWith } from "../fixtures/claim-subject";

/** A bucket whose policy lets accounts read. */
function verdictOver(...statements: readonly object[]): Verdict {
  const policy = JSON.stringify({ Statement: statements });
  return grantsStayInAccount.decide(
    claimSubjectWith({
      aws_s3_bucket: { data: { bucket: "data" } },
      aws_s3_bucket_policy: { data: { bucket: "${aws_s3_bucket.data.id}", policy } },
    }),
  );
}

function reading(...accounts: readonly string[]) {
  return {
    Sid: "Partner",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: "${aws_s3_bucket.data.arn}/*",
    Condition: { StringEquals: { "aws:PrincipalAccount": accounts } },
  };
}

/** What becomes of a verdict when every piece of another verdict was accepted by its text. */
function afterAccepting(accepted: Verdict, verdict: Verdict) {
  const entries = accepted.evidence.map(({ text, addresses }) => ({
    ...{ claim: grantsStayInAccount.name, finding: text, reason: "partner", owner: "platform" },
    ...{ address: addresses.length === 0 ? "aws_s3_bucket.none" : addresses, until: "2030-01-31" },
  }));
  const result = { claim: grantsStayInAccount, verdict };
  return acceptFindings([result], entries, "2030-01-01").claimResults[0]?.verdict.kind;
}

const one = verdictOver(reading("444455556666"));

test("a grant that was accepted is accepted as long as it says the same", () => {
  expect(one.kind).toBe("violated");
  expect(afterAccepting(one, verdictOver(reading("444455556666")))).toBe("accepted");
});

test.each([
  ["a second account in the same condition", [reading("444455556666", "777788889999")]],
  ["another account instead", [reading("777788889999")]],
  ["a second action", [{ ...reading("444455556666"), Action: ["s3:GetObject", "s3:PutObject"] }]],
  ["more objects", [{ ...reading("444455556666"), Resource: "*" }]],
  ["a second statement", [reading("444455556666"), { ...reading("777788889999"), Sid: "Other" }]],
])("an accepted grant does not cover %s", (_, statements) => {
  expect(afterAccepting(one, verdictOver(...statements))).toBe("violated");
});
