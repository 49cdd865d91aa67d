import type { Row } from "../../../rehearsal/plugin/values";
import { perimeter } from "../fixtures/perimeter";
import { smallNetwork, VPC_ID } from "../fixtures/small-network";
import { add, resource, type TerraformJson } from "../fixtures/terraform-json";
import type { Act } from "../stage";
import type { Appearance, Fault } from "./fault";

/** Something that somebody else made, whose argument is an attribute of ours. */
function somebodyElses(
  type: string,
  row: Row,
  argument: string,
  of: readonly [type: string, name: string, attribute: string],
): (act: Act) => Promise<readonly Appearance[]> {
  return async (act) => {
    const [ownType, name, attribute] = of;
    const value = String((await act.attributes(ownType, name))[attribute]);
    return [{ type, row: { id: "somebody-elses", ...row, [argument]: value } }];
  };
}

/** The named resources of the sample perimeter, which stand on nothing else. */
function only(...addresses: readonly string[]): () => TerraformJson {
  return () => {
    const sample = perimeter();
    const resources = Object.entries(sample.resource).flatMap(([type, byName]) => {
      const kept = Object.entries(byName).filter(([name]) => addresses.includes(`${type}.${name}`));
      return kept.length > 0 ? [[type, Object.fromEntries(kept)] as const] : [];
    });
    return { ...sample, resource: Object.fromEntries(resources), output: {} };
  };
}

const STUDIO = [
  "aws_vpc.vpc",
  "aws_subnet.studio",
  "aws_security_group.studio",
  "aws_iam_role.studio",
  "aws_sagemaker_domain.domain",
];
const FIREWALL = [
  "aws_vpc.vpc",
  "aws_subnet.firewall",
  "aws_networkfirewall_rule_group.allow",
  "aws_networkfirewall_firewall_policy.policy",
  "aws_networkfirewall_firewall.firewall",
];

function retaining(): TerraformJson {
  const stack = only(...STUDIO)();
  resource(stack, "aws_sagemaker_domain", "domain").retention_policy = { home_efs_file_system: "Retain" };
  return stack;
}

/** Deletions that AWS refuses, or that do harm. */
export const destroyFaults: readonly Fault[] = [
  {
    name: "the NFS security groups that a deleted domain leaves in the VPC",
    shows: "destroy",
    stack: only(...STUDIO),
    leftovers: "keep",
    says: /DependencyViolation: The vpc 'vpc-\w+' has dependencies and cannot be deleted/,
  },
  {
    name: "the mount targets of a file system that outlives its domain",
    shows: "destroy",
    stack: retaining,
    leftovers: "keep",
    says: /DependencyViolation: The subnet 'subnet-\w+' has dependencies and cannot be deleted/,
  },
  {
    name: "a subnet of somebody else in the VPC",
    shows: "destroy",
    stack: only("aws_vpc.vpc"),
    appears: somebodyElses("aws_subnet", {}, "vpc_id", ["aws_vpc", "vpc", "id"]),
    says: /DependencyViolation: The vpc 'vpc-\w+' has dependencies/,
  },
  {
    name: "an endpoint of somebody else in a subnet",
    shows: "destroy",
    stack: only("aws_vpc.vpc", "aws_subnet.endpoint"),
    appears: somebodyElses("aws_vpc_endpoint", {}, "subnet_ids", ["aws_subnet", "endpoint", "id"]),
    says: /DependencyViolation: The subnet 'subnet-\w+' has dependencies/,
  },
  {
    name: "a security group in somebody else's rule",
    shows: "destroy",
    stack: only("aws_vpc.vpc", "aws_security_group.studio"),
    appears: somebodyElses("aws_vpc_security_group_ingress_rule", {}, "referenced_security_group_id", [
      "aws_security_group",
      "studio",
      "id",
    ]),
    says: /DependencyViolation: resource sg-\w+ has a dependent object/,
  },
  {
    name: "a firewall with delete protection",
    shows: "destroy",
    stack: () => {
      const stack = only(...FIREWALL)();
      resource(stack, "aws_networkfirewall_firewall", "firewall").delete_protection = true;
      return stack;
    },
    says: /Unable to delete the firewall: delete protection is enabled/,
  },
  {
    name: "a bucket with an object in it",
    shows: "destroy",
    stack: only("aws_s3_bucket.data"),
    appears: somebodyElses("aws_s3_object", { key: "notebook.ipynb" }, "bucket", ["aws_s3_bucket", "data", "id"]),
    says: /BucketNotEmpty: The bucket you tried to delete is not empty/,
  },
  {
    name: "a key that still encrypts something",
    shows: "destroy",
    stack: only("aws_kms_key.logs"),
    appears: somebodyElses("aws_s3_bucket", {}, "kms_master_key_id", ["aws_kms_key", "logs", "arn"]),
    says: /refused by the rehearsal: the key \S+ is still in use/,
  },
  {
    name: "a role that something still runs under",
    shows: "destroy",
    stack: only("aws_iam_role.studio"),
    appears: somebodyElses("aws_lambda_function", {}, "role", ["aws_iam_role", "studio", "arn"]),
    says: /refused by the rehearsal: the role studio is still in use/,
  },
  {
    name: "a role with somebody else's policy in it",
    shows: "destroy",
    stack: only("aws_iam_role.studio"),
    appears: somebodyElses("aws_iam_role_policy", {}, "role", ["aws_iam_role", "studio", "id"]),
    says: /DeleteConflict: Cannot delete entity, must remove referenced objects first/,
  },
  {
    name: "a space that a user has opened in the domain",
    shows: "destroy",
    stack: only(...STUDIO),
    appears: somebodyElses("aws_sagemaker_space", {}, "domain_id", ["aws_sagemaker_domain", "domain", "id"]),
    says: /ResourceInUse: Unable to delete Domain d-\w+/,
  },
  {
    name: "an internet gateway while a NAT gateway has a public address",
    shows: "destroy",
    stack: smallNetwork((stack) => add(stack, "aws_internet_gateway", "gateway", { vpc_id: VPC_ID })),
    appears: somebodyElses("aws_nat_gateway", { allocation_id: "eipalloc-1" }, "subnet_id", ["aws_subnet", "a", "id"]),
    says: /Network vpc-\w+ has some mapped public address/,
  },
];
