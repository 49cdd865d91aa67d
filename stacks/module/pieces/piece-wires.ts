import type { Environment } from "../../../envs/schema/environment";
import type { Expression } from "../hcl/expression";

/** An input of a piece, and what the whole module has in its place. */
export interface Wire {
  /** Attribute of a resource of the whole module: `aws_vpc.network_vpc.id`. */
  readonly reference: string;
  readonly input: string;
  /** What the piece has in place of the reference: `var.vpc_id`, or an element of a list. */
  readonly expression: Expression;
  readonly description: string;
  /** Whether the input is a list with one element for each zone. */
  readonly isList: boolean;
  /** What a caller passes who has such resources, in the usage of the piece. */
  readonly sample: Expression;
}

/** A kind of reference: `$1` is the tier or the purpose, and a group `zone` the letter of a zone. */
interface WireRule {
  readonly pattern: RegExp;
  readonly input: string;
  readonly description: string;
  readonly sample: Expression;
}

const RULES: readonly WireRule[] = [
  { pattern: /^aws_vpc\.network_vpc\.id$/, input: "vpc_id", description: "ID of the VPC", sample: "aws_vpc.own.id" },
  {
    pattern: /^aws_kms_key\.logs_key_cmk\.arn$/,
    input: "logs_key_arn",
    description: "ARN of the KMS key that encrypts logs, whose policy allows CloudWatch Logs",
    sample: "aws_kms_key.logs.arn",
  },
  {
    pattern: /^aws_subnet\.network_([a-z]+)_(?<zone>[a-z])\.id$/,
    input: "$1_subnet_ids",
    description: "IDs of the $1 subnets",
    sample: "aws_subnet.$1[*].id",
  },
  {
    pattern: /^aws_subnet\.network_([a-z]+)_(?<zone>[a-z])\.cidr_block$/,
    input: "$1_subnet_cidr_blocks",
    description: "CIDR blocks of the $1 subnets",
    sample: "aws_subnet.$1[*].cidr_block",
  },
  {
    pattern: /^aws_route_table\.network_([a-z]+)_(?<zone>[a-z])_routes\.id$/,
    input: "$1_route_table_ids",
    description: "IDs of the route tables of the $1 subnets",
    sample: "aws_route_table.$1[*].id",
  },
  {
    pattern: /^aws_security_group\.security_groups_([a-z]+)\.id$/,
    input: "$1_security_group_id",
    description: "ID of the $1 security group",
    sample: "aws_security_group.$1.id",
  },
  {
    pattern: /^aws_vpc_endpoint\.endpoints_s3\.id$/,
    input: "s3_endpoint_id",
    description: "ID of the S3 endpoint through which the buckets are used",
    sample: "aws_vpc_endpoint.s3.id",
  },
];

/** The input that stands for a reference, if there is one. */
export function wireOf(reference: string, { availabilityZones }: Environment): Wire | undefined {
  for (const { pattern, input, description, sample } of RULES) {
    const match = pattern.exec(reference);
    if (match !== null) {
      const zone = match.groups?.zone;
      const named = (text: string): string => text.replace("$1", match[1] ?? "");
      const position = availabilityZones.findIndex((name) => name.slice(-1) === zone);
      const element = zone === undefined ? "" : `[${position}]`;
      return {
        reference,
        input: named(input),
        expression: `var.${named(input)}${element}`,
        description: named(description),
        isList: zone !== undefined,
        sample: named(sample),
      };
    }
  }
  return undefined;
}
