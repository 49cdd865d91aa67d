import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnvironments } from "../../../envs/validation/parse-environments";
import { outcomeOf } from "../../../review/review-outcome";
import { reviewStack } from "../../../review/review-stacks";
import { synthesize } from "../../../stacks/synthesize";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { modelGaps } from "../../../verify/unmodeled/model-gaps";
import { sampleEnvironment, TODAY } from "../../envs/fixtures/sample-environment";

const outdir = mkdtempSync(join(tmpdir(), "studio-perimeter-cloud-"));

afterAll(() => rmSync(outdir, { recursive: true }));

function stackWith(state: object): JsonObject {
  const parsed = parseEnvironments([{ ...sampleEnvironment, state }], TODAY);
  if (parsed.kind === "invalid") {
    throw new Error(parsed.issues.join("\n"));
  }
  synthesize({ environments: parsed.environments, outdir });
  return JSON.parse(readFileSync(join(outdir, "stacks", sampleEnvironment.name, "cdk.tf.json"), "utf8"));
}

const cloud = { kind: "cloud", organization: "example" } as const;
const stack = stackWith(cloud) as JsonObject & {
  readonly terraform: { readonly cloud: JsonObject };
  readonly output: { readonly perimeter_posture: { readonly value: JsonObject } };
};

const gapTexts = (json: JsonObject) =>
  modelGaps(readConfiguration(json, "stack"))
    .map(({ evidence }) => evidence.text)
    .filter((text) => text.includes("cloud"));

const withCloud = (block: object): JsonObject => ({
  ...stack,
  terraform: { ...stack.terraform, cloud: block } as never,
});

test("an environment with its state in HCP Terraform has a cloud block, no backend, a workspace of its own, and declares the organization", () => {
  const workspaces = { name: `studio-perimeter-${sampleEnvironment.name}` };

  expect(stack.terraform.cloud).toEqual({ hostname: "app.terraform.io", organization: "example", workspaces });
  expect(stack.terraform).not.toHaveProperty("backend");
  expect(stack["//"]).toMatchObject({ metadata: { backend: "cloud", cloud: "tfc" } });
  expect(stack.output.perimeter_posture.value).toMatchObject({ hcp_organizations: ["app.terraform.io/example"] });

  const enterprise = stackWith({ ...cloud, hostname: "tfe.example.com", project: "Data science" });
  expect(enterprise.terraform).toMatchObject({
    cloud: { hostname: "tfe.example.com", workspaces: { ...workspaces, project: "Data science" } },
  });
});

test("a cloud block whose organization the posture declares is no gap, as written and in a list", () => {
  expect(gapTexts(stack)).toEqual([]);
  expect(gapTexts(withCloud([stack.terraform.cloud]))).toEqual([]);
  const { hostname: _, ...withoutHost } = stack.terraform.cloud;
  expect(gapTexts(withCloud(withoutHost))).toEqual([]);
});

test.each<[string, (block: JsonObject) => object]>([
  ["another organization", (block) => ({ ...block, organization: "mallory" })],
  ["another server", (block) => ({ ...block, hostname: "tfe.mallory.example" })],
  [
    "another server with the first one in its name",
    (block) => ({ ...block, hostname: "app.terraform.io.mallory.example" }),
  ],
  [
    "a slash that makes two names one",
    (block) => ({ ...block, hostname: "app.terraform.io/example", organization: "" }),
  ],
  ["no organization: a variable of the shell decides", ({ organization: _, ...block }) => block],
  ["an organization by an expression", (block) => ({ ...block, organization: "${var.x}" })],
  ["tags instead of a workspace", (block) => ({ ...block, workspaces: { tags: ["prod"] } })],
  ["tags and a workspace", (block) => ({ ...block, workspaces: { name: "a", tags: ["prod"] } })],
  ["two workspaces", (block) => ({ ...block, workspaces: [{ name: "a" }, { name: "b" }] })],
  ["a token in the configuration", (block) => ({ ...block, token: "x" })],
])("a cloud block with %s is a gap for every claim", (_, edit) => {
  const edited = withCloud(edit(stack.terraform.cloud));

  expect(gapTexts(edited)).toEqual([expect.stringMatching(/^terraform\.cloud/)]);
  expect(modelGaps(readConfiguration(edited, "stack")).some(({ topics }) => topics.length > 5)).toBe(true);
});

test("a cloud block that the posture does not declare is a gap", () => {
  const { hcp_organizations: _, ...value } = stack.output.perimeter_posture.value;
  const undeclared = { ...stack, output: { ...stack.output, perimeter_posture: { value } } };

  expect(gapTexts(undeclared)).toEqual([expect.stringContaining("does not declare app.terraform.io/example")]);
});

test("review says that the state moves to another organization, and that the posture declares another one", () => {
  const before = { json: stackWith(cloud), name: "before" };
  const after = { json: stackWith({ ...cloud, organization: "other" }), name: "after" };
  const found = reviewStack({ name: "dev", file: "cdk.tf.json", before: () => before, after: () => after }, {});

  const review = found.result === "reviewed" ? found.review : undefined;
  expect(review && outcomeOf(review)).toBe("needs approval");
  const texts = review?.differences.map(({ text }) => text) ?? [];
  expect(texts.filter((text) => /cloud|HCP/.test(text))).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/terraform\.cloud\.organization changes from example to other/),
      expect.stringMatching(/^app\.terraform\.io\/other is now a declared organization of HCP Terraform/),
    ]),
  );
});
