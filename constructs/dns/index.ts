export { DnsFirewall, type DnsFirewallProps } from "./dns-firewall";
