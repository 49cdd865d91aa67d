import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import { Account } from "../constructs/account";
import { DnsFirewall } from "../constructs/dns/dns-firewall";
import { EgressFirewall } from "../constructs/egress/egress-firewall";
import { EncryptionKey, type EncryptionKeyProps } from "../constructs/encryption/encryption-key";
import { awsOwnedAccounts } from "../constructs/endpoints/aws-owned-accounts";
import { Endpoints } from "../constructs/endpoints/endpoints";
import { ExecutionRole } from "../constructs/execution-role/execution-role";
import { ExecutionRolePermissions } from "../constructs/execution-role/execution-role-permissions";
import type { TrustedScope } from "../constructs/iam/trusted-scope";
import { Network } from "../constructs/network/network";
import { SecurityGroups } from "../constructs/network/security-groups";
import { attachBoundaryToRoles } from "../constructs/pipeline/deployment-boundary";
import { PublishedIds } from "../constructs/published-ids";
import { cloudFormationResponseHosts } from "../constructs/self-service/cloudformation-responses";
import { templateBucketName } from "../constructs/self-service/template-bucket";
import { LockedBuckets } from "../constructs/storage/locked-buckets";
import { PackageRepositories } from "../constructs/studio/package-repositories";
import { Studio } from "../constructs/studio/studio";
import { planSubnets } from "../envs/addressing/subnet-plan";
import { resourceNamePrefix } from "../envs/prefix";
import { enabledServices } from "../envs/schema/endpoint-selection";
import type { AllowedDomain, Environment } from "../envs/schema/environment";
import { ReadableAddressStack } from "./cdktf/readable-address-stack";
import { hasSelfService } from "./perimeter/add-self-service";
import { addUserAccess } from "./perimeter/add-user-access";
import { addPostureOutput } from "./perimeter/posture-output";
import { executionRoleUrlDenials } from "./perimeter/presigned-url-sources";
import { publishedIds } from "./perimeter/publish-ids";
import { addStateBackend } from "./perimeter/state-backend";
import { TerraformRequirements } from "./perimeter/terraform-requirements";

/** Props of {@link PerimeterStack}. */
export interface PerimeterStackProps {
  /** Without faults, as `parseEnvironments` returns it. */
  readonly environment: Environment;
  /**
   * Whether the roles of the bootstrap stack deploy it; every role then carries the boundary without which they may create none.
   * @default false
   */
  readonly deployedByPipeline?: boolean;
}

/**
 * One environment: Amazon SageMaker Studio inside its network perimeter.
 *
 * The only place that knows both vocabularies, the environments' and the constructs'. It shares nothing with other stacks:
 * a cross-stack reference would make the first plan of a pull request fail.
 */
export class PerimeterStack extends ReadableAddressStack {
  private readonly environment: Environment;
  /** Prefix of every name. */
  private readonly prefix: string;
  private readonly account: Account;

  constructor(scope: Construct, id: string, { environment, deployedByPipeline = false }: PerimeterStackProps) {
    super(scope, id);
    this.environment = environment;
    this.prefix = resourceNamePrefix(environment.name);
    this.addProvider();
    addStateBackend(this, environment);
    this.account = new Account(this, "account");

    const logsKey = this.createKey("logs_key", "logs", "Logs");
    const createNetwork = this.network(logsKey);
    const createSecurityGroups = this.securityGroups(createNetwork);
    const executionRole = new ExecutionRole(this, "execution_role", { name: this.prefix, account: this.account });
    const createEndpoints = this.endpoints(createNetwork, createSecurityGroups);
    const createEgressFirewall = this.egressFirewall(createNetwork, logsKey);
    this.createDnsFirewall(createNetwork, createEndpoints, logsKey);
    const createBuckets = this.buckets(createEndpoints);
    const createPackageRepositories = this.packages(createEndpoints, executionRole);
    const studioKey = this.createKey("studio_key", "studio", "Home directories and volumes");
    const createStudio = this.studio({
      network: createNetwork,
      securityGroups: createSecurityGroups,
      executionRole,
      packages: createPackageRepositories,
      studioKey,
    });
    this.createPermissions({
      network: createNetwork,
      securityGroups: createSecurityGroups,
      executionRole,
      endpoints: createEndpoints,
      buckets: createBuckets,
      packages: createPackageRepositories,
      studio: createStudio,
      studioKey,
    });

    const constructs = {
      ...{
        network: createNetwork,
        securityGroups: createSecurityGroups,
        executionRole,
        endpoints: createEndpoints,
        buckets: createBuckets,
        packages: createPackageRepositories,
        studio: createStudio,
        studioKey,
        logsKey,
      },
      ...{ name: this.prefix, account: this.account, egressFirewall: createEgressFirewall },
    };
    const userAccessIds = addUserAccess(this, constructs, environment);
    if (deployedByPipeline) {
      attachBoundaryToRoles(this, this.account.iamArn(`policy/${this.prefix}-boundary`));
    }
    addPostureOutput(this, environment, {
      deployers: this.principalArns("deployers"),
      breakGlass: this.principalArns("breakGlass"),
    });
    new PublishedIds(this, "published", {
      parameterPath: `/studio-perimeter/${environment.name}`,
      ids: [...publishedIds(constructs), ...userAccessIds],
    });
  }

