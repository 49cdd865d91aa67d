import { claims } from "../../../verify/claims";
import { decideClaims } from "../../../verify/claims/decide-claims";
import { readPosture } from "../../../verify/posture/read-posture";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { Json, JsonObject } from "../../../verify/terraform/terraform-configuration";
import { inspectionEnvironment, namingEnvironment } from "../fixtures/enterprise-environments";
import { synthesizedStacks } from "../fixtures/joined-stacks";

type Blocks = Record<string, Record<string, Record<string, Json>>>;
type Stack = { resource: Blocks; data: Blocks } & JsonObject;
type Edit = (stack: Stack) => void;

const stacks = synthesizedStacks([namingEnvironment, inspectionEnvironment]);
const PARTNERS: Readonly<Record<string, string>> = { "team-a": "hub", hub: "team-a" };

function edited(name: string, edit: Edit): Stack {
  const stack = structuredClone(stacks[name]) as unknown as Stack;
  edit(stack);
  return stack;
}

const unchanged: Edit = () => undefined;

/** The verdicts of a stack together with its partner, which are neither proved nor without a subject. */
function openVerdicts(
  name: string,
  edits: Readonly<Record<string, Edit>> = {},
  names = claims.map((claim) => claim.name),
): Readonly<Record<string, string>> {
  const partner = PARTNERS[name] ?? "";
  const [json, other] = [name, partner].map((one) => edited(one, edits[one] ?? unchanged));
  const joined = [{ name: partner, source: `${partner}.json`, json: other ?? {} }];
  const configuration = readConfiguration(json, name, { joined });
  const among = claims.filter((claim) => names.includes(claim.name));
  const results = decideClaims({ configuration, posture: readPosture(configuration) }, among);
  return Object.fromEntries(
    results
      .filter(({ verdict: { kind } }) => kind !== "proved" && kind !== "notApplicable")
      .map(({ claim, verdict }) => [claim.name, verdict.kind]),
  );
}

/** The arguments of the only resource, data source or provider block with this name. */
function at(blocks: Blocks, type: string, name: string): Record<string, Json> {
  const values = blocks[type]?.[name];
  if (values === undefined) {
    throw new Error(`${type}.${name}: no such block`);
  }
  return values;
}

const set =
  (type: string, name: string, values: Readonly<Record<string, Json>>): Edit =>
  ({ resource }) =>
    Object.assign(at(resource, type, name), values);

const remove =
  (type: string, name: string): Edit =>
  ({ resource }) => {
    at(resource, type, name);
    delete resource[type]?.[name];
  };

test.each(["team-a", "hub"])("Every claim about %s is proved or does not apply, together with its partner.", (name) => {
  expect(openVerdicts(name)).toEqual({});
});

test.each<[string, Edit, Readonly<Record<string, string>>]>([
  [
    "appliance mode is off",
    set("aws_ec2_transit_gateway_vpc_attachment", "transit_attachment", { appliance_mode_support: "disable" }),
    { "egress-only-through-firewall": "undecided", "return-path-symmetric": "undecided" },
  ],
  [
    "the spoke is associated with the table of the inspection VPC",
    set("aws_ec2_transit_gateway_route_table_association", "transit_spoke_team_a_association", {
      transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.transit_inspection.id}",
    }),
    { "egress-only-through-firewall": "violated" },
  ],
  [
    "no table is associated with the spoke",
    remove("aws_ec2_transit_gateway_route_table_association", "transit_spoke_team_a_association"),
    { "egress-only-through-firewall": "undecided" },
  ],
  [
    "the inspection table has no route to the spoke",
    remove("aws_ec2_transit_gateway_route", "transit_to_team_a"),
    { "return-path-symmetric": "violated", "survives-zone-loss": "violated" },
  ],
  [
    "the transit subnet routes past the firewall",
    ({ resource }) => {
      const route = at(resource, "aws_route", "inspection_transit_a_default");
      delete route.vpc_endpoint_id;
      route.nat_gateway_id = "${aws_nat_gateway.inspection_nat_a.id}";
    },
    { "egress-only-through-firewall": "violated" },
  ],
  [
    "the answers to the spoke skip the firewall",
    ({ resource }) => {
      const route = at(resource, "aws_route", "inspection_nat_a_to_team_a");
      delete route.vpc_endpoint_id;
      route.transit_gateway_id = "${aws_ec2_transit_gateway.transit_gateway.id}";
    },
    { "return-path-symmetric": "violated" },
  ],
  [
    "the firewall passes a domain that the spoke does not declare",
    ({ resource }) => {
      const text = JSON.stringify(resource).replaceAll("www.example.com", "www.example.org");
      Object.assign(resource, JSON.parse(text));
    },
    { "firewall-passes-only-allowlist": "violated" },
  ],
])("An edit of the hub turns claims about the spoke: %s.", (_, edit, turned) => {
  expect(openVerdicts("team-a", { hub: edit }, Object.keys(turned))).toEqual(turned);
});

