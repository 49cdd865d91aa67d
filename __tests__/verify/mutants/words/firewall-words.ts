import type { WordsOfClaim } from "./words-of-claim";

const perSpoke = "a domain that is declared for one spoke must pass from its addresses, and from no others";
const withoutSources = "a blocked domain is a doubt where Studio is elsewhere and no sources are declared";
const noDefault = "the default drop was removed together with the rules that repeat it";
const everyTls = "every TLS passes";
const everyHttp = "every HTTP passes";
const noUdp = "the drops of UDP were removed";
const addressLiteral = "TLS to an address as server name passes";
const ssh = "SSH to anywhere passes";
const anyPort = "allowed names pass on any port, and nothing rejects the others";
const undeclaredHost = "TLS to a host that nobody declared passes";
const removedDomain = "the rule of a declared domain was removed";
const splitHello = "the default drop became drop_established, which cuts a ClientHello of two packets";
const httpToDeclared = "HTTP to a declared domain passes";
const answersDropped = "answers from anywhere are dropped by their addresses";
const pattern = "TLS to names that match a pattern passes";
const publicSuffix = "TLS to every host of a public suffix passes";
const suffixDeclared = "a public suffix is declared";
const awsSuffix = "TLS to .amazonaws.com passes";
const capitals = "a domain of AWS passes in capital letters";
const capitalsDeclared = "a domain of AWS is declared in capital letters";
const elsewhere = "the firewall runs a policy that is not in the configuration";
const indented = "the deny rules are indented, so they are ignored";
const midstream = "a flow joined midway continues without context";
const fragments = "UDP fragments pass uninspected";
const port53 = "a domain is declared on port 53";
const port853 = "a domain is declared on port 853";
const fewerBytes = "a client may send more bytes before its ClientHello";

const decrypts = "TLS is decrypted on every allowed port";
const earlierDrop = "requests are dropped by their protocol before the server name passes, and TLS is decrypted";
const noInspection = "TLS inspection is declared, and the policy has none";
const noPort = "the declared port is in no scope of the TLS inspection";
const noAuthority = "the TLS inspection has no certificate authority";
const statelessDestination = "a stateless rule passes TLS to addresses that are not known before it is decrypted";
const statelessAnswers = "the answers of TLS servers pass the stateless engine, and TLS is decrypted";
const foreignAuthority = "the certificate authority of the TLS inspection belongs to another account";
const association = "the firewall decrypts TLS and has an endpoint in another VPC";
const revokedPass = "servers with a revoked certificate pass";
const passesAnywhere = "pass tls $HOME_NET any -> $EXTERNAL_NET 443";

