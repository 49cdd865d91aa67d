import type { ExpandedModule } from "../../../../../verify/terraform/read/modules/expanded-module";
import { possibleDependence } from "../../../../../verify/terraform/read/plan-source/example-dependence";
import { openNames, restingOnExamples } from "../../../../../verify/terraform/read/plan-source/rehearsal-examples";

const vpc = (name: string): object => ({
  address: `data.aws_vpc.${name}`,
  mode: "data",
  type: "aws_vpc",
  name,
  values: {},
});
const topic = (address: string, values: object): object => ({
  address,
  mode: "managed",
  type: "aws_sns_topic",
  values,
});
const written = {
  resources: [
    vpc("shared"),
    vpc("größe"),
    topic("aws_sns_topic.named", { name: "${data.aws_vpc.shared.id}", display_name: "plain" }),
    topic("module.leaf.aws_sns_topic.own", { name: "plain" }),
  ],
} as unknown as ExpandedModule;
const { mentions } = restingOnExamples(["aws_vpc"], written, possibleDependence);

test.each([
  "${data.aws_vpc.shared.id}",
  "${aws_s3_bucket.by_vpc[data.aws_vpc.shared.id].arn}",
  "${var.blocks[data.aws_vpc.shared.tags.Name]}",
  "${var.blocks[var.keys[data.aws_vpc.shared.id]]}",
  "${var.blocks[local.key]}",
  '${data.aws_vpc.shared["a]b"].id}',
  "${data . aws_vpc . shared . id}",
  "${(data.aws_vpc\n.shared\n.id)}",
  "${data/* a comment */.aws_vpc.shared.id}",
  "${(data // a comment\n.aws_vpc.shared.id)}",
  "${(data # a comment\n.aws_vpc.shared.id)}",
  "${data.aws_vpc.größe.id}",
  "${data.aws_vpc.größe.enable_dns_support ? 1 : 0}",
  "%{ if data.aws_vpc.shared.enable_dns_support }a%{ else }b%{ endif }",
  "${[for vpc in [data.aws_vpc.shared] : vpc.id][0]}",
  "${aws_sns_topic.named.name}",
  "${aws_sns_topic . named . name}",
  "${aws_sns_topic.named.tags_all}",
  "${module.leaf.output}",
  "${[for m in module.leaf : m.output][0]}",
  "${module.größe.output}",
])("%s rests on an example", (expression) => {
  expect(mentions(expression)).toBe(true);
});

test.each([
  "${aws_subnet.private[each.key].id}",
  '${aws_subnet.private["a"].id}',
  "${data.aws_vpc.other.id}",
  "plain",
  "data.aws_vpc.shared.id",
  "${aws_sns_topic.named.display_name}",
  "${aws_sns_topic.named.arn}",
  "${module.leaf.aws_sns_topic.own.name}",
])("%s rests on no example", (expression) => {
  expect(mentions(expression)).toBe(false);
});

test("What a stand-in plans as null may be a default of the provider, of resources of AWS alone.", () => {
  const shown = [
    { mode: "managed", type: "aws_vpc", address: "aws_vpc.v[0]", values: { cidr_block: "10.0.0.0/16", tags: null } },
    { mode: "managed", type: "aws_lb", address: "aws_lb.l", values: { name: "l", access_logs: [{ prefix: null }] } },
    { mode: "managed", type: "random_id", address: "random_id.r", values: { prefix: null } },
    { mode: "data", type: "aws_vpc", address: "data.aws_vpc.v", values: { tags: null } },
  ];

  expect(openNames(shown as unknown as Parameters<typeof openNames>[0], [])).toEqual([
    "aws_vpc.v.tags",
    "aws_lb.l.access_logs",
  ]);
});
