import type { PostureKind } from "../perimeter/posture-output";
import { type HclBlock, hclFile, hclValue } from "./hcl/write-hcl";
import { completeArguments, type ModuleArguments, minimalArguments } from "./module-examples";
import type { ModuleInput } from "./module-inputs";

/** A wrong value for each input. */
function wrongArguments(posture: PostureKind): Readonly<Record<string, unknown>> {
  return {
    name: "Research",
    region: "eu-nowhere-1",
    vpc_cidr: "8.8.0.0/16",
    availability_zones: ["eu-west-1z"],
    deployers: ["role/*"],
    ...(posture === "isolated"
      ? {}
      : { allowed_domains: [{ name: "*.example.org", match: "exact", reason: "wildcard", owner: "nobody" }] }),
    organization_id: "example",
    tags: { "aws:owner": "ana" },
    log_retention_days: 42,
    break_glass: ["studio-perimeter"],
    alarm_topic_arns: ["arn:aws:sns:us-east-1:111122223333:alarms"],
    user_profiles: [{ name: "ana" }, { name: "ana" }],
    idle_shutdown: { default_minutes: 30 },
    space_storage: { default_gb: 200, max_gb: 100 },
  };
}

const ROLE = "studio-perimeter-research-apply";

/** The caller of the tests, who is a deployer, in the Region of the examples. */
const MOCKS: readonly HclBlock[] = [
  { header: 'mock_provider "aws"', arguments: [] },
  override("aws_region.account_region", { region: "eu-west-1" }),
  override("aws_partition.account_partition", { partition: "aws" }),
  override("aws_caller_identity.account_caller", { account_id: "111122223333" }),
  override("aws_iam_session_context.locked_buckets_deployer_session", {
    issuer_arn: `arn:aws:iam::111122223333:role/${ROLE}`,
  }),
];

function override(target: string, values: object): HclBlock {
  return {
    header: "override_data",
    arguments: [
      ["target", `data.${target}`],
      ["values", hclValue(values)],
    ],
  };
}

/** Tests for `terraform test`, without an account: the examples plan, and each input refuses a wrong value. */
export function moduleTests(posture: PostureKind, inputs: readonly ModuleInput[]): string {
  const dependent = inputs.filter(dependsOnOthers).map(({ name }) => name);
  return hclFile([
    ...MOCKS,
    variables(minimalArguments(posture)),
    { header: 'run "minimal_example_plans"', arguments: [["command", "plan"]] },
    {
      header: 'run "complete_example_plans"',
      arguments: [["command", "plan"]],
      blocks: [variables(completeArguments(posture))],
    },
    wrongRun("wrong_inputs_are_refused", posture, (name) => !dependent.includes(name)),
    wrongRun("inputs_that_contradict_others_are_refused", posture, (name) => dependent.includes(name)),
  ]);
}

/** Whether a validation reads another input. Terraform skips it where that one is refused, so it needs a run of its own. */
function dependsOnOthers({ name, validations }: ModuleInput): boolean {
  return validations.some(({ condition }) =>
    [...condition.matchAll(/\bvar\.(\w+)/g)].some(([, read]) => read !== name),
  );
}

function wrongRun(title: string, posture: PostureKind, isTested: (name: string) => boolean): HclBlock {
  const wrong = Object.entries(wrongArguments(posture)).filter(([name]) => isTested(name));
  return {
    header: `run "${title}"`,
    arguments: [
      ["command", "plan"],
      ["expect_failures", `[${wrong.map(([name]) => `var.${name}`).join(", ")}]`],
    ],
    blocks: [variables(Object.fromEntries(wrong))],
  };
}

function variables(values: ModuleArguments): HclBlock {
  return {
    header: "variables",
    arguments: Object.entries(values).map(([name, value]) => [name, hclValue(value)] as const),
  };
}
