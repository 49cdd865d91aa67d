import { Account } from "../../constructs/account";
import { LockedBuckets, type LockedBucketsProps } from "../../constructs/locked-buckets";
import { synthesizeIn, type TerraformJson } from "./bare-stack";
import { OUR_ACCOUNT } from "./policy-evaluator";

export const OUR_ENDPOINT = "vpce-ours";
export const DEPLOYER = `arn:aws:iam::${OUR_ACCOUNT}:role/deployer`;
export const BREAK_GLASS = `arn:aws:iam::${OUR_ACCOUNT}:role/break-glass`;

/** Locked buckets of an environment with one deployer and one break-glass role, unprotected, but for the changes. */
export function synthesizeBuckets(changes: Partial<LockedBucketsProps> = {}): TerraformJson {
  return synthesizeIn((stack) => {
    new LockedBuckets(stack, "locked_buckets", {
      name: "studio-perimeter-dev",
      account: new Account(stack, "account"),
      s3EndpointIds: [OUR_ENDPOINT],
      deployers: [DEPLOYER],
      breakGlass: [BREAK_GLASS],
      protections: false,
      forceDestroy: false,
      ...changes,
    });
  });
}
