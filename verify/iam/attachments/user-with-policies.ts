import {
  type Json,
  jsonText,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import { iamArn } from "../language/iam-arn";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import { attachedResources } from "./attached-resources";
import { readablePolicies, readPolicy, unreadablePolicyDoubts, unresolvedAttachments } from "./read-policy";
import {
  boundaryOf,
  customerPoliciesOf,
  type PolicyAttachment,
  type PolicyScope,
  type RoleWithPolicies,
  readAttached,
} from "./role-with-policies";

/** How Terraform gives policies to users or to groups. */
interface HolderKind {
  /** The argument of inline policies and attachments that names one. */
  readonly argument: "user" | "group";
  /** The argument of `aws_iam_policy_attachment` that names several. */
  readonly listed: "users" | "groups";
}

const userKind: HolderKind = { argument: "user", listed: "users" };
const groupKind: HolderKind = { argument: "group", listed: "groups" };

/**
 * Every IAM user with its policies and those of its groups, and for each group a member that the configuration does not contain. Each is like a
 * role that nobody assumes: it signs in, or has access keys, from any network.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups_manage_add-remove-users.html
 */
export function readUsers(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
): readonly RoleWithPolicies[] {
  const users = resourcesOfType(configuration, "aws_iam_user");
  const groups = resourcesOfType(configuration, "aws_iam_group");
  if (users.length === 0 && groups.length === 0) {
    return [];
  }
  const scope: PolicyScope = { configuration, text, customerPolicies: customerPoliciesOf(configuration, text) };
  const unresolved = {
    user: unresolvedPolicies(scope, userKind),
    group: unresolvedPolicies(scope, groupKind),
    membership: unresolvedMemberships(scope),
  };
  const knownGroups = groups.map((group) => nameOf(text, group));
  const members = groups.map((group, at): RoleWithPolicies => {
    const read = readHeld(scope, groupKind, knownGroups[at] ?? "");
    const name = text.placeholders.unknown(`a member of ${group.address}`);
    const member = principalOf(group, { arn: iamArn(text, `user/${name}`), name }, [read], unresolved.group);
    return { ...member, doubts: [...member.doubts, ...read.namingUsers.map(doubtAboutMembers)] };
  });
  const own = users.map((user): RoleWithPolicies => {
    const name = nameOf(text, user);
    const groupsOfUser = groupNamesOf(scope, name);
    const outside = groupsOfUser
      .filter(({ group }) => !knownGroups.includes(group))
      .map(({ address, group }) => ({
        text: `${address} adds ${user.address} to the group ${text.placeholders.readable(group)}, whose policies are not in the configuration`,
        addresses: [address, user.address],
      }));
    const held = [
      readHeld(scope, userKind, name),
      ...[...new Set(groupsOfUser.map(({ group }) => group))].map((group) => readHeld(scope, groupKind, group)),
    ];
    const doubts = [...unresolved.user, ...unresolved.group, ...unresolved.membership, ...outside];
    const arn = text.resolve(`\${${user.address}.arn}`);
    return { ...principalOf(user, { arn, name }, held, doubts), ...boundaryOf(scope, user) };
  });
  return [...own, ...members];
}

/** No name of a member is known, so that what a policy says of one user is not decided. */
function doubtAboutMembers(address: string): Evidence {
  return {
    text: `${address} distinguishes the members of a group by their names, and others may be added to it; write a policy of the user`,
    addresses: [address],
  };
}

/** Condition keys that a member and no other may have. */
const namesUser = /"aws:(?:username|userid|principalarn)"/i;

function nameOf(text: PolicyTextResolver, { address }: Resource): string {
  return text.resolve(`\${${address}.name}`);
}

function principalOf(
  { address }: Resource,
  { arn, name }: Pick<RoleWithPolicies, "arn" | "name">,
  held: readonly HeldPolicies[],
  unread: readonly Evidence[],
): RoleWithPolicies {
  return {
    address,
    arn,
    name,
    trustPolicies: [],
    identityPolicies: held.flatMap(({ identityPolicies }) => identityPolicies),
    managedPolicyNames: held.flatMap(({ managedPolicyNames }) => managedPolicyNames),
    doubts: [...unread, ...held.flatMap(({ doubts }) => doubts)],
    hasKnownDenies: unread.length === 0 && held.every(({ hasKnownDenies }) => hasKnownDenies),
  };
}

interface HeldPolicies
  extends Pick<RoleWithPolicies, "identityPolicies" | "managedPolicyNames" | "doubts" | "hasKnownDenies"> {
  /** Addresses of policies with conditions on who calls. */
  readonly namingUsers: readonly string[];
}

/** The policies that a user or a group of a name has of its own. */
function readHeld(scope: PolicyScope, { argument, listed }: HolderKind, name: string): HeldPolicies {
  const { configuration, text, customerPolicies } = scope;
  const inline = attachedResources(configuration, text, `aws_iam_${argument}_policy`, argument, name);
  const single = attachedResources(configuration, text, `aws_iam_${argument}_policy_attachment`, argument, name);
  const shared = resourcesOfType(configuration, "aws_iam_policy_attachment").filter(({ values }) =>
    textsOf(text, values[listed]).includes(name),
  );
  const attachments = [...single, ...shared].map(
    ({ address, values: { policy_arn: policy } }): PolicyAttachment => ({
      address,
      arn: typeof policy === "string" ? text.resolve(policy) : "",
    }),
  );
  const attached = attachments.map((attachment) => readAttached(scope, attachment));
  const readings = [
    ...inline.map(({ address, values }) => readPolicy(text, values.policy, address, "identity")),
    ...attached.flatMap((one) => one.readings),
  ];
  const unreadable = unreadablePolicyDoubts(readings);
  const documents = [...inline, ...attachments.flatMap(({ arn }) => customerPolicies.get(arn) ?? [])];
  return {
    identityPolicies: readablePolicies(readings),
    managedPolicyNames: attached.flatMap(({ managedPolicyNames }) => managedPolicyNames),
    doubts: [...unreadable, ...attached.flatMap(({ doubts }) => doubts)],
    hasKnownDenies: unreadable.length === 0 && attached.every(({ hasKnownDenies }) => hasKnownDenies),
    namingUsers: documents
      .filter(({ values }) => namesUser.test(jsonText(values.policy)))
      .map(({ address }) => address),
  };
}

/** A group of a user, and what adds the user to it. */
interface GroupOfUser {
  readonly address: string;
  readonly group: string;
}

function groupNamesOf({ configuration, text }: PolicyScope, user: string): readonly GroupOfUser[] {
  const byGroup = resourcesOfType(configuration, "aws_iam_group_membership")
    .filter(({ values }) => textsOf(text, values.users).includes(user))
    .flatMap(({ address, values }) => textsOf(text, values.group).map((group) => ({ address, group })));
  const byUser = attachedResources(configuration, text, "aws_iam_user_group_membership", "user", user).flatMap(
    ({ address, values }) => textsOf(text, values.groups).map((group) => ({ address, group })),
  );
  return [...byGroup, ...byUser];
}

/** Policies of users, or of groups, that may belong to any of them. */
function unresolvedPolicies(
  { configuration, text }: PolicyScope,
  { argument, listed }: HolderKind,
): readonly Evidence[] {
  const holders: readonly (readonly [type: string, attachedBy: string])[] = [
    [`aws_iam_${argument}_policy`, argument],
    [`aws_iam_${argument}_policy_attachment`, argument],
    ["aws_iam_policy_attachment", listed],
  ];
  return holders.flatMap(([type, attachedBy]) => unresolvedAttachments(configuration, text, type, attachedBy));
}

/** Memberships that may add any user to any group. */
function unresolvedMemberships({ configuration, text }: PolicyScope): readonly Evidence[] {
  const named: readonly (readonly [type: string, argument: string])[] = [
    ["aws_iam_group_membership", "users"],
    ["aws_iam_group_membership", "group"],
    ["aws_iam_user_group_membership", "user"],
    ["aws_iam_user_group_membership", "groups"],
  ];
  return named.flatMap(([type, argument]) => unresolvedAttachments(configuration, text, type, argument));
}

function textsOf(text: PolicyTextResolver, value: Json | undefined): readonly string[] {
  return [value].flat().flatMap((item) => (typeof item === "string" ? [text.resolve(item)] : []));
}
