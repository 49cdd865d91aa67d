import { claims } from "../../../verify/claims";
import { decideClaims } from "../../../verify/claims/decide-claims";
import { readPosture } from "../../../verify/posture/read-posture";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { modelGaps } from "../../../verify/unmodeled/model-gaps";
import { synthesizedText } from "../../fixtures/synthesized";

type Resources = Record<string, Record<string, Record<string, unknown>>>;

/** The dev environment with more resources. */
function devWith(added: Resources, data: Resources = {}) {
  const json = JSON.parse(synthesizedText("dev"));
  for (const [section, types] of [
    ["resource", added],
    ["data", data],
  ] as const) {
    for (const [type, byName] of Object.entries(types)) {
      json[section][type] = { ...json[section][type], ...byName };
    }
  }
  return readConfiguration(json, "dev");
}

const TABLE = "${data.aws_route_table.studio.id}";

test.each(["dev", "staging", "prod"])("the environment %s has no model gap", (environment) => {
  expect(modelGaps(readConfiguration(JSON.parse(synthesizedText(environment)), environment))).toEqual([]);
});

test.each([
  [
    "a route in a table that a data source finds",
    { aws_route: { out: { route_table_id: TABLE, gateway_id: "igw-1" } } },
    "network",
  ],
  [
    "a route in a table that its id names",
    { aws_route: { out: { route_table_id: "rtb-0123", gateway_id: "igw-1" } } },
    "network",
  ],
  [
    "a policy of a role that an expression names",
    { aws_iam_role_policy: { all: { role: '${element(split("/", aws_iam_role.execution_role_role.arn), 1)}' } } },
    "identities",
  ],
  [
    "a policy of a bucket that another resource names",
    { aws_s3_bucket_policy: { open: { bucket: "${aws_s3_bucket_versioning.x.id}" } } },
    "data",
  ],
  [
    "a DNS firewall setting of a VPC that its id names",
    { aws_route53_resolver_firewall_config: { open: { resource_id: "vpc-1" } } },
    "names",
  ],
  ["a CloudFormation stack", { aws_cloudformation_stack: { any: { template_body: "{}" } } }, "network"],
  ["a resource of another provider", { awscc_ec2_route: { out: {} } }, "network"],
  ["a provisioner", { null_resource: { any: { provisioner: [{ "local-exec": { command: "true" } }] } } }, "identities"],
  ["a copy of home directories", { aws_efs_replication_configuration: { away: {} } }, "data"],
  ["an Auto Scaling group", { aws_autoscaling_group: { proxies: {} } }, "network"],
  ["a resource of an aliased provider", { aws_s3_bucket: { there: { provider: "aws.foreign" } } }, "data"],
] as const)("%s makes every claim of its topic undecided or violated", (_what, added, topic) => {
  const configuration = devWith(added as unknown as Resources);

  const ofTopic = claims.filter((claim) => claim.topic === topic);
  const judged = decideClaims({ configuration, posture: readPosture(configuration) }, ofTopic);

  expect(judged.length).toBeGreaterThan(0);
  expect(judged.filter(({ verdict }) => verdict.kind === "proved").map(({ claim }) => claim.name)).toEqual([]);
});

test.each([
  [
    "a policy of a role that is named as this configuration names it",
    { aws_iam_role_policy: { own: { role: "studio-perimeter-dev-execution", policy: "{}" } } },
  ],
  ["a resource of a provider without an account", { random_id: { suffix: { byte_length: 4 } } }],
])("%s is not a model gap", (_what, added) => {
  expect(modelGaps(devWith(added as unknown as Resources))).toEqual([]);
});

test.each<[type: string, block: string, topics: readonly string[], why: string]>([
  ["aws_iam_role", "inline_policy", ["data", "identities", "operations"], "policies of roles decide claims about data"],
  [
    "aws_s3_bucket",
    "lifecycle_rule",
    ["data", "identities", "operations"],
    "lifecycle rules decide whether logs are kept",
  ],
  ["aws_security_group", "ingress", ["identities", "network"], "security groups decide whether teams stay apart"],
  [
    "aws_networkfirewall_rule_group",
    "rule_group",
    ["firewall", "names", "network"],
    "rules decide whether DNS and the firewall allow the same",
  ],
])("A %s with a number of %s blocks that is not known affects %j, because %s.", (type, block, topics) => {
  const json = JSON.parse(synthesizedText("dev"));
  const dynamic = { [block]: { for_each: "${var.open}", content: {} } };
  json.variable = { ...json.variable, open: {} };
  json.resource[type] = { ...json.resource[type], more: { dynamic } };
  const gaps = modelGaps(readConfiguration(json, "dev")).filter(({ evidence }) => /number/.test(evidence.text));

  expect(gaps.map((gap) => gap.topics.toSorted())).toEqual([topics]);
});

test("Only a person can say that a provisioner is harmless, for the provisioners of one type.", () => {
  const provisioner = [{ "local-exec": { command: "docker build ." } }];
  const configuration = devWith({
    terraform_data: { build: { provisioner } },
    null_resource: { any: { provisioner } },
  });
  const posture = readPosture(configuration);
  const entry = { argument: "provisioner", reason: "a build", owner: "team", lastDay: "2030-01-01" };
  const openWith = (...types: readonly string[]) => {
    const harmless = types.map((type) => ({ ...entry, type }));
    const results = decideClaims({ configuration, posture: { ...posture, harmless } }, undefined, "2030-01-01");
    return results.filter(({ verdict }) => verdict.kind === "undecided").length;
  };

  expect(openWith("terraform_data")).toBe(openWith());
  expect(openWith("terraform_data", "null_resource")).toBe(0);
});

test("A setting of an image that AWS numbers, and a name with a part that only the apply tells, leave no gap.", () => {
  const image = { image_name: "${aws_sagemaker_image.own.image_name}" };
  const json = JSON.parse(synthesizedText("dev"));
  const [settings] = [json.resource.aws_sagemaker_domain.studio_domain.default_user_settings].flat();
  const [jupyterLab] = [settings.jupyter_lab_app_settings].flat();
  jupyterLab.custom_image = [
    {
      ...image,
      image_version_number: "${aws_sagemaker_image_version.own.version}",
      app_image_config_name: "${aws_sagemaker_app_image_config.own.app_image_config_name}",
    },
  ];
  const role_arn = "${aws_iam_role.execution_role_role.arn}";
  Object.assign(json.resource, {
    aws_sagemaker_image: { own: { image_name: "own", role_arn } },
    aws_sagemaker_image_version: { own: { ...image, base_image: "${aws_ecr_repository.own.repository_url}:latest" } },
    aws_ecr_repository: { own: { name: "own" } },
    aws_sagemaker_app_image_config: { own: { app_image_config_name: "own-${substr(uuid(), 0, 8)}" } },
  });
  const texts = modelGaps(readConfiguration(json, "dev")).map(({ evidence }) => evidence.text);

  expect(texts.filter((text) => text.includes("custom_image"))).toEqual([]);
});

test("An internal Application Load Balancer without a listener is a gap that says that the listener is missing.", () => {
  const gaps = modelGaps(devWith({ aws_lb: { inner: { internal: true, load_balancer_type: "application" } } }));

  expect(gaps.map(({ evidence }) => evidence.text)).toContain(
    "aws_lb.inner has no listener in this configuration, so what it forwards, and where to, is not known; add its aws_lb_listener",
  );
});
