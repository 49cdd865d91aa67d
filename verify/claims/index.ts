import type { Claim } from "../claim";
import { allowlistIsNarrow } from "./allowlist-is-narrow";
import { dnsAgreesWithFirewall } from "./dns-agrees-with-firewall";
import { dnsDeniedByDefault } from "./dns-denied-by-default";
import { dnsFailsClosed } from "./dns-fails-closed";
import { domainVpcOnly } from "./domain-vpc-only";
import { everythingLogged } from "./everything-logged";
import { firewallDeniesByDefault } from "./firewall-denies-by-default";
import { firewallPassesOnlyAllowlist } from "./firewall-passes-only-allowlist";
import { protectionsAsDeclared } from "./protections-as-declared";

/** Every claim, in the order in which reports print them: network, names, data, identities, the rest. */
export const claims: readonly Claim[] = [
  firewallDeniesByDefault,
  firewallPassesOnlyAllowlist,
  allowlistIsNarrow,
  dnsDeniedByDefault,
  dnsFailsClosed,
  dnsAgreesWithFirewall,
  domainVpcOnly,
  everythingLogged,
  protectionsAsDeclared,
];
