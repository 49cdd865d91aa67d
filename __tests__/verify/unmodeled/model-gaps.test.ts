import { claims } from "../../../verify/claims";
import { TOPIC_BY_CLAIM, topicOf } from "../../../verify/claims/claim-topics";
import { decideClaims } from "../../../verify/claims/decide-claims";
import { readPosture } from "../../../verify/posture/read-posture";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { modelGaps } from "../../../verify/unmodeled/model-gaps";
import { synthesizedText } from "../../fixtures/synthesized";

type Resources = Record<string, Record<string, Record<string, unknown>>>;

/** dev with resources added, and what is loose in it. */
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

test.each(["dev", "staging", "prod"])("nothing in %s is loose", (environment) => {
  expect(modelGaps(readConfiguration(JSON.parse(synthesizedText(environment)), environment))).toEqual([]);
});

test.each([
  ["a table found by a data source", { aws_route: { out: { route_table_id: TABLE, gateway_id: "igw-1" } } }, "network"],
  ["a table by its id", { aws_route: { out: { route_table_id: "rtb-0123", gateway_id: "igw-1" } } }, "network"],
  [
    "a role by an expression",
    { aws_iam_role_policy: { all: { role: '${element(split("/", aws_iam_role.execution_role_role.arn), 1)}' } } },
    "identities",
  ],
  [
    "a bucket through another resource",
    { aws_s3_bucket_policy: { open: { bucket: "${aws_s3_bucket_versioning.x.id}" } } },
    "data",
  ],
  ["a VPC by its id", { aws_route53_resolver_firewall_config: { open: { resource_id: "vpc-1" } } }, "names"],
  ["a stack of another tool", { aws_cloudformation_stack: { any: { template_body: "{}" } } }, "network"],
  ["another provider", { awscc_ec2_route: { out: {} } }, "network"],
  ["a command", { null_resource: { any: { provisioner: [{ "local-exec": { command: "true" } }] } } }, "identities"],
  ["a copy of home directories", { aws_efs_replication_configuration: { away: {} } }, "data"],
  ["machines of their own choice", { aws_autoscaling_group: { proxies: {} } }, "network"],
  ["another account's provider", { aws_s3_bucket: { there: { provider: "aws.foreign" } } }, "data"],
] as const)("%s leaves no claim of its topic proved", (_what, added, topic) => {
  const configuration = devWith(added as unknown as Resources);

  const ofTopic = claims.filter((claim) => topicOf(claim) === topic);
  const judged = decideClaims({ configuration, posture: readPosture(configuration) }, ofTopic);

  expect(judged.length).toBeGreaterThan(0);
  expect(judged.filter(({ verdict }) => verdict.kind === "proved").map(({ claim }) => claim.name)).toEqual([]);
});

test.each([
  [
    "a role by the name that this configuration gave it",
    { aws_iam_role_policy: { own: { role: "studio-perimeter-dev-execution" } } },
  ],
  ["a resource of nobody's account", { random_id: { suffix: { byte_length: 4 } } }],
])("%s is not loose", (_what, added) => {
  expect(modelGaps(devWith(added as unknown as Resources))).toEqual([]);
});

test("every claim has a row among the topics, and every row is a claim", () => {
  expect(Object.keys(TOPIC_BY_CLAIM).toSorted()).toEqual(claims.map(({ name }) => name).toSorted());
});
