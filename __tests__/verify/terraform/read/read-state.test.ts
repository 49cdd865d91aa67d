import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folderOf, packagedTypes, packageRoot } from "../../../../rehearsal/schema/package-source";
import { typesWithArnOfAnother } from "../../../../verify/terraform/read/plan/id-rewriter";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { Json, JsonObject, TerraformConfiguration } from "../../../../verify/terraform/terraform-configuration";
import { AWS_PROVIDER } from "../../fixtures/terraform-plan";
import { shownResource, stateJson } from "../../fixtures/terraform-state";

function valuesIn({ resources }: TerraformConfiguration): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(resources.map(({ address, values }) => [address, values]));
}

/** As a state file names the default provider of a root module. */
const DEFAULT_PROVIDER = `provider["${AWS_PROVIDER}"]`;

describe("a state", () => {
  test("a state is read as a configuration: IDs of other resources become references, and a resource's own ID is removed", () => {
    const configuration = readConfiguration(
      stateJson(
        shownResource("aws_vpc.v", {
          id: "vpc-0a1b2c3d",
          arn: "arn:aws:ec2:eu-west-1:1:vpc/vpc-0a1b2c3d",
          cidr_block: "10.0.0.0/16",
          default_route_table_id: "rtb-00000001",
          tags: null,
        }),
        shownResource("aws_subnet.s", { id: "subnet-0a1b2c3d", vpc_id: "vpc-0a1b2c3d" }),
        shownResource("aws_default_route_table.d", {
          id: "rtb-00000001",
          default_route_table_id: "rtb-00000001",
          route: [],
        }),
        shownResource("data.aws_region.r", { region: "eu-west-1" }),
      ),
      "state.json",
    );

    expect(configuration).toMatchObject({ form: "state", region: "eu-west-1" });
    expect(valuesIn(configuration)).toEqual({
      "aws_vpc.v": { cidr_block: "10.0.0.0/16" },
      "aws_subnet.s": { vpc_id: "${aws_vpc.v.id}" },
      "aws_default_route_table.d": { default_route_table_id: "${aws_vpc.v.default_route_table_id}", route: [] },
      "data.aws_region.r": { region: "eu-west-1" },
    });
  });

  test("the file system of the home directories, which a domain creates, becomes a reference to the domain", () => {
    const values = valuesIn(
      readConfiguration(
        stateJson(
          shownResource("aws_sagemaker_domain.d", { id: "d-0a1b2c3d", home_efs_file_system_id: "fs-0a1b2c3d" }),
          shownResource("aws_efs_backup_policy.b", { id: "fs-0a1b2c3d", file_system_id: "fs-0a1b2c3d" }),
        ),
        "state.json",
      ),
    );

    expect(values["aws_efs_backup_policy.b"]).toEqual({
      file_system_id: "${aws_sagemaker_domain.d.home_efs_file_system_id}",
    });
  });

  test.each([
    [":1.2", "${aws_ecr_repository.studio.repository_url}:1.2"],
    ["@sha256:0a1b", "${aws_ecr_repository.studio.repository_url}@sha256:0a1b"],
    ["-of-others:1", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/studio-of-others:1"],
  ])("an image named by the URL of a repository and %s becomes %s", (rest, expected) => {
    const url = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/studio";
    const values = valuesIn(
      readConfiguration(
        stateJson(
          shownResource("aws_ecr_repository.studio", { id: "studio", name: "studio", repository_url: url }),
          shownResource("aws_sagemaker_image_version.one", { image_name: "studio", base_image: `${url}${rest}` }),
        ),
        "state.json",
      ),
    );

    expect(values["aws_sagemaker_image_version.one"]?.base_image).toBe(expected);
  });

  test.each([
    [["eu-west-1", "eu-west-1"], "eu-west-1"],
    [["eu-west-1", "eu-central-1"], undefined],
    [["", undefined], undefined],
  ])("a state whose resources name the Regions %j is of the Region %s", (regions, expected) => {
    const buckets = regions.map((region, index) =>
      shownResource(`aws_s3_bucket.b${index}`, region === undefined ? {} : { region }),
    );

    expect(readConfiguration(stateJson(...buckets), "state.json").region).toBe(expected);
  });

  test("the ID of a firewall endpoint becomes the expression that selects the endpoint by its zone", () => {
    const attachment = [{ endpoint_id: "vpce-0a1b2c3d", subnet_id: "subnet-0a1b2c3d" }];
    const values = valuesIn(
      readConfiguration(
        stateJson(
          shownResource("aws_networkfirewall_firewall.f", {
            firewall_status: [{ sync_states: [{ availability_zone: "eu-west-1a", attachment }] }],
          }),
          shownResource("aws_route.r", { vpc_endpoint_id: "vpce-0a1b2c3d" }),
        ),
        "s",
      ),
    );

    expect(values["aws_route.r"]).toEqual({
      vpc_endpoint_id:
        '${{for state in tolist(aws_networkfirewall_firewall.f.firewall_status[0].sync_states) : state.availability_zone => state.attachment[0].endpoint_id}["eu-west-1a"]}',
    });
  });

  test("an ID inside the ARN of something that is no resource becomes a reference", () => {
    const values = valuesIn(
      readConfiguration(
        stateJson(
          shownResource("aws_sagemaker_domain.d", { id: "d-4f3f9cf8674d" }),
          shownResource("aws_iam_policy.p", { policy: "arn:aws:sagemaker:eu-west-1:1:app/d-4f3f9cf8674d/*" }),
        ),
        "s",
      ),
    );

    expect(values["aws_iam_policy.p"]).toEqual({
      policy: "arn:aws:sagemaker:eu-west-1:1:app/${aws_sagemaker_domain.d.id}/*",
    });
  });

  test("an argument named arn, with which a resource names another one, becomes a reference to that one", () => {
    const arn = "arn:aws:sns:eu-west-1:1:alerts";
    const values = valuesIn(
      readConfiguration(
        stateJson(
          shownResource("aws_sns_topic_policy.policy", { id: arn, arn, policy: "{}" }),
          shownResource("aws_cloudwatch_event_target.alert", { id: "rule-alert", rule: "rule", arn }),
          shownResource("aws_sns_topic.alerts", { id: arn, arn, name: "alerts" }),
        ),
        "s",
      ),
    );

    expect(values["aws_sns_topic_policy.policy"]).toEqual({ arn: "${aws_sns_topic.alerts.arn}", policy: "{}" });
    expect(values["aws_cloudwatch_event_target.alert"]).toEqual({ rule: "rule", arn: "${aws_sns_topic.alerts.arn}" });
    expect(values["aws_sns_topic.alerts"]).toEqual({ name: "alerts" });
  });

  test("the types whose argument arn names another resource are those that the provider requires it of", () => {
    const root = packageRoot(__dirname);
    const requiring = packagedTypes(root, "resource").filter((type) => {
      const declarations = readFileSync(join(root, "lib", folderOf("resource", type), "index.d.ts"), "utf8");
      return (
        /^export interface \w+Config extends [\s\S]*?^}/m.exec(declarations)?.[0].includes("readonly arn: ") === true
      );
    });

    expect(requiring).toEqual([...typesWithArnOfAnother]);
  });

  test("the name of a package domain becomes a reference where Terraform lists it as a dependency", () => {
    const domain = shownResource("aws_codeartifact_domain.d", {
      id: "arn:aws:codeartifact:::domain/studio",
      domain: "studio",
    });
    const repository = { domain: "studio", repository: "internal" };
    const values = valuesIn(
      readConfiguration(
        stateJson(
          domain,
          shownResource("aws_codeartifact_repository.ours", repository, ["aws_codeartifact_domain.d"]),
          shownResource("aws_codeartifact_repository.theirs", repository),
        ),
        "s",
      ),
    );

    expect(values["aws_codeartifact_repository.ours"]).toEqual({
      ...repository,
      domain: "${aws_codeartifact_domain.d.domain}",
    });
    expect(values["aws_codeartifact_repository.theirs"]).toEqual(repository);
  });

  test("a plain name becomes a reference only if Terraform lists the resource as a dependency", () => {
    const values = valuesIn(
      readConfiguration(
        stateJson(
          shownResource("aws_s3_bucket.data", { id: "studio", arn: "arn:aws:s3:::studio" }),
          shownResource("aws_s3_bucket_versioning.data", { id: "studio", bucket: "studio" }, ["aws_s3_bucket.data"]),
          shownResource("aws_s3_bucket_policy.data", { id: "studio", bucket: "studio" }, [
            "aws_s3_bucket_versioning.data",
            "aws_s3_bucket.data",
          ]),
          shownResource("aws_iam_role.studio", { id: "studio", name: "studio" }),
        ),
        "s",
      ),
    );

    expect(values).toEqual({
      "aws_s3_bucket.data": {},
      "aws_s3_bucket_versioning.data": { bucket: "${aws_s3_bucket.data.id}" },
      "aws_s3_bucket_policy.data": { bucket: "${aws_s3_bucket.data.id}" },
      "aws_iam_role.studio": { name: "studio" },
    });
  });

  test("a bucket policy is read once, although the provider shows it twice, and a manually set argument stays", () => {
    const bucket = (name: string): JsonObject =>
      shownResource(`aws_s3_bucket.${name}`, { id: name, policy: "{}", versioning: [{}] });
    const values = valuesIn(
      readConfiguration(
        stateJson(
          bucket("one"),
          bucket("two"),
          shownResource("aws_s3_bucket_policy.one", { bucket: "one", policy: "{}" }, ["aws_s3_bucket.one"]),
        ),
        "s",
      ),
    );

    expect(values["aws_s3_bucket.one"]).toEqual({ versioning: [{}] });
    expect(values["aws_s3_bucket.two"]).toEqual({ policy: "{}", versioning: [{}] });
  });

  test.each<
    [
      outcome: "is kept next to" | "is left to",
      what: string,
      argument: string,
      copy: Json,
      type: string,
      setter: JsonObject,
    ]
  >([
    [
      "is left to",
      "a policy in another form",
      "policy",
      '{"Statement":{"Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":["b","a"]}}',
      "aws_s3_bucket_policy",
      { policy: '{ "Statement": [{ "Action": ["a", "b"], "Principal": { "AWS": ["123456789012"] } }] }' },
    ],
    [
      "is kept next to",
      "another policy",
      "policy",
      '{"Statement":[]}',
      "aws_s3_bucket_policy",
      { policy: '{"Statement":[{}]}' },
    ],
    [
      "is kept next to",
      "logs elsewhere",
      "logging",
      [{ target_bucket: "other" }],
      "aws_s3_bucket_logging",
      { target_bucket: "logs" },
    ],
    [
      "is left to",
      "the same logs",
      "logging",
      [{ target_bucket: "logs" }],
      "aws_s3_bucket_logging",
      { target_bucket: "logs" },
    ],
    [
      "is kept next to",
      "versions that are not kept",
      "versioning",
      [{ enabled: false }],
      "aws_s3_bucket_versioning",
      { versioning_configuration: [{ status: "Enabled" }] },
    ],
    [
      "is kept next to",
      "another encryption",
      "server_side_encryption_configuration",
      [{ rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "AES256" }] }] }],
      "aws_s3_bucket_server_side_encryption_configuration",
      { rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms" }] }] },
    ],
    [
      "is kept next to",
      "rules of another lifecycle",
      "lifecycle_rule",
      [{ id: "expire", enabled: true, expiration: [{ days: 1, date: "" }] }],
      "aws_s3_bucket_lifecycle_configuration",
      { rule: [{ id: "expire", status: "Enabled", expiration: [{ days: 90, date: null }] }] },
    ],
    [
      "is left to",
      "the same rules of its lifecycle",
      "lifecycle_rule",
      [
        {
          id: "expire",
          enabled: true,
          expiration: [{ days: 90, date: "" }],
          noncurrent_version_expiration: [{ days: 9 }],
        },
      ],
      "aws_s3_bucket_lifecycle_configuration",
      {
        rule: [
          {
            ...{ id: "expire", status: "Enabled", expiration: [{ days: 90, date: null }] },
            noncurrent_version_expiration: [{ noncurrent_days: 9 }],
          },
        ],
      },
    ],
    [
      "is kept next to",
      "copies into another bucket",
      "replication_configuration",
      [{ rules: [{ destination: [{ bucket: "arn:aws:s3:::theirs" }] }] }],
      "aws_s3_bucket_replication_configuration",
      { rule: [{ destination: [{ bucket: "arn:aws:s3:::ours" }] }] },
    ],
    [
      "is kept next to",
      "a shorter lock",
      "object_lock_configuration",
      [{ object_lock_enabled: "Enabled", rule: [{ default_retention: [{ mode: "GOVERNANCE", days: 1, years: 0 }] }] }],
      "aws_s3_bucket_object_lock_configuration",
      { rule: [{ default_retention: [{ mode: "COMPLIANCE", days: 30, years: null }] }] },
    ],
    [
      "is kept next to",
      "a grant for everybody",
      "grant",
      [{ type: "Group", uri: "http://acs.amazonaws.com/groups/global/AllUsers", permissions: ["READ"] }],
      "aws_s3_bucket_acl",
      { acl: "private" },
    ],
  ])("what a bucket shows in a state %s the resource that sets it: %s", (outcome, _, argument, copy, type, setter) => {
    const { resources } = readConfiguration(
      stateJson(
        shownResource("aws_s3_bucket.b", { id: "b", [argument]: copy }),
        shownResource(`${type}.b`, { bucket: "b", ...setter }, ["aws_s3_bucket.b"]),
      ),
      "state.json",
    );

    expect(Object.keys(resources[0]?.values ?? {})).toEqual(outcome === "is left to" ? [] : [argument]);
  });

  test("a literal value that looks like an interpolation is escaped", () => {
    const values = valuesIn(
      readConfiguration(
        stateJson(
          shownResource("aws_iam_policy.p", { policy: "${aws:username} of arn:aws:s3:::b" }),
          shownResource("aws_s3_bucket.b", { arn: "arn:aws:s3:::b" }),
        ),
        "s",
      ),
    );

    expect(values["aws_iam_policy.p"]).toEqual({ policy: "$${aws:username} of ${aws_s3_bucket.b.arn}" });
  });

  test("a sensitive value of a state appears nowhere", () => {
    const secret = {
      ...shownResource("aws_db_instance.d", { password: "s3cr3t!", note: "s3cr3t!" }),
      sensitive_values: { password: true },
    };
    const outputs = { token: { value: "t0k3n!", sensitive: true }, echo: { value: "t0k3n!" } };
    const state = { format_version: "1.0", values: { outputs, root_module: { resources: [secret] } } };

    expect(JSON.stringify(readConfiguration(state, "s"))).not.toMatch(/s3cr3t|t0k3n/);
  });

  test("a raw state file is read like the output of terraform show", () => {
    const configuration = readConfiguration(
      {
        version: 4,
        serial: 1,
        lineage: "x",
        outputs: { vpc_id: { value: "vpc-0a1b2c3d", type: "string" } },
        resources: [
          { mode: "managed", type: "aws_vpc", name: "v", instances: [{ attributes: { id: "vpc-0a1b2c3d" } }] },
          {
            module: 'module.m["k"]',
            mode: "managed",
            type: "aws_subnet",
            name: "s",
            instances: [
              {
                index_key: "a",
                attributes: { vpc_id: "vpc-0a1b2c3d", secret: "s3cr3t!" },
                sensitive_attributes: [[{ type: "get_attr", value: "secret" }]],
              },
              { index_key: 0, attributes: {} },
            ],
          },
          { mode: "data", type: "aws_region", name: "r", instances: [{ attributes: { region: "eu-west-1" } }] },
        ],
      },
      "terraform.tfstate",
    );

    expect(configuration.outputs).toEqual({ vpc_id: "${aws_vpc.v.id}" });
    expect(valuesIn(configuration)).toEqual({
      "aws_vpc.v": {},
      'module.m["k"].aws_subnet.s["a"]': { vpc_id: "${aws_vpc.v.id}", secret: "(sensitive)" },
      'module.m["k"].aws_subnet.s[0]': {},
      "data.aws_region.r": { region: "eu-west-1" },
    });
  });

  test("a deposed object is an unread part, because it exists besides the object that has its address", () => {
    const instances = [{ attributes: {} }, { deposed: "0a1b2c3d", attributes: {} }];
    const raw = {
      version: 4,
      serial: 1,
      lineage: "x",
      resources: [{ mode: "managed", type: "aws_vpc", name: "v", instances, provider: DEFAULT_PROVIDER }],
    };
    const forms = [
      raw,
      stateJson(shownResource("aws_vpc.v", {}), { ...shownResource("aws_vpc.v", {}), deposed_key: "0a1b2c3d" }),
    ];

    const unread = forms.map((json) => readConfiguration(json, "x").unreadParts?.map(({ address }) => address));

    expect(unread).toEqual([["aws_vpc.v"], ["aws_vpc.v"]]);
  });

  test("a state of an unsupported version is rejected in one line", () => {
    expect(() => readConfiguration({ version: 3, serial: 1, lineage: "x" }, "old.tfstate")).toThrow(
      /^old\.tfstate: unsupported version of a state file, got 3; /,
    );
    expect(() => readConfiguration({ format_version: "0.2", values: {} }, "s")).toThrow(
      /unsupported format_version, got "0.2"/,
    );
  });
});
