import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { EgressFirewall } from "../../constructs/egress/egress-firewall";
import type { EncryptionKey } from "../../constructs/encryption/encryption-key";
import type { EndpointName } from "../../constructs/endpoints/endpoint-catalog";
import type { OwnEndpoints } from "../../constructs/endpoints/own-endpoints";
import type { ExecutionRole } from "../../constructs/execution-role/execution-role";
import type { SecurityGroups } from "../../constructs/network/security-groups";
import type { PublishedId } from "../../constructs/outputs/published-ids";
import { NotebookInstance } from "../../constructs/studio/notebook-instance";
import type { PackageRepositories } from "../../constructs/studio/package-repositories";
import { profileOwner } from "../../constructs/studio/self-service-users";
import { CorporateNetworkAttachment } from "../../constructs/user-access/corporate-network-attachment";
import { InboundResolverEndpoint } from "../../constructs/user-access/inbound-resolver-endpoint";
import { PrivateClientInstance } from "../../constructs/user-access/private-client-instance";
import { PublicJumpHost } from "../../constructs/user-access/public-jump-host";
import type { EnabledAccess, Environment } from "../../envs/schema/environment";
import { addSelfService, type SelfServiceConstructs } from "./add-self-service";

/** The constructs that user access depends on. */
export interface UserAccessConstructs extends SelfServiceConstructs {
  readonly executionRole: ExecutionRole;
  readonly securityGroups: SecurityGroups;
  /** `undefined` if the environment has no endpoints to services of the company. */
  readonly ownEndpoints: OwnEndpoints | undefined;
  /** KMS key of the log groups. */
  readonly logsKey: EncryptionKey;
  /** `undefined` if the environment has no package repositories. */
  readonly packages: PackageRepositories | undefined;
  /** `undefined` if the environment has no firewall of its own. */
  readonly egressFirewall: EgressFirewall | undefined;
}

/**
 * Adds the user access of an environment below the construct `access`: notebook instance, self-service, client instance and
 * corporate network. Adds nothing if access is off.
 *
 * @returns ids to publish
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
  ];
}

/** Services whose endpoints a user's browser needs. */
function browserEndpoints(access: EnabledAccess): readonly EndpointName[] {
  return ["sagemaker.api", "studio", ...(access.notebookInstance === undefined ? [] : (["notebook"] as const))];
}

/** The Availability Zone of resources that exist only once. */
function firstAvailabilityZone({ availabilityZones }: Environment): string {
  const [zone] = availabilityZones;
  if (zone === undefined) {
    throw new Error("access: the environment has no Availability Zone; add one to availabilityZones");
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
  const { context, network, securityGroups, executionRole, studioKey, packages } = constructs;
  const notebook = new NotebookInstance(scope, "notebook", {
    context,
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
    trustedAuthority: environment.studio.trustedAuthority,
  });
  return [{ name: "notebook_instance_arn", value: notebook.arn, description: "The notebook instance" }];
}

/** Owner of a user profile. If the environment does not define the profile, its name is that of the owner. */
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
  const { context, network, endpoints, studioKey, egressFirewall } = constructs;
  const zone = firstAvailabilityZone(environment);
  const instanceProps = {
    context,
    vpcId: network.vpcId,
    subnetId: network.subnet("client", zone).id,
    endpoints,
    services: browserEndpoints(access),
    instanceType: client.instanceType,
    amiParameter: client.amiParameter,
    keyArn: studioKey.arn,
    stopScheduleExpression: client.stopAfterHoursCron,
    timeZone,
  };
  if (client.kind === "ssm") {
    const { instanceId } = new PrivateClientInstance(scope, "client", { ...instanceProps, keyName: client.keyName });
    return [{ name: "client_instance_id", value: instanceId, description: "Client instance with a browser" }];
  }
  if (egressFirewall === undefined) {
    throw new Error("access: a public jump host needs an internet gateway, got egress none; use a client of kind ssm");
  }
  const { instanceId } = new PublicJumpHost(scope, "jump_host", {
    ...instanceProps,
    keyName: client.keyName,
    protocol: client.protocol,
    allowedCidr: client.allowedCidr,
    routeTableId: network.routeTable("client", zone).id,
    internetGatewayId: egressFirewall.internetGatewayId,
  });
  return [{ name: "jump_host_instance_id", value: instanceId, description: "Jump host with a public address" }];
}

function addCorporateNetwork(
  scope: Construct,
  constructs: UserAccessConstructs,
  access: EnabledAccess,
): readonly PublishedId[] {
  const { context, network, endpoints } = constructs;
  const { attachment, resolverInbound } = access;
  if (attachment.kind === "none") {
    return [];
  }
  const resolver = resolverInbound ? addInboundResolver(scope, constructs, attachment.cidrs) : undefined;
  const { createdVpnGatewayId } = new CorporateNetworkAttachment(scope, "corporate", {
    context,
    network,
    endpoints,
    services: browserEndpoints(access),
    gateway: attachment,
    cidrBlocks: attachment.cidrs,
    createAfter: resolver?.fixed,
  });
  return [
    ...(createdVpnGatewayId === undefined
      ? []
      : [
          {
            name: "vpn_gateway_id",
            value: createdVpnGatewayId,
            description: "VPN gateway to which the network team connects a VPN or Direct Connect",
          },
        ]),
    ...(resolver?.ids ?? []),
  ];
}

interface AddedResolver {
  readonly ids: readonly PublishedId[];
  /** The resource with fixed addresses in the endpoint subnet; `undefined` if AWS chooses the addresses. */
  readonly fixed: ITerraformDependable | undefined;
}

/** In a single zone the resolver has fixed addresses, so everything else in the endpoint subnet is created after it. */
function addInboundResolver(
  scope: Construct,
  { context, network, endpoints, ownEndpoints }: UserAccessConstructs,
  cidrBlocks: readonly string[],
): AddedResolver {
  const subnets = network.subnets("endpoint");
  const { ipAddresses, dependable } = new InboundResolverEndpoint(scope, "resolver", {
    context,
    vpcId: network.vpcId,
    subnets,
    cidrBlocks,
  });
  const fixed = subnets.length === 1 ? dependable : undefined;
  if (fixed !== undefined) {
    endpoints.createAfter(fixed);
    ownEndpoints?.createAfter(fixed);
  }
  const ids = [
    {
      name: "resolver_ip_addresses",
      value: ipAddresses,
      description: "IP addresses to which corporate DNS forwards queries",
    },
  ];
  return { ids, fixed };
}
