import { addressCount, prefixLengthFor, requireCidr } from "../../../ip/cidr";
import { overlaps } from "../../../ip/interval-set";
import { ADDRESS_NEEDS } from "../../addressing/capacity";
import { plannedAddressCount, sizeFieldOf, subnetTiers, type Tier } from "../../addressing/subnet-plan";
import { type CidrRule, noHostBitsRule, privateBlockRule } from "../issues/cidr-rules";
import type { PartialEnvironment, ValidationRule } from "../issues/partial-environment";
import { formatValue } from "../issues/validation-issue";

/** The VPC sizes that AWS allows. */
const MIN_VPC_PREFIX_LENGTH = 16;
const MAX_VPC_PREFIX_LENGTH = 28;

/**
 * The network that Docker uses on SageMaker instances.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
const DOCKER_BRIDGE_CIDR = requireCidr("172.17.0.0/16");

const VPC_CIDR_RULES: readonly CidrRule[] = [
  {
    isViolated: ({ prefixLength }) => prefixLength < MIN_VPC_PREFIX_LENGTH || prefixLength > MAX_VPC_PREFIX_LENGTH,
    problem: `is not between /${MIN_VPC_PREFIX_LENGTH} and /${MAX_VPC_PREFIX_LENGTH}`,
    fix: () => `use a prefix length from ${MIN_VPC_PREFIX_LENGTH} to ${MAX_VPC_PREFIX_LENGTH}`,
  },
  noHostBitsRule,
  privateBlockRule,
  {
    isViolated: (block) => overlaps(DOCKER_BRIDGE_CIDR.addresses, block.addresses),
    problem: `overlaps ${DOCKER_BRIDGE_CIDR.text}, which Docker uses on SageMaker instances`,
    fix: () => "use another block",
  },
];

const vpcCidrIsValid: ValidationRule = ({ validValues: { vpcCidr } }) => {
  if (vpcCidr === undefined) {
    return [];
  }
  const block = requireCidr(vpcCidr);
  return VPC_CIDR_RULES.filter(({ isViolated: holds }) => holds(block)).map(({ problem, fix }) => ({
    field: "vpcCidr",
    problem,
    got: formatValue(vpcCidr),
    fix: fix(block),
  }));
};

/** The plan of the stack checks the sizes of existing subnets. */
function isInExistingNetwork({ network }: PartialEnvironment["validValues"]): boolean {
  return network?.kind === "existing";
}

const subnetPlanFitsVpc: ValidationRule = ({ validValues, validFields }) => {
  const { vpcCidr, availabilityZones, subnetPrefixLengths } = validFields;
  if (
    isInExistingNetwork(validValues) ||
    vpcCidr === undefined ||
    availabilityZones === undefined ||
    subnetPrefixLengths === undefined
  ) {
    return [];
  }
  const size = addressCount(requireCidr(vpcCidr).prefixLength);
  const planned = plannedAddressCount({ availabilityZones, subnetPrefixLengths });
  const sufficient = prefixLengthFor(planned);
  return planned <= size
    ? []
    : [
        {
          field: "vpcCidr",
          problem: `is too small: it has ${size} addresses, but its subnets take ${planned}`,
          got: formatValue(vpcCidr),
          fix: `${sufficient < MIN_VPC_PREFIX_LENGTH ? "" : `use a /${sufficient}, or `}use smaller subnets in subnetPrefixLengths`,
        },
      ];
};

const subnetsAreLargeEnough: ValidationRule = ({ validValues, validFields: whole }) => {
  const { availabilityZones, resilience, endpoints, packages, access, subnetPrefixLengths } = whole;
  const { users, capabilities = {} } = validValues.studio ?? {};
  if (isInExistingNetwork(validValues)) {
    return [];
  }
  if (!availabilityZones || !resilience || !endpoints || !packages || !access || !users || !validValues.egress?.kind) {
    return [];
  }
  const demand = { availabilityZones, resilience, endpoints, packages, access, studio: { users, capabilities } };
  const planWith = (tier: Tier, prefixLength: number): number =>
    subnetPrefixLengths
      ? plannedAddressCount({
          availabilityZones,
          subnetPrefixLengths: { ...subnetPrefixLengths, [sizeFieldOf(tier)]: prefixLength },
        })
      : 0;
  return subnetTiers(validValues.egress.kind, access).flatMap((tier) => {
    const prefixLength = validValues.subnetPrefixLengths?.[sizeFieldOf(tier)];
    const need = ADDRESS_NEEDS[tier](demand);
    if (prefixLength === undefined || need.addresses <= addressCount(prefixLength)) {
      return [];
    }
    const sufficient = prefixLengthFor(need.addresses);
    return [
      {
        field: `subnetPrefixLengths.${sizeFieldOf(tier)}`,
        problem: `is too small: it has ${addressCount(prefixLength)} addresses, but a zone needs ${need.addresses} (${need.explanation})`,
        got: formatValue(prefixLength),
        fix:
          planWith(tier, sufficient) > addressCount(MIN_VPC_PREFIX_LENGTH)
            ? "use more zones or fewer users"
            : `use ${sufficient}`,
      },
    ];
  });
};

/** Rules about the addresses of an environment. */
export const addressRules: readonly ValidationRule[] = [vpcCidrIsValid, subnetPlanFitsVpc, subnetsAreLargeEnough];
