import { everyTopic, gaps, type ResourceTypes } from "../resource-type";
import { dataGapTypes } from "./data-gap-types";
import { identityGapTypes } from "./identity-gap-types";
import { networkGapTypes } from "./network-gap-types";

/**
 * Types that no model reads and whose effect is known, so that the report can name it. Any type without an entry is a gap of
 * every topic; an entry is needed only for the words, or for fewer topics. The first topic of an entry tells its table.
 * A policy of a resource grants roles of the stack permissions that their own policies do not show, so that it affects the claims about
 * identities. Where a resource works as a role that is declared elsewhere, `otherRoleGaps` adds what roles affect.
 */
export const gapTypes: ResourceTypes = {
  ...gaps(
    everyTopic,
    "creates the resources of its template",
    "aws_cloudformation_stack_instances",
    "aws_cloudformation_stack_set",
    "aws_cloudformation_stack_set_instance",
  ),
  ...gaps(everyTopic, "can create a resource of any type", "aws_cloudcontrolapi_resource"),
  ...gaps(
    everyTopic,
    "creates the resources of its product",
    "aws_sagemaker_project",
    "aws_servicecatalog_provisioned_product",
  ),
  ...gaps(everyTopic, "invokes a Lambda function during the apply", "aws_lambda_invocation"),
  ...gaps(
    everyTopic,
    "creates the resources of a blueprint, among them SageMaker domains",
    "aws_datazone_environment",
    "aws_datazone_environment_blueprint_configuration",
    "aws_datazone_environment_profile",
  ),
  ...gaps(everyTopic, "deploys templates, which create resources of any type", "aws_codepipeline"),
  ...networkGapTypes,
  ...dataGapTypes,
  ...identityGapTypes,
};
