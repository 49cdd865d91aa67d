import { type Cidr, parseCidr } from "../../ip/cidr";
import { contains, overlaps } from "../../ip/interval-set";
import { type AwsConfiguration, resourcesOfType } from "../configuration/aws-configuration";
import { blocksOf, isSet, listOf, literalText, type Values } from "../configuration/terraform-values";
import type { Refusal } from "../refusal";
import type { RelationCheck } from "./relation-check";
import { vpcBlocks } from "./vpc-blocks";

const SUBNETS_PAGE = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html";
const ENDPOINT_PAGE = "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html";

interface Subnet {
  readonly address: string;
  readonly cidr: Cidr;
  readonly vpc: unknown;
}

/** Refuses subnets that overlap, and subnets outside their VPC. */
export const subnetsFit: RelationCheck = (configuration) => {
  const subnets = subnetsOf(configuration);
  const blocks = vpcBlocks(configuration);
  return subnets.flatMap(({ address, cidr, vpc }, at) => {
    const other = subnets.slice(0, at).find((one) => one.vpc === vpc && overlaps(one.cidr.addresses, cidr.addresses));
    const ofVpc = typeof vpc === "string" ? (blocks.get(vpc) ?? []) : [];
    const isOutside = ofVpc.length > 0 && !ofVpc.some((block) => contains(block.cidr.addresses, cidr.addresses));
    const refusal = (problem: string): Refusal => ({
      address,
      argument: "cidr_block",
      problem,
      value: cidr.text,
      remedy: "use a free block of the VPC",
      source: SUBNETS_PAGE,
    });
    return [
      ...(other === undefined ? [] : [refusal(`overlaps ${other.address}`)]),
      ...(isOutside ? [refusal(`is outside of the VPC's ${ofVpc.map((block) => block.cidr.text).join(", ")}`)] : []),
    ];
  });
};

/** What has one interface in each zone: the type, and the references to its subnets with the path of their argument. */
const ONE_SUBNET_A_ZONE: readonly {
  readonly type: string;
  readonly argument: string;
  readonly subnetsOf: (values: Values) => readonly unknown[];
  readonly page: string;
}[] = [
  {
    type: "aws_vpc_endpoint",
    argument: "subnet_ids",
    subnetsOf: ({ subnet_ids }) => listOf(subnet_ids),
    page: ENDPOINT_PAGE,
  },
  {
    type: "aws_ec2_transit_gateway_vpc_attachment",
    argument: "subnet_ids",
    subnetsOf: ({ subnet_ids }) => listOf(subnet_ids),
    page: "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html",
  },
  {
    type: "aws_networkfirewall_firewall",
    argument: "subnet_mapping",
    subnetsOf: ({ subnet_mapping }) => blocksOf(subnet_mapping).map(({ subnet_id }) => subnet_id),
    page: "https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_CreateFirewall.html",
  },
];

/** Refuses two subnets of one zone where AWS makes one interface in each. */
export const subnetZonesDiffer: RelationCheck = ({ resources }) => {
  const zones = new Map(
    resourcesOfType(resources, "aws_subnet").map(({ address, values }) => [
      `\${${address}.id}`,
      values.availability_zone,
    ]),
  );
  return ONE_SUBNET_A_ZONE.flatMap(({ type, argument, subnetsOf, page }) =>
    resourcesOfType(resources, type).flatMap(({ address, values }) => {
      const used = subnetsOf(values).map((subnet) => zones.get(String(subnet)));
      const twice = used.find((zone, at) => isSet(zone) && used.indexOf(zone) < at);
      return twice === undefined
        ? []
        : [
            {
              address,
              argument,
              problem: `two subnets are in the zone ${String(twice)}`,
              remedy: "keep one subnet of each zone",
              source: page,
            },
          ];
    }),
  );
};

/** Refuses two gateway endpoints of one service in one route table. */
export const gatewayRoutesDiffer: RelationCheck = ({ resources }) => {
  const first = new Map<string, string>();
  return resourcesOfType(resources, "aws_vpc_endpoint").flatMap(({ address, values }) => {
    const keys = listOf(values.route_table_ids).map((table) => `${String(values.service_name)} ${String(table)}`);
    const other = keys.map((key) => first.get(key)).find((found) => found !== undefined);
    for (const key of keys) {
      first.set(key, first.get(key) ?? address);
    }
    return other === undefined
      ? []
      : [
          {
            address,
            argument: "route_table_ids",
            problem: `${other} has a route of the same service in one of the tables`,
            remedy: "keep one endpoint for each table",
            source: "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
          },
        ];
  });
};

/** Refuses private DNS names in a VPC without DNS. */
export const privateNamesHaveDns: RelationCheck = ({ resources }) => {
  const withoutDns = new Set(
    resourcesOfType(resources, "aws_vpc")
      .filter(({ values }) => values.enable_dns_support === false || values.enable_dns_hostnames === false)
      .map(({ address }) => `\${${address}.id}`),
  );
  return resourcesOfType(resources, "aws_vpc_endpoint")
    .filter(({ values }) => values.private_dns_enabled === true && withoutDns.has(String(values.vpc_id)))
    .map(({ address }) => ({
      address,
      argument: "private_dns_enabled",
      problem: "needs DNS support and DNS hostnames of the VPC",
      remedy: "switch them on in the VPC",
      source: ENDPOINT_PAGE,
    }));
};

/** Refuses two endpoints of one VPC that answer for the same private DNS name. */
export const privateNamesDiffer: RelationCheck = ({ resources }) => {
  const first = new Map<string, string>();
  return resourcesOfType(resources, "aws_vpc_endpoint")
    .filter(({ values }) => values.private_dns_enabled === true && values.vpc_endpoint_type === "Interface")
    .flatMap(({ address, values }) => {
      const key = `${String(values.vpc_id)} ${String(values.service_name)}`;
      const other = first.get(key);
      first.set(key, other ?? address);
      return other === undefined
        ? []
        : [
            {
              address,
              argument: "private_dns_enabled",
              problem: `${other} has private DNS for the same service`,
              remedy: "switch it off for one of them",
              source: ENDPOINT_PAGE,
            },
          ];
    });
};

function subnetsOf({ resources }: AwsConfiguration): readonly Subnet[] {
  return resourcesOfType(resources, "aws_subnet").flatMap(({ address, values }) => {
    const cidr = parseCidr(literalText(values.cidr_block) ?? "");
    return cidr === undefined ? [] : [{ address, cidr, vpc: values.vpc_id }];
  });
}
