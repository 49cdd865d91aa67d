import { ownEntry } from "../../collections/own-entry";
import type { IamAction } from "../../iam/ask";
import type { AskedPrincipal } from "./request-question";

/**
 * Services known to have no resource-based policies. A service that is not here may have some, so the list need not be complete.
 *
 * - `none`: no caller outside the account is ever given a resource.
 * - `shared`: some resources can be shared with other accounts, but never with callers that have no credentials.
 *
 * IAM has the trust policies of roles, which only decide over actions of STS.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 * @see https://docs.aws.amazon.com/ram/latest/userguide/shareable.html
 */
const servicesWithoutResourcePolicies: Readonly<Record<string, "none" | "shared">> = {
  "access-analyzer": "none",
  "application-autoscaling": "none",
  autoscaling: "none",
  batch: "none",
  cloudformation: "none",
  cloudwatch: "none",
  codecommit: "none",
  codedeploy: "none",
  codepipeline: "none",
  ec2: "shared",
  ecs: "none",
  eks: "none",
  elasticache: "none",
  elasticmapreduce: "none",
  guardduty: "none",
  iam: "none",
  sagemaker: "shared",
  states: "none",
  tag: "none",
};

/** Whether a policy of a resource may allow the caller an action. */
export function mayHaveResourcePolicy({ service }: IamAction, { kind }: AskedPrincipal): boolean {
  const support = ownEntry(servicesWithoutResourcePolicies, service);
  return support === undefined || (support === "shared" && kind !== "anonymous");
}
