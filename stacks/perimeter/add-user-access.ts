import { Construct } from "constructs";
import type { EgressFirewall } from "../../constructs/egress/egress-firewall";
import type { EndpointName } from "../../constructs/endpoints/catalog";
import type { ExecutionRole } from "../../constructs/execution-role/execution-role";
import type { SecurityGroups } from "../../constructs/network/security-groups";
import type { PublishedId } from "../../constructs/published-ids";
import { NotebookInstance } from "../../constructs/studio/notebook-instance";
import type { Packages } from "../../constructs/studio/packages";
import { personOf } from "../../constructs/studio/profile-owners";
import { NetworkAttachment } from "../../constructs/user-access/corporate-attachment";
import { ResolverInbound } from "../../constructs/user-access/inbound-resolver";
import { NetworkClient } from "../../constructs/user-access/private-client";
import { PublicJumpHost } from "../../constructs/user-access/public-jump-host";
import type { Environment, OpenAccess } from "../../envs/schema/environment";
import { addSelfService, type SelfServiceParts } from "./add-self-service";

/** The constructs that ways in are joined to. */
export interface AccessParts extends SelfServiceParts {
  readonly executionRole: ExecutionRole;
  readonly securityGroups: SecurityGroups;
  /** @default - no package source */
  readonly packages: Packages | undefined;
  /** @default - no way to the internet */
  readonly egressFirewall: EgressFirewall | undefined;
}

/**
 * Adds the ways in that an environment has, below `access`; nothing at all where access is off.
 *
 * @returns ids that others need
 */
export function addAccess(scope: Construct, parts: AccessParts, environment: Environment): readonly PublishedId[] {
  const { access } = environment;
  if (access.kind === "off") {
    return [];
  }
  const ways = new Construct(scope, "access");
  return [
    ...addNotebook(ways, parts, environment, access),
    ...addSelfService(ways, parts, environment, access),
    ...addClient(ways, parts, environment, access),
    ...addAttachment(ways, parts, access),
    ...addResolver(ways, parts, access),
  ];
}

/** What a person's browser opens. */
function servicesOf(access: OpenAccess): readonly EndpointName[] {
  return ["sagemaker.api", "studio", ...(access.notebookInstance === undefined ? [] : (["notebook"] as const))];
}

/** Where the one machine of a kind stands. */
function firstZone({ availabilityZones }: Environment): string {
  const [zone] = availabilityZones;
  if (zone === undefined) {
    throw new Error("access: an environment without zones, got an empty list; list one in availabilityZones");
  }
  return zone;
}

function addNotebook(
  scope: Construct,
  parts: AccessParts,
  environment: Environment,
  { notebookInstance, timeZone }: OpenAccess,
): readonly PublishedId[] {
  if (notebookInstance === undefined) {
    return [];
  }
  const { network, securityGroups, executionRole, studioKey, packages } = parts;
  const notebook = new NotebookInstance(scope, "notebook", {
    ...parts,
    user: personNamed(notebookInstance.user, environment),
    subnetId: network.subnet("studio", firstZone(environment)).id,
    securityGroupIds: [securityGroups.studio.id],
    roleArn: executionRole.arn,
    keyArn: studioKey.arn,
    instanceType: notebookInstance.instanceType,
    volumeSizeInGb: notebookInstance.volumeSizeGb,
    stopScheduleExpression: notebookInstance.stopAfterHoursCron,
    timeZone,
    packages: packages?.source,
  });
  return [{ name: "notebook_instance_arn", value: notebook.arn, description: "The notebook instance" }];
}

/** The person of a profile; where the profile is made elsewhere, the person is named as it is. */
function personNamed(userProfile: string, { studio }: Environment): string {
  const profile = studio.userProfiles.find(({ name }) => name === userProfile);
  return profile === undefined ? userProfile : personOf(profile);
}

function addClient(
  scope: Construct,
  parts: AccessParts,
  environment: Environment,
  access: OpenAccess,
): readonly PublishedId[] {
  const { client, timeZone } = access;
  if (client.kind === "none") {
    return [];
  }
  const { network, studioKey, egressFirewall } = parts;
  const zone = firstZone(environment);
  const machine = {
    ...parts,
    ...client,
    vpcId: network.vpcId,
    subnetId: network.subnet("client", zone).id,
    services: servicesOf(access),
    keyArn: studioKey.arn,
    stopScheduleExpression: client.stopAfterHoursCron,
    timeZone,
  };
  if (client.kind === "ssm") {
    const { instanceId } = new NetworkClient(scope, "client", machine);
    return [{ name: "client_instance_id", value: instanceId, description: "The machine with a browser" }];
  }
  if (egressFirewall === undefined) {
    throw new Error("access: a public jump host without an internet gateway, got egress none; use an ssm client");
  }
  const { instanceId } = new PublicJumpHost(scope, "jump_host", {
    ...machine,
    ...client,
    routeTableId: network.routeTable("client", zone).id,
    internetGatewayId: egressFirewall.internetGatewayId,
  });
  return [{ name: "jump_host_instance_id", value: instanceId, description: "The machine with a public address" }];
}

function addAttachment(scope: Construct, parts: AccessParts, access: OpenAccess): readonly PublishedId[] {
  const { attachment } = access;
  if (attachment.kind !== "none") {
    new NetworkAttachment(scope, "corporate", {
      ...parts,
      services: servicesOf(access),
      joint: attachment,
      cidrBlocks: attachment.cidrs,
    });
  }
  return [];
}

function addResolver(
  scope: Construct,
  { name, network }: AccessParts,
  { attachment, resolverInbound }: OpenAccess,
): readonly PublishedId[] {
  if (!resolverInbound || attachment.kind === "none") {
    return [];
  }
  const { ipAddresses } = new ResolverInbound(scope, "resolver", {
    name,
    vpcId: network.vpcId,
    subnetIds: network.subnets("endpoint").map((subnet) => subnet.id),
    cidrBlocks: attachment.cidrs,
  });
  return [{ name: "resolver_ip_addresses", value: ipAddresses, description: "Where corporate DNS forwards" }];
}
