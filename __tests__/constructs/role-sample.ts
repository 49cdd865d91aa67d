import { Account } from "../../constructs/account";
import type { Statement } from "../../constructs/policy-document";
import { RolePermissions, type RolePermissionsProps } from "../../constructs/role-permissions";
import { synthesizeIn, type TerraformJson } from "./bare-stack";
import { ACCOUNT, outcome, policyOf, type RoleRequest } from "./identity-policy";

export const ROLE = `arn:aws:iam::${ACCOUNT}:role/studio-perimeter-dev-execution`;
export const OUR_BUCKET = `arn:aws:s3:::studio-perimeter-dev-data-${ACCOUNT}`;
export const BUCKET_KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/objects`;
export const STUDIO_KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/volumes`;
/** What the role's policies are called after. */
export const CONCERNS = ["studio", "jobs", "data", "job_network", "job_keys", "denials"];

/** The permissions of a sample environment. */
export function synthesizePermissions(changes: Partial<RolePermissionsProps> = {}): TerraformJson {
  return synthesizeIn((stack) => {
    new RolePermissions(stack, "role_permissions", {
      name: "studio-perimeter-dev",
      account: new Account(stack, "account"),
      executionRoleArn: ROLE,
      executionRoleName: "studio-perimeter-dev-execution",
      domainId: "d-ours",
      vpcId: "vpc-ours",
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupIds: ["sg-1"],
      bucketArns: [OUR_BUCKET],
      bucketKeyArn: BUCKET_KEY,
      studioKeyArn: STUDIO_KEY,
      ...changes,
    });
  });
}

/** All statements that the role carries. */
export function statementsOf(json: TerraformJson, concerns: readonly string[] = CONCERNS): readonly Statement[] {
  return concerns.flatMap((concern) => policyOf(json, "aws_iam_policy", `role_permissions_${concern}`));
}

/** Asks all policies of the sample environment together. */
export function ask(action: string, resource: string, context: RoleRequest["context"] = {}) {
  return outcome(sampleStatements, { action, resource, context });
}

export const sampleJson = synthesizePermissions();
export const sampleStatements = statementsOf(sampleJson);

export function sagemaker(resource: string): string {
  return `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:${resource}`;
}
