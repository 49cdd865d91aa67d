import { type Cidr, parseAddressSet, requireCidr } from "../../../ip/cidr";
import { privateCidrs } from "../../../ip/internet-addresses";
import { overlaps } from "../../../ip/interval-set";
import { type CidrRule, noHostBitsRule, privateBlockRule } from "../issues/cidr-rules";
import {
  duplicateEntries,
  indexedEntries,
  type PartialEnvironment,
  type ValidationRule,
} from "../issues/partial-environment";
import { failedRequirements, type Requirement } from "../issues/requirement";
import { formatValue } from "../issues/validation-issue";

/** A wider block belongs to more than one organization. */
const MIN_PUBLIC_PREFIX_LENGTH = 8;

type ValidValues = PartialEnvironment["validValues"];

function enabledAccess({ access }: ValidValues) {
  return access?.kind === "on" ? access : undefined;
}

function attachedGatewayId(validValues: ValidValues): string | undefined {
  const attachment = enabledAccess(validValues)?.attachment;
  return attachment?.kind === "transit-gateway" ? attachment.id : undefined;
}

function centralGatewayId({ egress }: ValidValues): string | undefined {
  return egress?.kind === "central" ? egress.transitGatewayId : undefined;
}

function attachmentCidrs(validValues: ValidValues): readonly CidrEntry[] {
  const attachment = enabledAccess(validValues)?.attachment;
  return attachment !== undefined && "cidrs" in attachment ? cidrEntries("attachment.cidrs", attachment.cidrs) : [];
}

/** A CIDR block of `access`, and the path of its field. */
interface CidrEntry {
  readonly field: string;
  readonly cidr: string;
}

function cidrEntries(field: string, list: readonly (string | undefined)[] | undefined): readonly CidrEntry[] {
  return indexedEntries(list).map(({ index, value }) => ({ field: `access.${field}[${index}]`, cidr: value }));
}

function jumpHostCidr(validValues: ValidValues): readonly CidrEntry[] {
  const client = enabledAccess(validValues)?.client;
  return client?.kind === "public-jump-host" && client.allowedCidr !== undefined
    ? [{ field: "access.client.allowedCidr", cidr: client.allowedCidr }]
    : [];
}

const overlapsPrivate = (block: Cidr): boolean =>
  privateCidrs.some(({ addresses }) => overlaps(addresses, block.addresses));

/** A rule for some blocks of user access. Only the first violated rule of a block is reported. */
interface AccessCidrRule extends Pick<CidrRule, "problem" | "fix"> {
  readonly entries: (validValues: ValidValues) => readonly CidrEntry[];
  readonly isViolated: (block: Cidr, known: ValidValues) => boolean;
}

const privateCidrEntries = (validValues: ValidValues): readonly CidrEntry[] => [
  ...cidrEntries("privateCidrs", enabledAccess(validValues)?.privateCidrs),
  ...attachmentCidrs(validValues),
];
const publicCidrEntries = (validValues: ValidValues): readonly CidrEntry[] => [
  ...cidrEntries("publicCidrs", enabledAccess(validValues)?.publicCidrs),
  ...jumpHostCidr(validValues),
];
const allCidrEntries = (validValues: ValidValues): readonly CidrEntry[] => [
  ...privateCidrEntries(validValues),
  ...publicCidrEntries(validValues),
];

const CIDR_RULES: readonly AccessCidrRule[] = [
  { entries: allCidrEntries, ...noHostBitsRule },
  { entries: privateCidrEntries, ...privateBlockRule },
  {
    entries: attachmentCidrs,
    isViolated: ({ addresses }, { vpcCidr }) => vpcCidr !== undefined && overlaps(addresses, parseAddressSet(vpcCidr)),
    problem: "overlaps the VPC",
    fix: () => "use the blocks of the corporate network",
  },
  {
    entries: publicCidrEntries,
    isViolated: overlapsPrivate,
    problem: "contains private addresses, which calls over the internet never come from",
    fix: () => "use public blocks of the company",
  },
  {
    entries: (validValues) => cidrEntries("publicCidrs", enabledAccess(validValues)?.publicCidrs),
    isViolated: ({ prefixLength }) => prefixLength < MIN_PUBLIC_PREFIX_LENGTH,
    problem: "is wider than /8",
    fix: () => "use public blocks of the company",
  },
  {
    entries: jumpHostCidr,
    isViolated: ({ prefixLength }) => prefixLength !== 32,
    problem: "is more than one address",
    fix: ({ text }) => `use one address, such as ${text.replace(/\/\d+$/, "/32")}`,
  },
];

