import type { WordsOfClaim } from "./words-of-claim";

const noPrivateDns = "private DNS of an endpoint was switched off";
const noHostNames = "the VPC no longer gives out DNS host names";
const noResolver = "the VPC answers no DNS queries";
const mixedServers = "DHCP options name the resolver of AWS and another one";
const otherServer = "DHCP options hand out another DNS server";
const forwarding = "a rule of a type other than SYSTEM was associated with the VPC";
const profile = "a Route 53 profile is associated with the VPC";
const dns64 = "DNS64 replaces addresses in the answers for Studio";
const unknownZone = "the names of a private zone come from a parameter";
const awsZone = "a private zone sts.amazonaws.com overrides names of AWS services";
const declaredZone = "a private zone github.com overrides a declared domain";
const inboundOnly = "private names of an endpoint serve only inbound resolver endpoints";
const noBlock = "the block of every name was removed";
const blockAlerts = "the block of every name only alerts";
const oneAlert = "a rule for one name only alerts";
const oneType = "the block of every name binds address queries only";
const everyName = "every name is allowed";
const topLevel = "names of a top-level domain are allowed";
const peered = "a second VPC without a DNS firewall was peered with Studio's";
const overriding = "refused queries get another name as their answer";
const failsOpen = "the DNS firewall fails open";
const noFirewall = "the DNS firewall was taken off the VPC";
const notSet = "the DNS firewall has no configuration of its fail mode";
const notResolved = "the declared domains are no longer resolved";
const undeclared = "a domain that nobody declared is allowed";
const otherRegion = "a service name of another Region is allowed";
const aboveZone = "a private zone is allowed by a name above it";
const peeredResolves = "a second VPC that is peered with Studio's resolves a domain that nobody declared";
const noSubdomains = "the subdomains of a declared domain are declared, and DNS refuses them";
const blockedSubdomain = "a domain is declared with its subdomains, and DNS refuses one of them by name";
const separateVpc =
  "a VPC without connection to Studio's was added, with gateways, routes and private names of its own";

const ownWithoutName = "the endpoint of a declared service lost its private DNS";
const ownUndeclaredName = "the endpoint of a declared service has a private name that nobody declared";
const ownRefused = "DNS refuses the private name of a declared service";
const ownOtherService = "DNS resolves the endpoints of a service that nobody declared";

