import { z } from "zod";
import { fields } from "./fields";
import { formattedString } from "./string-formats";

/** Evening of every day, in the time zone of `access`. */
const defaultStopSchedule = formattedString("a cron expression").default("cron(0 20 * * ? *)");

export const noSelfServiceSchema = fields("noSelfService", {
  /** URLs are asked for by API. */
  kind: z.literal("off"),
});

export const iamUsersSchema = fields("iamUsers", {
  /**
   * Users of the account, signed in with a second factor, assume a role that is made for them, each under the user's own
   * name, which is the name of the profile.
   */
  kind: z.literal("iam-users"),
});

export const samlSchema = fields("saml", {
  /** People of an identity provider assume a role that is made for them; the provider names the session after the profile. */
  kind: z.literal("saml"),
  /** The provider in IAM, as saml-provider/<name>. */
  provider: formattedString("a SAML provider"),
});

export const rolesSchema = fields("roles", {
  /** People have roles already, as permission sets of IAM Identity Center make them. */
  kind: z.literal("roles"),
  /**
   * These roles, as role/<path and name>. Whoever assumes one must not choose the name of the session: it says whose Studio
   * is opened.
   */
  roles: z.array(formattedString("a role")).min(1),
});

export const selfServiceSchema = fields("selfService", {
  /** People ask for their URL in Service Catalog, with no other right in the account. */
  kind: z.literal("on"),
  /** Who they are, and who names their sessions: a session is named after a user profile, and opens that one alone. */
  endUsers: z.discriminatedUnion("kind", [iamUsersSchema, samlSchema, rolesSchema]),
});

/** A notebook instance for one person; ml.t3.medium costs about 0.05 USD per hour while it runs, its volume 0.14 USD per GB and month. */
export const notebookInstanceSchema = fields("notebookInstance", {
  /** The one person who may ask for its URL, by the name of the user profile; written to its tags. */
  user: formattedString("a user profile name"),
  /**
   * Instance type.
   * @default "ml.t3.medium"
   */
  instanceType: formattedString("a notebook instance type").default("ml.t3.medium"),
  /**
   * Size of its volume, in GB, 5 to 16384.
   * @default 20
   */
  volumeSizeGb: z.int().min(5).max(16_384).default(20),
  /**
   * When it is stopped, by whoever it was left running, in `timeZone`.
   * @default "cron(0 20 * * ? *)"
   */
  stopAfterHoursCron: defaultStopSchedule,
});

export const noClientSchema = fields("noClient", {
  /** Browsers are on the corporate network. */
  kind: z.literal("none"),
});

/**
 * A Windows desktop inside the network, reached by Fleet Manager of Systems Manager: t3.large costs about 0.11 USD per hour
 * while it runs, its three endpoints 0.03 USD per hour and zone.
 */
export const ssmClientSchema = fields("ssmClient", {
  /** No public address and no inbound rule; in by Systems Manager. */
  kind: z.literal("ssm"),
  /**
   * Instance type.
   * @default "t3.large"
   */
  instanceType: formattedString("an instance type").default("t3.large"),
  /**
   * Public parameter of Systems Manager that names the image.
   * @default "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base"
   */
  amiParameter: formattedString("an image parameter").default(
    "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",
  ),
  /**
   * Key pair by which the administrator's password is read.
   * @default - none; people sign in through IAM Identity Center
   */
  keyName: formattedString("a key pair name").optional(),
  /**
   * When it is stopped, in `timeZone`.
   * @default "cron(0 20 * * ? *)"
   */
  stopAfterHoursCron: defaultStopSchedule,
});

/** A desktop with a public address, for environments without protections only; 0.005 USD per hour besides the instance. */
export const publicJumpHostSchema = fields("publicJumpHost", {
  /** A public address, and one port open to one address. */
  kind: z.literal("public-jump-host"),
  /** The one address that may connect, as a /32. */
  allowedCidr: formattedString("an IPv4 block"),
  /** Key pair by which one signs in. */
  keyName: formattedString("a key pair name"),
  /**
   * How one connects: Remote Desktop on port 3389, or SSH on port 22.
   * @default "rdp"
   */
  protocol: z.enum(["rdp", "ssh"]).default("rdp"),
  /**
   * Instance type.
   * @default "t3.large"
   */
  instanceType: formattedString("an instance type").default("t3.large"),
  /**
   * Public parameter of Systems Manager that names the image.
   * @default "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base"
   */
  amiParameter: formattedString("an image parameter").default(
    "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",
  ),
  /**
   * When it is stopped, in `timeZone`.
   * @default "cron(0 20 * * ? *)"
   */
  stopAfterHoursCron: defaultStopSchedule,
});

