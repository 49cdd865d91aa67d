import { Construct } from "constructs";
import type { EgressFirewall } from "../../constructs/egress/egress-firewall";
import type { EndpointName } from "../../constructs/endpoints/endpoint-catalog";
import type { ExecutionRole } from "../../constructs/execution-role/execution-role";
import type { SecurityGroups } from "../../constructs/network/security-groups";
import type { PublishedId } from "../../constructs/published-ids";
import { NotebookInstance } from "../../constructs/studio/notebook-instance";
import type { PackageRepositories } from "../../constructs/studio/package-repositories";
import { profileOwner } from "../../constructs/studio/self-service-users";
import { CorporateNetworkAttachment } from "../../constructs/user-access/corporate-network-attachment";
import { InboundResolverEndpoint } from "../../constructs/user-access/inbound-resolver-endpoint";
import { PrivateClientInstance } from "../../constructs/user-access/private-client-instance";
import { PublicJumpHost } from "../../constructs/user-access/public-jump-host";
import type { EnabledAccess, Environment } from "../../envs/schema/environment";
import { addSelfService, type SelfServiceConstructs } from "./add-self-service";

/** The constructs that ways in are joined to. */
export interface UserAccessConstructs extends SelfServiceConstructs {
  readonly executionRole: ExecutionRole;
  readonly securityGroups: SecurityGroups;
  /** @default - no package source */
  readonly packages: PackageRepositories | undefined;
  /** @default - no way to the internet */
  readonly egressFirewall: EgressFirewall | undefined;
}

/**
 * Adds the ways in that an environment has, below `access`; nothing at all where access is off.
 *
 * @returns ids that others need
 */
export function addUserAccess(
  scope: Construct,
  constructs: UserAccessConstructs,
  environment: Environment,
): readonly PublishedId[] {
  const { access } = environment;
  if (access.kind === "off") {
    return [];
  }
  const accessScope = new Construct(scope, "access");
  return [
    ...addNotebookInstance(accessScope, constructs, environment, access),
    ...addSelfService(accessScope, constructs, environment, access),
    ...addClientInstance(accessScope, constructs, environment, access),
    ...addCorporateNetwork(accessScope, constructs, access),
    ...addInboundResolver(accessScope, constructs, access),
  ];
}

/** What a person's browser opens. */
function browserEndpoints(access: EnabledAccess): readonly EndpointName[] {
  return ["sagemaker.api", "studio", ...(access.notebookInstance === undefined ? [] : (["notebook"] as const))];
}

/** Where the one machine of a kind stands. */
function firstAvailabilityZone({ availabilityZones }: Environment): string {
  const [zone] = availabilityZones;
  if (zone === undefined) {
    throw new Error("access: an environment without zones, got an empty list; list one in availabilityZones");
  }
  return zone;
}

function addNotebookInstance(
  scope: Construct,
  constructs: UserAccessConstructs,
  environment: Environment,
  { notebookInstance, timeZone }: EnabledAccess,
): readonly PublishedId[] {
  if (notebookInstance === undefined) {
    return [];
  }
  const { network, securityGroups, executionRole, studioKey, packages } = constructs;
  const notebook = new NotebookInstance(scope, "notebook", {
    ...constructs,
    user: notebookOwner(notebookInstance.user, environment),
    subnetId: network.subnet("studio", firstAvailabilityZone(environment)).id,
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
function notebookOwner(userProfile: string, { studio }: Environment): string {
  const profile = studio.userProfiles.find(({ name }) => name === userProfile);
  return profile === undefined ? userProfile : profileOwner(profile);
}

function addClientInstance(
  scope: Construct,
  constructs: UserAccessConstructs,
  environment: Environment,
  access: EnabledAccess,
): readonly PublishedId[] {
  const { client, timeZone } = access;
  if (client.kind === "none") {
    return [];
  }
  const { network, studioKey, egressFirewall } = constructs;
  const zone = firstAvailabilityZone(environment);
  const machine = {
    ...constructs,
    ...client,
    vpcId: network.vpcId,
    subnetId: network.subnet("client", zone).id,
    services: browserEndpoints(access),
    keyArn: studioKey.arn,
    stopScheduleExpression: client.stopAfterHoursCron,
    timeZone,
  };
  if (client.kind === "ssm") {
    const { instanceId } = new PrivateClientInstance(scope, "client", machine);
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

function addCorporateNetwork(
  scope: Construct,
  constructs: UserAccessConstructs,
  access: EnabledAccess,
): readonly PublishedId[] {
  const { attachment } = access;
  if (attachment.kind !== "none") {
    new CorporateNetworkAttachment(scope, "corporate", {
      ...constructs,
      services: browserEndpoints(access),
      gateway: attachment,
      cidrBlocks: attachment.cidrs,
    });
  }
  return [];
}

function addInboundResolver(
  scope: Construct,
  { name, network }: UserAccessConstructs,
  { attachment, resolverInbound }: EnabledAccess,
): readonly PublishedId[] {
  if (!resolverInbound || attachment.kind === "none") {
    return [];
  }
  const { ipAddresses } = new InboundResolverEndpoint(scope, "resolver", {
    name,
    vpcId: network.vpcId,
    subnetIds: network.subnets("endpoint").map((subnet) => subnet.id),
    cidrBlocks: attachment.cidrs,
  });
  return [{ name: "resolver_ip_addresses", value: ipAddresses, description: "Where corporate DNS forwards" }];
}
