import type { LoadedModule } from "../../../../../verify/terraform/read/modules/expanded-module";
import { exampleDependence } from "../../../../../verify/terraform/read/plan-source/example-dependence";
import type { JsonObject } from "../../../../../verify/terraform/terraform-configuration";

const leaf: LoadedModule = {
  load: () => undefined,
  json: {
    variable: { zones: {}, name: {} },
    locals: { upper: "${upper(var.name)}" },
    resource: {
      aws_subnet: {
        each: { for_each: "${toset(var.zones)}", availability_zone: "${each.value}", vpc_id: "${var.name}" },
      },
      aws_vpc: { own: { count: 2, cidr_block: "${local.upper}" } },
    },
    output: { zones: { value: "${var.zones}" }, name: { value: "${local.upper}" } },
  },
};

const root: LoadedModule = {
  load: (source) => (source === "./leaf" ? leaf : undefined),
  json: {
    locals: {
      found: "${data.aws_subnets.shared.ids}",
      größe: "${length(local.found)}",
      plain: "x",
    },
    data: {
      aws_subnets: { shared: { filter: [{ name: "vpc-id", values: ["${var.vpc}"] }] } },
      aws_subnet: { by_id: { id: "${local.found[0]}" } },
      aws_iam_policy_document: { own: { statement: [{ actions: ["s3:GetObject"] }] } },
    },
    module: {
      leaf: { source: "./leaf", zones: "${local.found}", name: "${local.plain}" },
      many: { source: "./leaf", for_each: "${toset(local.found)}", zones: [], name: "x" },
      missing: { source: "acme/missing/aws" },
    },
    resource: {
      aws_s3_bucket: {
        counted: { count: "${local.größe}", bucket: "fixed" },
        dynamic: { bucket: "d", dynamic: { rule: { for_each: "${local.found}", content: { id: "r" } } } },
        indexed: { bucket: '${local.names[data.aws_subnets.shared.ids[0]]["a"]}' },
        plain: { bucket: "b", force_destroy: "${local.plain == 1}" },
        commented: { bucket: "${data/* a comment */.aws_subnets.shared.ids[0]}" },
      },
      aws_instance: {
        one: { subnet_id: "${data.aws_subnet.by_id.id}", ami: "${aws_s3_bucket.counted[0].bucket}" },
        two: { subnet_id: "${module.leaf.name}", tags: "${aws_instance.one.tags_all}" },
        three: { ami: "${aws_instance.two.id}", user_data: "${module.missing.anything}" },
      },
    },
    output: { found: { value: "${module.leaf.zones}" }, name: { value: "${module.leaf.name}" } },
  },
};

const dependence = exampleDependence(["aws_subnets"], root);

test.each([
  ["aws_instance.one", "subnet_id", "another data source that asks by it"],
  ["aws_instance.one", "ami", "a resource of which it decides the number"],
  ["aws_instance.two", "tags", "a computed attribute of a resource with an argument from it"],
  ["aws_instance.three", "user_data", "a module that is not there"],
  ["aws_s3_bucket.indexed", "bucket", "an index"],
  ["aws_s3_bucket.dynamic", "rule", "a dynamic block"],
  ["aws_s3_bucket.commented", "bucket", "a name with a comment in it"],
  ['module.leaf.aws_subnet.each["a"]', "availability_zone", "an input of a module and for_each"],
])("%s: %s depends on an example by %s", (address, argument) => {
  expect(dependence.ofArgument(address, argument)).toBe(true);
});

test.each([
  ["aws_s3_bucket.plain", "force_destroy"],
  ["aws_s3_bucket.counted[0]", "bucket"],
  ["aws_instance.two", "subnet_id"],
  ["aws_instance.three", "ami"],
  ['module.leaf.aws_subnet.each["a"]', "vpc_id"],
  ["module.leaf.aws_vpc.own[0]", "cidr_block"],
])("%s: %s depends on no example", (address, argument) => {
  expect(dependence.ofArgument(address, argument)).toBe(false);
});

test("An example decides how many there are of what it repeats, and of what is in a module that it repeats.", () => {
  const addresses = ["aws_s3_bucket.counted", "aws_s3_bucket.dynamic", "module.leaf.aws_subnet.each", "module.many"];

  expect(addresses.filter((address) => !dependence.ofNumber(address))).toEqual([]);
  expect(dependence.ofNumber('module.many["x"].aws_vpc.own')).toBe(true);
  expect(dependence.ofNumber("module.leaf.aws_vpc.own")).toBe(false);
  expect(dependence.ofNumber("aws_s3_bucket.plain")).toBe(false);
});

test("Outputs and data sources depend on an example by what they use of it.", () => {
  expect([dependence.ofOutput("found"), dependence.ofOutput("name")]).toEqual([true, false]);
  expect(
    ["aws_subnets.shared", "aws_subnet.by_id", "aws_iam_policy_document.own"].map((name) =>
      dependence.ofDataSource(`data.${name}`),
    ),
  ).toEqual([true, true, false]);
});

test.each([
  ["pathexpand", '${pathexpand("~/x")}'],
  ["plantimestamp", '${timecmp(plantimestamp(), "2030-01-01T00:00:00Z") < 0 ? "a" : "b"}'],
  ["path.cwd", '${basename(abspath("x"))}'],
])("What %s tells depends on the run.", (name, written) => {
  const json = { resource: { aws_sns_topic: { t: { name: written, display_name: "x" } } } };
  const { ofArgument } = exampleDependence([name], { json, load: () => undefined });

  expect([ofArgument("aws_sns_topic.t", "name"), ofArgument("aws_sns_topic.t", "display_name")]).toEqual([true, false]);
});

test("What the provider gives to each resource, and where lookups ask, depends on what its configuration uses.", () => {
  const resource = { aws_sqs_queue: { own: {}, elsewhere: { region: "eu-west-2" } } };
  const data = { aws_region: { here: {} }, aws_vpc: { shared: {} }, tls_public_key: { key: {} } };
  const judge = (aws: object) => {
    const json = { provider: { aws }, locals: { found: "${data.aws_vpc.shared.tags}" }, resource, data } as JsonObject;
    const { ofProvider, ofArgument, ofDataSource } = exampleDependence(["aws_vpc"], { json, load: () => undefined });
    return [
      ofProvider("region"),
      ofProvider("tags_all"),
      ofArgument("aws_sqs_queue.own", "region"),
      ofArgument("aws_sqs_queue.elsewhere", "region"),
      ofArgument("aws_sqs_queue.own", "tags_all"),
      ofDataSource("data.aws_region.here"),
      ofDataSource("data.tls_public_key.key"),
    ];
  };

  expect(judge({ region: "eu-west-1" })).toEqual([false, false, false, false, false, false, false]);
  expect(judge({ region: "${local.found.Region}" })).toEqual([true, false, true, false, false, true, false]);
  expect(judge({ region: "eu-west-1", default_tags: [{ tags: "${local.found}" }] })).toEqual([
    ...[false, true, false, false, true, false, false],
  ]);
});
