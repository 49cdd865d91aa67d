import { resourcesOfType, type TerraformConfiguration } from "../../../terraform/terraform-configuration";
import type { PolicyModel } from "../../attachments/policy-model";
import type { IamAction } from "../../aws/action-catalog";
import type { Statement } from "../../language/parse-policy";
import { hasVariables } from "../../language/policy-variables";
import { unmentionedText } from "../../patterns/placeholders";
import { variablePlaceholder } from "../../request-space/requests/context-choices";
import type { DecidedRequest } from "../../request-space/requests/decided-requests";
import { actsOnAny, hasKey, hasOnly } from "../../request-space/requests/example-request";
import { type ValueTest, valueTest } from "../../request-space/statements/distinctions";
import { conditionValuesOfKey } from "../../request-space/statements/statement-queries";
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

/** What a question about spaces must distinguish. */
export interface SpaceDistinctions {
  readonly distinguishes: readonly ValueTest[];
  readonly distinguishedArns: readonly (readonly string[])[];
  /** Users by name, each apart from all others. */
  readonly users: readonly SpaceUser[];
  /** Spaces and apps of the stack's domains. */
  readonly ofDomains: readonly string[];
}

interface SpaceUser {
  readonly isCaller: ValueTest;
  /** The owner of a space is the user, in a domain of the stack or in that of the session. */
  readonly isOwner: ValueTest;
  /** The owner has the name of the user, in any domain. */
  readonly hasNameOfOwner: ValueTest;
  readonly apps: readonly string[];
}

const anyOwner = valueTest(ownerKey, []);
const shared = valueTest(sharingKey, ["Shared"]);

/**
 * What a question about spaces must distinguish: for each user that policies can name, by a variable or literally, and one that they do not name, the user's own
 * profile, spaces and apps from those of all others.
 *
 * @param statements that decide
 */
export function spaceDistinctions(
  { text }: Pick<PolicyModel, "text">,
  domainIds: readonly string[],
  statements: readonly Statement[],
): SpaceDistinctions {
  const arn = (resource: string): string => `arn:*:sagemaker:*:*:${resource}`;
  const literal = conditionValuesOfKey(profileKey, statements).filter(
    (name) => !/[*?]/.test(name) && !hasVariables(name),
  );
  // SageMaker sets the owner, so what precedes the profile needs no test. Policies compare it as text.
  const owners = [...domainIds, variablePlaceholder(text, domainKey)];
  const users = [variablePlaceholder(text, profileKey), unmentionedText, ...literal].map(
    (name): SpaceUser => ({
      isCaller: valueTest(profileKey, [name]),
      isOwner: valueTest(
        ownerKey,
        owners.map((id) => `*:user-profile/${id}/${name}`),
      ),
      hasNameOfOwner: valueTest(ownerKey, [`*:user-profile/*/${name}`]),
      apps: domainIds.map((id) => arn(`app/${id}/${name}/*`)),
    }),
  );
  const ofDomains = domainIds.flatMap((id) => [arn(`space/${id}/*`), arn(`app/${id}/*`)]);
  const ofUsers = users.flatMap(({ isCaller, isOwner, hasNameOfOwner }) => [isCaller, isOwner, hasNameOfOwner]);
  return {
    distinguishes: [shared, anyOwner, ...ofUsers],
    distinguishedArns: [ofDomains, ...users.map(({ apps }) => apps)],
    users,
    ofDomains,
  };
}

/**
 * Whether a request acts on a shared space, on a space that the caller's profile owns, or on an app of that profile outside
 * spaces.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-spaces-access.html
 */
export function actsOnOwnOrSharedSpace(
  answer: DecidedRequest<string>,
  { users, ofDomains }: Pick<SpaceDistinctions, "users" | "ofDomains">,
): boolean {
  const hasOwner = hasKey(answer, anyOwner);
  // The owner of a space belongs to the domain of the space.
  const isOfUser = ({ isOwner, hasNameOfOwner, apps }: SpaceUser): boolean =>
    hasOwner
      ? hasOnly(answer, isOwner) || (hasOnly(answer, hasNameOfOwner) && actsOnAny(answer, ofDomains))
      : actsOnAny(answer, apps);
  return hasOnly(answer, shared) || users.some((user) => hasOnly(answer, user.isCaller) && isOfUser(user));
}
