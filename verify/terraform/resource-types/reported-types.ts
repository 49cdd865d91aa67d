import { connectionTypes } from "./groups/connection-types";
import type { ResourceTopic, ResourceTypes } from "./resource-type";

function reported(topics: readonly ResourceTopic[], ...types: readonly string[]): ResourceTypes {
  return Object.fromEntries(types.map((type) => [type, { kind: "reported", topics }]));
}

/** Types that the network model reports as a connection to another network, whatever their arguments. */
const openingTypes: ResourceTypes = reported(["network"], ...Object.keys(connectionTypes));

/** Types that carry no traffic themselves: they reach a VPC only through a connection that the network model reports. */
const connectionPartTypes: ResourceTypes = reported(["network"], "aws_customer_gateway", "aws_vpn_connection_route");

/** Every type whose resources the network model reports, whatever their arguments. */
export const reportedTypes: ResourceTypes = { ...openingTypes, ...connectionPartTypes };
