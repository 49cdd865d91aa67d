import { DataAwsIamSessionContext } from "@cdktf/provider-aws/lib/data-aws-iam-session-context";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { IAccount } from "../context/account";

/** Props of {@link DeployerCheck}. */
export interface DeployerCheckProps {
  readonly account: Pick<IAccount, "callerArn">;
  /** ARN patterns of the principals that run Terraform; `*` matches any characters. */
  readonly deployers: readonly string[];
  /**
   * File that lists the deployers, for the message, such as `envs/dev.ts`.
   * @default - the message names no file
   */
  readonly listedIn?: string;
}

/** Terraform expression that converts an ARN pattern to a regular expression. */
const PATTERN_TO_REGEX_EXPRESSION = 'replace(replace(replace(pattern, ".", "[.]"), "+", "[+]"), "*", ".*")';

/** Who runs Terraform, as a pattern of deployers is written: `role/path/name`. */
const CALLER_EXPRESSION = 'element(split(":", self.issuer_arn), 5)';

/**
 * Stops a plan of a principal that is no deployer, once, when Terraform reads who runs it.
 *
 * The locked bucket policy allows only deployers to list the bucket from outside the VPC. For any other principal, the next
 * plan gets a 403 from S3, which the provider treats as a deleted bucket (ministryofjustice/analytical-platform#10695). The
 * account id is not compared, because the caller's account is the deployment account.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/data-sources/iam_session_context
 */
export class DeployerCheck extends Construct {
  /** For bucket policies to depend on, so that a plan of a bucket policy alone is checked too. */
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, { account, deployers, listedIn }: DeployerCheckProps) {
    super(scope, id);
    const patterns = deployers.map((pattern) => `"${pattern.slice(pattern.lastIndexOf(":") + 1)}"`).join(", ");
    const place = listedIn === undefined ? "" : ` in ${listedIn}`;
    this.dependable = new DataAwsIamSessionContext(this, "session", {
      arn: account.callerArn,
      lifecycle: {
        postcondition: [
          {
            condition: `\${anytrue([for pattern in [${patterns}] : can(regex("^\${${PATTERN_TO_REGEX_EXPRESSION}}$", ${CALLER_EXPRESSION}))])}`,
            errorMessage: `deployers: the caller is not a deployer, got \${self.issuer_arn}; add "\${${CALLER_EXPRESSION}}" to deployers${place}, because the bucket policy would deny its next plan`,
          },
        ],
      },
    });
  }
}
