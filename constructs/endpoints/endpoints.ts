import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { dependable, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { policyDocument } from "../iam/policy-document";
import type { TrustedScope } from "../iam/trusted-scope";
import type { INetwork } from "../network/tiered-network";
import type { AwsOwnedAccounts } from "./aws-owned-accounts";
import { type EndpointName, endpointCatalogEntry, fillRegion, selectEndpoints } from "./endpoint-catalog";
import { requireEndpointNames } from "./endpoint-names";
import { type EndpointPolicyContext, endpointPolicyStatements } from "./endpoint-policies";

/** Interface endpoints that other constructs attach security groups to. {@link Endpoints} is one. */
export interface IEndpoints {
  /**
   * Attaches an additional security group to the endpoints of some services.
   *
   * @throws if there is no endpoint for a service
   */
  attachSecurityGroup(services: readonly EndpointName[], securityGroupId: string): void;
}

/** Props of {@link Endpoints}. */
export interface EndpointsProps {
  readonly context: Pick<PerimeterContext, "name" | "account">;
  /** Accounts whose principals may use the endpoints and whose resources they may access. */
  readonly trustedScope: TrustedScope;
  /** The VPC. It must have the tiers studio and endpoint in each of its Availability Zones. */
  readonly network: Pick<INetwork, "vpcId" | "availabilityZones" | "subnet" | "routeTables">;
  /** Security groups of Studio and of the endpoints. */
  readonly securityGroups: { readonly studio: { readonly id: string }; readonly endpoint: { readonly id: string } };
  /** AWS owned accounts whose images and buckets the endpoint policies allow, from `awsOwnedAccounts(region)`. */
  readonly awsOwned: AwsOwnedAccounts;
  /**
   * Optional services of the catalog that get an endpoint.
   * @default - only the mandatory and default services
   */
  readonly services?: readonly EndpointName[];
  /**
   * Whether to use FIPS 140 endpoints where they exist. SDKs then need `AWS_USE_FIPS_ENDPOINT=true`. The FIPS endpoint of
   * SageMaker Runtime ignores endpoint policies and is not used; for InvokeEndpoint, set the endpoint URL in the SDK.
   * @default false
   */
  readonly fips?: boolean;
  /**
   * Service -> Availability Zones in which AWS does not offer it.
   * @default - every service is available in every zone
   */
  readonly excludedZones?: Readonly<Partial<Record<EndpointName, readonly string[]>>>;
  /**
   * Whether models of SageMaker JumpStart may be read from AWS's bucket and hub.
   * @default false
   */
  readonly jumpStart?: boolean;
}

/**
 * The VPC endpoints of an environment, each with a generated endpoint policy: gateway endpoints in the route tables of Studio,
 * interface endpoints in the endpoint subnets.
 *
 * An interface endpoint costs $0.01 an hour per Availability Zone and $0.01 per GB. Gateway endpoints are free of charge.
 */
export class Endpoints extends Construct implements IEndpoints {
  /** Id of the S3 gateway endpoint. */
  readonly s3EndpointId: string;
  /** Id of the DynamoDB gateway endpoint; `undefined` if the environment has none. */
  readonly dynamodbEndpointId?: string;
  /** Ids of all interface endpoints, in catalog order. */
  readonly interfaceEndpointIds: readonly string[];
  /** DNS names that must resolve in the VPC for the endpoints to work; a leading `*.` covers subdomains. */
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

  /**
   * Id of the endpoint of a service.
   *
   * @throws if the environment has no such endpoint
   */
  endpointId(service: EndpointName): string {
    const endpoint = this.endpoints.get(service) ?? this.throwMissing(service);
    return endpoint.id;
  }

  private throwMissing(service: EndpointName): never {
    throw new Error(`${this.node.path}: no endpoint for this service, got ${service}; add it to services`);
  }

  attachSecurityGroup(services: readonly EndpointName[], securityGroupId: string): void {
    for (const service of services) {
      const endpoint = this.endpoints.get(service) ?? this.throwMissing(service);
      endpoint.securityGroupIds = [...(endpoint.securityGroupIdsInput ?? []), securityGroupId];
    }
  }

  /** Creates the interface endpoints after a resource that has fixed addresses in their subnets, which AWS could give to one of them. */
  createAfter(resource: ITerraformDependable): void {
    for (const [service, endpoint] of this.endpoints) {
      if (isInterface(service)) {
        endpoint.dependsOn = [dependable(resource)];
      }
    }
  }

  private addEndpoint(service: EndpointName, services: readonly EndpointName[]): VpcEndpoint {
    const { context, trustedScope, awsOwned, network, fips = false, jumpStart = false } = this.props;
    const { name, account } = context;
    const names = requireEndpointNames(service, account.partitionNames);
    const policyContext: EndpointPolicyContext = { account, trustedScope, awsOwned, services, jumpStart };
    const serviceName = (fips && names.fips?.serviceName) || names.serviceName;
    const endpoint = new VpcEndpoint(this, terraformId(service), {
      vpcId: network.vpcId,
      serviceName: fillRegion(serviceName, account.region),
      serviceRegion: names.serviceRegion,
      policy: policyDocument(endpointPolicyStatements(service, policyContext)),
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
        `${this.node.path}: ${service}: every Availability Zone is excluded, got ${excluded.join(", ")}; remove one from excludedZones`,
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

  /** Traffic to a gateway endpoint has public destination addresses, which no other egress rule covers. */
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
    const { context, fips = false } = this.props;
    const { account } = context;
    const names = requireEndpointNames(service, account.partitionNames);
    const hosts = (fips && names.fips?.dnsNames) || names.dnsNames;
    return hosts.map((host) => fillRegion(host, account.region));
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
      throw new Error(`endpoints: ${service} is not allowed in this perimeter: ${reason}; remove it`);
    }
  }
  return services;
}
