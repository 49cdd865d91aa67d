import { blocksOf, type Json, type Resource } from "../configuration";
import { soleReference } from "../expressions/template";
import { listOf, mapOf, scalar, unknown, type Value } from "../expressions/value";

/**
 * Which attribute of a firewall tells its endpoints, and under which name of the inner set. Both are sets: Terraform may
 * yield the zones in any order.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/networkfirewall_firewall#attribute-reference
 */
const statusAttributes = new Map([
  ["aws_networkfirewall_firewall", { status: "firewall_status", states: "sync_states" }],
  [
    "aws_networkfirewall_vpc_endpoint_association",
    { status: "vpc_endpoint_association_status", states: "association_sync_state" },
  ],
]);

export const firewallTypes: readonly string[] = [...statusAttributes.keys()];

/** Name of the pseudo attribute by which an endpoint of a firewall is referred to once an expression has picked it. */
const endpointAttribute = /^endpoint\[(\d+)\]$/;

/** The subnets a firewall has endpoints in, in the order they are written. */
export function mappedSubnets(firewall: Resource): readonly (Json | undefined)[] {
  return blocksOf(firewall.values.subnet_mapping).map((mapping) => mapping.subnet_id);
}

/** Which of `mappedSubnets` a reference picked; `undefined` when it is no endpoint of a firewall. */
export function pickedEndpoint(attribute: string): number | undefined {
  const position = endpointAttribute.exec(attribute)?.[1];
  return position === undefined ? undefined : Number(position);
}

/**
 * What the status of a firewall will say after the apply: one state for each subnet, in no order. Evaluating an expression
 * over it yields the endpoint that the expression picks, or a choice of all when it goes by position.
 */
export function syncStates(firewall: Resource, attribute: string, resolve: (text: string) => Value): Value | undefined {
  const names = statusAttributes.get(firewall.type);
  if (firewall.mode !== "managed" || names?.status !== attribute) {
    return undefined;
  }
  const states = mappedSubnets(firewall).map((subnet, position) => {
    const subnetId = typeof subnet === "string" ? resolve(subnet) : unknown;
    const attachment = mapOf([
      ["endpoint_id", scalar(`\${${firewall.address}.endpoint[${position}]}`)],
      ["subnet_id", subnetId],
    ]);
    return mapOf([
      ["availability_zone", zoneOf(subnetId, resolve)],
      ["attachment", listOf([attachment])],
    ]);
  });
  return listOf([mapOf([[names.states, listOf(states, states.length < 2)]])]);
}

function zoneOf(subnetId: Value, resolve: (text: string) => Value): Value {
  const text = subnetId.kind === "scalar" ? String(subnetId.value) : "";
  const address = soleReference(text)?.address;
  return address === undefined ? unknown : resolve(`\${${address}.availability_zone}`);
}
