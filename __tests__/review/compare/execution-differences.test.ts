import { beforeAndAfterOfFiles } from "../../../review/before-and-after";
import { executionDifferences, isSameText } from "../../../review/compare/execution-differences";
import { outcomeOf, review } from "../../../review/review";
import { synthesizedText } from "../../fixtures/synthesized";
import type { MutableStack } from "../../verify/fixtures/mutant";
import { differenceLines } from "../fixtures/changed-stack";

type Edit = (stack: Record<string, Record<string, unknown>>) => void;

function reviewAfter(edit: Edit) {
  const [before, after] = [JSON.parse(synthesizedText("dev")), JSON.parse(synthesizedText("dev"))];
  edit(after);
  const comparison = beforeAndAfterOfFiles({ json: before, name: "before" }, { json: after, name: "after" });
  return review(comparison, { name: "dev", file: "dev" });
}

function providerOf(stack: Parameters<Edit>[0]): Record<string, unknown> {
  const [provider] = (stack.provider as unknown as { aws: Record<string, unknown>[] }).aws;
  return provider ?? {};
}

test.each<readonly [string, Edit, RegExp]>([
  [
    "another source of the provider",
    (stack) => Object.assign(stack.terraform?.required_providers as object, { aws: { source: "acme/aws" } }),
    /^executes: terraform\.required_providers\.aws\.source changes from \S*aws to acme\/aws$/,
  ],
  [
    "a proxy for the provider's requests",
    (stack) => Object.assign(providerOf(stack), { http_proxy: "http://192.0.2.1:3128" }),
    /^executes: provider\.aws\.http_proxy is added: http:\/\/192\.0\.2\.1:3128$/,
  ],
  [
    "another backend",
    (stack) => Object.assign(stack.terraform ?? {}, { backend: { s3: { bucket: "elsewhere" } } }),
    /^executes: terraform\.backend\.s3\.bucket is added: elsewhere$/,
  ],
  [
    "an import",
    (stack) => Object.assign(stack, { import: [{ to: "aws_vpc.network_vpc", id: "vpc-1" }] }),
    /^executes: import\.to is added: aws_vpc\.network_vpc$/,
  ],
  [
    "a removed resource that is kept",
    (stack) => Object.assign(stack, { removed: [{ from: "aws_vpc.x", lifecycle: { destroy: false } }] }),
    /^executes: removed\.from is added: aws_vpc\.x$/,
  ],
  [
    "an ephemeral resource",
    (stack) => Object.assign(stack, { ephemeral: { aws_secretsmanager_secret_version: { s: { secret_id: "s" } } } }),
    /^executes: ephemeral\.aws_secretsmanager_secret_version\.s\.secret_id is added: s$/,
  ],
  [
    "another organization whose accounts count as own",
    (stack) => {
      const { perimeter_posture } = stack.output as Record<string, { value: Record<string, unknown> }>;
      Object.assign(perimeter_posture?.value ?? {}, { organization_id: "o-elsewhere1" });
    },
    /^opens: output\.perimeter_posture\.value\.organization_id is added: o-elsewhere1$/,
  ],
  [
    "a provisioner",
    (stack) =>
      Object.assign((stack as unknown as MutableStack).resource.aws_vpc?.network_vpc ?? {}, {
        provisioner: [{ "local-exec": { command: "id" } }],
      }),
    /^executes: aws_vpc\.network_vpc\.provisioner\.local-exec\.command is added: id$/,
  ],
])("a review shows %s in a section of its own, and the change needs approval", (_what, edit, line) => {
  const found = reviewAfter(edit);

  expect(differenceLines(found.differences)).toContainEqual(expect.stringMatching(line));
  expect(found.kind).toBe("changes");
  expect(outcomeOf(found)).not.toBe("nothing to approve");
});

test("a review says that nothing changes only of equal texts: order, comments and white space do not count", () => {
  const reordered = reviewAfter((stack) => {
    stack.resource = Object.fromEntries(Object.entries(stack.resource ?? {}).reverse());
    stack["//"] = { metadata: {} };
  });
  const withLocal = reviewAfter((stack) => {
    stack.locals = { unused: "x" };
  });

  expect(reordered.kind).toBe("nothing");
  expect(withLocal.kind).toBe("changes");
  expect(differenceLines(withLocal.differences)).toContain("changes: locals.unused is added: x");
});

test("equal files have no differences, and a list with one block is that block", () => {
  const json = JSON.parse(synthesizedText("prod"));

  expect(executionDifferences({ before: json, after: json })).toEqual([]);
  expect(
    executionDifferences({
      before: { provider: { aws: [{ region: "x" }] } },
      after: { provider: { aws: { region: "x" } } },
    }),
  ).toEqual([]);
  expect(isSameText({ a: [1, 2], b: {} }, { b: {}, a: [2, 1] })).toBe(false);
});
