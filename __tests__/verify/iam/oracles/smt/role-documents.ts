import { managedPolicyDocument } from "../../../../../aws/managed-policies";
import { memoizeByText } from "../../../../../verify/collections/memoize";
import type { RealPolicy } from "../real-policies";
import type { PolicyDocument } from "../reference-evaluator";

/** A role with the policies that decide over it, as Terraform attaches them. */
export interface RoleDocuments {
  readonly address: string;
  readonly identity: readonly RealPolicy[];
  /** @default - none, or one that is not in the stack */
  readonly boundary?: RealPolicy;
  /** Whether something is attached that the stack does not say, or a list takes away what another resource attaches. */
  readonly isOpen: boolean;
}

export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

type Arguments = Readonly<Record<string, unknown>>;

interface Entry {
  readonly address: string;
  readonly values: Arguments;
}

/** The roles of a stack. */
export function rolesIn(resource: Resources, policies: readonly RealPolicy[]): readonly RoleDocuments[] {
  const entries = (type: string): readonly Entry[] =>
    Object.entries(resource[type] ?? {}).map(([name, values]) => ({
      address: `${type}.${name}`,
      values: { ...values },
    }));
  const policyAt = new Map(policies.map((policy) => [policy.address, policy]));
  return entries("aws_iam_role").map(({ address, values }): RoleDocuments => {
    const isOfRole = (value: unknown): boolean => addressIn(value) === address || value === values.name;
    const of = (type: string, argument: string): readonly Entry[] =>
      entries(type).filter((entry) => isOfRole(entry.values[argument]));
    const shared = entries("aws_iam_policy_attachment").filter((entry) => listIn(entry.values.roles).some(isOfRole));
    const attached = [
      ...of("aws_iam_role_policy_attachment", "role").map((entry) => entry.values.policy_arn),
      ...shared.map((entry) => entry.values.policy_arn),
      ...listIn(values.managed_policy_arns),
    ];
    const lists = of("aws_iam_role_policy_attachments_exclusive", "role_name").map((entry) =>
      listIn(entry.values.policy_arns),
    );
    const inline = of("aws_iam_role_policy", "role");
    const inlineLists = of("aws_iam_role_policies_exclusive", "role_name").map((entry) =>
      listIn(entry.values.policy_names),
    );
    const arns = [...new Set([...attached, ...lists.flat()])];
    const found = [
      ...arns.map((arn) => attachedPolicy(arn, policyAt)),
      ...inline.map((entry) => policyAt.get(entry.address)),
      ...listIn(values.inline_policy).map(() => undefined),
    ];
    const limit = policyAt.get(addressIn(values.permissions_boundary));
    const identity = found.flatMap((policy) => policy ?? []);
    return {
      address,
      identity,
      ...(limit === undefined ? {} : { boundary: limit }),
      isOpen:
        identity.length < found.length ||
        inlineLists.some(
          (list) =>
            !isSameSet(
              list,
              inline.map((entry) => entry.values.name),
            ),
        ) ||
        lists.some((list) => attached.some((arn) => !list.includes(arn))),
    };
  });
}

function attachedPolicy(arn: unknown, policyAt: ReadonlyMap<string, RealPolicy>): RealPolicy | undefined {
  const path = /^arn:(?:aws|\$\{data\.aws_partition\.\w+\.partition\}):iam::aws:policy\/(.+)$/.exec(String(arn))?.[1];
  const document = path === undefined ? undefined : managedDocument(path);
  return document === undefined
    ? policyAt.get(addressIn(arn))
    : { address: String(arn), place: "identity", document, isOpen: false };
}

const managedDocument = memoizeByText((path): PolicyDocument | undefined => {
  const text = managedPolicyDocument(path);
  return text === undefined ? undefined : (JSON.parse(text) as PolicyDocument);
});

function isSameSet(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.every((item) => other.includes(item)) && other.every((item) => one.includes(item));
}

function addressIn(value: unknown): string {
  return /^\$\{(aws_iam_(?:role|policy)\.\w+)\.\w+\}$/.exec(String(value))?.[1] ?? "";
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** ARN of a role after its references were replaced. */
export function roleNameOf(address: string): string {
  return address.replace(/^aws_iam_role\./, "");
}
