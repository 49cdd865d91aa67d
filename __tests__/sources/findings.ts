import type { PostureKind } from "../../verify/posture";
import { sagemakerApiByPrivateLink as s0 } from "./s0-sagemaker-api-by-privatelink";
import { secureNetworkingWorkshop as s1 } from "./s1-secure-networking-workshop";
import { privateStudio as s2, privateStudioWithInternet as s2WithInternet } from "./s2-private-studio";
import { presignedUrls as s3 } from "./s3-presigned-urls";
import {
  inspectedStudio as s4,
  inspectedStudioInTwoZones as s4InTwoZones,
  inspectedStudioWithJumpStart as s4WithJumpStart,
} from "./s4-inspected-studio";
import type { SourceSystem } from "./source-system";

/** A piece of evidence that verify must print about a source system. */
export interface Finding {
  /** Its number in the register, or the capability that has it. */
  readonly weakness: string;
  readonly system: SourceSystem;
  /** @default - what the system declares */
  readonly posture?: PostureKind;
  readonly claim: string;
  /** Parts of one sentence: the request or path, and the statement or resource that decides it. */
  readonly says: readonly string[];
  /** The address that the evidence rests on. */
  readonly at: string;
}

/** The system as a reader finds it again: with what was done to it, or what it is asked to be. */
export function labelOf({ system, posture }: Finding): string {
  const aside = system.variant ?? (posture && `asked to be ${posture}`);
  return aside === undefined ? system.id : `${system.id}, ${aside}`;
}

export const sourceSystems: readonly SourceSystem[] = [s0, s1, s2, s3, s4];

const stranger = "a principal of another account";
const nothingStops = "passes: no rule and no default action stops it";

const firewall = (weakness: string, ...says: readonly string[]): Finding => ({
  weakness,
  system: s4,
  claim: "firewall-denies-by-default",
  says,
  at: "aws_networkfirewall_firewall_policy.egress",
});

const fenced = (system: SourceSystem, bucket: string): Finding => ({
  weakness: "W2",
  system,
  claim: "bucket-only-through-endpoint",
  says: ["calls s3:DeleteObject", "s3:PutObjectAcl", `in ${bucket} `, "allowed, and no statement denies it"],
  at: bucket,
});

const boundless = (
  weakness: "W5" | "W6",
  system: SourceSystem,
  endpoint: string,
  ...says: readonly string[]
): Finding => ({
  weakness,
  system,
  claim: "endpoint-policy-bounds-both-sides",
  says: [...says, `through ${endpoint}`],
  at: endpoint,
});

const foreignBucket = (system: SourceSystem, bucket: string, sid: string): Finding => ({
  weakness: "W5",
  system,
  claim: "only-own-buckets-from-studio",
  says: [`arn:aws:s3:::${bucket}`, "of another account", `"${sid}" in aws_vpc_endpoint.s3`],
  at: "aws_vpc_endpoint.s3",
});

const open = (system: SourceSystem, group: string): Finding => ({
  weakness: "W3",
  system,
  claim: "no-open-security-group",
  says: [`${group} sends every protocol to 0.0.0.0/0`],
  at: group,
});

const missing = (weakness: "W4" | "W7", system: SourceSystem, service: string): Finding => ({
  weakness,
  system,
  claim: "endpoint-covers-required-services",
  says: [`no Interface endpoint for ${service}`],
  at: service,
});

const passesAnyRole = (system: SourceSystem, policy: string): Finding => ({
  weakness: "W12",
  system,
  claim: "role-passes-only-itself",
  says: ["calls iam:PassRole on arn:aws:iam::⟨this account⟩:role/⟨anything else⟩", '"PassRole"'],
  at: policy,
});

const lockedOut = (system: SourceSystem): Finding => ({
  weakness: "W13",
  system,
  claim: "bucket-keeps-its-owner",
  says: ["the deployer", "calls s3:ListBucket", 'denied by "OnlyThroughEndpoint"'],
  at: "aws_s3_bucket_policy.data",
});

