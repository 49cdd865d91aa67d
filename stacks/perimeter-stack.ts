import type { Construct } from "constructs";
import type { PerimeterContext } from "../constructs/context/perimeter-context";
import { DnsFirewall } from "../constructs/dns/dns-firewall";
import { EgressFirewall } from "../constructs/egress/egress-firewall";
import { allowListPorts } from "../constructs/egress/suricata-rules";
import { EncryptionKey } from "../constructs/encryption/encryption-key";
import { awsOwnedAccounts } from "../constructs/endpoints/aws-owned-accounts";
import { Endpoints } from "../constructs/endpoints/endpoints";
import { OwnEndpoints } from "../constructs/endpoints/own-endpoints";
import { ExecutionRole } from "../constructs/execution-role/execution-role";
import { ExistingNetwork } from "../constructs/network/existing-network";
import { Network } from "../constructs/network/network";
import { SecurityGroups } from "../constructs/network/security-groups";
import type { PerimeterNetwork } from "../constructs/network/tiered-network";
import { PublishedIds } from "../constructs/outputs/published-ids";
import { attachDeploymentBoundary } from "../constructs/pipeline/deployment-boundary";
import { cloudFormationResponseHosts } from "../constructs/self-service/cloudformation-responses";
import { templateBucketName } from "../constructs/self-service/template-bucket";
import { LockedBuckets } from "../constructs/storage/locked-buckets";
import { PackageRepositories } from "../constructs/studio/package-repositories";
import { Studio } from "../constructs/studio/studio";
import { existingSubnets } from "../envs/addressing/existing-subnets";
import { planSubnets } from "../envs/addressing/subnet-plan";
import { allowListOf, type Environment, hasSelfService, resolvableNames } from "../envs/schema/environment";
import { enabledServices } from "../envs/schema/network/endpoint-selection";
import { ReadableAddressStack } from "./cdktf/readable-address-stack";
import { addEnvironmentBasics } from "./environment-basics";
import { addCentralEgress, centralGatewayId } from "./perimeter/add-central-egress";
import { addAuditTrail, addDetectiveControls, auditTrailBuckets } from "./perimeter/add-oversight";
import { addPermissions, type PerimeterConstructs } from "./perimeter/add-permissions";
import { signInCodeHash } from "./perimeter/add-self-service";
import {
  addTeamBuckets,
  addTeams,
  publishedTeamIds,
  type Team,
  teamBucketNames,
  teamResourceName,
} from "./perimeter/add-teams";
import { addUserAccess } from "./perimeter/add-user-access";
import { publishedIds } from "./perimeter/publish-ids";
import { studioProps } from "./perimeter/studio-props";
import { tlsInspectionSettings } from "./perimeter/tls-inspection-settings";
import { addPostureOutput } from "./posture/posture-output";

/** Props of {@link PerimeterStack}. */
export interface PerimeterStackProps {
  /** A valid environment, as `parseEnvironments` returns it. */
  readonly environment: Environment;
  /**
   * Whether the roles of the bootstrap stack deploy it. Every role then gets the permissions boundary, without which they may
   * not create a role.
   * @default false
   */
  readonly deployedByPipeline?: boolean;
  /**
   * File that defines the environment, for messages, such as `envs/dev.ts`.
   * @default - messages name no file
   */
  readonly file?: string;
}

/**
 * One environment: Amazon SageMaker Studio inside its network perimeter.
 *
 * It translates the fields of an environment into props of constructs. It refers to no other stack: a cross-stack reference
 * would fail the first plan of a pull request.
 */
export class PerimeterStack extends ReadableAddressStack {
  private readonly environment: Environment;
  private readonly context: PerimeterContext;
  /** ARN patterns of the roles in this account that run Terraform, and of break-glass roles. */
  private readonly exemptRoles: { readonly deployers: readonly string[]; readonly breakGlass: readonly string[] };
  /** Id of the transit gateway of central egress. */
  private readonly transitGatewayId: string | undefined;

