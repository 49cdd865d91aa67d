import { z } from "zod";
import { fields } from "./fields";
import { formattedString } from "./string-formats";

/** Every evening, in the time zone of `access`. */
const defaultStopSchedule = formattedString("a cron expression").default("cron(0 20 * * ? *)");

const noSelfServiceSchema = fields("noSelfService", {
  kind: z.literal("off").describe("Users request URLs through the API."),
});

const iamUsersSchema = fields("iamUsers", {
  kind: z
    .literal("iam-users")
    .describe(
      "IAM users of the account, signed in with MFA, assume a role that the stack creates. The session name is the user name, which is the name of the user profile.",
    ),
});

const samlSchema = fields("saml", {
  kind: z
    .literal("saml")
    .describe(
      "Users of a SAML provider assume a role that the stack creates. The provider sets the session name, which is the name of the user profile.",
    ),
  provider: formattedString("a SAML provider").describe("SAML provider in IAM, as saml-provider/<name>."),
});

const rolesSchema = fields("roles", {
  kind: z.literal("roles").describe("Users have roles already, for example permission sets of IAM Identity Center."),
  roles: z
    .array(formattedString("a role"))
    .min(1)
    .describe(
      "These roles, as role/<path and name>. Users must not be able to choose the session name, because it determines which Studio profile they open.",
    ),
});

const portalSchema = fields("portal", {
  kind: z
    .literal("portal")
    .describe(
      "A portal of the company, such as Jenkins, launches products for people who signed in to it. It assumes a role that the stack creates, with the ID token of the person. The session is named after the subject of the token, so that the portal cannot choose another person.",
    ),
  provider: formattedString("an OIDC provider").describe(
    "OpenID Connect provider in IAM of the company's sign-in, as oidc-provider/<issuer without https://>.",
  ),
  clientId: formattedString("a client ID").describe(
    "Client ID of the portal at the sign-in, which is the audience of its tokens. Tokens of other applications are refused.",
  ),
});

const selfServiceSchema = fields("selfService", {
  kind: z
    .literal("on")
    .describe("Users request their URL in Service Catalog. They need no other permission in the account."),
  endUsers: z
    .discriminatedUnion("kind", [iamUsersSchema, samlSchema, rolesSchema, portalSchema])
    .describe(
      "Who the users are, and who sets their session names. A session is named after a user profile, and can open only that one.",
    ),
});

/** A notebook instance for one user. ml.t3.medium costs about 0.05 USD per hour, its volume 0.14 USD per GB-month. */
const notebookInstanceSchema = fields("notebookInstance", {
  user: formattedString("a user profile name").describe(
    "Name of the user profile of the only user who can request its URL. The stack writes it to the tags.",
  ),
  instanceType: formattedString("a notebook instance type").default("ml.t3.medium").describe("Instance type."),
  volumeSizeGb: z.int().min(5).max(16_384).default(20).describe("Size of the volume in GB, 5 to 16384."),
  stopAfterHoursCron: defaultStopSchedule.describe(
    "When the instance is stopped, in timeZone, even if a user left it running.",
  ),
});

const noClientSchema = fields("noClient", {
  kind: z.literal("none").describe("No client instance: users browse from the corporate network."),
});

/**
 * A Windows instance inside the network, reached through Systems Manager Fleet Manager. t3.large costs about 0.11 USD per hour,
 * its three endpoints 0.03 USD per hour and zone.
 */
const ssmClientSchema = fields("ssmClient", {
  kind: z
    .literal("ssm")
    .describe(
      "A Windows instance without a public address and without inbound rules, reached through Systems Manager.",
    ),
  instanceType: formattedString("an instance type").default("t3.large").describe("Instance type."),
  amiParameter: formattedString("an image parameter")
    .default("/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base")
    .describe("Public Systems Manager parameter that names the image."),
  keyName: formattedString("a key pair name")
    .optional()
    .describe(
      "Key pair that decrypts the administrator password. Default: none; users sign in through IAM Identity Center.",
    ),
  stopAfterHoursCron: defaultStopSchedule.describe("When the instance is stopped, in timeZone."),
});

/** An instance with a public address, only for environments without protections. The address costs 0.005 USD per hour. */
const publicJumpHostSchema = fields("publicJumpHost", {
  kind: z
    .literal("public-jump-host")
    .describe("An instance with a public address and one port that is open to one address."),
  allowedCidr: formattedString("an IPv4 block").describe("The only address that can connect, as a /32 block."),
  keyName: formattedString("a key pair name").describe("Key pair for signing in."),
  protocol: z
    .enum(["rdp", "ssh"])
    .default("rdp")
    .describe("Protocol of the connection: Remote Desktop on port 3389, or SSH on port 22."),
  instanceType: formattedString("an instance type").default("t3.large").describe("Instance type."),
  amiParameter: formattedString("an image parameter")
    .default("/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base")
    .describe("Public Systems Manager parameter that names the image."),
  stopAfterHoursCron: defaultStopSchedule.describe("When the instance is stopped, in timeZone."),
});

