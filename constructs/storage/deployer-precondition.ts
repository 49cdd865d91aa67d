import { DataAwsIamSessionContext } from "@cdktf/provider-aws/lib/data-aws-iam-session-context";
import { Construct } from "constructs";
import type { Account } from "../account";

/** Props of {@link DeployerPrecondition}. */
export interface DeployerPreconditionProps {
  readonly account: Account;
  /** ARN patterns of the principals of this account that plan, apply and destroy; `*` stands for any characters. */
  readonly deployers: readonly string[];
}

/** Terraform's own words for: `*` is any characters, and everything else means itself. */
const PATTERN_TO_REGEX_EXPRESSION = 'replace(replace(replace(pattern, ".", "[.]"), "+", "[+]"), "*", ".*")';

/**
 * Refuses a plan by anybody whom the bucket lock would refuse later.
 *
 * The lock lets deployers alone list a bucket from outside. Whoever creates it without being one finds at his next plan that
 * S3 answers 403, which the provider takes for a bucket that is gone (ministryofjustice/analytical-platform#10695): better a
 * sentence before the first apply. The account needs no comparison: the caller's is the one that is deployed to.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/data-sources/iam_session_context
 */
export class DeployerPrecondition extends Construct {
  /** For the `lifecycle` of the first resource that locks. */
  readonly precondition: { readonly condition: string; readonly errorMessage: string };

  constructor(scope: Construct, id: string, { account, deployers }: DeployerPreconditionProps) {
    super(scope, id);
    const session = new DataAwsIamSessionContext(this, "session", { arn: account.callerArn });
    const issuer = `data.${session.terraformResourceType}.${session.friendlyUniqueId}.issuer_arn`;
    const patterns = deployers.map((pattern) => `"${pattern.slice(pattern.lastIndexOf(":") + 1)}"`).join(", ");
    const caller = `element(split(":", ${issuer}), 5)`;
    this.precondition = {
      condition: `\${anytrue([for pattern in [${patterns}] : can(regex("^\${${PATTERN_TO_REGEX_EXPRESSION}}$", ${caller}))])}`,
      errorMessage: `deployers: the caller is none of them, got \${${issuer}}; add its role to deployers of the environment, or the bucket lock refuses its next plan`,
    };
  }
}