  constructor(scope: Construct, id: string, { environment, deployedByPipeline = false, file }: PerimeterStackProps) {
    super(scope, id);
    this.environment = environment;
    const { context, logsKey } = addEnvironmentBasics(this, environment);
    this.context = context;
    this.transitGatewayId = centralGatewayId(this, environment);
    const arnsOf = (patterns: readonly string[]) => patterns.map((pattern) => context.account.iamArn(pattern));
    this.exemptRoles = { deployers: arnsOf(environment.deployers), breakGlass: arnsOf(environment.breakGlass) };

    const constructs = this.createPerimeter(logsKey, file);
    const userAccessIds = addUserAccess(this, { context, ...constructs }, environment);
    const boundary = deployedByPipeline ? attachDeploymentBoundary(this, context) : undefined;
    addPostureOutput(this, environment, {
      ...this.exemptRoles,
      accountId: context.account.id,
      boundary,
      signInCode: signInCodeHash(environment),
    });
    new PublishedIds(this, "published", {
      parameterPath: `/studio-perimeter/${environment.name}`,
      ids: [
        ...publishedIds({ ...constructs, userProfileNames: environment.studio.userProfiles.map((user) => user.name) }),
        ...userAccessIds,
        ...publishedTeamIds(constructs.teams),
      ],
    });
  }

  private createPerimeter(logsKey: EncryptionKey, file: string | undefined): PerimeterConstructs {
    const network = this.createNetwork();
    const securityGroups = this.createSecurityGroups(network);
    const executionRole = new ExecutionRole(this, "execution_role", { context: this.context });
    const teams = addTeams(this, this.context, this.teamNames());
    const endpoints = this.createEndpoints(network, securityGroups);
    const ownEndpoints = this.createOwnEndpoints(network, securityGroups);
    const egressFirewall = this.createEgressFirewall(network);
    const centralEgress = addCentralEgress(this, this.context, this.environment, {
      network,
      transitGatewayId: this.transitGatewayId,
    });
    this.createDnsFirewall(network, [...endpoints.dnsNames, ...(ownEndpoints?.dnsNames ?? [])]);
    const buckets = this.createBuckets(endpoints, file);
    addAuditTrail(this, this.context, this.environment, {
      buckets,
      otherBuckets: this.otherBuckets(),
      ...this.exemptRoles,
    });
    const packages = this.createPackageRepositories(endpoints, executionRole, teams);
    const studioKey = new EncryptionKey(this, "studio_key", {
      context: this.context,
      description: `Home directories and volumes of ${this.context.name}`,
      purpose: "studio",
    });
    const studio = new Studio(
      this,
      "studio",
      studioProps(this.context, this.environment, {
        network,
        securityGroups,
        executionRole,
        packages,
        studioKey,
        ownEndpoints,
        teams,
      }),
    );
    const constructs: PerimeterConstructs = {
      network,
      securityGroups,
      executionRole,
      endpoints,
      ownEndpoints,
      egressFirewall,
      centralEgress,
      buckets,
      packages,
      studio,
      studioKey,
      logsKey,
      teams: addTeamBuckets(teams, this.commonBucketProps(endpoints), buckets),
    };
    addPermissions(this, this.context, this.environment, constructs);
    addDetectiveControls(this, this.context, this.environment, network);
    return constructs;
  }

  private teamNames(): readonly string[] {
    return this.environment.studio.teams.map(({ name }) => name);
  }

  private createNetwork(): PerimeterNetwork {
    const { network, egress, vpcCidr: cidrBlock } = this.environment;
    if (network.kind === "existing") {
      return new ExistingNetwork(this, "network", {
        context: this.context,
        vpcId: network.vpcId,
        cidrBlock,
        subnets: existingSubnets(this.environment, network),
        ...(this.transitGatewayId !== undefined && { transitGatewayId: this.transitGatewayId }),
      });
    }
    return new Network(this, "network", {
      context: this.context,
      cidrBlock,
      subnets: planSubnets(this.environment),
      blockPublicAccess: this.environment.vpcBlockPublicAccess,
      tiersWithOwnAcl: egress.kind === "central" ? ["studio"] : [],
    });
  }