const ownKey = (system: SourceSystem): readonly Finding[] => [
  {
    weakness: "W9",
    system,
    claim: "key-keeps-its-owner",
    says: ["the deployer", "calls kms:GetKeyRotationStatus", "no policy of the resource allows it"],
    at: "aws_kms_key.volumes",
  },
  {
    weakness: "W9",
    system,
    claim: "data-encrypted-with-own-key",
    says: ["aws_sagemaker_domain.studio is encrypted with no key"],
    at: "aws_sagemaker_domain.studio",
  },
];

const everySystem = (system: SourceSystem, vpc: string): readonly Finding[] => [
  {
    weakness: "W25",
    system,
    claim: "dns-denied-by-default",
    says: ["A query for unlisted.example is resolved: no rule refuses it"],
    at: vpc,
  },
  { weakness: "W27", system, claim: "everything-logged", says: ["no flow log of all traffic"], at: vpc },
];

const network: readonly Finding[] = [
  firewall("W1", "ssh over tcp", nothingStops),
  firewall("W1", "quic over udp", nothingStops),
  firewall("W1", "raw tcp", nothingStops),
  firewall("W1", "icmp", nothingStops),
  firewall("W1", "dns over udp", nothingStops),
  open(s1, "aws_security_group.studio"),
  open(s2, "aws_security_group.studio"),
  open(s4, "aws_security_group.studio"),
  missing("W4", s2, "aws.sagemaker.*.studio"),
  missing("W4", s3, "aws.sagemaker.*.studio"),
  missing("W4", s4, "aws.sagemaker.*.studio"),
  missing("W7", s2, "com.amazonaws.*.kms"),
  missing("W7", s4, "com.amazonaws.*.kms"),
  {
    weakness: "W15",
    system: s3,
    claim: "endpoint-takes-only-studio",
    says: ["aws_vpc_endpoint.sagemaker_api takes TLS from 0.0.0.0/0"],
    at: "aws_security_group.global",
  },
  {
    weakness: "W15",
    system: s4,
    claim: "endpoint-takes-only-studio",
    says: ["aws_vpc_endpoint.sagemaker_api takes more than TLS", "from 10.2.0.0/16"],
    at: "aws_security_group.endpoints",
  },
  {
    weakness: "W19",
    system: s4InTwoZones,
    claim: "zone-affinity",
    says: ["leaves eu-west-1a for eu-west-1b: aws_subnet.studio", "in aws_subnet.firewall_b"],
    at: "aws_route.nat",
  },
  {
    weakness: "W19",
    system: s4InTwoZones,
    claim: "return-path-symmetric",
    says: [
      "answers to aws_subnet.nat should come back through aws_networkfirewall_firewall.egress in aws_subnet.firewall:",
    ],
    at: "aws_route.gateway",
  },
  firewall("W20", "a UDP fragment", "the stateless default action for fragments is pass"),
  {
    weakness: "W21",
    system: s4,
    claim: "allowlist-is-narrow",
    says: [".amazonaws.com is served by AWS for every customer"],
    at: "aws_networkfirewall_rule_group.allowed_domains",
  },
  firewall("W23", "quic over udp", nothingStops),
  {
    weakness: "W24",
    system: s4,
    posture: "inspected-multi-az",
    claim: "survives-zone-loss",
    says: ["Studio runs in eu-west-1a alone"],
    at: "aws_subnet.studio",
  },
  ...everySystem(s0, "aws_vpc.private"),
  ...everySystem(s1, "aws_vpc.studio"),
  ...everySystem(s2, "aws_vpc.studio"),
  ...everySystem(s3, "aws_vpc.sagemaker"),
  ...everySystem(s4, "aws_vpc.main"),
  {
    weakness: "W34",
    system: s2WithInternet,
    claim: "no-internet-path",
    says: ["aws_subnet.private -> aws_route.internet -> aws_internet_gateway.internet -> the internet"],
    at: "aws_route.internet",
  },
];

