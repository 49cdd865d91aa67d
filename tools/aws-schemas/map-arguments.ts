import type { ExclusiveArguments, RequiredArgument, TypeFacts } from "../../constraints/schemas/schema-facts";
import type { TypeMapping } from "../../constraints/schemas/terraform-mapping";
import type { Block } from "../../rehearsal/schema/provider-schema";
import { memberOf, objectIn, type SchemaNode, type SchemaSource } from "./schema-node";

/** A configurable argument or block of a Terraform resource type. */
interface TerraformArgument {
  readonly path: string;
  readonly required: boolean;
  /** Whether several values or blocks are possible. */
  readonly several: boolean;
}

/** Every argument of a block and of the blocks in it, but not what the provider computes. */
function argumentsOf(block: Block, prefix = ""): readonly TerraformArgument[] {
  const own = Object.entries(block.attributes)
    .filter(([, { required, optional }]) => required || optional)
    .flatMap(([name, { type, required = false }]): TerraformArgument[] => [
      { path: prefix + name, required, several: Array.isArray(type) && type[0] !== "object" },
      ...membersOfType(type, `${prefix}${name}.`),
    ]);
  const nested = Object.entries(block.block_types).flatMap(
    ([name, { block: inner, nesting_mode, min_items, max_items }]) => [
      {
        path: prefix + name,
        required: (min_items ?? 0) > 0,
        several: (nesting_mode === "list" || nesting_mode === "set") && max_items !== 1,
      },
      ...argumentsOf(inner, `${prefix}${name}.`),
    ],
  );
  return [...own, ...nested];
}

function membersOfType(type: unknown, prefix: string): readonly TerraformArgument[] {
  if (!Array.isArray(type)) {
    return [];
  }
  const [kind, inner]: readonly unknown[] = type;
  return kind === "object"
    ? Object.entries(inner as Readonly<Record<string, unknown>>).flatMap(([name, member]) => [
        { path: prefix + name, required: false, several: Array.isArray(member) && member[0] !== "object" },
        ...membersOfType(member, `${prefix}${name}.`),
      ])
    : membersOfType(inner, prefix);
}

/** Maps the arguments of one resource type to the schemas of AWS: as the mapping says, and otherwise by name. */
export function mapArguments(
  block: Block,
  mapping: TypeMapping,
  sourceOf: (schema: string) => SchemaSource,
  addShape: (node: SchemaNode) => string,
): TypeFacts {
  const nodeAt = (target: string): SchemaNode => followPath(sourceOf(target), target);
  const roots = mapping.schemas.map(nodeAt);
  const listed = argumentsOf(block).filter(({ path }) => !isListed(mapping.unmapped ?? {}, path));
  const nodesOf = (path: string): readonly SchemaNode[] => {
    const byHand = mapping.arguments?.[path];
    if (byHand !== undefined) {
      return [byHand].flat().map(nodeAt);
    }
    const dot = path.lastIndexOf(".");
    const parents = dot < 0 ? roots : nodesOf(path.slice(0, dot));
    return parents.flatMap((parent) => memberOf(parent, path.slice(dot + 1))?.node ?? []);
  };
  const table: Record<string, readonly string[]> = {};
  for (const { path, several } of listed) {
    const nodes = nodesOf(path);
    if (nodes.length > 0) {
      const lists = nodes.filter((node) => node.items() !== undefined);
      const values = nodes.filter((node) => node.items() === undefined);
      table[path] = (several ? lists : values).map(addShape);
      const items = several ? [...lists.flatMap(valueItems), ...values] : [];
      if (items.length > 0) {
        table[`${path}.*`] = items.map(addShape);
      }
    }
  }
  const blocks = ["", ...listed.map(({ path }) => path)];
  const membersIn = (path: string) => (path === "" ? roots : nodesOf(path)).map(objectIn);
  return {
    schemas: mapping.schemas.map((schema) => schema.split("/")[0] ?? schema),
    arguments: table,
    exclusive: blocks.flatMap((path) => membersIn(path).flatMap((node) => exclusiveIn(node, path, listed, nodesOf))),
    required: withoutDuplicates(
      blocks.flatMap((path) => membersIn(path).flatMap((node) => requiredIn(node, path, listed, nodesOf))),
    ).filter(({ argument }) => mapping.defaulted?.includes(argument) !== true),
  };
}

/** CloudFormation and the API often require the same argument. */
function withoutDuplicates(required: readonly RequiredArgument[]): readonly RequiredArgument[] {
  return required.filter(({ argument }, at) => required.findIndex((other) => other.argument === argument) === at);
}

/** Whether a table has the path, or a block that contains it. */
function isListed(table: Readonly<Record<string, string>>, path: string): boolean {
  return Object.keys(table).some((key) => path === key || path.startsWith(`${key}.`));
}

function followPath(source: SchemaSource, target: string): SchemaNode {
  const [schema = "", ...path] = target.split("/");
  return path.reduce((node, key) => {
    const member = objectIn(node).members().get(key);
    if (member === undefined) {
      throw new Error(`${target}: ${node.name} has no member ${key}; correct the mapping`);
    }
    return member();
  }, source.root(schema));
}

/** Items that are values. Members of objects in lists have paths of their own. */
function valueItems(node: SchemaNode): readonly SchemaNode[] {
  const items = node.items();
  return items === undefined || items.members().size > 0 ? [] : [items];
}

/** The arguments of a block whose schema is a member of the node. */
function argumentFor(
  node: SchemaNode,
  member: string,
  block: string,
  listed: readonly TerraformArgument[],
  nodesOf: (path: string) => readonly SchemaNode[],
): readonly TerraformArgument[] {
  const target = node.members().get(member)?.().name;
  const prefix = block === "" ? "" : `${block}.`;
  return listed.filter(
    ({ path }) =>
      path.startsWith(prefix) &&
      !path.slice(prefix.length).includes(".") &&
      nodesOf(path).some(({ name }) => name === target) &&
      memberNameMatches(node, member, path.slice(prefix.length)),
  );
}

/** Several members may share one shape, so the name decides unless it differs from every member. */
function memberNameMatches(node: SchemaNode, member: string, argument: string): boolean {
  const named = memberOf(node, argument);
  return named === undefined || named.key === member;
}

function exclusiveIn(
  node: SchemaNode,
  block: string,
  listed: readonly TerraformArgument[],
  nodesOf: (path: string) => readonly SchemaNode[],
): readonly ExclusiveArguments[] {
  return node.exclusive.flatMap((group) => {
    const found = group.flatMap((member) => argumentFor(node, member, block, listed, nodesOf));
    const names = [...new Set(found.map(({ path }) => path))];
    return names.length > 1 ? [{ block, arguments: names, schema: node.name }] : [];
  });
}

function requiredIn(
  node: SchemaNode,
  block: string,
  listed: readonly TerraformArgument[],
  nodesOf: (path: string) => readonly SchemaNode[],
): readonly RequiredArgument[] {
  return node.required.flatMap((member) => {
    const [argument, ...others] = argumentFor(node, member, block, listed, nodesOf);
    return argument === undefined || argument.required || others.length > 0
      ? []
      : [{ block, argument: argument.path, schema: node.name }];
  });
}
