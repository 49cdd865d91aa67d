import { sameValue } from "../../protocol/values";
import type { OperationCheck } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";

const TAG_ARGUMENTS = ["tags", "tags_all"];

/**
 * Rejects every update of a VpcOnly domain except its tags: SageMaker requires the VPC in the request, and the provider omits
 * it. The stacks therefore keep changing settings on user profiles.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/45528
 */
export const vpcOnlyDomainIsNotUpdated: OperationCheck = (operation) => {
  if (operation.kind !== "update" || operation.type !== "aws_sagemaker_domain") {
    return [];
  }
  const { before, after } = operation;
  const changed = Object.keys(after).filter(
    (key) => !TAG_ARGUMENTS.includes(key) && !sameValue(before[key], after[key]),
  );
  if (before.app_network_access_type !== "VpcOnly" || changed.length === 0) {
    return [];
  }
  const message = "VpcId and Subnet IDs are required for updating domains to VpcOnly mode";
  return [awsApiError(operation, "ValidationException", message, `Changed arguments: ${changed.join(", ")}.`)];
};