const cidrsAreValid: ValidationRule = ({ validValues }) =>
  allCidrEntries(validValues).flatMap(({ field, cidr: text }) => {
    const block = requireCidr(text);
    const rule = CIDR_RULES.find(
      ({ entries: blocks, isViolated: holds }) =>
        blocks(validValues).some((entry) => entry.field === field) && holds(block, validValues),
    );
    return rule === undefined ? [] : [{ field, problem: rule.problem, got: formatValue(text), fix: rule.fix(block) }];
  });

const LISTS = ["allowedVpcIds", "privateCidrs", "publicCidrs"] as const;

/** Lists of `access` whose items are different, by their field. */
function distinctLists(
  validValues: ValidValues,
): Readonly<Record<string, readonly (string | undefined)[] | undefined>> {
  const { attachment, selfService, ...access } = enabledAccess(validValues) ?? {};
  const endUsers = selfService?.kind === "on" ? selfService.endUsers : undefined;
  return {
    ...Object.fromEntries(LISTS.map((field) => [field, access[field]])),
    "attachment.cidrs": attachment !== undefined && "cidrs" in attachment ? attachment.cidrs : [],
    "selfService.endUsers.roles": endUsers?.kind === "roles" ? endUsers.roles : [],
  };
}

const entriesAreListedOnce: ValidationRule = ({ validValues }) =>
  Object.entries(distinctLists(validValues)).flatMap(([field, list]) =>
    duplicateEntries(indexedEntries(list), (text) => text).map(({ index, value: text }) => ({
      field: `access.${field}[${index}]`,
      problem: "is listed twice",
      got: formatValue(text),
      fix: "list it once",
    })),
  );

const unrestrictedUrlsListNoNetworks: ValidationRule = ({ validValues }) => {
  const access = enabledAccess(validValues);
  return access?.restrictUrlsToNetwork === false
    ? LISTS.filter((field) => (access[field]?.length ?? 0) > 0).map((field) => ({
        field: `access.${field}`,
        problem: "has no effect while restrictUrlsToNetwork is false",
        got: formatValue(access[field]),
        fix: "remove it, or restrict URLs to the network",
      }))
    : [];
};

/** Requirements of user access. Every one that fails is reported. */
const ACCESS_REQUIREMENTS: readonly Requirement[] = [
  {
    fails: (known) => enabledAccess(known)?.selfService?.kind === "on" && known.studio?.authMode === "SSO",
    got: () => "on",
    fault: {
      field: "access.selfService.kind",
      problem: "issues presigned URLs, which IAM Identity Center users cannot use",
      fix: 'set it to "off", because these users sign in at their access portal',
    },
  },
  {
    fails: (known) => enabledAccess(known)?.client?.kind === "public-jump-host" && known.protections === true,
    got: () => "public-jump-host",
    fault: {
      field: "access.client.kind",
      problem: "opens a protected environment to the internet",
      fix: 'use "ssm", or set protections to false',
    },
  },
  {
    fails: (known) =>
      enabledAccess(known)?.client?.kind === "public-jump-host" &&
      (known.egress?.kind === "none" || known.egress?.kind === "central"),
    got: () => "public-jump-host",
    fault: {
      field: "access.client.kind",
      problem: "needs an internet gateway, which only an environment with inspected egress has",
      fix: 'use "ssm"',
    },
  },
  {
    // AWS attaches a VPC to a transit gateway once.
    fails: (known) => attachedGatewayId(known) !== undefined && attachedGatewayId(known) === centralGatewayId(known),
    got: attachedGatewayId,
    fault: {
      field: "access.attachment.id",
      problem: "is the transit gateway of central egress, to which the VPC is attached already",
      fix: "use another gateway to the corporate network",
    },
  },
  {
    // In a single zone its addresses are fixed, and others of the VPC may have them.
    fails: (known) =>
      enabledAccess(known)?.resolverInbound === true &&
      known.availabilityZones?.length === 1 &&
      known.network?.kind === "existing",
    got: () => true,
    fault: {
      field: "access.resolverInbound",
      problem: "needs an address in two zones of a VPC that the stack does not create",
      fix: "set it to false, or use two zones",
    },
  },
  {
    fails: (known) =>
      enabledAccess(known)?.resolverInbound === true && enabledAccess(known)?.attachment?.kind === "none",
    got: () => true,
    fault: {
      field: "access.resolverInbound",
      problem: "has no effect without an attachment",
      fix: "set it to false, or set access.attachment",
    },
  },
];

const accessRequirementsAreMet: ValidationRule = ({ validValues }) =>
  failedRequirements(ACCESS_REQUIREMENTS, validValues);

/** Rules about user access. */
export const accessRules: readonly ValidationRule[] = [
  cidrsAreValid,
  entriesAreListedOnce,
  unrestrictedUrlsListNoNetworks,
  accessRequirementsAreMet,
];
