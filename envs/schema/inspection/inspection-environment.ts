import { z } from "zod";
import { acceptedFindingSchema } from "../accepted-finding";
import { type DeepReadonly, environmentSchema } from "../environment";
import { fields } from "../fields";
import { domainList } from "../network/egress";
import { firewallRuleFields } from "../network/firewall-rules";
import { formattedString } from "../string-formats";

/** The stack creates the transit gateway. */
const ownTransitGatewaySchema = fields("ownTransitGateway", {
  kind: z
    .literal("own")
    .describe("The stack creates the transit gateway, without default association and propagation."),
});

/** Another stack has the transit gateway. */
const existingTransitGatewaySchema = fields("existingTransitGateway", {
  kind: z.literal("existing").describe("Another stack of the account has the transit gateway."),
  id: formattedString("a transit gateway id").describe("Id of the transit gateway."),
});

const attachmentId = formattedString("a transit gateway attachment id");

/** A spoke that is an environment of the project. */
const environmentSpokeSchema = fields("environmentSpoke", {
  kind: z
    .literal("environment")
    .describe("An environment of envs/ with central egress. It has the block and the allow-list."),
  name: formattedString("an environment name").describe("Name of the environment."),
  attachmentId: attachmentId
    .optional()
    .describe(
      "Attachment of the environment, its output transit_gateway_attachment_id. Default: looked up by its Name tag, in the account of the inspection stack.",
    ),
});

/** A spoke that somebody else builds. */
const vpcSpokeSchema = fields("vpcSpoke", {
  kind: z.literal("vpc").describe("A VPC that is no environment of envs/."),
  name: formattedString("an environment name").describe("Name of the spoke, for addresses and tags."),
  cidr: formattedString("an IPv4 block").describe("IPv4 CIDR block of its VPC."),
  attachmentId: attachmentId.describe("Attachment of its VPC to the transit gateway."),
  allowList: domainList("allow a domain, or remove the list")
    .optional()
    .describe("Domains that the spoke may reach. Default: none."),
});

const spokeAllowListsSchema = fields("spokeAllowLists", {
  kind: z.literal("spokes").describe("Each spoke reaches the domains of its own allow-list."),
});

const ownAllowListSchema = fields("ownAllowList", {
  kind: z.literal("own").describe("Every spoke reaches the domains of one list."),
  entries: domainList('allow a domain, or set allowList to { kind: "spokes" }').describe(
    "Every domain that a spoke may reach.",
  ),
});

const shared = environmentSchema.shape;

/** The data of an inspection VPC: the firewall, the NAT gateways and the transit gateway of many environments. */
export const inspectionEnvironmentSchema = fields("inspectionEnvironment", {
  kind: z
    .literal("inspection")
    .describe("A VPC with the firewall and the NAT gateways of other environments, without Studio."),
  name: shared.name,
  region: shared.region,
  account: shared.account,
  tags: shared.tags,
  state: shared.state,
  vpcCidr: formattedString("an IPv4 block").describe(
    "IPv4 CIDR block of the VPC, /16 to /28 in a private range. A zone takes 64 addresses, in the place of its letter: /24 holds a to d.",
  ),
  availabilityZones: shared.availabilityZones,
  resilience: shared.resilience,
  transitGateway: z
    .discriminatedUnion("kind", [ownTransitGatewaySchema, existingTransitGatewaySchema])
    .default({ kind: "own" })
    .describe(
      "The transit gateway that connects the spokes. An attachment costs about 0.05 USD per hour and 0.02 USD per GB.",
    ),
  spokes: z
    .array(z.discriminatedUnion("kind", [environmentSpokeSchema, vpcSpokeSchema]))
    .max(100)
    .default([])
    .describe("VPCs that reach the internet through the firewall, and no other spoke. Default: none yet."),
  allowList: z
    .discriminatedUnion("kind", [spokeAllowListsSchema, ownAllowListSchema])
    .default({ kind: "spokes" })
    .describe("Domains that the firewall passes."),
  ...firewallRuleFields,
  logRetentionDays: shared.logRetentionDays,
  protections: z.boolean().default(true).describe("Whether the firewall and the keys are protected from deletion."),
  deployers: shared.deployers.describe(
    "Roles of the account that plan, apply and destroy the stack, as role/<path and name>.",
  ),
  alarmTopicArns: shared.alarmTopicArns,
  harmlessResources: shared.harmlessResources,
  accepted: z
    .array(acceptedFindingSchema)
    .default([])
    .describe("Findings of verify and review that are accepted until a day. Default: none."),
});

/** An inspection environment as written in its file: fields with a default are optional. */
export type InspectionEnvironmentInput = DeepReadonly<z.input<typeof inspectionEnvironmentSchema>>;

/** An inspection environment with its defaults, whose spokes are not looked up in the other environments yet. */
export type WrittenInspectionEnvironment = DeepReadonly<z.output<typeof inspectionEnvironmentSchema>>;

/** Whether an environment is, or means to be, one with the firewall of others. */
export function isInspectionInput(input: unknown): boolean {
  return typeof input === "object" && input !== null && Reflect.get(input, "kind") === "inspection";
}
