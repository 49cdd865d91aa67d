import { Testing } from "cdktf";
import { BootstrapStack, type BootstrapStackProps } from "../../stacks/bootstrap-stack";
import { testingApp } from "../fixtures/testing-app";
import { unprovedClaims } from "../verify/fixtures/unproved-claims";
import { type BootstrapJson, synthesizeBootstrap } from "./fixtures/sample-bootstrap";

const HOME = "eu-west-1";
const OTHER = "us-east-1";

/** Two environments of one account: `near` in the Region of the states, `far` in another one. */
const twoRegions = synthesizeBootstrap({
  region: HOME,
  environments: [
    { name: "near", region: HOME },
    { name: "far", region: OTHER },
  ],
});

/** Regions in the ARNs of a document, as `HOME` where Terraform reads the Region of the stack. */
const regionsIn = (document: string): readonly string[] => [
  ...new Set(
    [...document.matchAll(/arn:[^:]+:[a-z0-9-]+:([^:"]+):/g)].map(([, region = ""]) =>
      region.startsWith("${data.aws_region.") ? HOME : region,
    ),
  ),
];

const policies = (json: BootstrapJson) =>
  Object.entries(json.resource.aws_iam_policy ?? {}).map(([name, { policy }]) => [name, String(policy)] as const);

/** The stack after every text of one policy is replaced. */
function withPolicy(name: string, change: (policy: string) => string): BootstrapJson {
  const json = JSON.parse(JSON.stringify(twoRegions)) as BootstrapJson;
  const policy = json.resource.aws_iam_policy?.[name] as { policy: string };
  const changed = change(policy.policy);
  expect(changed).not.toBe(policy.policy);
  policy.policy = changed;
  return json;
}

test("Each role and boundary names the Region of its environment, except for the state.", () => {
  for (const [name, policy] of policies(twoRegions)) {
    const region = name.startsWith("far") ? OTHER : HOME;
    const { Statement } = JSON.parse(policy) as { Statement: readonly { Sid: string }[] };
    const others = Statement.filter(({ Sid }) => !Sid.includes("State"));
    expect([name, regionsIn(JSON.stringify(others)).filter((one) => one !== region)]).toEqual([name, []]);
  }
  expect(policies(twoRegions).filter(([, policy]) => regionsIn(policy).includes(OTHER)).length).toBeGreaterThan(5);
  expect(Object.fromEntries(policies(twoRegions)).far_boundary).toContain(`jumpstart-cache-prod-${OTHER}`);
});

test("The alias of a state's key is protected in the Region of the state, and plans decrypt through S3 of both Regions.", () => {
  const texts = Object.fromEntries(policies(twoRegions));

  expect(texts.far_apply_identities).toMatch(
    /"Resource":"arn:[^"]*:kms:\$\{data\.aws_region[^"]*:alias\/studio-perimeter-far-state-\*"/,
  );
  expect(texts.far_plan_denials).toMatch(/"kms:ViaService":\["s3\.\$\{data[^"]*","s3\.us-east-1\.amazonaws\.com"\]/);
  expect(texts.near_plan_denials).toMatch(/"kms:ViaService":"s3\.\$\{data[^"]*"/);
});

test("Every claim holds of a stack whose environments are in two Regions.", () => {
  expect(unprovedClaims(twoRegions)).toEqual([]);
});

test.each([
  ["near_apply_network", "apply-roles-change-only-their-environment", OTHER],
  ["far_apply_network", "apply-roles-change-only-their-environment", HOME],
  ["near_apply_data", "apply-roles-change-only-their-environment", OTHER],
  ["far_apply_data", "apply-roles-change-only-their-environment", HOME],
  ["near_boundary", "boundary-excludes-escalation", OTHER],
  ["far_boundary", "boundary-excludes-escalation", HOME],
  ["near_plan_self_service_reads", "plan-roles-only-read", OTHER],
  ["far_plan_self_service_reads", "plan-roles-only-read", HOME],
])("The policy %s violates %s if its ARNs name %s.", (name, claim, region) => {
  const moved = withPolicy(name, (policy) =>
    policy.replaceAll(/(arn:[^:"]+:[a-z0-9-]+:)(us-east-1|\$\{data\.aws_region[^}]*\})(?=:)/g, `$1${region}`),
  );

  expect(unprovedClaims(moved).map((open) => open.split(" ")[0])).toContain(claim);
});

test("A stack of one Region is the same whether its environments name it or not.", () => {
  const stack = (props: Partial<BootstrapStackProps>): string =>
    Testing.synth(
      new BootstrapStack(testingApp(), "bootstrap", {
        environments: [{ name: "dev" }],
        pipeline: { kind: "github", repository: "acme/perimeter" },
        region: HOME,
        ...props,
      }),
      true,
    );

  expect(stack({ environments: [{ name: "dev", region: HOME }] })).toBe(stack({}));
});

test("An environment in another partition than its state is refused.", () => {
  expect(() => synthesizeBootstrap({ environments: [{ name: "gov", region: "us-gov-west-1" }] })).toThrow(
    /^bootstrap: environments: must be in the partition of their state in eu-west-1, got gov in us-gov-west-1; /,
  );
});
