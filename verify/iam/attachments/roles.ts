import { blocksOf, type Configuration, type Json, ofType, type Resource } from "../../terraform/configuration";
import type { Evidence } from "../../verdict/claim";
import type { Policy } from "../language/parse-policy";
import type { TextReader } from "../language/resolve-policy-text";
import { exclusiveLists, exclusiveTypes, keepListed, type Ruled } from "./exclusive-policies";
import { managedPolicy, managedPolicyName } from "./managed-policies";
import { doubtsOf, type PolicyReading, policiesOf, readPolicy, strayPolicies } from "./read-policy";

/** A role of the configuration with everything that is attached to it. */
export interface Role {
  readonly address: string;
  readonly arn: string;
  readonly name: string;
  readonly trust: readonly Policy[];
  readonly identity: readonly Policy[];
  /** @default - no boundary, or one whose document is not in the configuration: nothing is then taken to be cut by it */
  readonly boundary?: readonly Policy[];
  /** Names of AWS managed policies attached. */
  readonly managed: readonly string[];
  /** Attached policies that are not understood, or not in the configuration. */
  readonly doubts: readonly Evidence[];
  /** Whether all that may deny the role something is known; AWS's own policies only allow. */
  readonly isBounded: boolean;
}

export function readRoles(configuration: Configuration, text: TextReader): readonly Role[] {
  const customerPolicies = new Map(
    ofType(configuration, "aws_iam_policy").map((policy) => [text.read(`\${${policy.address}.arn}`), policy]),
  );
  const stray = [
    ...strayPolicies(configuration, text, "aws_iam_role_policy", "role"),
    ...strayPolicies(configuration, text, "aws_iam_role_policy_attachment", "role"),
    ...exclusiveTypes.flatMap((type) => strayPolicies(configuration, text, type, "role_name")),
  ];
  const scope = { configuration, text, customerPolicies, stray };
  return ofType(configuration, "aws_iam_role").map((role) => readRole(scope, role));
}

interface Scope {
  readonly configuration: Configuration;
  readonly text: TextReader;
  readonly customerPolicies: ReadonlyMap<string, Resource>;
  /** Policies that may be attached to any role. */
  readonly stray: readonly Evidence[];
}

interface Attached {
  readonly readings: readonly PolicyReading[];
  readonly managed: readonly string[];
  readonly doubts: readonly Evidence[];
  readonly isBounded: boolean;
}

interface Attachment {
  readonly address: string;
  readonly arn: string;
}

function readRole(scope: Scope, role: Resource): Role {
  const { text } = scope;
  const name = text.read(`\${${role.address}.name}`);
  const trust = [readPolicy(text, role.values.assume_role_policy, role.address)];
  const inline = inlinePolicies(scope, role, name);
  const attachments = attachmentsOf(scope, role, name);
  const attached = attachments.kept.map((attachment) => readAttached(scope, attachment));
  const readings = [...inline.kept.map(({ reading }) => reading), ...attached.flatMap(({ readings: found }) => found)];
  const unread = [...doubtsOf([...trust, ...readings]), ...scope.stray, ...inline.unread, ...attachments.unread];
  const boundary = boundaryOf(scope, role);
  return {
    address: role.address,
    arn: text.read(`\${${role.address}.arn}`),
    name,
    trust: policiesOf(trust),
    identity: policiesOf(readings),
    ...(boundary === undefined ? {} : { boundary: policiesOf([boundary]) }),
    managed: attached.flatMap(({ managed }) => managed),
    doubts: [...unread, ...inline.doubts, ...attachments.doubts, ...attached.flatMap(({ doubts }) => doubts)],
    isBounded: unread.length === 0 && attached.every(({ isBounded }) => isBounded),
  };
}

interface Inline {
  readonly address: string;
  readonly name: string;
  readonly reading: PolicyReading;
}

/** What a role has of one kind; `unread` may hold a Deny. */
interface Held<Item> extends Ruled<Item> {
  readonly unread: readonly Evidence[];
}

