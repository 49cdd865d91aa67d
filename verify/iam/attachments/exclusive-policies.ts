import { type Configuration, type Json, ofType } from "../../terraform/configuration";
import type { Evidence } from "../../verdict/claim";
import type { TextReader } from "../language/resolve-policy-text";

/** The resource types by which Terraform keeps a role's policies to a list, and where the list stands. */
const lists = {
  attached: { type: "aws_iam_role_policy_attachments_exclusive", argument: "policy_arns" },
  inline: { type: "aws_iam_role_policies_exclusive", argument: "policy_names" },
};

/** All the policies of one kind that a role may keep. */
export interface ExclusiveList {
  readonly address: string;
  /** ARNs of attached policies, names of inline ones. */
  readonly entries: readonly string[];
}

export interface ExclusiveLists {
  readonly lists: readonly ExclusiveList[];
  /** Lists that are not understood: what they omit is taken from the role, and what they name may be attached. */
  readonly doubts: readonly Evidence[];
}

export const exclusiveTypes = Object.values(lists).map(({ type }) => type);

/** The lists that rule a role's policies of one kind. */
export function exclusiveLists(
  configuration: Configuration,
  text: TextReader,
  kind: keyof typeof lists,
  roleName: string,
): ExclusiveLists {
  const { type, argument } = lists[kind];
  const ruling = ofType(configuration, type).filter(
    ({ values }) => typeof values.role_name === "string" && text.read(values.role_name) === roleName,
  );
  const read = ruling.map(({ address, values }) => ({ address, entries: entriesOf(values[argument], text) }));
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

function entriesOf(value: Json | undefined, text: TextReader): readonly string[] | undefined {
  const entries = Array.isArray(value) ? value : undefined;
  return entries?.every((entry) => typeof entry === "string") ? entries.map((entry) => text.read(entry)) : undefined;
}

/** What a role has of something that lists rule. */
export interface Ruled<Item> {
  readonly kept: readonly Item[];
  readonly doubts: readonly Evidence[];
}

/**
 * Takes away what a list omits. Terraform applies the list and the attachment one after the other, so that each apply undoes
 * the last: what the omitted policy denied cannot be relied on, and that it allows nothing is not certain either.
 */
export function keepListed<Item extends { readonly address: string }>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  ruling: readonly ExclusiveList[],
): Ruled<Item> {
  const omitting = (item: Item) => ruling.find(({ entries }) => !entries.includes(keyOf(item)));
  return {
    kept: items.filter((item) => omitting(item) === undefined),
    doubts: items.flatMap((item) => {
      const list = omitting(item);
      const says = `${item.address} gives the role a policy that ${list?.address} takes from it`;
      return list === undefined ? [] : [{ text: says, addresses: [item.address, list.address] }];
    }),
  };
}
