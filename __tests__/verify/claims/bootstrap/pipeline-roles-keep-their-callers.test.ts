import { readDeclaredPipelines } from "../../../../verify/posture/declared-pipeline";
import { synthesizedText } from "../../../fixtures/synthesized";

test.each([
  ["bootstrap", '"repo:acme/perimeter:environment:prod"', '"repo:acme/*:environment:prod"'],
  ["bootstrap", '"sts.amazonaws.com",', '"*",'],
  ["bootstrap of GitLab", '"project_path:acme/perimeter:ref_type:branch:ref:"', '"project_path:acme/*"'],
])("a declaration of a %s with a wildcard in place of %s is refused", (stack, exact, wildcard) => {
  const { value } = JSON.parse(synthesizedText(stack)).output.perimeter_posture;
  const declared = JSON.stringify(value, undefined, 1);
  const widened = declared.replaceAll(exact, wildcard);

  expect(readDeclaredPipelines(JSON.parse(declared), "posture")).toHaveLength(1);
  expect(widened).not.toBe(declared);
  expect(() => readDeclaredPipelines(JSON.parse(widened), "posture")).toThrow(
    /^posture\.pipelines: not a pipeline, got /,
  );
});

test("a declaration of a pipeline for another kind of environment is refused, and one without a kind is for Studio", () => {
  const { value } = JSON.parse(synthesizedText("bootstrap of hub")).output.perimeter_posture;
  const kindsOf = (kind?: string) =>
    readDeclaredPipelines({ pipelines: [{ ...value.pipelines[0], kind }] }, "posture").map((pipeline) => pipeline.kind);

  expect(kindsOf("inspection")).toEqual(["inspection"]);
  expect(kindsOf(undefined)).toEqual(["studio"]);
  expect(() => kindsOf("network")).toThrow(/^posture\.pipelines: not a pipeline, got /);
});

test("a declared caller with a wildcard is refused", () => {
  const { value } = JSON.parse(synthesizedText("bootstrap")).output.perimeter_posture;
  value.pipelines[0].plan_role.callers.push({ kind: "principal", arn: "arn:aws:iam::111122223333:role/*" });

  expect(() => readDeclaredPipelines(value, "posture")).toThrow(/without wildcards$/);
});
