import type { Json, TerraformConfiguration } from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import { attachedResources } from "./attached-resources";

/** The resource types by which Terraform keeps a role's policies to a list, and where the list stands. */
const exclusiveListArguments = {
  attached: { type: "aws_iam_role_policy_attachments_exclusive", argument: "policy_arns" },
  inline: { type: "aws_iam_role_policies_exclusive", argument: "policy_names" },
};

/** All the policies of one kind that a role may keep. */
export interface ExclusivePolicyList {
  readonly address: string;
  /** ARNs of attached policies, names of inline ones. */
  readonly entries: readonly string[];
}

/** The lists that rule policies of one kind of a role. */
export interface ExclusivePolicyLists {
  readonly lists: readonly ExclusivePolicyList[];
  /** Lists that are not understood: what they omit is taken from the role, and what they name may be attached. */
  readonly doubts: readonly Evidence[];
}

/** Resource types of the lists, of attached and of inline policies. */
export const exclusivePolicyResourceTypes = Object.values(exclusiveListArguments).map(({ type }) => type);

/** The lists that rule a role's policies of one kind. */
export function exclusivePolicyLists(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
  kind: keyof typeof exclusiveListArguments,
  roleName: string,
): ExclusivePolicyLists {
  const { type, argument } = exclusiveListArguments[kind];
  const listsOfRole = attachedResources(configuration, text, type, "role_name", roleName);
  const read = listsOfRole.map(({ address, values }) => ({ address, entries: entriesOf(values[argument], text) }));
  return {
    lists: read.flatMap(({ address, entries }) => (entries === undefined ? [] : [{ address, entries }])),
    doubts: read.flatMap(({ address, entries }) =>
      entries === undefined
        ? [
            {
              text: `the ${argument} of ${address}, which are all that the role keeps, are not understood`,
              addresses: [address],
            },
          ]
        : [],
    ),
  };
}

function entriesOf(value: Json | undefined, text: PolicyTextResolver): readonly string[] | undefined {
  const entries = Array.isArray(value) ? value : undefined;
  return entries?.every((entry) => typeof entry === "string") ? entries.map((entry) => text.resolve(entry)) : undefined;
}

/** What a role has of something that lists rule. */
export interface PoliciesAfterExclusiveLists<Item> {
  readonly kept: readonly Item[];
  readonly doubts: readonly Evidence[];
}

/**
 * Takes away what a list omits. Terraform applies the list and the attachment one after the other, so that each apply undoes
 * the last: what the omitted policy denied cannot be relied on, and that it allows nothing is not certain either.
 */
export function applyExclusiveLists<Item extends { readonly address: string }>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  exclusiveLists: readonly ExclusivePolicyList[],
): PoliciesAfterExclusiveLists<Item> {
  const omitting = (item: Item) => exclusiveLists.find(({ entries }) => !entries.includes(keyOf(item)));
  return {
    kept: items.filter((item) => omitting(item) === undefined),
    doubts: items.flatMap((item) => {
      const list = omitting(item);
      const says = `${item.address} gives the role a policy that ${list?.address} takes from it`;
      return list === undefined ? [] : [{ text: says, addresses: [item.address, list.address] }];
    }),
  };
}