function inlinePolicies({ configuration, text }: Scope, role: Resource, name: string): Held<Inline> {
  const separate = ofType(configuration, "aws_iam_role_policy").filter(({ values }) =>
    isNamed(text, values.role, name),
  );
  const declared = [
    ...blocksOf(role.values.inline_policy).map((block) => ({
      address: role.address,
      name: typeof block.name === "string" ? text.read(block.name) : "",
      reading: readPolicy(text, block.policy, role.address),
    })),
    ...separate.map(({ address, values }) => ({
      address,
      name: text.read(`\${${address}.name}`),
      reading: readPolicy(text, values.policy, address),
    })),
  ];
  const { lists, doubts } = exclusiveLists(configuration, text, "inline", name);
  const unknown = lists.flatMap(({ address, entries }) =>
    entries
      .filter((entry) => declared.every((policy) => policy.name !== entry))
      .map((entry) => ({
        text: `${address} keeps an inline policy ${text.letters.readable(entry)}, which is not in the configuration`,
        addresses: [address],
      })),
  );
  return { ...keepListed(declared, (policy) => policy.name, lists), unread: [...doubts, ...unknown] };
}

/** A list of all that is attached attaches what it names, whatever else does. */
function attachmentsOf(scope: Scope, role: Resource, name: string): Held<Attachment> {
  const { lists, doubts } = exclusiveLists(scope.configuration, scope.text, "attached", name);
  const single = singleAttachments(scope, role, name);
  const listed = lists.flatMap(({ address, entries }) => entries.map((arn) => ({ address, arn })));
  const added = listed.filter(({ arn }, at) => ![...single, ...listed.slice(0, at)].some((other) => other.arn === arn));
  return { ...keepListed([...single, ...added], ({ arn }) => arn, lists), unread: doubts };
}

function singleAttachments({ configuration, text }: Scope, role: Resource, name: string): readonly Attachment[] {
  const single = ofType(configuration, "aws_iam_role_policy_attachment")
    .filter(({ values }) => isNamed(text, values.role, name))
    .map(({ address, values }) => ({ address, policy: values.policy_arn }));
  const shared = ofType(configuration, "aws_iam_policy_attachment")
    .filter(({ values }) => listOf(values.roles).some((named) => isNamed(text, named, name)))
    .map(({ address, values }) => ({ address, policy: values.policy_arn }));
  const inRole = listOf(role.values.managed_policy_arns).map((policy) => ({ address: role.address, policy }));
  return [...single, ...shared, ...inRole].map(({ address, policy }) => ({
    address,
    arn: typeof policy === "string" ? text.read(policy) : "",
  }));
}

function readAttached({ text, customerPolicies }: Scope, { address, arn }: Attachment): Attached {
  const own = customerPolicies.get(arn);
  if (own !== undefined) {
    return { readings: [readPolicy(text, own.values.policy, own.address)], managed: [], doubts: [], isBounded: true };
  }
  const name = managedPolicyName(arn);
  const knowledge = name === undefined ? undefined : managedPolicy(name, address);
  const doubt = { text: `what ${text.letters.readable(arn)} grants is not in the configuration`, addresses: [address] };
  return {
    readings: knowledge === undefined ? [] : [{ kind: "policy", policy: knowledge.policy }],
    managed: name === undefined ? [] : [name],
    doubts: knowledge?.complete === true ? [] : [doubt],
    isBounded: name !== undefined,
  };
}

function boundaryOf({ text, customerPolicies }: Scope, role: Resource): PolicyReading | undefined {
  const arn = role.values.permissions_boundary;
  const own = typeof arn === "string" ? customerPolicies.get(text.read(arn)) : undefined;
  const reading = own && readPolicy(text, own.values.policy, own.address);
  // A boundary only takes away: one that is not understood is left out, which assumes the worst.
  return reading?.kind === "policy" ? reading : undefined;
}

function isNamed(text: TextReader, value: Json | undefined, name: string): boolean {
  return typeof value === "string" && text.read(value) === name;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
