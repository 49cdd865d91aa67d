import { memoize } from "../../collections/memoize";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { blocksOf, type Json, type JsonObject, type Resource } from "../../terraform/terraform-configuration";

/** Resource types that create EC2 instances. */
export const ec2ResourceTypes = [
  "aws_instance",
  "aws_spot_instance_request",
  "aws_spot_fleet_request",
  "aws_launch_template",
  "aws_launch_configuration",
] as const;

/** The network interfaces of an EC2 instance, and the arguments that say where they are. */
export interface InstanceInterfaces {
  /** @default - the instance names none, or one that is not in the configuration */
  readonly template: Resource | undefined;
  /** Arguments of the instance, with those of its launch template in place of what it leaves out. */
  readonly values: JsonObject;
  /** Keys of its separate interfaces: those that it names, and those that are attached to it. */
  readonly ids: readonly string[];
  /** Those of them that the configuration has. */
  readonly interfaces: readonly Resource[];
  /** Arguments that place an interface in a subnet: of the instance, of its blocks and of its separate interfaces. */
  readonly interfaceArguments: readonly JsonObject[];
}

/** Reads the interfaces of each instance of a graph once: paths ask for them anew for every VPC. */
export const instanceInterfaces: (graph: ResourceGraph) => (instance: Resource) => InstanceInterfaces = memoize(
  (graph) => memoize((instance) => readInterfaces(graph, instance)),
);

function readInterfaces(graph: ResourceGraph, instance: Resource): InstanceInterfaces {
  const template = launchTemplateOf(graph, instance);
  const values = { ...template?.values, ...instance.values };
  const blocks = networkInterfaceBlocks.flatMap((name) => blocksOf(values[name]));
  const ids = [
    ...blocks.map((block) => block.network_interface_id),
    ...networkInterfacesAttachedTo(graph, instance.address),
  ].flatMap((id) => graph.referenceKey(id) ?? []);
  const interfaces = ids.flatMap((id) => graph.find(id) ?? []);
  return {
    template,
    values,
    ids,
    interfaces,
    interfaceArguments: [values, ...blocks, ...interfaces.map((found) => found.values)],
  };
}

const networkInterfaceBlocks = [
  "network_interface",
  "primary_network_interface",
  "network_interfaces",
  "launch_specification",
];

/** The launch template that supplies the arguments that the instance leaves out. */
function launchTemplateOf(graph: ResourceGraph, { values }: Resource): Resource | undefined {
  const [named] = blocksOf(values.launch_template).map(
    ({ id, name }) => graph.referenceKey(id) ?? graph.referenceKey(name),
  );
  return named === undefined ? undefined : graph.find(named.replace(/\.name$/, ""));
}

function networkInterfacesAttachedTo(graph: ResourceGraph, instance: string): readonly (Json | undefined)[] {
  const separate = graph
    .ofType("aws_network_interface_attachment")
    .filter(({ values }) => graph.referenceKey(values.instance_id) === instance)
    .map(({ values }) => values.network_interface_id);
  const inline = graph
    .ofType("aws_network_interface")
    .filter(({ values }) =>
      blocksOf(values.attachment).some((block) => graph.referenceKey(block.instance) === instance),
    )
    .map(({ address }) => `\${${address}.id}`);
  return [...separate, ...inline];
}