test.each<[string, Edit, Readonly<Record<string, string>>]>([
  [
    "its Studio subnet routes to an internet gateway of its own",
    ({ resource }) => {
      resource.aws_internet_gateway = { own: { vpc_id: "${aws_vpc.network_vpc.id}" } };
      const route = at(resource, "aws_route", "central_egress_studio_a_default");
      delete route.transit_gateway_id;
      route.gateway_id = "${aws_internet_gateway.own.id}";
    },
    { "egress-only-through-firewall": "violated" },
  ],
  [
    "its attachment has another name",
    set("aws_ec2_transit_gateway_vpc_attachment", "central_egress_attachment", { tags: { Name: "x" } }),
    { "egress-only-through-firewall": "undecided", "return-path-symmetric": "undecided" },
  ],
])("An edit of the spoke turns claims about the hub: %s.", (_, edit, turned) => {
  expect(openVerdicts("hub", { "team-a": edit }, Object.keys(turned))).toEqual(turned);
});

const elsewhere = { "egress-only-through-firewall": "undecided", "no-inbound-from-internet": "undecided" };

test.each<[string, Readonly<Record<string, Edit>>]>([
  ["the gateway has another name", { hub: set("aws_ec2_transit_gateway", "transit_gateway", { tags: { Name: "x" } }) }],
  [
    "the name of the gateway is an expression",
    { hub: set("aws_ec2_transit_gateway", "transit_gateway", { tags: { Name: "${var.name}" } }) },
  ],
  [
    "Terraform ignores the tags of the gateway",
    { hub: set("aws_ec2_transit_gateway", "transit_gateway", { lifecycle: { ignore_changes: ["tags"] } }) },
  ],
  [
    "two gateways have the name",
    {
      hub: ({ resource }) => {
        const gateways = resource.aws_ec2_transit_gateway ?? {};
        gateways.second = { ...gateways.transit_gateway };
      },
    },
  ],
  [
    "the attachment has another name",
    {
      "team-a": set("aws_ec2_transit_gateway_vpc_attachment", "central_egress_attachment", { tags: { Name: "x" } }),
    },
  ],
  [
    "the spoke looks up a gateway with any name",
    {
      "team-a": ({ data }) => {
        at(data, "aws_ec2_transit_gateway", "transit_gateway_lookup").filter = [
          { name: "tag:Name", values: ["studio-perimeter-*"] },
        ];
      },
    },
  ],
  [
    "the spoke looks up a gateway with one of two names",
    {
      "team-a": ({ data }) => {
        at(data, "aws_ec2_transit_gateway", "transit_gateway_lookup").filter = [
          { name: "tag:Name", values: ["studio-perimeter-hub", "other"] },
        ];
      },
    },
  ],
  [
    "the spoke names the gateway by an ID",
    {
      "team-a": ({ resource }) => {
        const text = JSON.stringify(resource).replaceAll(
          "${data.aws_ec2_transit_gateway.transit_gateway_lookup.id}",
          "tgw-0123456789abcdef0",
        );
        Object.assign(resource, JSON.parse(text));
      },
    },
  ],
  [
    "the stacks are of different accounts",
    {
      hub: (stack) => {
        Object.assign((stack.provider as { aws: JsonObject[] }).aws[0] ?? {}, {
          allowed_account_ids: ["444455556666"],
        });
      },
    },
  ],
])("Nothing about the path is proved where the stacks do not show that they mean one object: %s.", (_, edits) => {
  expect(openVerdicts("team-a", edits, Object.keys(elsewhere))).toEqual(elsewhere);
});
