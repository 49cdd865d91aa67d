import { changedResources } from "../../review/arguments/argument-changes";
import { collectDifferences } from "../../review/collect-differences";
import { claimDifferences } from "../../review/compare/claim-differences";
import { retentionDifferences } from "../../review/compare/retention-differences";
import { headline, rankSections, rankTitles } from "../../review/report/headline";
import type { Review } from "../../review/review";
import { readPosture } from "../../verify/posture/read-posture";
import {
  addResource,
  argumentsAt,
  assignArguments,
  deleteResources,
  type MutableStack,
  type StackEdit,
} from "../verify/fixtures/mutant";
import { sampleClaim, undecidedVerdict } from "../verify/fixtures/sample-verdicts";
import { changeAfterEdits, differenceLines } from "./fixtures/changed-stack";

const domain = "aws_sagemaker_domain.studio_domain";
const profile = "aws_sagemaker_user_profile.studio_profile_ml_engineer";
const ownGroup = "aws_security_group.studio_group_ml_engineer";

/** The review without verdicts, which take most of its time. */
function reviewOf(...edits: readonly StackEdit[]): Review {
  const { before, after, beforeAndAfter } = changeAfterEdits("staging", ...edits);
  const [one, other] = [before, after].map((configuration) => ({
    ...{ configuration, posture: readPosture(configuration), claimResults: [] },
  }));
  return {
    ...{ name: "staging", file: "cdk.tf.json", kind: "changes", changes: beforeAndAfter.changes, neutral: [] },
    differences: collectDifferences(beforeAndAfter, "staging", one, other),
  };
}

/** The sentences about an address, wherever they are. */
function sentencesAbout({ differences }: Review, address: string): readonly string[] {
  return differenceLines(differences.filter(({ addresses }) => addresses.includes(address)));
}

function firstLine(found: Review): string {
  return headline(found, rankSections(found));
}

test("An endpoint of another service is one sentence, where its other settings are those of an endpoint that exists.", () => {
  const added = "aws_vpc_endpoint.more";
  const likeSts = (stack: MutableStack) => ({
    ...argumentsAt(stack, "aws_vpc_endpoint.endpoints_sts"),
    service_name: "com.amazonaws.eu-west-1.athena",
  });

  expect(
    sentencesAbout(
      reviewOf((stack) => addResource(stack, added, likeSts(stack))),
      added,
    ),
  ).toEqual([expect.stringMatching(/^opens: A VPC endpoint for athena is added/)]);
  expect(
    sentencesAbout(
      reviewOf((stack) =>
        addResource(stack, added, { ...likeSts(stack), security_group_ids: ["sg-0123456789abcdef0"] }),
      ),
      added,
    ),
  ).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        /^unclear: aws_vpc_endpoint\.more is added \(security_group_ids\): review does not compare/,
      ),
    ]),
  );
});

test("A user without the security groups that the others have is not like them.", () => {
  const added = "aws_sagemaker_user_profile.more";
  const found = reviewOf((stack) => {
    const [settings] = [argumentsAt(stack, profile).user_settings].flat();
    const { security_groups: _, ...others } = settings as Record<string, unknown>;
    addResource(stack, added, { ...argumentsAt(stack, profile), user_profile_name: "ada", user_settings: others });
  });

  expect(sentencesAbout(found, added).join("\n")).toMatch(/^unclear: aws_sagemaker_user_profile\.more is added/m);
});

test("A user with the settings of another user is one sentence, and one with another role has what nobody compares.", () => {
  const added = "aws_sagemaker_user_profile.more";
  const another = (stack: MutableStack) => ({
    ...argumentsAt(stack, profile),
    user_profile_name: "ada",
    tags: { studiouserid: "ada" },
  });

  expect(
    sentencesAbout(
      reviewOf((stack) => addResource(stack, added, another(stack))),
      added,
    ),
  ).toEqual(["opens: User profile ada is added for ada"]);
  expect(
    sentencesAbout(
      reviewOf((stack) => {
        const settings = { ...(another(stack) as Record<string, unknown>) };
        const [first] = [settings.user_settings].flat();
        addResource(stack, added, {
          ...settings,
          user_settings: { ...(first as object), execution_role: "arn:aws:iam::444455556666:role/another" },
        });
      }),
      added,
    ).filter((line) => line.startsWith("unclear: aws_sagemaker_user_profile.more is added")),
  ).toEqual([expect.stringContaining("user_settings.execution_role")]);
});

