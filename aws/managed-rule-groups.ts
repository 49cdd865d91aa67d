/** What AWS asks for a managed rule group, in addition to the price of the firewall. */
export type ManagedRuleGroupPrice = "included" | "per-gb";

/** A stateful rule group that AWS writes and updates. */
export interface ManagedRuleGroup {
  readonly price: ManagedRuleGroupPrice;
  /** What its rules recognize. */
  readonly about: string;
}

const signatures = (about: string): ManagedRuleGroup => ({ price: "included", about });

/**
 * Rule groups that AWS manages for Network Firewall, by their names without the suffix of the rule order. They drop, reject or alert,
 * and pass nothing. Threat signatures and lists of domains cost nothing more; active threat defense is billed by the GB.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/nwfw-managed-rule-groups.html
 * @see https://aws.amazon.com/network-firewall/pricing/
 */
export const managedRuleGroups = {
  AttackInfrastructure: { price: "per-gb", about: "hosts of active threats that AWS tracks" },
  AbusedLegitMalwareDomains: signatures("legitimate domains that serve malware"),
  AbusedLegitBotNetCommandAndControlDomains: signatures("legitimate domains that control botnets"),
  MalwareDomains: signatures("domains that serve malware"),
  BotNetCommandAndControlDomains: signatures("domains that control botnets"),
  ThreatSignaturesBotnet: signatures("command and control hosts of botnets"),
  ThreatSignaturesBotnetWeb: signatures("botnets over HTTP"),
  ThreatSignaturesBotnetWindows: signatures("botnets of Windows"),
  ThreatSignaturesDoS: signatures("attempts of denial of service"),
  ThreatSignaturesEmergingEvents: signatures("attacks of current events"),
  ThreatSignaturesExploits: signatures("exploits of known weaknesses"),
  ThreatSignaturesFUP: signatures("gaming, file sharing and other use that policies forbid"),
  ThreatSignaturesIOC: signatures("indicators of compromise"),
  ThreatSignaturesMalware: signatures("malware over TCP, UDP and ICMP"),
  ThreatSignaturesMalwareCoinmining: signatures("malware that mines coins"),
  ThreatSignaturesMalwareMobile: signatures("malware of mobile systems"),
  ThreatSignaturesMalwareWeb: signatures("malware over HTTP and TLS"),
  ThreatSignaturesPhishing: signatures("phishing of credentials"),
  ThreatSignaturesScanners: signatures("scans by known tools"),
  ThreatSignaturesSuspect: signatures("unusual clients and certificates"),
  ThreatSignaturesWebAttacks: signatures("attacks on web clients and servers"),
} as const satisfies Readonly<Record<string, ManagedRuleGroup>>;

/** Name of a managed rule group. */
export type ManagedRuleGroupName = keyof typeof managedRuleGroups;

/** All names, in the order of the table. */
export const managedRuleGroupNames = Object.keys(managedRuleGroups) as readonly ManagedRuleGroupName[];
