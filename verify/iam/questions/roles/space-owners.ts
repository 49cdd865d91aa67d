import { resourcesOfType, type TerraformConfiguration } from "../../../terraform/terraform-configuration";
import type { PolicyModel } from "../../attachments/policy-model";
import type { IamAction } from "../../aws/action-catalog";
import { variablePlaceholder } from "../../request-space/requests/context-choices";
import type { DecidedRequest } from "../../request-space/requests/decided-requests";
import { writeActionsOf } from "./privilege-escalation-actions";

/** Key with the user profile of a Studio session, which SageMaker sets. */
const profileKey = "sagemaker:userprofilename";
const domainKey = "sagemaker:domainid";
const ownerKey = "sagemaker:owneruserprofilearn";
const sharingKey = "sagemaker:spacesharingtype";

/** Every action that creates, changes, deletes or opens a space or an app. Tags of spaces grant nothing. */
export function spaceActions(): readonly IamAction[] {
  return writeActionsOf("sagemaker").filter(
    ({ name, resourceTypes }) =>
      (resourceTypes.includes("space") || resourceTypes.includes("app")) &&
      !/^sagemaker:(?:Add|Delete)Tags$/.test(name),
  );
}

/** IDs of the stack's Studio domains. */
export function domainIdsOf(configuration: TerraformConfiguration, { text }: PolicyModel): readonly string[] {
  return resourcesOfType(configuration, "aws_sagemaker_domain").map(({ address }) => text.resolve(`\${${address}.id}`));
}

/** What a question about spaces must distinguish: the caller's own profile and apps from those of all others. */
export function ownSpaceDistinctions({ text }: PolicyModel, domainIds: readonly string[]) {
  const caller = variablePlaceholder(text, profileKey);
  const arn = (resource: string): string => `arn:*:sagemaker:*:*:${resource}`;
  return {
    distinguishedValues: {
      [ownerKey]: domainIds.map((id) => arn(`user-profile/${id}/${caller}`)),
      [sharingKey]: ["Shared"],
    },
    distinguishedArns: [domainIds.map((id) => arn(`app/${id}/${caller}/*`))],
  };
}

/**
 * Whether a request acts on a shared space, on a space that the caller's profile owns, or on an app of that profile outside
 * spaces.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-spaces-access.html
 */
export function actsOnOwnOrSharedSpace({ request, target }: DecidedRequest, domainIds: readonly string[]): boolean {
  const only = (key: string): string | undefined => {
    const values = request.context.get(key);
    return values?.length === 1 ? values[0] : undefined;
  };
  if (only(sharingKey) === "Shared") {
    return true;
  }
  const profile = only(profileKey);
  const [kind, domain = "", ...app] = resourceOfArn(target.resource);
  const owner = only(ownerKey);
  if (owner === undefined) {
    return (
      !request.context.has(ownerKey) &&
      kind === "app" &&
      profile !== undefined &&
      app.join("/").startsWith(`${profile}/`)
    );
  }
  // The owner of a space belongs to the domain of the space.
  const [ownerKind, ownerDomain = "", ownerName] = resourceOfArn(owner);
  const isOfDomain = [domain, ownerDomain].some((id) => domainIds.includes(id) || id === only(domainKey));
  return ownerKind === "user-profile" && isOfDomain && profile !== undefined && ownerName === profile;
}

/** `user-profile`, the domain's ID and the name. */
function resourceOfArn(arn: string): readonly string[] {
  return arn.split(":").slice(5).join(":").split("/");
}
