import { endpointServicePrefixPattern } from "../../../aws/partition-endpoints";
import { isRegionName } from "../../../aws/partitions";
import { ownEntry } from "../../collections/own-entry";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { type ConnectionDirection, connectionTypes } from "../../terraform/resource-types/groups/connection-types";
import { jsonText, type Resource } from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import { unreadPartsOfNetwork } from "./has-network";

/** Connections between a VPC and networks that this configuration does not declare. */
export interface ExternalConnections {
  readonly egress: readonly Evidence[];
  readonly ingress: readonly Evidence[];
}

/**
 * Reads the connections to external networks, and every part of the JSON that may hold one and could not be read.
 *
 * @param attachments Terraform addresses of attachments to transit gateways of the configuration, whose packets are traced
 * @param isElsewhere whether a resource belongs to VPCs that are not connected with Studio's, so that it does not count
 */
export function readExternalConnections(
  graph: ResourceGraph,
  attachments: ReadonlySet<string>,
  isElsewhere: (resource: Resource) => boolean,
): ExternalConnections {
  const managed = graph.configuration.resources.filter(
    (resource) => resource.mode === "managed" && !isElsewhere(resource),
  );
  const isTraced = ({ address, values }: Resource): boolean =>
    attachments.has(address) || attachments.has(graph.referenceKey(values.transit_gateway_attachment_id) ?? "");
  const connections = managed
    .filter((resource) => !isTraced(resource))
    .flatMap((resource) => externalConnectionsOf(graph, resource));
  const unread = unreadPartsOfNetwork(graph.configuration).map(
    ({ address, text }): readonly [ConnectionDirection, Evidence] => ["both", { text, addresses: [address] }],
  );
  const inDirection = (wanted: ConnectionDirection): readonly Evidence[] =>
    [...connections, ...unread].flatMap(([direction, evidence]) =>
      direction === wanted || direction === "both" ? [evidence] : [],
    );
  return { egress: inDirection("egress"), ingress: inDirection("ingress") };
}

function externalConnectionsOf(
  graph: ResourceGraph,
  resource: Resource,
): readonly (readonly [ConnectionDirection, Evidence])[] {
  const { address, type } = resource;
  const connectionType = ownEntry(connectionTypes, type);
  if (connectionType !== undefined) {
    const [direction, predicate] = connectionType;
    const text = unassociated(graph, resource) ?? `${address} ${predicate}, outside this configuration`;
    return [[direction, { text, addresses: [address] }]];
  }
  // A type without an entry in the registry is a model gap of every claim.
  const evidence = type === "aws_vpc_endpoint" ? connectionOfEndpoint(graph, resource) : undefined;
  return evidence === undefined ? [] : [["egress", evidence]];
}

/** What routes the packets of the attachment is not in this configuration: the association may be made elsewhere. */
function unassociated(graph: ResourceGraph, attachment: Resource): string | undefined {
  const gateway = ownTransitGateway(graph, attachment);
  return gateway === undefined
    ? undefined
    : `${attachment.address} has no route table of ${gateway.address} in this configuration; associate one, or join the state that does with --join`;
}

/** The transit gateway of this configuration that an attachment of a VPC is of. */
export function ownTransitGateway(graph: ResourceGraph, { type, values }: Resource): Resource | undefined {
  const gateway = graph.find(graph.referenceKey(values.transit_gateway_id) ?? "");
  return type === "aws_ec2_transit_gateway_vpc_attachment" && gateway?.type === "aws_ec2_transit_gateway"
    ? gateway
    : undefined;
}

const serviceOfAws = new RegExp(`^${endpointServicePrefixPattern}\\.`);

/** An endpoint of an AWS service is no external connection. The owner of any other endpoint service is unknown. */
export function connectionOfEndpoint(graph: ResourceGraph, { address, values }: Resource): Evidence | undefined {
  const type = jsonText(values.vpc_endpoint_type ?? "Gateway");
  const service = graph.referenceKey(values.service_name) ?? "";
  const isOfAws = serviceOfAws.test(service) && !service.includes("vpce-svc");
  const region = service.split(".").find(isRegionName);
  const isHere = region === undefined || [undefined, region].includes(graph.configuration.region);
  if (["Gateway", "Interface"].includes(type) && isOfAws) {
    const text = `${address} connects to ${service}, which is not in the Region of the provider`;
    return isHere ? undefined : { text, addresses: [address] };
  }
  const name = service === "" ? `a ${type} service` : service;
  return { text: `${address} connects to ${name}, which has an unknown owner`, addresses: [address] };
}
