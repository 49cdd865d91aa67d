import { z } from "zod";
import { fields, missingErrorMap } from "../fields";
import { formattedString } from "../string-formats";
import { firewallRuleFields } from "./firewall-rules";

/** A domain that the firewall allows. `domain-name.ts` refuses unsafe names. */
const allowedDomainSchema = fields("allowedDomain", {
  name: z.string().describe("Host name, lower case; international names in Punycode."),
  match: z
    .enum(["exact", "subdomains"])
    .describe("exact allows only this host. subdomains allows the name and every name below it."),
  ports: z
    .array(z.int().min(1).max(65535))
    .min(1)
    .default([443])
    .describe("TCP ports on which TLS to this host is allowed."),
  reason: formattedString("a line of text").describe("Why the environment needs the domain. Reviewers read it."),
  owner: formattedString("a line of text").describe("Team or person that is responsible for the entry."),
  expires: formattedString("a date")
    .optional()
    .describe(
      "Last day on which the entry is valid, such as 2027-01-31. After that day the next deployment removes it, and build fails. Reports warn 14 days before. Default: the entry never expires.",
    ),
});

/** No path to the internet: no internet gateway, NAT gateway or default route. */
const noEgressSchema = fields("noEgress", {
  kind: z.literal("none").describe("No internet path."),
});

/**
 * A list of domains. It names hosts, whichever firewall filters them.
 *
 * @param advice what to do about an empty list
 */
export const domainList = (advice: string) => z.array(allowedDomainSchema).min(1, advice);

const allowListField = domainList('allow a domain, or set egress to { kind: "none" }').describe(
  "Every domain that may be reached. DNS resolves these names and those of the endpoints, and no others.",
);

/**
 * Egress only through AWS Network Firewall and a NAT gateway in each zone. Costs about 0.395 USD per hour and firewall endpoint
 * plus 0.065 USD per GB; AWS waives the hours and GB of one NAT gateway per firewall endpoint.
 */
const inspectedEgressSchema = fields("inspectedEgress", {
  kind: z.literal("inspected").describe("Internet access through the firewall, only to the domains of the allow-list."),
  allowList: allowListField,
  order: z
    .enum(["firewall-first", "nat-first"])
    .default("firewall-first")
    .describe(
      "firewall-first: studio, firewall, NAT, internet; the firewall sees the source address. nat-first: studio, NAT, firewall, internet; it sees only the NAT gateway.",
    ),
  ...firewallRuleFields,
});

/**
 * Egress through a firewall in another VPC, which a transit gateway connects. This VPC has no firewall, NAT gateway or internet
 * gateway. The attachment costs about 0.05 USD per hour and 0.02 USD per GB.
 */
const centralEgressSchema = fields("centralEgress", {
  kind: z
    .literal("central")
    .describe(
      "Internet access through a transit gateway and the firewall of an inspection VPC, which another stack has.",
    ),
  hub: formattedString("an environment name")
    .optional()
    .describe(
      "Name of the inspection environment of envs/ with the firewall, in the same account and Region. Its transit gateway is looked up by its Name tag, and verify judges both stacks together. Default: the transit gateway has an id.",
    ),
  transitGatewayId: formattedString("a transit gateway id")
    .optional()
    .describe(
      "Id of the transit gateway that connects the inspection VPC. Its owner associates the attachment with a route table. Default: that of hub.",
    ),
  transitGatewayAccount: formattedString("an account id")
    .optional()
    .describe(
      "Account that owns the transit gateway and shares it by RAM. Default: the account of the environment owns it.",
    ),
  allowList: allowListField,
});

/** The path to the internet: none, a firewall in the VPC, or a firewall in another VPC behind a transit gateway. */
export const egressSchema = z.discriminatedUnion("kind", [noEgressSchema, inspectedEgressSchema, centralEgressSchema], {
  error: missingErrorMap('{ kind: "none" }, or another kind'),
});
