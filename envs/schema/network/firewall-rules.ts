import { z } from "zod";
import { managedRuleGroupNames } from "../../../aws/managed-rule-groups";
import { fields } from "../fields";
import { formattedString } from "../string-formats";
import { suggestFix } from "../suggest-fix";

/** Rules of the firewall are limited by AWS: a policy holds at most 20 stateful rule groups. */
const MAX_MANAGED_GROUPS = 15;

const MAX_OWN_RULES = 50;

/**
 * A rule group that AWS manages. It drops, rejects or alerts before the allow-list passes anything.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/nwfw-managed-rule-groups.html
 */
const managedRuleGroupSchema = fields("managedRuleGroup", {
  name: z
    .enum(managedRuleGroupNames, { error: ({ input }) => suggestFix(input, managedRuleGroupNames) })
    .describe(
      "Name without StrictOrder. AttackInfrastructure (active threat defense) is billed per GB; the others cost nothing more.",
    ),
  action: z
    .enum(["drop", "alert"])
    .default("drop")
    .describe("drop: as AWS wrote the rules. alert: each drop becomes an alert, to see what would be dropped."),
});

const destinations = z
  .array(formattedString("an IPv4 block"))
  .min(1)
  .max(MAX_OWN_RULES)
  .describe("CIDR blocks, /8 or narrower. The rule is about packets that Studio sends to them.");

const ports = z.array(z.int().min(1).max(65_535)).min(1).max(MAX_OWN_RULES).optional();

const ownRule = {
  name: formattedString("a rule name").describe("Name of the rule, for logs."),
  reason: formattedString("a line of text").describe("Why the rule exists. Reviewers read it."),
  owner: formattedString("a line of text").describe("Team or person that is responsible for the rule."),
};

/** A rule that drops packets before the stateful engine sees them. */
const statelessRuleSchema = fields("statelessRule", {
  kind: z.literal("stateless").describe("Drops single packets, without a log entry."),
  ...ownRule,
  protocol: z.enum(["ip", "tcp", "udp", "icmp"]).default("ip").describe("Protocol of the packets; ip for all."),
  destinations,
  ports: ports.describe("Destination ports; only with tcp or udp. Default: every port."),
});

/** A rule that drops, rejects or logs flows before the allow-list passes them. No rule can pass anything. */
const statefulRuleSchema = fields("statefulRule", {
  kind: z.literal("stateful").describe("Drops, rejects or logs flows."),
  ...ownRule,
  action: z
    .enum(["drop", "reject", "alert"])
    .describe("drop: without an answer. reject: with a TCP reset. alert: a log entry and nothing else."),
  protocol: z
    .enum(["ip", "tcp", "udp", "icmp", "tls", "http", "ssh"])
    .default("ip")
    .describe("Protocol that the engine recognizes; ip for all."),
  destinations,
  ports: ports.describe("Destination ports; not with ip or icmp. Default: every port."),
});

/** A rule of the environment. What may be written cannot open anything: it drops, rejects or alerts. */
const firewallRuleSchema = z.discriminatedUnion("kind", [statelessRuleSchema, statefulRuleSchema]);

/** The firewall believes the server names that clients send. */
const noTlsInspectionSchema = fields("noTlsInspection", {
  kind: z.literal("off").describe("TLS is not decrypted. The firewall decides by the server name that a client sends."),
});

/**
 * The firewall decrypts TLS and compares server names with certificates. AWS charges more per hour for each firewall endpoint.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/tls-inspection-configurations.html
 */
const tlsInspectionOnSchema = fields("tlsInspectionOn", {
  kind: z
    .literal("on")
    .describe("The firewall decrypts TLS, compares server names with certificates, and encrypts it again."),
  certificateAuthority: formattedString("a certificate of ACM").describe(
    "Certificate of a certificate authority that was imported into ACM with its private key, in the account and region of the environment.",
  ),
  excludedPorts: z
    .array(z.int().min(1).max(65_535))
    .default([])
    .describe(
      "TCP ports of the allow-list that stay encrypted, for servers that need client certificates or pinned ones. Default: none.",
    ),
  unknownRevocation: z
    .enum(["pass", "drop"])
    .default("pass")
    .describe(
      "What happens to a connection if AWS cannot determine whether the certificate of the server is revoked. A revoked certificate is always refused.",
    ),
});

/** Whether the firewall decrypts TLS. */
const tlsInspection = z
  .discriminatedUnion("kind", [noTlsInspectionSchema, tlsInspectionOnSchema])
  .default({ kind: "off" })
  .describe("Whether the firewall decrypts TLS to the allowed domains.");

/** Rules that the firewall evaluates before the allow-list, and what it decrypts for them. */
export const firewallRuleFields = {
  managedRuleGroups: z
    .array(managedRuleGroupSchema)
    .max(MAX_MANAGED_GROUPS)
    .default([])
    .describe("Threat signatures and lists that AWS manages, evaluated before the allow-list. Default: none."),
  rules: z
    .array(firewallRuleSchema)
    .max(MAX_OWN_RULES)
    .default([])
    .describe("Rules that drop, reject or alert before the allow-list. Default: none."),
  tlsInspection,
};
