import { ownEntry } from "../../verify/collections/own-entry";
import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import { createDifference } from "../model/review-difference";
import type { ChangedResource } from "./argument-changes";
import type { ShapedDifference } from "./argument-lines";

const publicAccessBlocks = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
] as const;

/**
 * Types that protect or watch all of an account or a VPC, and whether a resource leaves something open. No claim relies on them, and an account
 * may have them without Terraform, so that a resource that is added may open what was closed.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
const protections: Readonly<Record<string, (values: JsonObject) => boolean>> = {
  // Findings that a rule archives, and those of a control that is off, reach nobody.
  aws_accessanalyzer_archive_rule: () => true,
  aws_ebs_encryption_by_default: ({ enabled }) => enabled === false,
  aws_ebs_snapshot_block_public_access: ({ state }) => state === "unblocked",
  aws_ec2_image_block_public_access: ({ state }) => state === "unblocked",
  // The provider's default of each is false.
  aws_s3_account_public_access_block: (values) => publicAccessBlocks.some((name) => values[name] !== true),
  aws_securityhub_standards_control: ({ control_status: status }) => status === "DISABLED",
  aws_vpc_block_public_access_exclusion: () => true,
  aws_vpc_block_public_access_options: ({ internet_gateway_block_mode: mode }) => mode === "off",
};

/** What a changed resource leaves open of an account or a VPC that was not, as far as Terraform knows: one line, or none. */
export function protectionLines({
  address,
  type,
  before,
  after,
}: Pick<ChangedResource, "address" | "type" | "before" | "after">): readonly ShapedDifference[] {
  const isOpen = ownEntry(protections, type);
  const wasOpen = before === undefined ? undefined : isOpen?.(before.values);
  const isOpened = after === undefined ? wasOpen === false : isOpen?.(after.values) === true && wasOpen !== true;
  if (!isOpened) {
    return [];
  }
  const verb = after === undefined ? "is removed" : before === undefined ? "is added" : "changes";
  const text = `${address} ${verb}: a protection of the account is off, or has an exception`;
  const shape = `A protection of the account by ${type} is off, or has an exception`;
  return [{ difference: createDifference("loses", text, [address], "safeguard-lost"), shape }];
}
