import { dataSourceStart } from "../terraform/expressions/template";
import { resourceTypeOf } from "../terraform/resource-types";
import { argumentsOf } from "../terraform/resource-types/argument-uses";
import {
  type Resource,
  type TerraformConfiguration,
  textsWithin,
  type UnreadPart,
} from "../terraform/terraform-configuration";
import { unresolvedParents } from "../unmodeled/unresolved-parents";
import { NETWORK_TOPICS } from "./perimeter-connections";
import { isInModule } from "./perimeter-mentions";

/** A part of a network that a resource of one perimeter names, and that may belong to another perimeter. */
export interface OpenEnd {
  /** Address of the perimeter module that has the resource. */
  readonly module: string;
  readonly resource: Resource;
  /** The argument and its value, as a sentence that starts with the address. */
  readonly text: string;
}

/**
 * What resources of perimeters name by an ID or a data source that nobody has resolved. A route of one perimeter in a table `rtb-...` may be a
 * route in the table of another one.
 *
 * @param modules addresses of the perimeter modules
 */
export function openEndsOf(configuration: TerraformConfiguration, modules: readonly string[]): readonly OpenEnd[] {
  return configuration.resources.flatMap((resource) => {
    const module = modules.find((one) => isInModule(resource.address, one));
    if (module === undefined || resource.mode !== "managed") {
      return [];
    }
    const [part] = networkPartsIn(resource);
    if (part !== undefined) {
      const [path, value] = part;
      return [{ module, resource, text: `${resource.address}.${path} is ${value}` }];
    }
    return unresolvedParents(configuration, resource).length === 0
      ? []
      : [{ module, resource, text: `${resource.address} refers to a resource that is not resolved` }];
  });
}

/** The same as a part of another perimeter that nothing reads. */
export function openEndPart(module: string, { resource: { address, type }, text }: OpenEnd): UnreadPart {
  return {
    address,
    type,
    text: `${text}, which may belong to ${module}; refer to the resource itself, or join the state that has it with --join`,
  };
}

/** Arguments that act on nothing that they name: IDs of the resource itself, labels, and peers of security group rules. */
const PASSIVE_ARGUMENTS: ReadonlySet<string> = new Set([
  "arn",
  "egress.security_groups",
  "id",
  "ingress.security_groups",
  "referenced_security_group_id",
  "source_security_group_id",
  "tags",
  "tags_all",
]);

/** IDs of what others may be put into or attached to. */
const NETWORK_ID = /^(?:acl|eni|i|rtb|sg|subnet|vpc|vpce)-[0-9a-f]{8,17}$/;

/** Data sources that find such. */
const NETWORK_LOOKUPS: ReadonlySet<string | undefined> = new Set([
  "aws_instance",
  "aws_instances",
  "aws_network_acls",
  "aws_network_interface",
  "aws_network_interfaces",
  "aws_route_table",
  "aws_route_tables",
  "aws_security_group",
  "aws_security_groups",
  "aws_subnet",
  "aws_subnets",
  "aws_vpc",
  "aws_vpc_endpoint",
  "aws_vpcs",
]);

const dataSourcePattern = new RegExp(String.raw`${dataSourceStart}(\w+)\.`, "g");

function isNetworkPart(text: string): boolean {
  const isExpression = text.startsWith("${") && text.endsWith("}");
  return (
    NETWORK_ID.test(text) ||
    (isExpression && [...text.matchAll(dataSourcePattern)].some(([, type]) => NETWORK_LOOKUPS.has(type)))
  );
}

/**
 * Texts of arguments that are such an ID or data source as a whole, with the path of the argument. Policies only compare IDs. What AWS
 * computes, such as the interfaces of an endpoint, is in plans and states, and acts on nothing.
 */
function networkPartsIn(resource: Resource): readonly (readonly [path: string, value: string])[] {
  const known = resourceTypeOf(resource.type);
  // A resource of an unknown type can affect a network, too.
  if (known?.kind === "neutral" || (known !== undefined && !known.topics.some((one) => NETWORK_TOPICS.has(one)))) {
    return [];
  }
  const found =
    known?.kind === "modeled"
      ? argumentsOf(resource, known).map(({ path, value }) => [path, value] as const)
      : Object.entries(resource.values);
  return found
    .filter(([path]) => !PASSIVE_ARGUMENTS.has(path))
    .flatMap(([path, value]) => textsWithin(value).map((text) => [path, text] as const))
    .filter(([, text]) => isNetworkPart(text));
}
