import { type Cidr, parseCidr } from "../../ip/cidr";
import { contains, overlaps } from "../../ip/interval-set";
import { type AwsConfiguration, resourcesOfType } from "../configuration/aws-configuration";
import { isSet, listOf, literalText } from "../configuration/terraform-values";
import type { Refusal } from "../refusal";
import type { RelationCheck } from "./relation-check";

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
    const isOutside = ofVpc.length > 0 && !ofVpc.some((block) => contains(block.addresses, cidr.addresses));
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
      ...(isOutside ? [refusal(`is outside of the VPC's ${ofVpc.map(({ text }) => text).join(", ")}`)] : []),
    ];
  });
};

/** Refuses two subnets of one zone in one interface endpoint. */
export const endpointZonesDiffer: RelationCheck = ({ resources }) => {
  const zones = new Map(
    resourcesOfType(resources, "aws_subnet").map(({ address, values }) => [
      `\${${address}.id}`,
      values.availability_zone,
    ]),
  );
  return resourcesOfType(resources, "aws_vpc_endpoint").flatMap(({ address, values }) => {
    const used = listOf(values.subnet_ids).map((subnet) => zones.get(String(subnet)));
    const twice = used.find((zone, at) => isSet(zone) && used.indexOf(zone) < at);
    return twice === undefined
      ? []
      : [
          {
            address,
            argument: "subnet_ids",
            problem: `two subnets are in the zone ${String(twice)}`,
            remedy: "keep one subnet of each zone",
            source: ENDPOINT_PAGE,
          },
        ];
  });
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

/** Blocks by the reference to the VPC's id, with those that are associated later. */
function vpcBlocks({ resources }: AwsConfiguration): ReadonlyMap<string, readonly Cidr[]> {
  const blocks = new Map<string, Cidr[]>();
  const add = (vpc: string, value: unknown): void => {
    const cidr = parseCidr(literalText(value) ?? "");
    if (cidr !== undefined) {
      blocks.set(vpc, [...(blocks.get(vpc) ?? []), cidr]);
    }
  };
  const associations = resourcesOfType(resources, "aws_vpc_ipv4_cidr_block_association");
  for (const { address, values } of resourcesOfType(resources, "aws_vpc")) {
    add(`\${${address}.id}`, values.cidr_block);
  }
  for (const { values } of associations) {
    add(String(values.vpc_id), values.cidr_block);
  }
  return blocks;
}
