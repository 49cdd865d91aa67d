import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";
import type { Account } from "../account";
import { policyDocument } from "../iam/policy-document";
import type { TrustedScope } from "../iam/trusted-scope";
import type { AwsOwnedAccounts } from "./aws-owned-accounts";
import { type EndpointName, endpointCatalogEntry, fillRegion, selectEndpoints } from "./endpoint-catalog";
import { endpointPolicyStatements } from "./endpoint-policies";
import type { EndpointPolicyContext } from "./endpoint-policy-context";

/** What endpoints need to know of a network. */
export interface EndpointNetwork {
  readonly vpcId: string;
  readonly availabilityZones: readonly string[];
  subnet(tier: "endpoint", availabilityZone: string): { readonly id: string };
  routeTables(tier: "studio"): readonly { readonly id: string }[];
}

export interface EndpointsProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly account: Account;
  /** Whose principals may use the endpoints, and whose resources they may reach. */
  readonly trustedScope: TrustedScope;
  readonly network: EndpointNetwork;
  readonly securityGroups: { readonly studio: { readonly id: string }; readonly endpoint: { readonly id: string } };
  /** Accounts of AWS whose images and buckets are let through, by `awsOwnedAccounts(region)`. */
  readonly awsOwned: AwsOwnedAccounts;
  /**
   * Optional services of the catalogue that are switched on.
   * @default - the mandatory and default services alone
   */
  readonly services?: readonly EndpointName[];
  /**
   * Whether services that have a FIPS 140 variant are reached by it; SDKs then need `AWS_USE_FIPS_ENDPOINT=true`. The
   * variant of SageMaker Runtime ignores endpoint policies and stays out: InvokeEndpoint then needs its host named.
   * @default false
   */
  readonly fips?: boolean;
  /**
   * Availability Zones, per service, that do not offer the service.
   * @default - every service is offered in every zone
   */
  readonly excludedZones?: Readonly<Partial<Record<EndpointName, readonly string[]>>>;
  /**
   * Whether models of SageMaker JumpStart may be read from the bucket and the hub that AWS owns.
   * @default false
   */
  readonly jumpStart?: boolean;
}

/**
 * Gateway endpoints on every studio route table and interface endpoints in the endpoint tier of every zone, each with its
 * own generated policy.
 *
 * An interface endpoint costs $0.01 an hour in each zone and $0.01 a GB; gateway endpoints are free.
 */
export class Endpoints extends Construct {
  readonly s3EndpointId: string;
  /** Absent where the environment has no DynamoDB endpoint. */
  readonly dynamodbEndpointId?: string;
  readonly interfaceEndpointIds: readonly string[];
  /** Names that must resolve in the VPC for the endpoints to be found; a leading `*.` covers subdomains. */
  readonly dnsNames: readonly string[];

  private readonly endpoints = new Map<EndpointName, VpcEndpoint>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EndpointsProps,
  ) {
    super(scope, id);
    const services = assertNoneForbidden(selectEndpoints(props.services ?? []));
    for (const service of services) {
      this.endpoints.set(service, this.addEndpoint(service, services));
    }
    this.s3EndpointId = this.endpointId("s3");
    this.dynamodbEndpointId = this.endpoints.get("dynamodb")?.id;
    this.interfaceEndpointIds = services.filter(isInterface).map((service) => this.endpointId(service));
    this.dnsNames = services.flatMap((service) => this.dnsNamesOf(service));
  }

  /** @throws when the environment has no endpoint of that name */
  endpointId(service: EndpointName): string {
    const endpoint = this.endpoints.get(service) ?? this.throwMissing(service);
    return endpoint.id;
  }

  private throwMissing(service: EndpointName): never {
    throw new Error(`${this.node.path}: no such endpoint in this environment, got ${service}; add it to services`);
  }

  /**
   * Lets whatever a further security group admits use some endpoints, and no others.
   *
   * @throws when the environment has no endpoint of one of the names
   */
  attachSecurityGroup(services: readonly EndpointName[], securityGroupId: string): void {
    for (const service of services) {
      const endpoint = this.endpoints.get(service) ?? this.throwMissing(service);
      endpoint.securityGroupIds = [...(endpoint.securityGroupIdsInput ?? []), securityGroupId];
    }
  }

  private addEndpoint(service: EndpointName, services: readonly EndpointName[]): VpcEndpoint {
    const { account, trustedScope: owner, awsOwned, network, name, fips = false, jumpStart = false } = this.props;
    const entry = endpointCatalogEntry(service);
    const context: EndpointPolicyContext = { account, trustedScope: owner, awsOwned, services, jumpStart };
    const serviceName = (fips && entry.fips?.serviceName) || entry.serviceName;
    const endpoint = new VpcEndpoint(this, terraformId(service), {
      vpcId: network.vpcId,
      serviceName: fillRegion(serviceName, account.region),
      serviceRegion: entry.serviceRegion,
      policy: policyDocument(endpointPolicyStatements(service, context)),
      tags: { Name: `${name}-${service}` },
      ...(isInterface(service) ? this.interfaceEndpointConfig(service) : this.gatewayEndpointConfig()),
    });
    if (!isInterface(service)) {
      this.allowStudioEgress(service, endpoint);
    }
    return endpoint;
  }

  private interfaceEndpointConfig(service: EndpointName) {
    const { network, securityGroups, excludedZones } = this.props;
    const excluded = excludedZones?.[service] ?? [];
    const zones = network.availabilityZones.filter((zone) => !excluded.includes(zone));
    if (zones.length === 0) {
      throw new Error(
        `${this.node.path}: ${service} is left without a zone, got excluded zones ${excluded.join(", ")}; keep one of them`,
      );
    }
    return {
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: zones.map((zone) => network.subnet("endpoint", zone).id),
      securityGroupIds: [securityGroups.endpoint.id],
    };
  }

  private gatewayEndpointConfig() {
    const routeTableIds = this.props.network.routeTables("studio").map((table) => table.id);
    return { vpcEndpointType: "Gateway", routeTableIds };
  }

  /** Traffic to a gateway endpoint leaves for the service's public prefixes, which no other egress rule covers. */
  private allowStudioEgress(service: EndpointName, endpoint: VpcEndpoint): void {
    new VpcSecurityGroupEgressRule(this, `studio_to_${terraformId(service)}`, {
      securityGroupId: this.props.securityGroups.studio.id,
      description: `TLS to the ${service} gateway endpoint`,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      prefixListId: endpoint.prefixListId,
    });
  }

  private dnsNamesOf(service: EndpointName): readonly string[] {
    const { account, fips = false } = this.props;
    const entry = endpointCatalogEntry(service);
    const names = (fips && entry.fips?.dnsNames) || entry.dnsNames;
    return names.map((name) => fillRegion(name, account.region));
  }
}

function isInterface(service: EndpointName): boolean {
  return endpointCatalogEntry(service).kind === "interface";
}

/** `sagemaker.api` -> `sagemaker_api`. */
function terraformId(service: EndpointName): string {
  return service.replaceAll(/[.-]/g, "_");
}

function assertNoneForbidden(services: readonly EndpointName[]): readonly EndpointName[] {
  for (const service of services) {
    const { requirement, reason } = endpointCatalogEntry(service);
    if (requirement === "forbidden") {
      throw new Error(`endpoints: a service that this perimeter forbids, got ${service}; leave it out: ${reason}`);
    }
  }
  return services;
}
