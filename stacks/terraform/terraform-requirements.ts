import { TerraformElement } from "cdktf";

/**
 * Versions of hashicorp/aws with which a stack works: both ends are rehearsed, 6.25 with the bindings of CDKTF and 6.66 with those of CDK
 * Terrain. Without a lock file Terraform takes the newest one that is admitted, so an approved plan does not change with a release of the
 * provider.
 */
const STACK_PROVIDER_VERSIONS = ">= 6.25.0, <= 6.66.0";

/**
 * Required versions of Terraform and of the provider, and its source.
 *
 * cdktf requires the one version of its bindings, and writes no required version of Terraform and a provider source without a namespace,
 * which Terraform and OpenTofu resolve to different registries (opentofu/opentofu#2402). State locking in S3 without a DynamoDB table needs
 * Terraform 1.10.
 */
export class TerraformRequirements extends TerraformElement {
  override toTerraform(): unknown {
    return {
      terraform: {
        required_version: ">= 1.10.0, < 2.0.0",
        required_providers: { aws: { source: "hashicorp/aws", version: STACK_PROVIDER_VERSIONS } },
      },
    };
  }
}
