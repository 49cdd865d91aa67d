export { EgressFirewall, type EgressFirewallProps, type EgressOrder } from "./egress-firewall";
export type { AllowListEntry } from "./suricata-rules";
