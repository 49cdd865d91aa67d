import fc from "fast-check";
import { changedResources } from "../../../../review/arguments/argument-changes";
import { lineChanges } from "../../../../review/arguments/programs/line-changes";
import { programDifferences } from "../../../../review/arguments/programs/program-differences";
import { changeBetween } from "../../fixtures/changed-stack";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

function programs(type: string, before: object, after: object) {
  const stack = (values: object) => ({ resource: { [type]: { one: values } } });
  const change = changeBetween(stack(before), stack(after));
  return programDifferences(changedResources(change.before, change.after), change);
}

const script = "#!/bin/bash\nset -eu\necho one\n";

test.each<readonly [string, string, object, object, readonly string[]]>([
  [
    "a lifecycle script of Studio",
    "aws_sagemaker_studio_lifecycle_config",
    { studio_lifecycle_config_content: base64(script) },
    { studio_lifecycle_config_content: base64(script.replace("one", "two")) },
    ["studio_lifecycle_config_content: - echo one", "studio_lifecycle_config_content: + echo two"],
  ],
  [
    "a lifecycle configuration of notebooks",
    "aws_sagemaker_notebook_instance_lifecycle_configuration",
    { on_start: base64(script) },
    { on_start: base64(`${script}curl example\n`) },
    ["on_start: + curl example"],
  ],
  ["user data", "aws_instance", { user_data: "a\nb\n" }, { user_data: "a\nc\n" }, ["user_data: - b", "user_data: + c"]],
  [
    "an archive",
    "aws_lambda_function",
    { source_code_hash: "one" },
    { source_code_hash: "two" },
    ["source_code_hash changes from one to two"],
  ],
  [
    "an image",
    "aws_lambda_function",
    { image_uri: "1.dkr.ecr/app@sha256:a" },
    { image_uri: "1.dkr.ecr/app@sha256:b" },
    ["image_uri changes from 1.dkr.ecr/app@sha256:a to 1.dkr.ecr/app@sha256:b"],
  ],
  [
    "a template",
    "aws_s3_object",
    { content: '{"Resources":{"Url":{"ServiceToken":"a"}}}' },
    { content: '{"Resources":{"Url":{"ServiceToken":"b"}}}' },
    ['content: -       "ServiceToken": "a"', 'content: +       "ServiceToken": "b"'],
  ],
  [
    "a state machine",
    "aws_sfn_state_machine",
    { definition: '{"StartAt":"A"}' },
    { definition: '{"StartAt":"B"}' },
    ['definition: -   "StartAt": "A"', 'definition: +   "StartAt": "B"'],
  ],
  [
    "a build",
    "aws_codebuild_project",
    { source: { buildspec: "version: 0.2\na: 1\n" } },
    { source: { buildspec: "version: 0.2\na: 2\n" } },
    ["source: - a: 1", "source: + a: 2"],
  ],
  [
    "the target of a schedule",
    "aws_scheduler_schedule",
    { target: { arn: "arn:aws:scheduler:::aws-sdk:ec2:stopInstances" } },
    { target: { arn: "arn:aws:scheduler:::aws-sdk:ec2:startInstances" } },
    [
      "target.arn changes from arn:aws:scheduler:::aws-sdk:ec2:stopInstances to arn:aws:scheduler:::aws-sdk:ec2:startInstances",
    ],
  ],
])("a review says that what runs changes, with the changed lines: %s", (_what, type, before, after, details) => {
  expect(programs(type, before, after)).toEqual([
    expect.objectContaining({ severity: "executes", addresses: [`${type}.one`], details }),
  ]);
});

test("the same change of several scripts is one item with every address, and another change is an item of its own", () => {
  const type = "aws_sagemaker_studio_lifecycle_config";
  const scripts = (...texts: readonly string[]) => ({
    resource: {
      [type]: Object.fromEntries(
        texts.map((text, index) => [`script_${index}`, { studio_lifecycle_config_content: base64(text) }]),
      ),
    },
  });
  const edited = `${script}curl example\n`;
  const before = scripts(script, script, script, script, script, script);
  const change = changeBetween(before, scripts(edited, edited, edited, edited, edited, `${script}wget example\n`));

  const found = programDifferences(changedResources(change.before, change.after), change);

  expect(found.map(({ text, details }) => ({ text, details }))).toEqual([
    {
      text: `The program of ${type}.script_0, ${type}.script_1, ${type}.script_2, ${type}.script_3 and ${type}.script_4 changes (studio_lifecycle_config_content): review does not analyze programs`,
      details: ["studio_lifecycle_config_content: + curl example"],
    },
    {
      text: `The program of ${type}.script_5 changes (studio_lifecycle_config_content): review does not analyze programs`,
      details: ["studio_lifecycle_config_content: + wget example"],
    },
  ]);
  expect(found[0]?.addresses).toHaveLength(5);
});

test("a secret in a program is not printed", () => {
  const found = programs(
    "aws_instance",
    { user_data: "a\nexport API_KEY=hush-one\nlogin --password hush-a\n" },
    {
      user_data:
        "a\nexport API_KEY=hush-two\nlogin --password hush-b\nlogin AKIAIOSFODNN7EXAMPLE\ncurl https://me:hush@host/\n",
    },
  );

  expect(JSON.stringify(found)).toMatch(/API_KEY=\(hidden\)/);
  expect(JSON.stringify(found)).not.toMatch(/hush|AKIA/);
});

test("A new program needs approval, and neither one that goes nor a further resource that runs what another runs is said.", () => {
  const none = { resource: {} };
  const one = { resource: { aws_lambda_function: { one: { filename: "a.zip" } } } };
  const severities = (before: object, after: object): readonly string[] => {
    const change = changeBetween(before, after);
    return programDifferences(changedResources(change.before, change.after), change).map(({ severity }) => severity);
  };

  expect(severities(none, one)).toEqual(["executes"]);
  const two = { resource: { aws_lambda_function: { one: { filename: "a.zip" }, two: { filename: "a.zip" } } } };
  expect(severities(one, none)).toEqual([]);
  expect(severities(one, two)).toEqual([]);
  // Two that come together run one program, and are one item.
  expect(severities(none, two)).toEqual(["executes"]);
});

test("For any two texts, the removed and added lines turn one into the other.", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (one, other) => {
      const changes = lineChanges(one.join("\n"), other.join("\n"));
      const count = (items: readonly string[], item: string): number => items.filter((each) => each === item).length;
      const linesOf = (items: readonly string[]): readonly string[] => items.join("\n").replace(/\n$/, "").split("\n");

      for (const line of ["a", "b", "c"]) {
        const difference = count(changes, `+ ${line}`) - count(changes, `- ${line}`);
        expect(difference).toBe(count(linesOf(other), line) - count(linesOf(one), line));
      }
      expect(lineChanges(one.join("\n"), one.join("\n"))).toEqual([]);
    }),
  );
});
