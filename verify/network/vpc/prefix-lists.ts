import type { ReferenceTarget, ResourceGraph } from "../../terraform/references/resource-graph";
import { blocksOf } from "../../terraform/terraform-configuration";

/**
 * The CIDR blocks of a customer-managed prefix list; `undefined` for AWS-managed lists and for lists with an unresolved
 * entry.
 */
export function prefixListCidrs(graph: ResourceGraph, list: ReferenceTarget): readonly string[] | undefined {
  if (list.kind !== "resource" || list.resource.mode !== "managed" || list.resource.type !== managedPrefixListType) {
    return undefined;
  }
  const { address, values } = list.resource;
  const separate = graph
    .ofType("aws_ec2_managed_prefix_list_entry")
    .filter((entry) => graph.referenceKey(entry.values.prefix_list_id) === address);
  const entries = [...blocksOf(values.entry).map(({ cidr }) => cidr), ...separate.map((entry) => entry.values.cidr)];
  const blocks = entries.map((entry) => {
    const target = graph.target(entry);
    return target.kind === "literal" ? target.text : undefined;
  });
  return blocks.every((block) => block !== undefined) ? blocks : undefined;
}

/** The service name of an AWS-managed prefix list, `com.amazonaws.eu-west-1.s3`; `undefined` when the JSON does not show it. */
export function serviceOfPrefixList(graph: ResourceGraph, list: ReferenceTarget): string | undefined {
  if (list.kind !== "resource") {
    return undefined;
  }
  const { resource } = list;
  const name = lookupArguments.get(resource.type);
  if (resource.type === "aws_vpc_endpoint") {
    return graph.referenceKey(resource.values.service_name);
  }
  return name === undefined || resource.mode !== "data" ? undefined : graph.referenceKey(resource.values[name]);
}

const managedPrefixListType = "aws_ec2_managed_prefix_list";

/** Arguments by which data sources look up a list by its service name, by data source type. */
const lookupArguments = new Map([
  ["aws_prefix_list", "name"],
  [managedPrefixListType, "name"],
]);
