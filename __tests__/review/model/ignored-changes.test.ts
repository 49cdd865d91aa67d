import fc from "fast-check";
import { ignoredChangeDifferences } from "../../../review/compare/ignored-change-differences";
import {
  differsInIgnoredAlone,
  ignoredChangesBetween,
  ignoredChangesOfPlan,
} from "../../../review/model/ignored-changes";
import type { Json, JsonObject, Resource } from "../../../verify/terraform/terraform-configuration";
import { propertyRuns } from "../../fixtures/property-runs";
import { differenceLines } from "../fixtures/changed-stack";

const resource = (type: string, values: JsonObject, ignored: Json): Resource => ({
  address: `${type}.x`,
  mode: "managed",
  type,
  name: "x",
  values: { ...values, lifecycle: { ignore_changes: ignored } },
});

const domain = (minutes: number | undefined, more: JsonObject = {}): Resource =>
  resource(
    "aws_sagemaker_domain",
    { default_user_settings: { jupyter: [{ ...(minutes !== undefined && { minutes }), kept: true }] }, ...more },
    ["default_user_settings"],
  );

const lines = (before: Resource, after: Resource): readonly string[] =>
  differenceLines(ignoredChangeDifferences(ignoredChangesBetween([before], [after]), "dev"));

test.each<[string, Resource, Resource, readonly string[]]>([
  [
    "a changed setting of the domain",
    domain(60),
    domain(90),
    [
      "unclear: aws_sagemaker_domain.x: Terraform ignores the change of default_user_settings.jupyter.minutes from 60 to 90; SageMaker UpdateDomain applies it: studio-perimeter apply-domain-settings dev",
    ],
  ],
  [
    "a removed setting of the domain",
    domain(60),
    domain(undefined),
    [expect.stringContaining("default_user_settings.jupyter.minutes from 60 to unset")],
  ],
  ["an argument that is not ignored", domain(60), domain(60, { tags: { a: "b" } }), []],
  [
    "an image of an instance",
    resource("aws_instance", { ami: "a" }, ["ami"]),
    resource("aws_instance", { ami: "b" }, ["ami"]),
    [
      "unclear: aws_instance.x: Terraform ignores the change of ami from a to b; a new instance has it: terraform apply -replace=aws_instance.x",
    ],
  ],
  [
    "a key of a map",
    resource("aws_vpc", { tags: { Name: "a", Team: "x" } }, ['tags["Name"]']),
    resource("aws_vpc", { tags: { Name: "b", Team: "y" } }, ['tags["Name"]']),
    [expect.stringContaining("aws_vpc.x: Terraform ignores the change of tags.Name from a to b")],
  ],
  [
    "an argument of a block",
    resource("aws_vpc", { a: [{ b: 1, c: 1 }] }, ["a[0].b"]),
    resource("aws_vpc", { a: [{ b: 2, c: 2 }] }, ["a[0].b"]),
    [expect.stringContaining("aws_vpc.x: Terraform ignores the change of a.b from 1 to 2")],
  ],
  [
    "any argument where all are ignored",
    resource("aws_sqs_queue", { delay: 1 }, "all"),
    resource("aws_sqs_queue", { delay: 2 }, "all"),
    [expect.stringContaining("delay from 1 to 2; change it in AWS, or replace the resource")],
  ],
])("review names the ignored change, and what applies it: %s", (_, before, after, expected) => {
  expect(lines(before, after)).toEqual(expected);
});

test("Several ignored changes of a resource are one difference with one detail each.", () => {
  const [difference] = ignoredChangeDifferences(
    ignoredChangesBetween([domain(60)], [resource("aws_sagemaker_domain", {}, ["default_user_settings"])]),
    "dev",
  );
  expect(difference?.text).toContain("Terraform ignores 2 changes; SageMaker UpdateDomain applies them");
  expect(difference?.details).toHaveLength(2);
});

test.each<[boolean, string, Resource, Resource]>([
  [true, "an ignored argument", domain(60), domain(90)],
  [false, "an ignored argument and another one", domain(60), domain(90, { tags: {} })],
  [
    false,
    "an ignored part of a block and another part",
    resource("a", { b: { c: 1, d: 1 } }, ["b[0].c"]),
    resource("a", { b: { c: 2, d: 2 } }, ["b[0].c"]),
  ],
  [false, "a resource that ignores nothing", resource("a", { b: 1 }, []), resource("a", { b: 2 }, [])],
])("Terraform leaves a resource as it is: %s, when the change is of %s", (expected, _, before, after) => {
  expect(differsInIgnoredAlone(before, after)).toBe(expected);
});

/** A plan of a stack with a domain, in an instance of a module. */
function plan(
  expressions: JsonObject,
  values: JsonObject,
  actions: readonly string[] = ["no-op"],
  module = "module.studio[0]",
): JsonObject {
  const address = `${module}.aws_sagemaker_domain.x`;
  const configured = { mode: "managed", type: "aws_sagemaker_domain", name: "x", expressions };
  const planned = { address, mode: "managed", type: "aws_sagemaker_domain", name: "x", values };
  return {
    configuration: { root_module: { module_calls: { studio: { module: { resources: [configured] } } } } },
    planned_values: { root_module: { child_modules: [{ address: module, resources: [planned] }] } },
    resource_changes: [{ address, change: { actions: [...actions] } }],
  };
}

const configured: JsonObject = {
  default_user_settings: [
    {
      execution_role: { references: ["aws_iam_role.x.arn"] },
      minutes: { constant_value: 90 },
      tools: { constant_value: ["a", "b"] },
      absent: { constant_value: null },
    },
  ],
  tags: { constant_value: { a: "b" } },
};

test("A setting that Terraform ignores is found in a module whose key contains a bracket.", () => {
  const address = 'module.studio["a]"]';
  const values = { default_user_settings: [{ minutes: 60 }] };

  expect(ignoredChangesOfPlan(plan(configured, values, ["no-op"], address))).toEqual(
    expect.arrayContaining([expect.objectContaining({ address: `${address}.aws_sagemaker_domain.x` })]),
  );
});

test("A plan that keeps another value of a domain setting than the configuration has names both.", () => {
  const values = { default_user_settings: [{ execution_role: "arn", minutes: 60, tools: ["b", "a"] }], tags: {} };
  expect(ignoredChangesOfPlan(plan(configured, values))).toEqual([
    {
      address: "module.studio[0].aws_sagemaker_domain.x",
      type: "aws_sagemaker_domain",
      place: "default_user_settings.minutes",
      before: 60,
      after: 90,
    },
  ]);
});

test("A plan that has the configured settings, or creates the domain, ignores nothing.", () => {
  const equal = { default_user_settings: [{ execution_role: "arn", minutes: 90, tools: ["b", "a"] }] };
  expect(ignoredChangesOfPlan(plan(configured, equal))).toEqual([]);
  expect(ignoredChangesOfPlan(plan(configured, {}, ["delete", "create"]))).toEqual([]);
});

test("Whatever the settings are, no ignored change is found between equal ones, and one is found between others.", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const [before, after] = [one, other].map((value) =>
        resource("aws_sagemaker_domain", { default_user_settings: { of: value as Json } }, ["default_user_settings"]),
      ) as [Resource, Resource];
      expect(ignoredChangesBetween([before], [before])).toEqual([]);
      const isSame = ignoredChangesBetween([before], [after]).length === 0;
      expect(isSame).toBe(ignoredChangesBetween([after], [before]).length === 0);
    }),
    propertyRuns(50),
  );
});
