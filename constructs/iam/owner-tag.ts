import type { Conditions } from "./policy-document";

/**
 * Key of the tag that says which execution role created a resource; the value is the role's ARN.
 *
 * A pipeline or feature group keeps the role that it was created with. A caller who changes or uses it needs no `iam:PassRole`, and would
 * act as that role. The environment's users may therefore change and use only what carries their own role's ARN. AWS sets the tag only at
 * creation.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-access.html
 */
export const OWNER_TAG_KEY = "studio-perimeter-role";

/** The request creates a resource with the owner tag. */
export function createsOwnResource(executionRoleArn: string): Conditions {
  return { StringEquals: { [`aws:RequestTag/${OWNER_TAG_KEY}`]: executionRoleArn } };
}

/** The resource has the owner tag. */
export function actsOnOwnResource(executionRoleArn: string): Conditions {
  return { StringEquals: { [`aws:ResourceTag/${OWNER_TAG_KEY}`]: executionRoleArn } };
}

/** The request sets tags while it creates a resource by one of the actions, named without prefix. */
export function tagsAtCreation(...actions: readonly string[]): Conditions {
  return { StringEquals: { "sagemaker:TaggingAction": actions } };
}