  private addProvider(): void {
    const { name, region, account, tags } = this.environment;
    new AwsProvider(this, "aws", {
      region,
      ...(account === undefined ? {} : { allowedAccountIds: [account] }),
      defaultTags: [{ tags: { ...tags, Project: "studio-perimeter", Environment: name } }],
    });
    new TerraformRequirements(this, "requirements");
  }

  private createKey(id: string, purpose: EncryptionKeyProps["purpose"], what: string): EncryptionKey {
    return new EncryptionKey(this, id, {
      name: this.prefix,
      account: this.account,
      description: `${what} of ${this.prefix}`,
      purpose,
      protections: this.environment.protections,
    });
  }

  /** Principals of this account, from the `role/...` patterns of the environment. */
  private principalArns(who: "deployers" | "breakGlass"): readonly string[] {
    return this.environment[who].map((pattern) => this.account.iamArn(pattern));
  }

  private network(logsKey: EncryptionKey): Network {
    const { vpcCidr, logRetentionDays, vpcBlockPublicAccess } = this.environment;
    return new Network(this, "network", {
      name: this.prefix,
      account: this.account,
      cidrBlock: vpcCidr,
      subnets: planSubnets(this.environment),
      logsKeyArn: logsKey.arn,
      logRetentionDays,
      blockPublicAccess: vpcBlockPublicAccess,
    });
  }

  private securityGroups(network: Network): SecurityGroups {
    const { egress } = this.environment;
    const ports = allowListOf(this.environment).flatMap((entry) => entry.ports);
    return new SecurityGroups(this, "security_groups", {
      name: this.prefix,
      vpcId: network.vpcId,
      egress: egress.kind,
      egressPorts: [...new Set(ports)].toSorted((one, other) => one - other),
    });
  }

  private endpoints(network: Network, securityGroups: SecurityGroups): Endpoints {
    const { region, endpoints, jumpStart, organizationId } = this.environment;
    const owner: TrustedScope =
      organizationId === undefined ? { kind: "account" } : { kind: "organization", id: organizationId };
    return new Endpoints(this, "endpoints", {
      name: this.prefix,
      account: this.account,
      trustedScope: owner,
      network,
      securityGroups,
      awsOwned: awsOwnedAccounts(region),
      services: enabledServices(this.environment),
      fips: endpoints.fips,
      excludedZones: endpoints.excludedZones,
      jumpStart,
    });
  }

  private egressFirewall(network: Network, logsKey: EncryptionKey): EgressFirewall | undefined {
    const { egress, protections, logRetentionDays, alarmTopicArns } = this.environment;
    if (egress.kind === "none") {
      return undefined;
    }
    return new EgressFirewall(this, "egress_firewall", {
      name: this.prefix,
      network,
      allowList: egress.allowList,
      order: egress.order,
      protections,
      logsKeyArn: logsKey.arn,
      logRetentionDays,
      alarmTopicArns,
    });
  }

  private createDnsFirewall(network: Network, endpoints: Endpoints, logsKey: EncryptionKey): void {
    const { protections, logRetentionDays, alarmTopicArns } = this.environment;
    new DnsFirewall(this, "dns_firewall", {
      name: this.prefix,
      vpcId: network.vpcId,
      allowedDomains: [...endpoints.dnsNames, ...this.cloudFormationResponseHosts()],
      trustedRedirectionDomains: allowListOf(this.environment).flatMap(resolvableNames),
      protections,
      logsKeyArn: logsKey.arn,
      logRetentionDays,
      alarmTopicArns,
    });
  }

