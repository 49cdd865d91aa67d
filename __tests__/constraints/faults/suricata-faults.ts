import { type InjectedFault, suricata } from "./injected-fault";

const options = (text: string, header = "pass tcp any any -> any 443"): string => `${header} (${text} sid:9000001;)`;
const header = (fields: string): string => `pass ${fields} (sid:9000001;)`;
const TLS = "pass tls any any -> any 443";
const HTTP = "alert http any any -> any any";

const rules: Readonly<Record<string, string>> = {
  // Header.
  "an address that is none": header("tcp 999.1.1.1 any -> any 443"),
  "a block of /33": header("tcp 10.0.0.0/33 any -> any 443"),
  "a name as an address": header("tcp example.com any -> any 443"),
  "a negation of any": header("tcp !any any -> any 443"),
  "an open list of ports": header("tcp any any -> any [80,443"),
  "a port range that falls": header("tcp any any -> any 90:80"),
  "a name of a port": header("tcp any any -> any https"),
  "an arrow to the left": header("tcp any any <- any 443"),
  // Values.
  "an unknown word of flow": options("flow:to_servr;"),
  "a flow in both directions": options("flow:to_server,to_client;"),
  "an unknown command of flowbits": options("flowbits:sett,x;"),
  "an unknown way to track": options("xbits:set,x,track ip_both;"),
  "a revision that is no number": options("rev:x;"),
  "an empty content": options('content:"";'),
  "digits that are not hexadecimal": options('content:"|GG|";'),
  "half a byte": options('content:"|0|";'),
  "an open byte": options('content:"|00";'),
  "a regular expression without slashes": options('content:"a"; pcre:"abc";'),
  "a regular expression with an open parenthesis": options('content:"a"; pcre:"/(/";'),
  "a depth that is a word": options('content:"a"; depth:abc;'),
  "a time to live of 300": options("ttl:300;"),
  "a payload over 65535 bytes": options("dsize:>70000;"),
  "the IP protocol 999": options("ip_proto:999;", "pass ip any any -> any any"),
  "an unknown flag of TCP": options("flags:Z;"),
  "an unknown application protocol": options("app-layer-protocol:foo;"),
  "an unknown state of TLS": options("ssl_state:client_helo;", TLS),
  "TLS 1.5": options("tls.version:1.5;", TLS),
  "a reference without its type": options("reference:foo;"),
  // Options together.
  "an offset without a content": options("offset:3;"),
  "a case without a content": options("nocase;"),
  "a content at the start and at a depth": options('content:"a"; startswith; depth:5;'),
  "a name of a server that nothing looks into": options("tls.sni;", TLS),
  "a host of HTTP in TLS": options('http.host; content:"a";', TLS),
  "a query of DNS in HTTP": options('dns.query; content:"a";', HTTP),
  "keywords of two protocols": options('tls.sni; content:"a"; http.host; content:"a";'),
  "two fast patterns": options('content:"a"; fast_pattern; content:"b"; fast_pattern;'),
  "a regular expression alone": options('http.user_agent; pcre:"/a/";', HTTP),
};

/** Faults of Suricata rules: fields of the header, values of keywords, and keywords that do not go together. */
export const suricataFaultsOfRules: readonly InjectedFault[] = Object.entries(rules).map(([what, text]) => ({
  fault: `a Suricata rule with ${what}`,
  inject: suricata(text),
  argument: "rule_group.rules_source.rules_string",
}));
