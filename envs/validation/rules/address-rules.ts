import { ADDRESS_NEEDS } from "../../addressing/capacity";
import { addressesPlanned, type Tier, tiersOf } from "../../addressing/subnet-plan";
import {
  aligned,
  type Cidr,
  contains,
  formatCidr,
  isAligned,
  overlaps,
  PRIVATE_RANGES,
  parseCidr,
  prefixLengthFor,
  sizeOf,
} from "../../schema/cidr";
import { shown } from "../faults/fault";
import type { Rule } from "../faults/partial-environment";

/** AWS's sizes of a VPC. */
const LARGEST_VPC = 16;
const SMALLEST_VPC = 28;

/**
 * Docker's own network on the instances of SageMaker.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
const DOCKER = parseCidr("172.17.0.0/16");

interface BlockRefusal {
  readonly holds: (block: Cidr) => boolean;
  readonly wrong: string;
  readonly todo: (block: Cidr) => string;
}

const BLOCK_REFUSALS: readonly BlockRefusal[] = [
  {
    holds: ({ prefixLength }) => prefixLength < LARGEST_VPC || prefixLength > SMALLEST_VPC,
    wrong: `is not between /${LARGEST_VPC} and /${SMALLEST_VPC}`,
    todo: () => `use a prefix length from ${LARGEST_VPC} to ${SMALLEST_VPC}`,
  },
  {
    holds: (block) => !isAligned(block),
    wrong: "has bits set behind its prefix",
    todo: (block) => `write ${formatCidr(aligned(block))}`,
  },
  {
    holds: (block) => !PRIVATE_RANGES.some((range) => contains(range, block)),
    wrong: "is not private",
    todo: () => `use a block in ${PRIVATE_RANGES.map(formatCidr).join(", ")}`,
  },
  {
    holds: (block) => overlaps(DOCKER, block),
    wrong: `overlaps ${formatCidr(DOCKER)}, which Docker uses on SageMaker's instances`,
    todo: () => "use another block",
  },
];

const vpcIsLegal: Rule = ({ known: { vpcCidr } }) => {
  if (vpcCidr === undefined) {
    return [];
  }
  const block = parseCidr(vpcCidr);
  return BLOCK_REFUSALS.filter(({ holds }) => holds(block)).map(({ wrong, todo }) => ({
    field: "vpcCidr",
    wrong,
    got: shown(vpcCidr),
    todo: todo(block),
  }));
};

const planFits: Rule = ({ whole: { vpcCidr, availabilityZones, subnetPrefixLengths } }) => {
  if (vpcCidr === undefined || availabilityZones === undefined || subnetPrefixLengths === undefined) {
    return [];
  }
  const size = sizeOf(parseCidr(vpcCidr).prefixLength);
  const planned = addressesPlanned({ availabilityZones, subnetPrefixLengths });
  const sufficient = prefixLengthFor(planned);
  return planned <= size
    ? []
    : [
        {
          field: "vpcCidr",
          wrong: `is too small: it has ${size} addresses, its subnets take ${planned}`,
          got: shown(vpcCidr),
          todo: `${sufficient < LARGEST_VPC ? "" : `use a /${sufficient}, or `}use smaller subnets in subnetPrefixLengths`,
        },
      ];
};

const subnetsHoldWhatTheyMust: Rule = ({ known, whole }) => {
  const { availabilityZones, resilience, endpoints, packages, access, subnetPrefixLengths } = whole;
  const users = known.studio?.users;
  if (!availabilityZones || !resilience || !endpoints || !packages || !access || !users || !known.egress?.kind) {
    return [];
  }
  const demand = { availabilityZones, resilience, endpoints, packages, access, studio: { users } };
  const planWith = (tier: Tier, prefixLength: number): number =>
    subnetPrefixLengths
      ? addressesPlanned({ availabilityZones, subnetPrefixLengths: { ...subnetPrefixLengths, [tier]: prefixLength } })
      : 0;
  return tiersOf(known.egress.kind, access).flatMap((tier) => {
    const prefixLength = known.subnetPrefixLengths?.[tier];
    const need = ADDRESS_NEEDS[tier](demand);
    if (prefixLength === undefined || need.addresses <= sizeOf(prefixLength)) {
      return [];
    }
    const sufficient = prefixLengthFor(need.addresses);
    return [
      {
        field: `subnetPrefixLengths.${tier}`,
        wrong: `is too small: it has ${sizeOf(prefixLength)} addresses, a zone needs ${need.addresses} (${need.because})`,
        got: shown(prefixLength),
        todo: planWith(tier, sufficient) > sizeOf(LARGEST_VPC) ? "use more zones or fewer users" : `use ${sufficient}`,
      },
    ];
  });
};

/** Rules about the addresses of an environment. */
export const addressRules: readonly Rule[] = [vpcIsLegal, planFits, subnetsHoldWhatTheyMust];
