import type { CentralEgress } from "../../constructs/egress/central-egress";
import type { EgressFirewall } from "../../constructs/egress/egress-firewall";
import type { EncryptionKey } from "../../constructs/encryption/encryption-key";
import type { Endpoints } from "../../constructs/endpoints/endpoints";
import type { ExecutionRole } from "../../constructs/execution-role/execution-role";
import type { SecurityGroups } from "../../constructs/network/security-groups";
import type { PerimeterNetwork } from "../../constructs/network/tiered-network";
import type { PublishedId } from "../../constructs/outputs/published-ids";
import type { LockedBuckets } from "../../constructs/storage/locked-buckets";
import type { PackageRepositories } from "../../constructs/studio/package-repositories";
import type { Studio } from "../../constructs/studio/studio";

/** The constructs whose ids are published. */
export interface PublishedConstructs {
  readonly network: PerimeterNetwork;
  readonly securityGroups: SecurityGroups;
  readonly executionRole: ExecutionRole;
  readonly endpoints: Endpoints;
  readonly egressFirewall: EgressFirewall | undefined;
  readonly centralEgress: CentralEgress | undefined;
  readonly buckets: LockedBuckets;
  readonly packages: PackageRepositories | undefined;
  readonly studio: Studio;
  readonly studioKey: EncryptionKey;
  readonly logsKey: EncryptionKey;
  /** Names of the user profiles. */
  readonly userProfileNames: readonly string[];
}

/** The ids that every environment publishes. Their names are public contract. */
export function publishedIds(constructs: PublishedConstructs): readonly PublishedId[] {
  const { network, securityGroups, endpoints, buckets, packages, studio } = constructs;
  const ids = (resources: readonly { readonly id: string }[]) => resources.map(({ id }) => id);
  const published: readonly PublishedId[] = [
    { name: "vpc_id", value: network.vpcId, description: "The VPC" },
    { name: "vpc_cidr_block", value: network.cidrBlock, description: "IPv4 CIDR block of the VPC" },
    {
      name: "studio_subnet_ids",
      value: ids(network.subnets("studio")),
      description: "Subnets of Studio apps and jobs",
    },
    {
      name: "studio_route_table_ids",
      value: ids(network.routeTables("studio")),
      description: "Route tables of the Studio subnets",
    },
    {
      name: "endpoint_subnet_ids",
      value: ids(network.subnets("endpoint")),
      description: "Subnets of the interface endpoints",
    },
    {
      name: "studio_security_group_id",
      value: securityGroups.studio.id,
      description: "Security group of Studio apps and jobs",
    },
    {
      name: "jobs_security_group_id",
      value: securityGroups.jobs.id,
      description: "Additional security group for jobs with several instances",
    },
    {
      name: "endpoint_security_group_id",
      value: securityGroups.endpoint.id,
      description: "Security group of the interface endpoints",
    },
    {
      name: "s3_endpoint_id",
      value: endpoints.s3EndpointId,
      description: "S3 endpoint, the only path to the locked buckets",
    },
    {
      name: "sagemaker_api_endpoint_id",
      value: endpoints.endpointId("sagemaker.api"),
      description: "Endpoint of the SageMaker API",
    },
    {
      name: "studio_endpoint_id",
      value: endpoints.endpointId("studio"),
      description: "Endpoint of the Studio user interface",
    },
    {
      name: "execution_role_arn",
      value: constructs.executionRole.arn,
      description: "Execution role of Studio apps and jobs",
    },
    { name: "data_bucket_name", value: buckets.data.bucket, description: "Locked bucket for data" },
    { name: "models_bucket_name", value: buckets.models.bucket, description: "Locked bucket for models" },
    { name: "buckets_key_arn", value: buckets.key.arn, description: "KMS key of the locked buckets" },
    { name: "studio_key_arn", value: constructs.studioKey.arn, description: "KMS key of home directories and volumes" },
    { name: "logs_key_arn", value: constructs.logsKey.arn, description: "KMS key of every log group" },
    { name: "domain_id", value: studio.domainId, description: "The Studio domain" },
    { name: "domain_url", value: studio.domainUrl, description: "Studio URL inside the VPC" },
    {
      name: "home_efs_file_system_id",
      value: studio.homeEfsFileSystemId,
      description: "EFS file system of the home directories",
    },
  ];
  return [
    ...published,
    {
      name: "user_profile_names",
      value: constructs.userProfileNames,
      description: "User profiles of the Studio domain",
      isOutputOnly: true,
    },
    ...(constructs.egressFirewall === undefined ? [] : egressIds(constructs.egressFirewall, network)),
    ...(constructs.centralEgress === undefined ? [] : centralEgressIds(constructs.centralEgress)),
    ...(packages === undefined
      ? []
      : [{ name: "package_index_url", value: packages.indexUrl, description: "Package index for pip and uv" }]),
  ];
}

/** What the owner of the transit gateway needs to route the environment to the firewall. */
function centralEgressIds({ attachmentId }: CentralEgress): readonly PublishedId[] {
  return [
    {
      name: "transit_gateway_attachment_id",
      value: attachmentId,
      description: "Attachment to the transit gateway of central egress",
    },
  ];
}

/** What other teams need of the outbound path: what to route, to log, and to allow on the other side. */
function egressIds(egress: EgressFirewall, network: PerimeterNetwork): readonly PublishedId[] {
  return [
    { name: "internet_gateway_id", value: egress.internetGatewayId, description: "Internet gateway of the VPC" },
    { name: "firewall_arn", value: egress.firewallArn, description: "Network Firewall on the outbound path" },
    {
      name: "nat_public_ips",
      value: egress.publicAddresses,
      description: "Public addresses of the NAT gateways, which servers on the internet see",
    },
    {
      name: "nat_subnet_cidr_blocks",
      value: network.subnets("nat").map(({ cidrBlock }) => cidrBlock),
      description: "CIDR blocks of the NAT subnets",
    },
    ...(["nat", "firewall"] as const).map((tier) => ({
      name: `${tier}_route_table_ids`,
      value: network.routeTables(tier).map(({ id }) => id),
      description: `Route tables of the ${tier === "nat" ? "NAT" : "firewall"} subnets`,
    })),
  ];
}