const noAttachmentSchema = fields("noAttachment", {
  kind: z.literal("none").describe("The VPC is not connected to another network."),
});

/** CIDR blocks of the corporate network. Only the endpoint subnets have routes to them. */
const corporateCidrs = z.array(formattedString("an IPv4 block")).min(1);

/** Costs 0.05 USD per hour and 0.02 USD per GB. */
const transitGatewaySchema = fields("transitGateway", {
  kind: z.literal("transit-gateway").describe("The VPC is attached to a transit gateway of the company."),
  id: formattedString("a transit gateway id").describe("Id of the transit gateway, which is shared with the account."),
  cidrs: corporateCidrs.describe("CIDR blocks of the corporate network."),
});

const vpnGatewaySchema = fields("vpnGateway", {
  kind: z
    .literal("vpn-gateway")
    .describe("A VPN gateway, to which the network team connects a VPN or Direct Connect, is attached to the VPC."),
  id: formattedString("a VPN gateway id")
    .optional()
    .describe(
      "Id of an existing VPN gateway, which is attached to no other VPC. Default: the stack creates one, which costs nothing until it is connected, and publishes its id.",
    ),
  cidrs: corporateCidrs.describe("CIDR blocks of the corporate network."),
});

/** Costs 0.05 USD per hour and connection. */
const customerGatewaySchema = fields("customerGateway", {
  kind: z
    .literal("customer-gateway")
    .describe("A VPN connection to a customer gateway, with a VPN gateway that the stack creates."),
  id: formattedString("a customer gateway id").describe("Id of the customer gateway."),
  cidrs: corporateCidrs.describe("CIDR blocks of the corporate network."),
});

const noAccessSchema = fields("noAccess", {
  kind: z.literal("off").describe("The stack builds nothing for user access."),
});

/** User access: where URLs work, and what the stack builds so that users are there. */
const enabledAccessSchema = fields("openAccess", {
  kind: z.literal("on").describe("Users open Studio from inside the network."),
  restrictUrlsToNetwork: z
    .boolean()
    .default(true)
    .describe(
      "Whether presigned URLs can be created and opened only from the network. If false, anyone who holds a URL can open it from anywhere.",
    ),
  allowedVpcIds: z
    .array(formattedString("a VPC id"))
    .default([])
    .describe(
      "VPCs whose endpoints may be used, in addition to that of the environment (aws:SourceVpc). Default: only the endpoints of the environment.",
    ),
  privateCidrs: z
    .array(formattedString("an IPv4 block"))
    .default([])
    .describe(
      "Private blocks that calls through endpoints of those VPCs may come from (aws:VpcSourceIp). Default: none; the endpoints of the environment accept calls from the whole network.",
    ),
  publicCidrs: z
    .array(formattedString("an IPv4 block"))
    .default([])
    .describe("Public blocks that calls over the internet may come from (aws:SourceIp). Default: none."),
  urlLifeSeconds: z.int().min(5).max(300).default(60).describe("Seconds in which a new URL must be opened, 5 to 300."),
  timeZone: formattedString("a time zone").default("UTC").describe("Time zone of the schedules that stop instances."),
  selfService: z
    .discriminatedUnion("kind", [noSelfServiceSchema, selfServiceSchema])
    .default({ kind: "off" })
    .describe("Whether users request their URL in Service Catalog."),
  notebookInstance: notebookInstanceSchema
    .optional()
    .describe("A notebook instance next to Studio, with its endpoint. Default: none."),
  client: z
    .discriminatedUnion("kind", [noClientSchema, ssmClientSchema, publicJumpHostSchema])
    .default({ kind: "none" })
    .describe("An instance with a browser inside the network."),
  attachment: z
    .discriminatedUnion("kind", [noAttachmentSchema, transitGatewaySchema, vpnGatewaySchema, customerGatewaySchema])
    .default({ kind: "none" })
    .describe("How the VPC is connected to the corporate network."),
  resolverInbound: z
    .boolean()
    .default(false)
    .describe(
      "Whether corporate DNS servers can query the VPC resolver for the private addresses of endpoints. Costs 0.125 USD per hour and address: one in each zone, two in a single zone. Needs an attachment.",
    ),
});

/** User access: `off` builds nothing for it; `on` decides where presigned URLs work, and builds what users need there. */
export const accessSchema = z.discriminatedUnion("kind", [noAccessSchema, enabledAccessSchema]);
