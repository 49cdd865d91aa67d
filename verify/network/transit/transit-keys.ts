import type { ReferenceTarget, ResourceGraph } from "../../terraform/references/resource-graph";
import type { Json, JsonObject } from "../../terraform/terraform-configuration";

/** The key of the table that AWS creates with a gateway. One table is the default for associations and for propagations. */
export function defaultTransitRouteTable(gateway: string): string {
  return `${gateway} default route table`;
}

/** The key of a table of this configuration; `undefined` for any other one. */
export function transitRouteTableKey(graph: ResourceGraph, value: Json | undefined): string | undefined {
  const target = graph.target(value);
  if (target.kind !== "resource" || target.resource.mode !== "managed") {
    return undefined;
  }
  const { resource, attribute } = target;
  if (resource.type === "aws_ec2_transit_gateway") {
    return /^(?:association|propagation)_default_route_table_id$/.test(attribute)
      ? defaultTransitRouteTable(resource.address)
      : undefined;
  }
  return resource.type === "aws_ec2_transit_gateway_route_table" ? resource.address : undefined;
}

/** The key of an attachment. The accepter of an attachment has the ID of the attachment. */
export function vpcAttachmentKey(graph: ResourceGraph, value: Json | undefined): string | undefined {
  const target = graph.target(value);
  return target.kind === "resource" && accepterTypes.has(target.resource.type)
    ? graph.referenceKey(target.resource.values.transit_gateway_attachment_id)
    : keyOfTarget(target);
}

/** The arguments with the default associations of an attachment: those of its accepter in the account of the gateway, if it has one. */
export function settingsOfAttachment(graph: ResourceGraph, address: string, own: JsonObject): JsonObject {
  const accepter = graph
    .ofType("aws_ec2_transit_gateway_vpc_attachment_accepter")
    .find(({ values }) => graph.referenceKey(values.transit_gateway_attachment_id) === address);
  return accepter?.values ?? own;
}

/** Whether a switch that is off by default may be on. A state has an empty text for one that nobody set. */
export function mayBeTrue(value: Json | undefined): boolean {
  return ![undefined, null, false, ""].some((off) => off === value);
}

const accepterTypes = new Set([
  "aws_ec2_transit_gateway_vpc_attachment_accepter",
  "aws_ec2_transit_gateway_peering_attachment_accepter",
]);

/** The key of what an argument refers to. */
export function keyOfTarget(target: ReferenceTarget): string | undefined {
  return target.kind === "resource" ? target.resource.address : target.kind === "absent" ? undefined : target.text;
}
