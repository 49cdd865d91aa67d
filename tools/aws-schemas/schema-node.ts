import type { ValueFacts } from "../../constraints/schemas/schema-facts";

/** One node of a schema of AWS: an object with members, or a value with facts. */
export interface SchemaNode {
  /** Name in errors and in the table of facts, e.g. `sagemaker:AuthMode` or `AWS::EC2::Subnet/CidrBlock`. */
  readonly name: string;
  readonly facts: ValueFacts;
  /** Members of an object. Empty for a value. */
  members(): ReadonlyMap<string, () => SchemaNode>;
  /** Members that the schema requires. */
  readonly required: readonly string[];
  /** Groups of members of which at most one may be set. */
  readonly exclusive: readonly (readonly string[])[];
  /** The items of a list or the values of a map. */
  items(): SchemaNode | undefined;
}

/** A source of schemas: `AWS::EC2::Subnet`, or `ec2:CreateSubnet`. */
export interface SchemaSource {
  /** @throws when the source has no such schema */
  root(schema: string): SchemaNode;
}

/** Pascal case, camel case and snake case of one name are equal in this form. */
function plainName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]/g, "").toLowerCase();
}

/** The object in a node: the node itself, or the items of a list. */
export function objectIn(node: SchemaNode): SchemaNode {
  const items = node.items();
  return node.members().size === 0 && items !== undefined ? objectIn(items) : node;
}

/** The member of a name, in any case style. Terraform names blocks in the singular. */
export function memberOf(
  node: SchemaNode,
  name: string,
): { readonly key: string; readonly node: SchemaNode } | undefined {
  for (const [key, member] of objectIn(node).members()) {
    if ([plainName(name), `${plainName(name)}s`].includes(plainName(key))) {
      return { key, node: member() };
    }
  }
  return undefined;
}