export const noAttachmentSchema = fields("noAttachment", {
  /** Nothing joins the VPC to another network. */
  kind: z.literal("none"),
});

/** The corporate network's blocks; only they are routed to, from the endpoints' subnets alone. */
const corporateCidrs = z.array(formattedString("an IPv4 block")).min(1);

/** Costs 0.05 USD per hour and 0.02 USD per GB. */
export const transitGatewaySchema = fields("transitGateway", {
  /** Attached to a transit gateway of the company. */
  kind: z.literal("transit-gateway"),
  /** The gateway, shared with the account. */
  id: formattedString("a transit gateway id"),
  /** The corporate network's blocks. */
  cidrs: corporateCidrs,
});

export const vpnGatewaySchema = fields("vpnGateway", {
  /** A VPN gateway that stands elsewhere, with its VPN or Direct Connect, is attached. */
  kind: z.literal("vpn-gateway"),
  /** The gateway, attached to no other VPC. */
  id: formattedString("a VPN gateway id"),
  /** The corporate network's blocks. */
  cidrs: corporateCidrs,
});

/** Costs 0.05 USD per hour and connection. */
export const customerGatewaySchema = fields("customerGateway", {
  /** A VPN connection to a customer gateway, over a VPN gateway of the environment's own. */
  kind: z.literal("customer-gateway"),
  /** The customer gateway. */
  id: formattedString("a customer gateway id"),
  /** The corporate network's blocks. */
  cidrs: corporateCidrs,
});

export const noAccessSchema = fields("noAccess", {
  /** Nothing is built for getting in. */
  kind: z.literal("off"),
});

/** How people get in: whence a URL works, and what is built so that they are there. */
export const enabledAccessSchema = fields("openAccess", {
  /** People get in from inside the network. */
  kind: z.literal("on"),
  /**
   * Whether a presigned URL is created and works only from the network. Off, a URL works for whoever holds it, anywhere.
   * @default true
   */
  restrictUrlsToNetwork: z.boolean().default(true),
  /**
   * VPCs other than the environment's own whose endpoints may be used, as aws:SourceVpc.
   * @default - the endpoints of the environment alone
   */
  allowedVpcIds: z.array(formattedString("a VPC id")).default([]),
  /**
   * Private blocks that calls through other endpoints of these VPCs may come from, as aws:VpcSourceIp.
   * @default - none; the environment's own endpoints are open to wherever in the network
   */
  privateCidrs: z.array(formattedString("an IPv4 block")).default([]),
  /**
   * Public blocks that calls over the internet may come from, as aws:SourceIp.
   * @default - none
   */
  publicCidrs: z.array(formattedString("an IPv4 block")).default([]),
  /**
   * Seconds in which a URL must be opened once it is created, 5 to 300.
   * @default 60
   */
  urlLifeSeconds: z.int().min(5).max(300).default(60),
  /**
   * Time zone of the hours at which machines are stopped.
   * @default "UTC"
   */
  timeZone: formattedString("a time zone").default("UTC"),
  /**
   * Whether people get their URL from Service Catalog.
   * @default { kind: "off" }
   */
  selfService: z.discriminatedUnion("kind", [noSelfServiceSchema, selfServiceSchema]).default({ kind: "off" }),
  /**
   * A notebook instance beside Studio, with its endpoint.
   * @default - none
   */
  notebookInstance: notebookInstanceSchema.optional(),
  /**
   * A machine with a browser inside the network.
   * @default { kind: "none" }
   */
  client: z
    .discriminatedUnion("kind", [noClientSchema, ssmClientSchema, publicJumpHostSchema])
    .default({ kind: "none" }),
  /**
   * What joins the VPC to the corporate network.
   * @default { kind: "none" }
   */
  attachment: z
    .discriminatedUnion("kind", [noAttachmentSchema, transitGatewaySchema, vpnGatewaySchema, customerGatewaySchema])
    .default({ kind: "none" }),
  /**
   * Whether corporate DNS may ask the VPC's resolver for the endpoints' private addresses: 0.125 USD per hour and zone. Needs
   * two zones and an attachment.
   * @default false
   */
  resolverInbound: z.boolean().default(false),
});

export const accessSchema = z.discriminatedUnion("kind", [noAccessSchema, enabledAccessSchema]);
