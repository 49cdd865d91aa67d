import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import { Account } from "../constructs/account";
import { DnsFirewall } from "../constructs/dns/dns-firewall";
import { EgressFirewall } from "../constructs/egress/egress-firewall";
import { EncryptionKey, type EncryptionKeyProps } from "../constructs/encryption/encryption-key";
import { awsOwnedAccounts } from "../constructs/endpoints/aws-owned-accounts";
import { Endpoints } from "../constructs/endpoints/endpoints";
import { ExecutionRole } from "../constructs/execution-role/execution-role";
import { RolePermissions } from "../constructs/execution-role/permissions";
import type { Owner } from "../constructs/iam/organization-scope";
import { Network } from "../constructs/network/network";
import { SecurityGroups } from "../constructs/network/security-groups";
import { boundRoles } from "../constructs/pipeline/deployment-boundary";
import { PublishedIds } from "../constructs/published-ids";
import { cloudFormationAnswerNames } from "../constructs/self-service/cloudformation-response";
import { templateBucketName } from "../constructs/self-service/template-bucket";
import { LockedBuckets } from "../constructs/storage/locked-buckets";
import { Packages } from "../constructs/studio/packages";
import { Studio } from "../constructs/studio/studio";
import { planSubnets } from "../envs/addressing/subnet-plan";
import { prefixOf } from "../envs/prefix";
import { enabledServices } from "../envs/schema/endpoint-selection";
import type { AllowedDomain, Environment } from "../envs/schema/environment";
import { IndependentStack } from "./cdktf/stack-with-readable-addresses";
import { hasSelfService } from "./perimeter/add-self-service";
import { addAccess } from "./perimeter/add-user-access";
import { declarePosture } from "./perimeter/posture-output";
import { denialsOfUrls } from "./perimeter/presigned-url-networks";
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
export class PerimeterStack extends IndependentStack {
  private readonly environment: Environment;
  /** Prefix of every name. */
  private readonly prefix: string;
  private readonly account: Account;

  constructor(scope: Construct, id: string, { environment, deployedByPipeline = false }: PerimeterStackProps) {
    super(scope, id);
    this.environment = environment;
    this.prefix = prefixOf(environment.name);
    this.addProvider();
    addStateBackend(this, environment);
    this.account = new Account(this, "account");

    const logsKey = this.key("logs_key", "logs", "Logs");
    const network = this.network(logsKey);
    const securityGroups = this.securityGroups(network);
    const executionRole = new ExecutionRole(this, "execution_role", { name: this.prefix, account: this.account });
    const endpoints = this.endpoints(network, securityGroups);
    const egressFirewall = this.egressFirewall(network, logsKey);
    this.dnsFirewall(network, endpoints, logsKey);
    const buckets = this.buckets(endpoints);
    const packages = this.packages(endpoints, executionRole);
    const studioKey = this.key("studio_key", "studio", "Home directories and volumes");
    const studio = this.studio({ network, securityGroups, executionRole, packages, studioKey });
    this.permissions({ network, securityGroups, executionRole, endpoints, buckets, packages, studio, studioKey });

    const parts = {
      ...{ network, securityGroups, executionRole, endpoints, buckets, packages, studio, studioKey, logsKey },
      ...{ name: this.prefix, account: this.account, egressFirewall },
    };
    const waysIn = addAccess(this, parts, environment);
    if (deployedByPipeline) {
      boundRoles(this, this.account.iamArn(`policy/${this.prefix}-boundary`));
    }
    declarePosture(this, environment, { deployers: this.arns("deployers"), breakGlass: this.arns("breakGlass") });
    new PublishedIds(this, "published", {
      parameterPath: `/studio-perimeter/${environment.name}`,
      ids: [...publishedIds(parts), ...waysIn],
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

  private key(id: string, purpose: EncryptionKeyProps["purpose"], what: string): EncryptionKey {
    return new EncryptionKey(this, id, {
      name: this.prefix,
      account: this.account,
      description: `${what} of ${this.prefix}`,
      purpose,
      protections: this.environment.protections,
    });
  }

  /** Principals of this account, from the `role/...` patterns of the environment. */
  private arns(who: "deployers" | "breakGlass"): readonly string[] {
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
    const owner: Owner =
      organizationId === undefined ? { kind: "account" } : { kind: "organization", id: organizationId };
    return new Endpoints(this, "endpoints", {
      name: this.prefix,
      account: this.account,
      owner,
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

  private dnsFirewall(network: Network, endpoints: Endpoints, logsKey: EncryptionKey): void {
    const { protections, logRetentionDays, alarmTopicArns } = this.environment;
    new DnsFirewall(this, "dns_firewall", {
      name: this.prefix,
      vpcId: network.vpcId,
      allowedNames: [...endpoints.dnsNames, ...this.answerNames()],
      externalNames: allowListOf(this.environment).flatMap(dnsNames),
      protections,
      logsKeyArn: logsKey.arn,
      logRetentionDays,
      alarmTopicArns,
    });
  }

  /** Names of CloudFormation's bucket, where self-service answers it. */
  private answerNames(): readonly string[] {
    return hasSelfService(this.environment) ? cloudFormationAnswerNames(this.environment.region) : [];
  }

  private buckets(endpoints: Endpoints): LockedBuckets {
    const { protections, forceDestroyBuckets, logRetentionDays } = this.environment;
    return new LockedBuckets(this, "locked_buckets", {
      name: this.prefix,
      account: this.account,
      s3EndpointIds: [endpoints.s3EndpointId],
      deployers: this.arns("deployers"),
      breakGlass: this.arns("breakGlass"),
      protections,
      forceDestroy: forceDestroyBuckets,
      accessLogRetentionDays: logRetentionDays,
      otherLoggedBuckets: hasSelfService(this.environment) ? [templateBucketName(this.prefix, this.account)] : [],
    });
  }

  private packages(endpoints: Endpoints, executionRole: ExecutionRole): Packages | undefined {
    if (this.environment.packages.kind === "none") {
      return undefined;
    }
    return new Packages(this, "packages", {
      name: this.prefix,
      account: this.account,
      executionRoleArn: executionRole.arn,
      endpointIds: [endpoints.endpointId("codeartifact.api"), endpoints.endpointId("codeartifact.repositories")],
      protections: this.environment.protections,
    });
  }

  private studio(parts: StudioParts): Studio {
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

  private permissions(parts: PermissionParts): void {
    const { region, jumpStart } = this.environment;
    new RolePermissions(this, "permissions", {
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
      imageAccountIds: awsOwnedAccounts(region).images,
      jumpStart,
      urlDenials: denialsOfUrls(parts, this.environment),
    });
  }
}

interface StudioParts {
  readonly network: Network;
  readonly securityGroups: SecurityGroups;
  readonly executionRole: ExecutionRole;
  readonly packages: Packages | undefined;
  readonly studioKey: EncryptionKey;
}

interface PermissionParts extends StudioParts {
  readonly endpoints: Endpoints;
  readonly studio: Studio;
  readonly buckets: LockedBuckets;
}

function allowListOf({ egress }: Environment): readonly AllowedDomain[] {
  return egress.kind === "none" ? [] : egress.allowList;
}

/** The names that must resolve for an entry to be of use. */
function dnsNames({ name, match }: AllowedDomain): readonly string[] {
  return match === "exact" ? [name] : [name, `*.${name}`];
}