  /** Names of CloudFormation's bucket, where self-service answers it. */
  private cloudFormationResponseHosts(): readonly string[] {
    return hasSelfService(this.environment) ? cloudFormationResponseHosts(this.environment.region) : [];
  }

  private buckets(endpoints: Endpoints): LockedBuckets {
    const { protections, forceDestroyBuckets, logRetentionDays } = this.environment;
    return new LockedBuckets(this, "locked_buckets", {
      name: this.prefix,
      account: this.account,
      s3EndpointIds: [endpoints.s3EndpointId],
      deployers: this.principalArns("deployers"),
      breakGlass: this.principalArns("breakGlass"),
      protections,
      forceDestroy: forceDestroyBuckets,
      accessLogRetentionDays: logRetentionDays,
      additionalLoggedBuckets: hasSelfService(this.environment) ? [templateBucketName(this.prefix, this.account)] : [],
    });
  }

  private packages(endpoints: Endpoints, executionRole: ExecutionRole): PackageRepositories | undefined {
    if (this.environment.packages.kind === "none") {
      return undefined;
    }
    return new PackageRepositories(this, "packages", {
      name: this.prefix,
      account: this.account,
      executionRoleArn: executionRole.arn,
      endpointIds: [endpoints.endpointId("codeartifact.api"), endpoints.endpointId("codeartifact.repositories")],
      protections: this.environment.protections,
    });
  }

  private studio(parts: StudioConstructs): Studio {
    const { studio, efsRetention, protections } = this.environment;
    return new Studio(this, "studio", {
      name: this.prefix,
      vpcId: parts.network.vpcId,
      subnetIds: parts.network.subnets("studio").map((subnet) => subnet.id),
      keyArn: parts.studioKey.arn,
      authMode: studio.authMode,
      efsRetention,
      executionRoleArn: parts.executionRole.arn,
      securityGroupIds: [parts.securityGroups.studio.id],
      minIdleTimeoutInMinutes: studio.idleShutdown.minMinutes,
      idleTimeoutInMinutes: studio.idleShutdown.defaultMinutes,
      maxIdleTimeoutInMinutes: studio.idleShutdown.maxMinutes,
      defaultEbsVolumeSizeInGb: studio.spaceStorage.defaultGb,
      maximumEbsVolumeSizeInGb: studio.spaceStorage.maxGb,
      userProfiles: studio.userProfiles.map(({ name, ssoUserName, sessionName, idleTimeoutMinutes, maxStorageGb }) => ({
        name,
        ssoUserName,
        sessionName,
        idleTimeoutInMinutes: idleTimeoutMinutes,
        maximumEbsVolumeSizeInGb: maxStorageGb,
      })),
      selfIngress: studio.selfIngress,
      packages: parts.packages?.source,
      protections,
    });
  }

  private createPermissions(parts: PermissionConstructs): void {
    const { region, jumpStart } = this.environment;
    new ExecutionRolePermissions(this, "permissions", {
      name: this.prefix,
      account: this.account,
      executionRoleArn: parts.executionRole.arn,
      executionRoleName: parts.executionRole.name,
      domainId: parts.studio.domainId,
      vpcId: parts.network.vpcId,
      subnetIds: parts.network.subnets("studio").map((subnet) => subnet.id),
      securityGroupIds: [parts.securityGroups.studio.id, parts.securityGroups.jobs.id],
      bucketArns: [parts.buckets.data.arn, parts.buckets.models.arn],
      bucketKeyArn: parts.buckets.key.arn,
      studioKeyArn: parts.studioKey.arn,
      packageStatements: parts.packages?.readStatements,
      imageAccountIds: awsOwnedAccounts(region).imageRegistries,
      jumpStart,
      presignedUrlDenials: executionRoleUrlDenials(parts, this.environment),
    });
  }
}

interface StudioConstructs {
  readonly network: Network;
  readonly securityGroups: SecurityGroups;
  readonly executionRole: ExecutionRole;
  readonly packages: PackageRepositories | undefined;
  readonly studioKey: EncryptionKey;
}

interface PermissionConstructs extends StudioConstructs {
  readonly endpoints: Endpoints;
  readonly studio: Studio;
  readonly buckets: LockedBuckets;
}

function allowListOf({ egress }: Environment): readonly AllowedDomain[] {
  return egress.kind === "none" ? [] : egress.allowList;
}

/** The names that must resolve for an entry to be of use. */
function resolvableNames({ name, match }: AllowedDomain): readonly string[] {
  return match === "exact" ? [name] : [name, `*.${name}`];
}
