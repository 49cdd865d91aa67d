import { addressCount, parseAddressSet, prefixLengthFor, requireCidr } from "../../../ip/cidr";
import { overlaps } from "../../../ip/interval-set";
import { inspectionAddressCount } from "../../inspection/inspection-subnets";
import { suggestFix } from "../../schema/suggest-fix";
import { noHostBitsRule, privateBlockRule } from "../issues/cidr-rules";
import { duplicateEntries, indexedEntries, type PartialEnvironment } from "../issues/partial-environment";
import { formatValue, type ValidationIssue } from "../issues/validation-issue";
import { namesOtherHub } from "./hub-rules";
import type { PartialInspection } from "./inspection-reading";

type OtherEnvironment = PartialEnvironment["validValues"];

/** A rule about an inspection environment among all environments of the project. */
type InspectionRule = (
  inspection: PartialInspection,
  others: readonly OtherEnvironment[],
) => readonly ValidationIssue[];

const subnetsFitVpc: InspectionRule = ({ vpcCidr, availabilityZones }) => {
  const zones = indexedEntries(availabilityZones).map(({ value }) => value);
  if (vpcCidr === undefined || zones.length === 0) {
    return [];
  }
  const size = addressCount(requireCidr(vpcCidr).prefixLength);
  const needed = inspectionAddressCount(zones);
  return needed <= size
    ? []
    : [
        {
          field: "vpcCidr",
          problem: `is too small: it has ${size} addresses, but its zones take ${needed}`,
          got: formatValue(vpcCidr),
          fix: `use a /${prefixLengthFor(needed)}`,
        },
      ];
};

/** A spoke with its index, and its block where it is known. */
function blocksOfSpokes({ spokes }: PartialInspection, others: readonly OtherEnvironment[]) {
  return indexedEntries(spokes).flatMap(({ index, value }) => {
    const environment = others.find(({ name }) => name !== undefined && name === value.name);
    const cidr = value.kind === "vpc" ? value.cidr : environment?.vpcCidr;
    return cidr === undefined
      ? []
      : [{ index, cidr, field: `spokes[${index}].${value.kind === "vpc" ? "cidr" : "name"}` }];
  });
}

const spokesAreListedOnce: InspectionRule = ({ spokes }) =>
  (["name", "attachmentId"] as const).flatMap((field) =>
    duplicateEntries(indexedEntries(spokes), (spoke) => spoke[field]).map(({ index, value }) => ({
      field: `spokes[${index}].${field}`,
      problem: "is listed twice",
      got: formatValue(value[field]),
      fix: "list every spoke once",
    })),
  );

const blocksAreValid: InspectionRule = ({ spokes }) =>
  indexedEntries(spokes).flatMap(({ index, value }) => {
    if (value.kind !== "vpc" || value.cidr === undefined) {
      return [];
    }
    const block = requireCidr(value.cidr);
    const rule = [noHostBitsRule, privateBlockRule].find(({ isViolated }) => isViolated(block));
    const field = `spokes[${index}].cidr`;
    return rule === undefined
      ? []
      : [{ field, problem: rule.problem, got: formatValue(value.cidr), fix: rule.fix(block) }];
  });

/** A route table holds one route to a block, and the firewall tells spokes by their addresses. */
const blocksAreDisjoint: InspectionRule = (inspection, others) => {
  const blocks = blocksOfSpokes(inspection, others);
  return blocks.flatMap(({ index, cidr, field }) => {
    const addresses = parseAddressSet(cidr);
    const isOwn = inspection.vpcCidr !== undefined && overlaps(addresses, parseAddressSet(inspection.vpcCidr));
    const other = blocks.find((one) => one.index < index && overlaps(addresses, parseAddressSet(one.cidr)));
    const what = isOwn ? "the inspection VPC" : other && `spokes[${other.index}], ${other.cidr}`;
    return what === undefined
      ? []
      : [{ field, problem: `overlaps ${what}`, got: formatValue(cidr), fix: "use a block that no other VPC has" }];
  });
};

const spokesHaveCentralEgress: InspectionRule = (inspection, others) =>
  indexedEntries(inspection.spokes).flatMap(({ index, value }) => {
    if (value.kind !== "environment" || value.name === undefined) {
      return [];
    }
    const field = `spokes[${index}].name`;
    const got = formatValue(value.name);
    const central = others.filter(({ egress }) => egress?.kind === "central").flatMap(({ name }) => name ?? []);
    const environment = others.find(({ name }) => name === value.name);
    if (environment === undefined) {
      return [
        {
          field,
          problem: "is no environment",
          got,
          fix: suggestFix(value.name, central, spokeAdvice(others, central)),
        },
      ];
    }
    if (environment.egress?.kind === "central") {
      return spokeIssues(inspection, environment, { index, got, attachmentId: value.attachmentId });
    }
    const fix = `set its egress to { kind: "central", ... }, or remove the spoke`;
    return environment.egress?.kind === undefined
      ? []
      : [{ field, problem: `has egress ${environment.egress.kind}`, got, fix }];
  });

/** The environments that can be spokes, or else those that could become one. */
function spokeAdvice(others: readonly OtherEnvironment[], central: readonly string[]): string {
  const names = others.flatMap(({ name }) => name ?? []);
  return central.length > 0
    ? `use ${central.join(", ")}, or a spoke of kind "vpc"`
    : names.length > 0
      ? `use a spoke of kind "vpc", or set the egress of ${names.join(", ")} to { kind: "central", ... }`
      : 'use a spoke of kind "vpc"';
}

/** What must agree between an inspection environment and a spoke with central egress. */
function spokeIssues(
  { region, account, transitGateway }: PartialInspection,
  spoke: OtherEnvironment,
  { index, got, attachmentId }: { readonly index: number; readonly got: string; readonly attachmentId?: string },
): readonly ValidationIssue[] {
  const gateway = transitGateway?.kind === "existing" ? transitGateway.id : undefined;
  const used = spoke.egress?.kind === "central" ? spoke.egress.transitGatewayId : undefined;
  const differ = (one: string | undefined, other: string | undefined): boolean =>
    one !== undefined && other !== undefined && one !== other;
  const field = `spokes[${index}].name`;
  return [
    {
      fails: differ(spoke.region, region),
      issue: {
        field,
        problem: `is in ${spoke.region}, which this transit gateway does not connect`,
        got,
        fix: "use one inspection environment for each Region",
      },
    },
    {
      fails: differ(used, gateway),
      issue: {
        field,
        problem: `has egress through ${used}, which is another transit gateway`,
        got,
        fix: `set its egress.transitGatewayId to ${gateway}`,
      },
    },
    {
      fails: differ(spoke.account, account) && attachmentId === undefined,
      issue: {
        field: `spokes[${index}].attachmentId`,
        problem: "is missing, and the Name tag of an attachment is visible in its own account only",
        got: "nothing",
        fix: "write the output transit_gateway_attachment_id of the environment",
      },
    },
  ].flatMap(({ fails, issue }) => (fails ? [issue] : []));
}

const INSPECTION_RULES: readonly InspectionRule[] = [
  subnetsFitVpc,
  spokesAreListedOnce,
  blocksAreValid,
  blocksAreDisjoint,
  spokesHaveCentralEgress,
  namesOtherHub,
];

/** Issues of an inspection environment among the other environments. */
export function inspectionIssues(
  inspection: PartialInspection,
  others: readonly OtherEnvironment[],
): readonly ValidationIssue[] {
  return INSPECTION_RULES.flatMap((rule) => rule(inspection, others));
}