test("A removed user is one loss.", () => {
  const rules = ["self_in", "self_out"].map(
    (name) => `aws_vpc_security_group_${name === "self_in" ? "ingress" : "egress"}_rule.studio_${name}_ml_engineer`,
  );
  const found = reviewOf((stack) => deleteResources(stack, profile, ownGroup, ...rules));

  expect(sentencesAbout(found, profile)).toEqual([
    `loses: ${profile} is destroyed: applications stop, and data on private storage volumes is lost`,
  ]);
});

test("Studio's own way to the internet opens something from or to outside, and the headline begins with it.", () => {
  const found = reviewOf((stack) => assignArguments(stack, domain, { app_network_access_type: "PublicInternetOnly" }));

  expect(sentencesAbout(found, domain)[0]).toMatch(/^opens: New: .* has direct internet access/);
  expect(sentencesAbout(found, domain).join()).not.toContain("review does not compare");
  expect(firstLine(found)).toMatch(/^opens 1 from or to outside/);
});

test("A headline counts every claim that is lost, also where one sentence is about many.", () => {
  const verdicts = (kind: "proved" | "undecided") =>
    ["a", "b", "c", "d"].map((name) => ({
      claim: sampleClaim(name),
      verdict: { kind, evidence: [{ text: "one reason", addresses: [] }] },
    }));
  const differences = claimDifferences(verdicts("proved"), verdicts("undecided"));
  const found: Review = { ...{ name: "a", file: "a.json", kind: "changes", changes: [], neutral: [] }, differences };

  expect(differences).toHaveLength(1);
  expect(firstLine(found)).toBe("loses 4 claims");
});

test("A headline does not call a claim lost that was not proved before, and only fails for more reasons.", () => {
  const sides = (...reasons: readonly string[]) =>
    ["a", "b"].map((name) => ({
      claim: sampleClaim(name),
      verdict: {
        kind: "violated" as const,
        evidence: reasons.map((text) => ({ text: `${name}: ${text}`, addresses: [] })),
      },
    }));
  const differences = claimDifferences(sides("one"), sides("one", "two"));
  const found: Review = { ...{ name: "a", file: "a.json", kind: "changes", changes: [], neutral: [] }, differences };

  expect(firstLine(found)).toBe("2 claims failing for more reasons");
});

test("A headline says of a new stack what is not proved, and never that a claim was lost.", () => {
  const open = ["a", "b", "c"].map((name) => ({ claim: sampleClaim(name), verdict: undecidedVerdict }));
  const found: Review = {
    ...{ name: "a", file: "a.json", kind: "changes", changes: [], neutral: [] },
    differences: claimDifferences([], open),
  };

  expect(firstLine(found)).toBe("3 claims not proved");
  expect(rankSections(found).map(({ rank }) => rankTitles[rank])).toEqual(["Claims not proved"]);
});

test("A headline names at most five ranks, and counts the rest together.", () => {
  const severities = ["opens", "unclear", "executes", "loses", "stands", "changes", "closes"] as const;
  const differences = severities.map((severity) => ({ severity, text: severity, addresses: [] }));
  const of = (count: number): Review => ({
    ...{ name: "a", file: "a.json", kind: "changes", changes: [], neutral: [] },
    differences: differences.slice(0, count),
  });

  expect(firstLine(of(5)).split(", ")).toHaveLength(5);
  expect(firstLine(of(7))).toBe(
    "opens 1 from or to outside, loses data (1), 1 cannot be determined, changes what runs or where state lives (1), and 3 less serious",
  );
});

test("Data that AWS deletes earlier is a loss for the resources alone, and data that is kept longer is none.", () => {
  const logs = [
    "aws_cloudwatch_log_group.network_flow_logs_records",
    "aws_cloudwatch_log_group.egress_firewall_logs_flows",
  ];
  const keep = (days: number) => (stack: MutableStack) => {
    for (const log of logs) {
      assignArguments(stack, log, { retention_in_days: days });
    }
  };
  const lines = (days: number): readonly string[] => {
    const { before, after } = changeAfterEdits("staging", keep(days));
    return differenceLines(retentionDifferences(changedResources(before, after)));
  };

  expect(lines(30)).toEqual([
    expect.stringMatching(/^loses: Log events are now deleted after 30 days instead of 90: aws_.* and aws_/),
  ]);
  expect(lines(400)).toEqual([]);
  expect(lines(0)).toEqual([]);
});
