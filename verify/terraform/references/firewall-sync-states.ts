import { singleReference } from "../expressions/template";
import { listValue, mapValue, scalarValue, type TerraformValue, unknownValue } from "../expressions/terraform-value";
import { blocksOf, type Json, type Resource } from "../terraform-configuration";

/**
 * Which attribute of a firewall tells its endpoints, and under which name of the inner set. Both are sets: Terraform may
 * yield the zones in any order.
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

export const firewallEndpointTypes: readonly string[] = [...syncStateAttributes.keys()];

/** Name of the pseudo attribute by which an endpoint of a firewall is referred to once an expression has picked it. */
const firewallEndpointPattern = /^endpoint\[(\d+)\]$/;

/** The subnets a firewall has endpoints in, in the order they are written. */
export function subnetMappingIds(firewall: Resource): readonly (Json | undefined)[] {
  return blocksOf(firewall.values.subnet_mapping).map((mapping) => mapping.subnet_id);
}

/** Which of `mappedSubnets` a reference picked; `undefined` when it is no endpoint of a firewall. */
export function firewallEndpointIndex(attribute: string): number | undefined {
  const position = firewallEndpointPattern.exec(attribute)?.[1];
  return position === undefined ? undefined : Number(position);
}

/**
 * What the status of a firewall will say after the apply: one state for each subnet, in no order. Evaluating an expression
 * over it yields the endpoint that the expression picks, or a choice of all when it goes by position.
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
