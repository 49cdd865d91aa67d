import { sameValue } from "../../protocol/values";
import type { OperationCheck } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";

const TAG_ARGUMENTS = ["tags", "tags_all"];

/**
 * Refuses every update of a VpcOnly domain except of its tags: the provider's request leaves out the VPC, and SageMaker
 * insists on it. A Studio domain is created once; what changes lives on user profiles.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/45528
 */
export const vpcOnlyDomainIsNotUpdated: OperationCheck = (change) => {
  if (change.kind !== "update" || change.type !== "aws_sagemaker_domain") {
    return [];
  }
  const { before, after } = change;
  const changed = Object.keys(after).filter(
    (key) => !TAG_ARGUMENTS.includes(key) && !sameValue(before[key], after[key]),
  );
  if (before.app_network_access_type !== "VpcOnly" || changed.length === 0) {
    return [];
  }
  const message = "VpcId and Subnet IDs are required for updating domains to VpcOnly mode";
  return [awsApiError(change, "ValidationException", message, `Changed: ${changed.join(", ")}.`)];
};
