import { managedPolicyDay } from "../../../aws/managed-policies";
import { declaredPostures } from "../../terraform/declared-parts";
import {
  blocksOf,
  type Json,
  jsonText,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import { iamArn } from "../language/iam-arn";
import type { Policy } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import { containsUnknown } from "../patterns/placeholders";
import { attachedResources } from "./attached-resources";
import { awsManagedPolicy, awsManagedPolicyName } from "./aws-managed-policies";
import {
  applyExclusiveLists,
  exclusivePolicyLists,
  exclusivePolicyResourceTypes,
  type PoliciesAfterExclusiveLists,
} from "./exclusive-policies";
import {
  type PolicyReadResult,
  readablePolicies,
  readPolicy,
  unreadablePolicyDoubts,
  unresolvedAttachments,
} from "./read-policy";

/** A role of the configuration with everything that is attached to it. */
export interface RoleWithPolicies {
  readonly address: string;
  readonly arn: string;
  readonly name: string;
  readonly trustPolicies: readonly Policy[];
  readonly identityPolicies: readonly Policy[];
  /** @default - no boundary, or one whose document is not in the configuration: nothing is then taken to be cut by it */
  readonly permissionsBoundary?: readonly Policy[];
  /** A boundary whose document is not in the configuration, so that it may deny the role anything. @default - none */
  readonly unreadBoundary?: readonly Evidence[];
  /** Whether the posture declares that boundary, such as the one of the bootstrap stack. @default - it does not */
  readonly hasDeclaredBoundary?: boolean;
  /** Names of AWS managed policies attached. */
  readonly managedPolicyNames: readonly string[];
  /** Attached policies that are not understood, or not in the configuration. */
  readonly doubts: readonly Evidence[];
  /** Whether all that may deny the role something is known; AWS's own policies only allow. */
  readonly hasKnownDenies: boolean;
}

/** Every policy that decides requests by the role: those attached to it and its permissions boundary. */
export function policiesOfRole(role: RoleWithPolicies): readonly Policy[] {
  return [...role.identityPolicies, ...(role.permissionsBoundary ?? [])];
}

/** Reads every IAM role with what is attached to it. */
export function readRoles(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
): readonly RoleWithPolicies[] {
  const unresolved = unresolvedPolicies(configuration, text);
  const customerPolicies = customerPoliciesOf(configuration, text);
  const scope: RoleScope = { configuration, text, customerPolicies, unresolvedAttachments: unresolved };
  return resourcesOfType(configuration, "aws_iam_role").map((role) => readRole(scope, role));
}

/** The policies of `aws_iam_policy`, by their ARNs. */
export function customerPoliciesOf(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
): ReadonlyMap<string, Resource> {
  return new Map(
    resourcesOfType(configuration, "aws_iam_policy").map((policy) => [
      text.resolve(`\${${policy.address}.arn}`),
      policy,
    ]),
  );
}

/**
 * Policies that may be attached to a role.
 *
 * @param name of the role. @default - any
 */
function unresolvedPolicies(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
  name?: string,
): readonly Evidence[] {
  const holders: readonly (readonly [type: string, attachedBy: string])[] = [
    ["aws_iam_role_policy", "role"],
    ["aws_iam_role_policy_attachment", "role"],
    ["aws_iam_policy_attachment", "roles"],
    ...exclusivePolicyResourceTypes.map((type): [string, string] => [type, "role_name"]),
  ];
  return holders.flatMap(([type, attachedBy]) => unresolvedAttachments(configuration, text, type, attachedBy, name));
}

/** Where the policies of a role or of an IAM user are looked up. */
export interface PolicyScope {
  readonly configuration: TerraformConfiguration;
  readonly text: PolicyTextResolver;
  readonly customerPolicies: ReadonlyMap<string, Resource>;
}

interface RoleScope extends PolicyScope {
  /** Policies that may be attached to any role. */
  readonly unresolvedAttachments: readonly Evidence[];
}

/** What an attached policy says. */
export interface ReadAttachment {
  readonly readings: readonly PolicyReadResult[];
  readonly managedPolicyNames: readonly string[];
  readonly doubts: readonly Evidence[];
  readonly hasKnownDenies: boolean;
}

/** A policy that a resource attaches by its ARN. */
export interface PolicyAttachment {
  readonly address: string;
  readonly arn: string;
}

function readRole(scope: RoleScope, role: Resource): RoleWithPolicies {
  const { text } = scope;
  const name = text.resolve(`\${${role.address}.name}`);
  const trust = [readPolicy(text, role.values.assume_role_policy, role.address, "trust")];
  const inline = inlinePolicies(scope, role, name);
  const attachments = attachmentsOf(scope, role, name);
  const attached = attachments.kept.map((attachment) => readAttached(scope, attachment));
  const readings = [...inline.kept.map(({ reading }) => reading), ...attached.flatMap(({ readings: found }) => found)];
  const unread = [
    ...unreadablePolicyDoubts([...trust, ...readings]),
    // A policy that is attached by a text may be that of a role with a partly known name.
    ...(containsUnknown(name) ? unresolvedPolicies(scope.configuration, text, name) : scope.unresolvedAttachments),
    ...inline.unread,
    ...attachments.unread,
  ];
  return {
    address: role.address,
    arn: text.resolve(`\${${role.address}.arn}`),
    name,
    trustPolicies: readablePolicies(trust),
    identityPolicies: readablePolicies(readings),
    ...boundaryOf(scope, role),
    managedPolicyNames: attached.flatMap(({ managedPolicyNames }) => managedPolicyNames),
    doubts: [...unread, ...inline.doubts, ...attachments.doubts, ...attached.flatMap(({ doubts }) => doubts)],
    hasKnownDenies: unread.length === 0 && attached.every(({ hasKnownDenies }) => hasKnownDenies),
  };
}

interface InlinePolicy {
  readonly address: string;
  readonly name: string;
  readonly reading: PolicyReadResult;
}

/** What a role has of one kind; `unread` may hold a Deny. */
interface PoliciesOfKind<Item> extends PoliciesAfterExclusiveLists<Item> {
  readonly unread: readonly Evidence[];
}

function inlinePolicies(
  { configuration, text }: RoleScope,
  role: Resource,
  name: string,
): PoliciesOfKind<InlinePolicy> {
  const separate = attachedResources(configuration, text, "aws_iam_role_policy", "role", name);
  const declared = [
    ...blocksOf(role.values.inline_policy).map((block) => ({
      address: role.address,
      name: typeof block.name === "string" ? text.resolve(block.name) : "",
      reading: readPolicy(text, block.policy, role.address, "identity"),
    })),
    ...separate.map(({ address, values }) => ({
      address,
      name: text.resolve(`\${${address}.name}`),
      reading: readPolicy(text, values.policy, address, "identity"),
    })),
  ];
  const { lists, doubts } = exclusivePolicyLists(configuration, text, "inline", name);
  const unknown = lists.flatMap(({ address, entries }) =>
    entries
      .filter((entry) => declared.every((policy) => policy.name !== entry))
      .map((entry) => ({
        text: `${address} keeps an inline policy ${text.placeholders.readable(entry)}, which is not in the configuration`,
        addresses: [address],
      })),
  );
  return { ...applyExclusiveLists(declared, (policy) => policy.name, lists), unread: [...doubts, ...unknown] };
}

/** A list of all that is attached attaches what it names, whatever else does. */
function attachmentsOf(scope: RoleScope, role: Resource, name: string): PoliciesOfKind<PolicyAttachment> {
  const { lists, doubts } = exclusivePolicyLists(scope.configuration, scope.text, "attached", name);
  const single = declaredAttachments(scope, role, name);
  const listed = lists.flatMap(({ address, entries }) => entries.map((arn) => ({ address, arn })));
  const added = listed.filter(({ arn }, at) => ![...single, ...listed.slice(0, at)].some((other) => other.arn === arn));
  return { ...applyExclusiveLists([...single, ...added], ({ arn }) => arn, lists), unread: doubts };
}

function declaredAttachments(
  { configuration, text }: RoleScope,
  role: Resource,
  name: string,
): readonly PolicyAttachment[] {
  const single = attachedResources(configuration, text, "aws_iam_role_policy_attachment", "role", name).map(
    ({ address, values }) => ({ address, policy: values.policy_arn }),
  );
  const shared = resourcesOfType(configuration, "aws_iam_policy_attachment")
    .filter(({ values }) => arrayOrEmpty(values.roles).some((named) => refersToRoleName(text, named, name)))
    .map(({ address, values }) => ({ address, policy: values.policy_arn }));
  const inRole = arrayOrEmpty(role.values.managed_policy_arns).map((policy) => ({ address: role.address, policy }));
  return [...single, ...shared, ...inRole].map(({ address, policy }) => ({
    address,
    arn: typeof policy === "string" ? text.resolve(policy) : "",
  }));
}

/** Reads a policy of the configuration or of AWS; any other one is a doubt, and may hold a Deny. */
export function readAttached(
  { text, customerPolicies }: PolicyScope,
  { address, arn }: PolicyAttachment,
): ReadAttachment {
  const own = customerPolicies.get(arn);
  if (own !== undefined) {
    return {
      readings: [readPolicy(text, own.values.policy, own.address, "identity")],
      managedPolicyNames: [],
      doubts: [],
      hasKnownDenies: true,
    };
  }
  const name = awsManagedPolicyName(arn);
  const policy = awsManagedPolicy(arn, address);
  return {
    readings: policy === undefined ? [] : [{ kind: "policy", policy }],
    managedPolicyNames: name === undefined ? [] : [name],
    doubts:
      policy === undefined
        ? [{ text: unreadAttachment(name, text.placeholders.readable(arn)), addresses: [address] }]
        : [],
    hasKnownDenies: name !== undefined,
  };
}

function unreadAttachment(name: string | undefined, arn: string): string {
  return name === undefined
    ? `what ${arn} grants is not in the configuration`
    : `what ${arn} grants is not in the catalog of ${managedPolicyDay}; attach a policy of your own with the statements that you need`;
}

/** The permissions boundary of a role or a user. */
export function boundaryOf(
  scope: PolicyScope,
  holder: Resource,
): Pick<RoleWithPolicies, "permissionsBoundary" | "unreadBoundary" | "hasDeclaredBoundary"> {
  const boundary = readBoundary(scope, holder);
  return boundary === undefined
    ? { unreadBoundary: unreadBoundaryOf(holder), hasDeclaredBoundary: isDeclaredBoundary(scope, holder) }
    : { permissionsBoundary: readablePolicies([boundary]) };
}

function readBoundary({ text, customerPolicies }: PolicyScope, role: Resource): PolicyReadResult | undefined {
  const arn = role.values.permissions_boundary;
  const own = typeof arn === "string" ? customerPolicies.get(text.resolve(arn)) : undefined;
  const reading = own && readPolicy(text, own.values.policy, own.address, "identity");
  // A boundary only takes away: one that is not understood is left out, which assumes the worst.
  return reading?.kind === "policy" ? reading : undefined;
}

function unreadBoundaryOf({ address, values: { permissions_boundary: arn } }: Resource): readonly Evidence[] {
  return arn !== undefined && arn !== null && arn !== ""
    ? [{ text: `the permissions boundary of ${address} is not in the configuration`, addresses: [address] }]
    : [];
}

/** A policy of the stack's own account that the posture names. */
function isDeclaredBoundary(
  { configuration, text }: PolicyScope,
  { values: { permissions_boundary: boundary } }: Resource,
): boolean {
  const declared = declaredPostures(configuration.outputs).flatMap((posture) =>
    arrayOrEmpty(posture.permissions_boundaries),
  );
  const arn = typeof boundary === "string" ? text.resolve(boundary) : "";
  return declared.some((policy) => arn === iamArn(text, jsonText(policy)));
}

function refersToRoleName(text: PolicyTextResolver, value: Json | undefined, name: string): boolean {
  return typeof value === "string" && text.resolve(value) === name;
}

function arrayOrEmpty(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
