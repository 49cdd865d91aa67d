import { decideClaims } from "../../../../verify/claims/decide-claims";
import { readPosture } from "../../../../verify/posture/read-posture";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";

type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** A VPC with a subnet, an instance and a route to the given target. */
function networkTo(target: object, more: Resources = {}): Resources {
  return {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.0.0/24", availability_zone: "eu-west-1a" } },
    aws_instance: { host: { subnet_id: "${aws_subnet.a.id}", ami: "ami-0123456789abcdef0" } },
    aws_internet_gateway: { out: { vpc_id: "${aws_vpc.main.id}" } },
    aws_route_table: { out: { vpc_id: "${aws_vpc.main.id}", route: [{ cidr_block: "0.0.0.0/0", ...target }] } },
    aws_route_table_association: {
      a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.out.id}" },
    },
    ...more,
  };
}

const internet = { gateway_id: "${aws_internet_gateway.out.id}" };

test.each<[what: string, resource: Resources, verdict: string]>([
  ["every path is known, and one reaches the internet", networkTo(internet), "violated"],
  [
    "a route targets an endpoint of another root module",
    networkTo({ vpc_endpoint_id: "vpce-0123456789abcdef0" }),
    "undecided",
  ],
  [
    "a route targets a transit gateway of another root module",
    networkTo({ transit_gateway_id: "tgw-0123456789abcdef0" }),
    "undecided",
  ],
  ["nothing reaches the internet", networkTo({ nat_gateway_id: "${var.nat}" }), "undecided"],
  [
    "Studio is in a VPC that is declared elsewhere",
    networkTo(internet, {
      aws_sagemaker_notebook_instance: { n: { name: "n", subnet_id: "subnet-0123456789abcdef0" } },
    }),
    "undecided",
  ],
  [
    "the number of some resources is not known",
    networkTo(internet, { aws_route: { more: { count: "${var.n}" } } }),
    "undecided",
  ],
])("A firewall that the posture demands and nothing declares: %s.", (_, resource, verdict) => {
  const configuration = readConfiguration({ provider: { aws: { region: "eu-west-1" } }, resource }, "stack");
  const results = decideClaims({ configuration, posture: readPosture(configuration, "inspected") });

  expect(results.find(({ claim }) => claim.name === "firewall-denies-by-default")?.verdict.kind).toBe(verdict);
});
