import { singleReference } from "../expressions/template";
import { listValue, mapValue, scalarValue, type TerraformValue, unknownValue } from "../expressions/terraform-value";
import { blocksOf, type Json, type Resource } from "../terraform-configuration";

/**
 * The attribute that lists the endpoints of a firewall, and the name of its inner set. Both are sets, so Terraform may list the
 * Availability Zones in any order.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/networkfirewall_firewall#attribute-reference
 */
const syncStateAttributes = new Map([
  ["aws_networkfirewall_firewall", { status: "firewall_status", states: "sync_states" }],
  [
    "aws_networkfirewall_vpc_endpoint_association",
    { status: "vpc_endpoint_association_status", states: "association_sync_state" },
  ],
]);

/** Types of resources that create endpoints of a firewall. */
export const firewallEndpointTypes: readonly string[] = [...syncStateAttributes.keys()];

/** Pseudo attribute `endpoint[<position>]` that refers to one endpoint of a firewall, after an expression selected it. */
const firewallEndpointPattern = /^endpoint\[(\d+)\]$/;

/** The subnets with endpoints of a firewall, in the order of the configuration. */
export function subnetMappingIds(firewall: Resource): readonly (Json | undefined)[] {
  return blocksOf(firewall.values.subnet_mapping).map((mapping) => mapping.subnet_id);
}

/** Position of the endpoint in {@link subnetMappingIds}; `undefined` when the attribute is not an endpoint of a firewall. */
export function firewallEndpointIndex(attribute: string): number | undefined {
  const position = firewallEndpointPattern.exec(attribute)?.[1];
  return position === undefined ? undefined : Number(position);
}

/**
 * The status of a firewall after the apply: one sync state for each subnet, as a set. An expression that selects by Availability
 * Zone yields one endpoint; an expression that selects by position yields a choice of all endpoints.
 */
export function firewallSyncStates(
  firewall: Resource,
  attribute: string,
  resolve: (text: string) => TerraformValue,
): TerraformValue | undefined {
  const names = syncStateAttributes.get(firewall.type);
  if (firewall.mode !== "managed" || names?.status !== attribute) {
    return undefined;
  }
  const states = subnetMappingIds(firewall).map((subnet, position) => {
    const subnetId = typeof subnet === "string" ? resolve(subnet) : unknownValue;
    const attachment = mapValue([
      ["endpoint_id", scalarValue(`\${${firewall.address}.endpoint[${position}]}`)],
      ["subnet_id", subnetId],
    ]);
    return mapValue([
      ["availability_zone", availabilityZoneOf(subnetId, resolve)],
      ["attachment", listValue([attachment])],
    ]);
  });
  return listValue([mapValue([[names.states, listValue(states, states.length < 2)]])]);
}

function availabilityZoneOf(subnetId: TerraformValue, resolve: (text: string) => TerraformValue): TerraformValue {
  const text = subnetId.kind === "scalar" ? String(subnetId.value) : "";
  const address = singleReference(text)?.address;
  return address === undefined ? unknownValue : resolve(`\${${address}.availability_zone}`);
}
