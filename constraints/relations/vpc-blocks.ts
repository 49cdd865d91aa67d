import { type Cidr, parseCidr, requireCidr } from "../../ip/cidr";
import { contains, overlaps } from "../../ip/interval-set";
import { type AwsConfiguration, resourcesOfType } from "../configuration/aws-configuration";
import { isSet, literalText } from "../configuration/terraform-values";
import type { Refusal } from "../refusal";
import type { RelationCheck } from "./relation-check";

const BLOCKS_PAGE = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html";
const ROUTES_PAGE = "https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html";
const QUOTAS_PAGE = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html";
const MOST_BLOCKS = 5;
/** Blocks that no VPC may have. */
const RESERVED = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"].map(requireCidr);
/** Private ranges, of which a VPC has blocks of one only; 198.19.0.0/16 goes with none of them. */
const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(requireCidr);
/** Targets that may take traffic of the VPC itself. */
const LOCAL_TARGETS = ["nat_gateway_id", "network_interface_id", "vpc_endpoint_id"];

/** A block of a VPC, with the resource that has it. */
interface VpcBlock {
  readonly address: string;
  readonly cidr: Cidr;
}

/** Blocks by the reference to the VPC's id: its own first, then those that are associated. */
export function vpcBlocks({ resources }: AwsConfiguration): ReadonlyMap<string, readonly VpcBlock[]> {
  const blocks = new Map<string, VpcBlock[]>();
  const add = (vpc: string, address: string, value: unknown): void => {
    const cidr = parseCidr(literalText(value) ?? "");
    if (cidr !== undefined) {
      blocks.set(vpc, [...(blocks.get(vpc) ?? []), { address, cidr }]);
    }
  };
  for (const { address, values } of resourcesOfType(resources, "aws_vpc")) {
    add(`\${${address}.id}`, address, values.cidr_block);
  }
  for (const { address, values } of resourcesOfType(resources, "aws_vpc_ipv4_cidr_block_association")) {
    add(String(values.vpc_id), address, values.cidr_block);
  }
  return blocks;
}

/** Refuses blocks that AWS reserves, that overlap, that do not go with the first one, and more than the quota. */
export const vpcBlocksFit: RelationCheck = (configuration) =>
  [...vpcBlocks(configuration).values()].flatMap((blocks) => {
    const [primary] = blocks;
    return blocks.flatMap((block, at) => {
      const { address, cidr } = block;
      const refusal = (problem: string, source = BLOCKS_PAGE): Refusal => ({
        address,
        argument: "cidr_block",
        problem,
        value: cidr.text,
        remedy: "use another block",
        source,
      });
      const reserved = RESERVED.find((range) => overlaps(range.addresses, cidr.addresses));
      const other = blocks.slice(0, at).find((one) => overlaps(one.cidr.addresses, cidr.addresses));
      return [
        ...(reserved === undefined ? [] : [refusal(`is of ${reserved.text}, which AWS reserves`)]),
        ...(other === undefined ? [] : [refusal(`overlaps the block of ${other.address}`)]),
        ...(primary !== undefined && at > 0 && !areCompatible(primary.cidr, cidr)
          ? [refusal(`is of another private range than ${primary.cidr.text}`)]
          : []),
        ...(at === MOST_BLOCKS
          ? [refusal(`is block ${at + 1} of the VPC; the quota is ${MOST_BLOCKS}`, QUOTAS_PAGE)]
          : []),
      ];
    });
  });

function areCompatible(primary: Cidr, added: Cidr): boolean {
  const rangeOf = ({ addresses }: Cidr): Cidr | undefined =>
    PRIVATE_RANGES.find((range) => contains(range.addresses, addresses));
  const [own, other] = [rangeOf(primary), rangeOf(added)];
  return own === undefined || other === undefined || own === other;
}

/** Refuses routes of a VPC's own block to a gateway: only some targets replace the local route. */
export const localRoutesStay: RelationCheck = (configuration) => {
  const { resources } = configuration;
  const blocks = vpcBlocks(configuration);
  const vpcs = new Map(
    resourcesOfType(resources, "aws_route_table").map(({ address, values }) => [`\${${address}.id}`, values.vpc_id]),
  );
  return resourcesOfType(resources, "aws_route").flatMap(({ address, values }) => {
    const vpc = vpcs.get(String(values.route_table_id));
    const own = blocks.get(String(vpc))?.find(({ cidr }) => cidr.text === values.destination_cidr_block);
    return own === undefined || LOCAL_TARGETS.some((target) => isSet(values[target]))
      ? []
      : [
          {
            address,
            argument: "destination_cidr_block",
            problem: "is a block of the VPC, which has a local route",
            value: own.cidr.text,
            remedy: "remove the route, or use a NAT gateway, an interface or an endpoint as its target",
            source: ROUTES_PAGE,
          },
        ];
  });
};
