import { declaredOwnEndpoint } from "../../posture/own-endpoint";
import type { DeclaredOwnEndpoint, PerimeterPosture } from "../../posture/posture";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { jsonText } from "../../terraform/terraform-configuration";

/** The declaration of the service to which the endpoint at an address connects; `undefined` for anything else at that address. */
export function ownEndpointAt(
  graph: ResourceGraph,
  address: string,
  posture: PerimeterPosture,
): DeclaredOwnEndpoint | undefined {
  const endpoint = graph.find(address);
  if (endpoint?.type !== "aws_vpc_endpoint") {
    return undefined;
  }
  const { vpc_endpoint_type: type = "Gateway", service_name: service } = endpoint.values;
  return declaredOwnEndpoint(posture, { type: jsonText(type), service: graph.referenceKey(service) ?? "" });
}