/** The words of the claims about DNS. */
export const nameWords: Readonly<Record<string, WordsOfClaim>> = {
  "private-dns-on": {
    asserts: {
      "A VPC of Studio": ["a notebook instance runs in a subnet that only its ID names"],
      "or of any subnet here": ["a subnet that Studio does not use is in a VPC that only its ID names"],
      "not declared here": ["a notebook instance runs in a subnet that only its ID names"],
      "Service names resolve to private endpoints": [noPrivateDns],
      "Inside the Studio VPC": [noResolver],
      "the Amazon resolver resolves": [otherServer],
      "the standard names of AWS services": [awsZone],
      "to the interface endpoints": [noPrivateDns],
      "Every interface endpoint": ["private names of an endpoint are off by a separate resource"],
      "private DNS enabled": [noPrivateDns],
      "The VPC has enable_dns_support": [noResolver],
      "enable_dns_hostnames set to true": [noHostNames],
      "name only AmazonProvidedDNS": [mixedServers],
      "DNS Firewall resolves the host name": ["DNS Firewall no longer allows names that begin with kms."],
      "of each required service": ["DNS Firewall no longer allows names that begin with *.studio."],
      Forwarding: [forwarding],
      "Route 53 profiles": [profile],
      DNS64: [dns64],
      "private zones with unknown": [unknownZone],
      "AWS names": [awsZone],
      "make the claim undecided": [forwarding, profile, dns64, unknownZone, awsZone],
      "of an AWS service": [noPrivateDns],
      "An endpoint of a declared service": [ownWithoutName],
      "of the company": [ownWithoutName],
      "has it enabled exactly": [ownWithoutName, ownUndeclaredName],
      "if the declaration has a private DNS name": [ownUndeclaredName],
      "Where the configuration has the declared service": [
        "a declared service has another private name than the declared one",
      ],
      "its private DNS name is the declared one": ["a declared service has another private name than the declared one"],
      "An endpoint whose private names": [inboundOnly],
      "serve only inbound resolver endpoints": [inboundOnly],
      "makes the claim undecided": [inboundOnly],
    },
    permits: {
      "in a subnet with IPv6": ["DNS64 is on in a subnet without IPv6"],
      "except where its endpoint is a FIPS endpoint": ["the endpoint of KMS is a FIPS endpoint, whose name is allowed"],
      "DHCP options": ["the VPC got DHCP options with the resolver of AWS"],
      any: ["the VPC got DHCP options with the resolver of AWS"],
    },
  },
  "dns-denied-by-default": {
    asserts: {
      "DNS denies names that are not listed": [noBlock],
      "The Route 53 Resolver DNS Firewall": [noFirewall],
      "refuses every name": [noBlock, blockAlerts],
      "is on no allow list": [oneAlert],
      "queries cannot carry data out": [oneType, blockAlerts],
      "Names are tested per rule": [oneAlert],
      "per query type": [oneType],
      "one query represents all": [oneAlert, topLevel],
      "the rules treat alike": [oneType],
      "A list entry that is `*`": [everyName],
      "a public suffix": [topLevel],
      "does not count as listing a name": [everyName, topLevel],
      "Checked are Studio's VPC": [noFirewall],
      "every VPC that something in the configuration": [peered],
      "may connect with it": [peered, "a second VPC and Studio's were attached to one transit gateway"],
      "Other DNS servers": [otherServer, "DHCP options name no DNS server"],
      forwarding: [forwarding],
      "Route 53 profiles": [profile],
      "private zones with unknown": [unknownZone],
      "AWS names": [awsZone],
      "make the claim undecided": [otherServer, forwarding, profile, unknownZone, awsZone],
      "A BLOCK rule that overrides the answer": [overriding],
      "makes the claim undecided": [overriding],
      "it does not refuse the query": [overriding],
    },
  },
  "dns-fails-closed": {
    asserts: {
      "DNS fails closed": [failsOpen],
      "the DNS Firewall cannot answer": [failsOpen],
      "the resolver refuses the query": [failsOpen],
      "instead of resolving it": [failsOpen],
      "without a check": [noFirewall],
      "Studio's VPC": [noFirewall],
      "every VPC that may be connected": [peered],
      "must be associated": [noFirewall],
      "a DNS Firewall rule group": [noFirewall, peered],
      "firewall_fail_open is DISABLED": [failsOpen],
    },
    permits: { "not set": [notSet], "AWS's default is closed": [notSet] },
  },
  "dns-agrees-with-firewall": {
    asserts: {
      DNS: [undeclared],
      firewall: [undeclared],
      "allow the same domains": [notResolved, undeclared],
      "DNS resolves every declared domain": [notResolved],
      otherwise: [undeclared],
      "only AWS service names of the Region": [otherRegion, undeclared],
      "private hosted zones": [aboveZone],
      "Every declared domain resolves": [notResolved, "the block comes before the allow"],
      "its subdomains": [noSubdomains],
      declared: [undeclared],
      "Every pattern that DNS Firewall allows": [undeclared],
      "an AWS service name of the Region": [
        otherRegion,
        "the DNS firewall also allows a global service without an endpoint in the VPC",
      ],
      "in a private zone": [aboveZone],
      "A private zone": [declaredZone],
      "overrides a declared domain": [declaredZone, "a private zone com overrides a declared domain"],
      "AWS names": [awsZone],
      "whose name is unknown": [unknownZone],
      "makes the claim undecided": [declaredZone, awsZone, unknownZone],
      "Other DNS servers": [otherServer],
      forwarding: [forwarding],
      "Route 53 profiles": [profile],
      "make the claim undecided": [otherServer, forwarding, profile],
      "resolves every declared domain": [notResolved],
      "private name": [ownRefused],
      "A declared private name": [ownRefused],
      "of a company's endpoint service resolves": [ownRefused],
      "if an endpoint of the service": [ownWithoutName],
      "has private DNS enabled": [ownWithoutName],
      "and not otherwise": [ownWithoutName],
      "Names that AWS gives the endpoints": [ownOtherService],
      "of a declared service": [ownOtherService],
      "Checked are Studio's VPC": [undeclared],
      "the VPCs that may be connected": [peeredResolves],
    },
    permits: {
      "a DNS Firewall association": [separateVpc],
      "may resolve": ["Studio uses a declared service without a private name"],
      except: [blockedSubdomain],
      "subdomains that a BLOCK rule lists": [blockedSubdomain],
      name: [blockedSubdomain, separateVpc],
    },
  },
};
