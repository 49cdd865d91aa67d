import { z } from "zod";
import { fields } from "./fields";
import { formattedString } from "./string-formats";

/** One way out through the firewall. What names are refused stands in `domain-name.ts`. */
export const allowedDomainSchema = fields("allowedDomain", {
  /** Host name, lower case, international names in punycode. */
  name: z.string(),
  /** `exact`: this host alone. `subdomains`: the name and everything below it. */
  match: z.enum(["exact", "subdomains"]),
  /**
   * TCP ports on which TLS to this host passes.
   * @default [443]
   */
  ports: z.array(z.int().min(1).max(65535)).min(1).default([443]),
  /** Why the environment needs it; read in reviews. */
  reason: formattedString("a line of text"),
  /** Team or person who answers for the entry. */
  owner: formattedString("a line of text"),
  /**
   * Last day on which the entry is valid, as 2027-01-31. The first synthesis after it fails.
   * @default - never expires
   */
  expires: formattedString("a date").optional(),
});

/** No path to the internet: no internet gateway, NAT gateway or default route. */
export const noEgressSchema = fields("noEgress", {
  /** No way out. */
  kind: z.literal("none"),
});

/**
 * Out only through AWS Network Firewall and a NAT gateway, one column per zone: about 0.395 USD per hour and firewall
 * endpoint plus 0.065 USD per GB; the NAT gateway's own hours and GB are waived one to one.
 */
export const inspectedEgressSchema = fields("inspectedEgress", {
  /** Out through the firewall, to the allow-list. */
  kind: z.literal("inspected"),
  /** Everything that may be reached; DNS resolves these names and those of the endpoints, nothing else. */
  allowList: z.array(allowedDomainSchema).min(1, 'allow a domain, or set egress to { kind: "none" }'),
  /**
   * `firewall-first`: studio, firewall, NAT, internet; the firewall sees who speaks. `nat-first`: studio, NAT, firewall,
   * internet; it sees the NAT gateway only.
   * @default "firewall-first"
   */
  order: z.enum(["firewall-first", "nat-first"]).default("firewall-first"),
});

export const egressSchema = z.discriminatedUnion("kind", [noEgressSchema, inspectedEgressSchema]);
