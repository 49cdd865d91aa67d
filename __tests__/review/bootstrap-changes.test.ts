import { beforeAndAfterOfFiles } from "../../review/before-and-after";
import { review } from "../../review/review";
import { synthesizedText } from "../fixtures/synthesized";

/** The differences of a bootstrap stack after a text is replaced everywhere in it. */
function differencesAfter(from: string, to: string, stack = "bootstrap"): readonly string[] {
  const text = synthesizedText(stack);
  const source = (content: string) => ({ json: JSON.parse(content), surroundings: {}, name: "bootstrap" });
  const changed = beforeAndAfterOfFiles(source(text), source(text.replaceAll(from, to)));
  return review(changed, { name: "bootstrap", file: "bootstrap" }).differences.map(
    ({ severity, text: sentence }) => `${severity}: ${sentence}`,
  );
}

test("a review of a bootstrap stack says that another repository may apply", () => {
  const differences = differencesAfter("repo:acme/perimeter:environment:prod", "repo:evil/perimeter:environment:prod");

  expect(differences).toContainEqual(
    expect.stringMatching(/^opens: Now declared: a job of token\.actions\S+ with the subject repo:evil\/perimeter/),
  );
});

test("a review of a bootstrap stack says that jobs of every branch of another project may plan", () => {
  const differences = differencesAfter(
    "project_path:acme/perimeter:",
    "project_path:evil/perimeter:",
    "bootstrap of GitLab",
  );

  expect(differences).toContainEqual(
    expect.stringMatching(
      /^opens: Now declared: every job of gitlab\.com with a subject that starts with project_path:evil\/perimeter:ref_type:branch:ref: and the audience studio-perimeter-plan may assume the plan role of prod$/,
    ),
  );
});

test("a review of a bootstrap stack says that the pipeline of an inspection VPC is declared for Studio", () => {
  expect(differencesAfter('"inspection"', '"studio"', "bootstrap of hub")).toContainEqual(
    "opens: Now declared: the roles of hub deploy an environment with Studio",
  );
});

test("a review of a bootstrap stack says that roles work in another Region than the state", () => {
  expect(differencesAfter('"environment": "prod"', '"region": "us-east-1", "environment": "prod"')).toContainEqual(
    "opens: Now declared: the roles of prod work in us-east-1",
  );
});

test("a review of a bootstrap stack says what more its boundary lets roles of other stacks do, and what it no longer lets them do", () => {
  const reads = '\\"cloudwatch:GetMetric*\\"';

  expect(differencesAfter(reads, `${reads},\\"secretsmanager:GetSecretValue\\"`)).toContainEqual(
    expect.stringMatching(
      /^opens: A role with aws_iam_policy\.prod_boundary can now call secretsmanager:GetSecretValue on /,
    ),
  );
  expect(differencesAfter(`${reads},`, "")).toContainEqual(
    expect.stringMatching(/^closes: A role with aws_iam_policy\.prod_boundary can no longer call cloudwatch:GetMetric/),
  );
});
