import { TerraformElement } from "cdktf";

/**
 * Required Terraform version and provider source.
 *
 * State locking in S3 without a DynamoDB table needs Terraform 1.10. cdktf writes no required version, and a provider source
 * without a namespace, which Terraform and OpenTofu resolve to different registries (opentofu/opentofu#2402).
 */
export class TerraformRequirements extends TerraformElement {
  override toTerraform(): unknown {
    return {
      terraform: {
        required_version: ">= 1.10.0, < 2.0.0",
        required_providers: { aws: { source: "hashicorp/aws" } },
      },
    };
  }
}