const data: readonly Finding[] = [
  fenced(s2, "aws_s3_bucket.data"),
  fenced(s4, "aws_s3_bucket.data"),
  fenced(s4, "aws_s3_bucket.models"),
  boundless("W5", s1, "aws_vpc_endpoint.s3", stranger, '"BucketsByName"'),
  boundless("W5", s2, "aws_vpc_endpoint.s3", stranger, '"ProjectBuckets"'),
  boundless("W5", s4, "aws_vpc_endpoint.s3", stranger, '"ProjectBuckets"'),
  foreignBucket(s1, "⟨anything else⟩/ds-data-lake", "BucketsByName"),
  foreignBucket(s2, "studiovpc-", "ProjectBuckets"),
  foreignBucket(s4, "sagemaker-studio-anfw-", "ProjectBuckets"),
  boundless("W6", s2, "aws_vpc_endpoint.sts", stranger, "calls sts:GetSessionToken"),
  boundless("W6", s2, "aws_vpc_endpoint.logs", "calls logs:", "of another account"),
  boundless("W6", s3, "aws_vpc_endpoint.sts", stranger, '"default endpoint policy"'),
  boundless("W6", s4, "aws_vpc_endpoint.ecr_dkr", "calls ecr:PutImage", "of another account"),
  ...ownKey(s2),
  ...ownKey(s4),
  lockedOut(s1),
  lockedOut(s2),
  lockedOut(s4),
  {
    weakness: "W22",
    system: s4WithJumpStart,
    claim: "only-own-buckets-from-studio",
    says: ["calls s3:GetObject", "of another account", "s3:existingobjecttag/sagemaker = true", '"JumpStart"'],
    at: "aws_vpc_endpoint.s3",
  },
];

const identities: readonly Finding[] = [
  {
    weakness: "W10",
    system: s1,
    claim: "jobs-stay-in-vpc",
    says: ["calls sagemaker:CreateAutoMLJob on", "no sagemaker:intercontainertrafficencryption", '"ApprovedNetwork"'],
    at: "aws_iam_role_policy.profile",
  },
  passesAnyRole(s1, "aws_iam_role_policy.profile"),
  passesAnyRole(s2, "aws_iam_role_policy.notebook"),
  passesAnyRole(s4, "aws_iam_role_policy.execution"),
  ...[s1, s2, s4].map((system) => ({
    weakness: "W29",
    system,
    claim: "domain-vpc-only",
    says: ["default_space_settings.security_groups is empty"],
    at: "aws_sagemaker_domain.studio",
  })),
];

/** Faults without a number in the register, by the capability that has them. */
const unnumbered: readonly Finding[] = [
  {
    weakness: "S0.3",
    system: s0,
    claim: "endpoint-takes-only-studio",
    says: ["aws_vpc_endpoint.sagemaker_api names no security group, so AWS attaches the VPC's default one"],
    at: "aws_vpc_endpoint.sagemaker_api",
  },
  ...[s2, s4].map((system) => ({
    weakness: "S2.14",
    system,
    claim: "jobs-stay-in-vpc",
    says: ["the service sagemaker.amazonaws.com on anybody's behalf calls sts:AssumeRole"],
    at: system === s2 ? "aws_iam_role.notebook" : "aws_iam_role.execution",
  })),
  {
    weakness: "S3.7",
    system: s3,
    claim: "no-inbound-from-internet",
    says: ["aws_internet_gateway.bastion -> aws_instance.bastion", "let in by aws_security_group.bastion"],
    at: "aws_instance.bastion",
  },
];

/** Everything that is known against the source systems and a claim decides. */
export const findings: readonly Finding[] = [...network, ...data, ...identities, ...unnumbered];
