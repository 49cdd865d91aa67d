import { DataAwsIamSessionContext } from "@cdktf/provider-aws/lib/data-aws-iam-session-context";
import { Construct } from "constructs";
import type { IAccount } from "../context/account";

/** Props of {@link DeployerPrecondition}. */
export interface DeployerPreconditionProps {
  readonly account: Pick<IAccount, "callerArn">;
  /** ARN patterns of the principals that run Terraform; `*` matches any characters. */
  readonly deployers: readonly string[];
}

/** Terraform expression that converts an ARN pattern to a regular expression. */
const PATTERN_TO_REGEX_EXPRESSION = 'replace(replace(replace(pattern, ".", "[.]"), "+", "[+]"), "*", ".*")';

/**
 * A precondition that the principal that runs Terraform is a deployer.
 *
 * The locked bucket policy allows only deployers to list the bucket from outside the VPC. For any other principal, the next
 * plan gets a 403 from S3, which the provider treats as a deleted bucket (ministryofjustice/analytical-platform#10695). The
 * account id is not compared, because the caller's account is the deployment account.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/data-sources/iam_session_context
 */
export class DeployerPrecondition extends Construct {
  /** For the `lifecycle` block of the bucket policies. */
  readonly precondition: { readonly condition: string; readonly errorMessage: string };

  constructor(scope: Construct, id: string, { account, deployers }: DeployerPreconditionProps) {
    super(scope, id);
    const session = new DataAwsIamSessionContext(this, "session", { arn: account.callerArn });
    const issuer = `data.${session.terraformResourceType}.${session.friendlyUniqueId}.issuer_arn`;
    const patterns = deployers.map((pattern) => `"${pattern.slice(pattern.lastIndexOf(":") + 1)}"`).join(", ");
    const caller = `element(split(":", ${issuer}), 5)`;
    this.precondition = {
      condition: `\${anytrue([for pattern in [${patterns}] : can(regex("^\${${PATTERN_TO_REGEX_EXPRESSION}}$", ${caller}))])}`,
      errorMessage: `deployers: the caller is not a deployer, got \${${issuer}}; add its role to deployers of the environment, because the bucket policy would deny its next plan`,
    };
  }
}
