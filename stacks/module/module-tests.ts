import { type HclBlock, hclFile, hclValue } from "./hcl/write-hcl";
import type { ModuleInput } from "./inputs/module-input";
import {
  completeArguments,
  EXAMPLE_ACCOUNT,
  EXAMPLE_DEPLOYER,
  exampleRegion,
  type ModuleArguments,
  minimalArguments,
} from "./module-examples";
import type { ModuleSource } from "./source/module-source";

/** A wrong value for each input that has a validation. */
const WRONG: Readonly<Record<string, unknown>> = {
  name: "Research",
  region: "eu-nowhere-1",
  vpc_cidr: "8.8.0.0/16",
  availability_zones: ["eu-west-1z"],
  deployers: ["role/*"],
  account_id: "12345",
  allowed_domains: [{ name: "*.example.org", match: "exact", reason: "wildcard", owner: "nobody" }],
  organization_id: "example",
  tags: { "aws:owner": "ana" },
  log_retention_days: 42,
  break_glass: ["studio-perimeter"],
  alarm_topic_arns: ["arn:aws:sns:us-east-1:111122223333:alarms"],
  own_endpoint_services: { other: "com.amazonaws.vpce.us-east-1.vpce-svc-1" },
  own_endpoints: [
    { name: "git", service: "com.amazonaws.vpce.us-west-9.vpce-svc-0123456789abcdef0", reason: "code", owner: "us" },
  ],
  attachment_id: "corporate",
  certificate_authority: "arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/1",
  self_service: "everyone",
  identity_provider: "corporate",
  portal_client_id: "a portal",
  end_user_roles: ["role/scientist"],
  url_life_seconds: 301,
  url_vpc_ids: ["corporate"],
  url_private_cidrs: ["198.51.100.0/24"],
  url_public_cidrs: ["10.0.0.0/8"],
  attachment: "peering",
  corporate_cidrs: ["10.40.0.0/20"],
  resolver_inbound: true,
  user_profiles: [{ name: "ana" }, { name: "ana" }],
  notebook_user: "nobody",
  idle_shutdown: { default_minutes: 30 },
  space_storage: { default_gb: 200, max_gb: 100 },
  capabilities: ["everything"],
  endpoint_services: ["athena", "athena"],
};

/** The caller of the tests, who is a deployer, in the Region of the examples. */
const mocks = (region: string): readonly HclBlock[] => [
  { header: 'mock_provider "aws"', arguments: [] },
  override("aws_region.account_region", { region }),
  override("aws_partition.account_partition", { partition: "aws" }),
  override("aws_caller_identity.account_caller", { account_id: EXAMPLE_ACCOUNT }),
  override("aws_iam_session_context.locked_buckets_deployer_session", {
    issuer_arn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:${EXAMPLE_DEPLOYER}`,
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
export function moduleTests(source: ModuleSource, inputs: readonly ModuleInput[]): string {
  const validated = inputs.filter(({ validations }) => validations.length > 0);
  const dependent = validated.filter(dependsOnOthers);
  const independent = validated.filter((input) => !dependsOnOthers(input));
  return hclFile([
    ...mocks(exampleRegion(source)),
    variables({ deployers: [EXAMPLE_DEPLOYER], ...minimalArguments(source) }),
    { header: 'run "minimal_example_plans"', arguments: [["command", "plan"]] },
    {
      header: 'run "complete_example_plans"',
      arguments: [["command", "plan"]],
      blocks: [variables(completeArguments(source))],
    },
    wrongRun("wrong_inputs_are_refused", independent),
    wrongRun("inputs_that_contradict_others_are_refused", dependent),
  ]);
}

/** Whether a validation reads another input. Terraform skips it where that one is refused, so it needs a run of its own. */
function dependsOnOthers({ name, validations }: ModuleInput): boolean {
  return validations.some(({ condition }) =>
    [...condition.matchAll(/\bvar\.(\w+)/g)].some(([, read]) => read !== name),
  );
}

function wrongRun(title: string, inputs: readonly ModuleInput[]): HclBlock {
  const wrong = inputs.map(({ name }) => [name, WRONG[name]] as const);
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