  private createSecurityGroups(network: PerimeterNetwork): SecurityGroups {
    return new SecurityGroups(this, "security_groups", {
      context: this.context,
      vpcId: network.vpcId,
      egress: this.environment.egress.kind,
      egressPorts: allowListPorts(allowListOf(this.environment)),
      teams: this.teamNames(),
    });
  }

  private createEndpoints(network: PerimeterNetwork, securityGroups: SecurityGroups): Endpoints {
    const { region, endpoints, jumpStart, organizationId } = this.environment;
    return new Endpoints(this, "endpoints", {
      context: this.context,
      trustedScope: organizationId === undefined ? { kind: "account" } : { kind: "organization", id: organizationId },
      network,
      securityGroups,
      awsOwned: awsOwnedAccounts(region),
      services: enabledServices(this.environment),
      fips: endpoints.fips,
      excludedZones: endpoints.excludedZones,
      jumpStart,
    });
  }

  private createOwnEndpoints(network: PerimeterNetwork, securityGroups: SecurityGroups): OwnEndpoints | undefined {
    const { region, endpoints } = this.environment;
    if (endpoints.own.length === 0) {
      return undefined;
    }
    return new OwnEndpoints(this, "own_endpoints", {
      context: this.context,
      network,
      studioSecurityGroupId: securityGroups.studio.id,
      endpoints: endpoints.own.map(({ service: serviceName, ...endpoint }) => ({ ...endpoint, serviceName })),
      region,
    });
  }

  private createEgressFirewall(network: PerimeterNetwork): EgressFirewall | undefined {
    const { egress } = this.environment;
    if (egress.kind !== "inspected") {
      return undefined;
    }
    return new EgressFirewall(this, "egress_firewall", {
      context: this.context,
      network,
      allowList: egress.allowList,
      order: egress.order,
      managedRuleGroups: egress.managedRuleGroups,
      rules: egress.rules,
      tlsInspection: tlsInspectionSettings(egress),
    });
  }

  private createDnsFirewall(network: PerimeterNetwork, endpointNames: readonly string[]): void {
    // The self-service function uploads its responses to a bucket of CloudFormation.
    const responseHosts = hasSelfService(this.environment) ? cloudFormationResponseHosts(this.environment.region) : [];
    new DnsFirewall(this, "dns_firewall", {
      context: this.context,
      vpcId: network.vpcId,
      allowedDomains: [...endpointNames, ...responseHosts],
      trustedRedirectionDomains: allowListOf(this.environment).flatMap(resolvableNames),
    });
  }

  private createBuckets(endpoints: Endpoints, file: string | undefined): LockedBuckets {
    return new LockedBuckets(this, "locked_buckets", {
      ...this.commonBucketProps(endpoints),
      ...(file !== undefined && { deployersListedIn: file }),
      context: this.context,
      additionalLoggedBuckets: [...this.otherBuckets(), ...auditTrailBuckets(this.context, this.environment)],
    });
  }

  /** Names of the buckets that hold templates of products, and of those of teams. */
  private otherBuckets(): readonly string[] {
    const { name, account } = this.context;
    return [
      ...(hasSelfService(this.environment) ? [templateBucketName(name, account)] : []),
      ...this.teamNames().flatMap((team) => teamBucketNames(teamResourceName(name, team), account.id)),
    ];
  }

  /** Settings of the environment's buckets and of those of its teams. */
  private commonBucketProps(endpoints: Endpoints) {
    return {
      s3EndpointIds: [endpoints.s3EndpointId],
      ...this.exemptRoles,
      forceDestroy: this.environment.forceDestroyBuckets,
    };
  }

  private createPackageRepositories(
    endpoints: Endpoints,
    executionRole: ExecutionRole,
    teams: readonly Team[],
  ): PackageRepositories | undefined {
    const { packages } = this.environment;
    if (packages.kind === "none") {
      return undefined;
    }
    return new PackageRepositories(this, "packages", {
      context: this.context,
      executionRoleArn: executionRole.arn,
      teamRoleArns: teams.map((team) => team.executionRole.arn),
      endpointIds: [endpoints.endpointId("codeartifact.api"), endpoints.endpointId("codeartifact.repositories")],
      approverArns: packages.approvers.map((approver) => this.context.account.iamArn(approver)),
      names: packages,
    });
  }
}
