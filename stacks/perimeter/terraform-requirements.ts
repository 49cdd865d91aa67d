import { TerraformElement } from "cdktf";

/**
 * Which Terraform may run a stack, and where its provider comes from.
 *
 * Locking of state in S3 without a table needs 1.10. cdktf writes the provider's short name, which Terraform and OpenTofu
 * resolve to different registries (opentofu/opentofu#2402), and no version of Terraform.
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
