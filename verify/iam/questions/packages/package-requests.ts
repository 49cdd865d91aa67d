import { type Answer, type AskedModel, ask } from "../../ask/ask";
import { resourcesOfAnyone } from "../../ask/resources";
import type { EndpointWithPolicy } from "../../attachments/endpoint-with-policy";
import type { PolicyModel } from "../../attachments/policy-model";
import { policiesOfRole, type RoleWithPolicies } from "../../attachments/role-with-policies";
import { actionsOfService, type IamAction } from "../../aws/action-catalog";
import { awsOwnedResourceArns } from "../../aws/aws-owned-resources";
import { actsOnAny } from "../../request-space/requests/example-request";
import { statementsOf } from "../../request-space/statements/statement-queries";
import { askEveryoneThroughEndpoint } from "../data/requests-through-endpoint";
import { writeActionsOf } from "../roles/privilege-escalation-actions";

/** Services that store packages, container images and Git repositories. */
const packageServices = ["codeartifact", "codecommit", "ecr"];

/** The actions of CodeArtifact with such names, without the service. */
export function codeArtifactActions(names: RegExp): readonly IamAction[] {
  return actionsOfService("codeartifact").filter(({ name }) => names.test(name.slice("codeartifact:".length)));
}

/** A request for a package, image or repository. */
export interface PackageRequest extends Answer {
  /** Whether AWS owns the repository and offers it to every customer. */
  readonly isAwsOwned: boolean;
}

/** What a role may read from repositories of every account. Listing names and descriptions brings nothing in, but counts. */
export function* askPackageReads(
  model: AskedModel,
  role: RoleWithPolicies,
  declaredArns: readonly string[],
): Generator<PackageRequest> {
  const awsOwned = awsOwnedResourceArns(model.text, statementsOf(policiesOfRole(role)));
  const answers = ask(model, {
    who: role,
    what: packageServices.flatMap((service) => actionsOfService(service).filter(isRead)),
    on: resourcesOfAnyone,
    distinguishedArns: [awsOwned, declaredArns],
  });
  for (const answer of answers) {
    yield { ...answer, isAwsOwned: actsOnAny(answer, awsOwned) };
  }
}

/** What anyone may read through an endpoint of such a service, with any credentials. */
export function packageReadsThroughEndpoint(
  model: PolicyModel,
  endpoint: EndpointWithPolicy,
  declaredArns: readonly string[],
): readonly PackageRequest[] {
  return isPackageEndpoint(endpoint)
    ? askEveryoneThroughEndpoint(model, endpoint, [declaredArns]).filter(({ actions }) => actions.every(isRead))
    : [];
}

/** Whether the endpoint belongs to a service that stores packages, images or repositories. */
export function isPackageEndpoint({ service }: EndpointWithPolicy): boolean {
  return /^(?:codeartifact|ecr|codecommit|git-codecommit)(?:\.|-fips|$)/.test(service);
}

/** Writes that change where packages and images come from. Code in Studio publishes packages of its own. */
export function sourceChangingActions(): readonly IamAction[] {
  return [
    ...writeActionsOf("codeartifact").filter(({ name }) => name !== "codeartifact:PublishPackageVersion"),
    ...writeActionsOf("ecr").filter(({ name }) => /PullThroughCacheRule$|CreationTemplate$|UpstreamImage$/.test(name)),
  ];
}

function isRead({ accessLevels }: IamAction): boolean {
  return accessLevels.every((level) => level === "Read" || level === "List");
}
