import type { Claim, Verdict } from "../../../verify/claim";
import type { Judged } from "../../../verify/judge";
import { subjectOver } from "../claims/case";

export function claimNamed(name: string): Claim {
  return {
    name,
    meaning: `${name} holds for <all> & "any" | packets`,
    postures: ["inspected"],
    sources: ["W1", "EC2.6"],
    decide: () => ({ kind: "proved", evidence: [] }),
  };
}

/** A judged file with a claim for each verdict. */
export function judgedWith(name: string, ...verdicts: readonly Verdict[]): Judged {
  return {
    name,
    file: `cdktf.out/stacks/${name}/cdk.tf.json`,
    subject: subjectOver({}),
    judgements: verdicts.map((verdict, index) => ({ claim: claimNamed(`claim-${index}`), verdict })),
  };
}

export const proved: Verdict = { kind: "proved", evidence: [{ text: "12 paths", addresses: ["aws_vpc.main"] }] };

export const violated: Verdict = {
  kind: "violated",
  evidence: [
    { text: 'tls naming <evil> & "co" passes\u0001', addresses: ["aws_subnet.a", "aws_nat_gateway.a"] },
    { text: "second", addresses: [] },
    { text: "third", addresses: ["aws_vpc.main"] },
    { text: "fourth", addresses: ["aws_vpc.main"] },
  ],
};

export const undecided: Verdict = {
  kind: "undecided",
  evidence: [{ text: "`x` of @team is not in the JSON", addresses: [] }],
};