/** The words of the claims about the firewall. */
export const firewallWords: Readonly<Record<string, WordsOfClaim>> = {
  "firewall-denies-by-default": {
    asserts: {
      "The firewall denies by default": [noDefault],
      "The firewall drops every flow": [noDefault, ssh],
      "from the inspected subnets": ["TCP to one port passes from the subnet of one zone"],
      "shows no domain name": [everyTls],
      "on every protocol": ["the drop of other IP protocols was removed"],
      port: ["TCP to one port passes from the subnet of one zone"],
      "Covers TCP": ["TCP without a known protocol passes"],
      "without a known protocol": ["a client need not say within a record of TLS whom it calls"],
      "TLS without SNI": [everyTls],
      "IP literals": [addressLiteral],
      "HTTP without Host": [everyHttp],
      UDP: [noUdp],
      QUIC: ["QUIC passes"],
      DNS: ["DNS passes"],
      SSH: [ssh],
      SCTP: ["SCTP passes the stateless engine"],
      ICMP: ["the drop of ICMP was removed"],
      "Answers are evaluated": ["answers from anywhere pass by their addresses"],
      "a rule that passes an answer": ["a server that speaks SSH first opens the flow"],
      "may pass the whole flow": ["answers from port 443 pass by their addresses, after every other rule"],
      "UDP fragments are dropped": [fragments],
      "forwarded to stateful rules": [fragments],
      "never passed": [fragments],
      "Flows that the engine sees": [midstream],
      "only from the middle": [midstream],
      "are dropped": [midstream],
      rejected: [midstream],
      Rules: [indented],
      "this program": [indented],
      "Suricata may read differently": [
        indented,
        "a comment ends with a backslash, and the pass rule after it takes effect",
      ],
      "make the claim undecided": [indented, "an alert has a keyword that nobody knows"],
    },
    permits: {
      "The first bytes of a flow": [fewerBytes],
      "before the engine knows the protocol": [fewerBytes],
      "not checked": [fewerBytes],
    },
  },
  "firewall-passes-only-allowlist": {
    asserts: {
      "The firewall passes only declared domains": [undeclaredHost],
      "The firewall passes TLS": [removedDomain],
      "to a declared domain": [undeclaredHost],
      "on a declared port": [anyPort],
      "drops every other flow": [ssh, httpToDeclared],
      "shows a name": [undeclaredHost],
      "TLS with the ClientHello": [removedDomain],
      "in one packet": [removedDomain],
      two: [splitHello],
      HTTP: [httpToDeclared],
      "tested on every distinguishable port": [anyPort],
      "A declared domain passes": [removedDomain],
      "from every inspected subnet": ["HOME_NET lacks the subnet of one zone"],
      "to at least one public address": [answersDropped],
      "HTTP is always dropped": [everyHttp],
      "even to a declared domain": [httpToDeclared],
      "Pass rules with patterns": [pattern],
      "match unlimited names": [pattern],
      "make the claim undecided": [pattern],
      "Of TLS that the firewall decrypts": [earlierDrop],
      "server name": [earlierDrop],
      "requests are evaluated": [earlierDrop],
      "rules that differ on them": [
        "requests to one host are dropped before its server name passes, and TLS is decrypted",
      ],
    },
    tests: {
      "A domain that is declared": [perSpoke],
      "for some source addresses": [perSpoke],
      "passes from these only": [perSpoke],
      "If Studio is declared elsewhere": [withoutSources],
      "a blocked domain without declared sources": [withoutSources],
      "makes the claim undecided": [withoutSources],
    },
    ships: {
      "Clients choose the server name": [passesAnywhere],
      "where it is not verified": [passesAnywhere],
      "a forged declared name passes": [passesAnywhere],
      "to any address": [passesAnywhere],
    },
    permits: {
      "rules may deny single addresses": ["a denied network"],
      "Names that are not in lower case": ["passes compare names in lower case alone"],
      "may pass": ["passes from any address"],
      "be dropped": ["passes compare names in lower case alone"],
      "Drops by AWS-managed rule groups": ["groups that AWS manages"],
      "IP set references": ["drops to addresses of a list that is kept elsewhere"],
      countries: ["packets to one country are dropped"],
      "not read": ["packets to one country are dropped", "groups that AWS manages"],
    },
  },
  "server-names-are-verified": {
    asserts: {
      "Forged server names are refused": [noInspection],
      "The firewall decrypts all TLS": [noInspection],
      "on the ports for which inspection is declared": [noPort],
      "AWS compares server names with certificates": [noAuthority],
      "Every inspected address": ["one address of Studio is in no scope of the TLS inspection"],
      "public destination": ["servers of one network are in no scope of the TLS inspection"],
      "declared port": [noPort],
      "is in a scope": [noPort, "a scope of the TLS inspection is about UDP"],
      "with a certificate authority": [noAuthority],
      "No stateless rule passes a connection": ["TLS to port 443 passes the stateless engine before it is decrypted"],
      "before it is decrypted": ["TLS to port 443 passes the stateless engine before it is decrypted"],
      "Connections to servers": [revokedPass],
      "with a revoked certificate": ["nobody checks whether a certificate is revoked"],
      "are dropped": [revokedPass],
      rejected: [revokedPass],
      "A certificate authority of another account": [foreignAuthority],
      "a VPC endpoint association of the firewall": [association],
      "A stateless rule": [statelessDestination],
      "that may pass a connection": [statelessDestination],
      "that passes its answers": [statelessAnswers],
      "makes the claim undecided": [foreignAuthority, association, statelessDestination, statelessAnswers],
    },
    permits: {
      "The comparison itself": [decrypts],
      "documented by AWS": [decrypts],
      "not tested": [decrypts],
      "A request inside a connection": [decrypts],
      "may name another host": [decrypts],
      "of the same server": [decrypts],
      "a forged declared name passes": ["passes from any address"],
      "to any address": ["passes from any address"],
    },
    absences: ["Without declared inspection", "the claim is not applicable"],
  },
  "allowlist-is-narrow": {
    asserts: {
      "The allow-list has no wide entries": [publicSuffix],
      "No third party can register": [suffixDeclared],
      "host content": [publicSuffix],
      "under an allowed domain": [publicSuffix],
      "no entry names AWS": [awsSuffix],
      "an IP address": [addressLiteral],
      "Declared domains": ["an IP address is declared", capitalsDeclared],
      "names in the firewall's pass rules": [awsSuffix],
      "are checked": [awsSuffix],
      "in any letter case": [capitals, capitalsDeclared],
      "A pass rule that matches unlimited names": [pattern],
      "a firewall that cannot be read": [elsewhere],
      "makes the claim undecided": [pattern, elsewhere],
      "Public suffixes": [suffixDeclared],
      "AWS domains": [awsSuffix],
      "IP addresses are refused": ["an IP address is declared"],
      "shared hosting suffixes with subdomains": [publicSuffix],
      "Declared ports 53": [port53],
      "853 are refused": [port853],
      "they carry DNS past the resolver": [port53, port853],
    },
    ships: {
      "An exact host": ["huggingface.co"],
      "anyone may store data": ["huggingface.co"],
      "is permitted": ["huggingface.co"],
    },
  },
};
