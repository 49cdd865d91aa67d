import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { fillRegion } from "../endpoints/endpoint-catalog";
import { createEndpointClientGroup } from "../endpoints/endpoint-client-group";
import { requireEndpointNames } from "../endpoints/endpoint-names";
import type { IEndpoints } from "../endpoints/endpoints";
import type { PresignedUrlSource } from "../execution-role/presigned-url-denials";
import { ExclusivePolicyRole } from "../iam/exclusive-policy-role";
import { policyDocument } from "../iam/policy-document";
import type { SelfServiceUser } from "../studio/self-service-users";
import { cloudFormationResponseStatement } from "./cloudformation-responses";
import { LaunchPrincipals } from "./launch-principals";
import { PresignedUrlFunction } from "./presigned-url-function";
import type { ProductKind } from "./product-template";
import { SelfServicePortfolio } from "./self-service-portfolio";
import {
  developerStatements,
  type EndUsers,
  launchRoleStatements,
  launchTrustStatements,
} from "./self-service-role-policies";
import { TemplateBucket } from "./template-bucket";

/** Props of {@link SelfService}. */
export interface SelfServiceProps {
  readonly context: PerimeterContext;
  /** Users who may launch the products. */
  readonly endUsers: EndUsers;
  /** Self-service users of the environment, with their user profiles. */
  readonly users: readonly SelfServiceUser[];
  /** Path of the function's zip archive. */
  readonly archivePath: string;
  /** Region name as a literal. */
  readonly region: string;
  /** Id of the VPC. */
  readonly vpcId: string;
  /** CIDR block of the VPC. */
  readonly networkCidr: string;
  /** Ids of the function's subnets. */
  readonly subnetIds: readonly string[];
  /** Ids of the route tables of the function's subnets. They get the endpoint to CloudFormation's response bucket. */
  readonly routeTableIds: readonly string[];
  /** The endpoints of the VPC. It needs `sagemaker.api`, `studio`, `sts` and `servicecatalog`. */
  readonly endpoints: IEndpoints;
  /** Id of the Studio domain. */
  readonly domainId: string;
  /** Whether URLs are restricted to the listed networks. If false, a URL works from any network. */
  readonly restrictUrlsToNetwork: boolean;
  /** Networks that may use Studio URLs. */
  readonly studioUrlSources: readonly PresignedUrlSource[];
  /**
   * Networks that may use notebook instance URLs.
   * @default - notebook instance URLs are denied
   */
  readonly notebookUrlSources?: readonly PresignedUrlSource[];
  /**
   * ARN of the KMS key of the notebook instance's volume.
   * @default - there is no notebook instance
   */
  readonly notebookKeyArn?: string;
  /**
   * Lifetime of a Studio URL, 5-300 seconds.
   * @default 60
   */
  readonly urlExpirationInSeconds?: number;
  /**
   * Lifetime of the session that a URL starts, 1800-43200 seconds.
   * @default 28800
   */
  readonly sessionExpirationInSeconds?: number;
  /**
   * Reserved concurrency of the function.
   * @default 5
   */
  readonly concurrency?: number;
  /** ARN patterns of the roles that run Terraform, which write the products' templates. */
  readonly deployers: readonly string[];
  /** ARN patterns of break-glass roles, which may read the products' templates. */
  readonly breakGlass: readonly string[];
  /** Ids of the S3 endpoints of the VPC. */
  readonly s3EndpointIds: readonly string[];
  /** ARN of the KMS key of the products' templates. */
  readonly templateKeyArn: string;
  /** Name of the access log bucket. */
  readonly accessLogsBucket: string;
  /**
   * Must exist before access logging is enabled.
   * @default - none
   */
  readonly logDelivery?: TerraformResource;
  /**
   * ARN of the permissions boundary of the roles.
   * @default - none
   */
  readonly permissionsBoundaryArn?: string;
}

/**
 * Self-service for users without SageMaker permissions: a Service Catalog portfolio with products that return a presigned URL
 * of the user's own Studio profile and notebook instance.
 *
 * The function runs in its own subnets with its own security group. Gateway endpoints are free of charge; see
 * {@link PresignedUrlFunction} and {@link SelfServicePortfolio} for prices.
 */
export class SelfService extends Construct {
  readonly portfolioId: string;
  /** ARNs of the roles that launch products. */
  readonly endUserRoleArns: readonly string[];
  readonly functionArn: string;

  constructor(scope: Construct, id: string, props: SelfServiceProps) {
    super(scope, id);
    const { context, permissionsBoundaryArn } = props;
    const { name, account } = context;
    const group = this.createFunctionSecurityGroup(props, this.createResponseEndpoint(props));
    const launchPrincipals = new LaunchPrincipals(this, "developer", {
      context,
      endUsers: props.endUsers,
      permissionsBoundaryArn,
    });
    const lambda = this.createFunction(props, launchPrincipals, group);
    const products = new SelfServicePortfolio(this, "products", {
      context,
      kinds: productKindsFor(props),
      functionArn: lambda.arn,
      responseTimeoutSeconds: lambda.responseTimeoutSeconds,
      templates: this.createTemplateBucket(props),
    });
    const launch = new ExclusivePolicyRole(this, "launch", {
      name: `${name}-launch`,
      description: "Launch role of the self-service products",
      trustStatements: launchTrustStatements(),
      permissionsBoundaryArn,
    });
    launch.setPolicies({ products: launchRoleStatements({ account, functionArn: lambda.arn }) });
    launchPrincipals.grantLaunch(developerStatements({ productArns: products.productArns }));
    products.grantLaunchTo(launchPrincipals.roleArns, launch.arn);
    this.portfolioId = products.portfolioId;
    this.endUserRoleArns = launchPrincipals.roleArns;
    this.functionArn = lambda.arn;
  }

  private createFunction(
    props: SelfServiceProps,
    launchPrincipals: LaunchPrincipals,
    group: SecurityGroup,
  ): PresignedUrlFunction {
    return new PresignedUrlFunction(this, "url", {
      context: props.context,
      archivePath: props.archivePath,
      subnetIds: props.subnetIds,
      securityGroupIds: [group.id],
      networkCidr: props.networkCidr,
      domainId: props.domainId,
      endUserRoleArns: launchPrincipals.roleArns,
      users: props.users,
      urlExpirationInSeconds: props.urlExpirationInSeconds,
      sessionExpirationInSeconds: props.sessionExpirationInSeconds,
      restrictUrlsToNetwork: props.restrictUrlsToNetwork,
      studioUrlSources: props.studioUrlSources,
      notebookUrlSources: props.notebookUrlSources,
      notebookKeyArn: props.notebookKeyArn,
      concurrency: props.concurrency,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
    });
  }

  private createTemplateBucket(props: SelfServiceProps): TemplateBucket {
    return new TemplateBucket(this, "templates", {
      context: props.context,
      deployers: props.deployers,
      breakGlass: props.breakGlass,
      s3EndpointIds: props.s3EndpointIds,
      keyArn: props.templateKeyArn,
      accessLogsBucket: props.accessLogsBucket,
      logDelivery: props.logDelivery,
    });
  }

  /** A second S3 endpoint, because the policy of Studio's S3 endpoint must not allow CloudFormation's response bucket. */
  private createResponseEndpoint({ context, vpcId, routeTableIds, region }: SelfServiceProps): VpcEndpoint {
    const { name, account } = context;
    return new VpcEndpoint(this, "answers", {
      vpcId,
      serviceName: fillRegion(requireEndpointNames("s3", account.partitionNames).serviceName, account.region),
      vpcEndpointType: "Gateway",
      routeTableIds: [...routeTableIds],
      policy: policyDocument([cloudFormationResponseStatement(account, region)]),
      tags: { Name: `${name}-answers` },
    });
  }

  /** Allows outbound traffic to the function's endpoints and to CloudFormation's response bucket, and no inbound traffic. */
  private createFunctionSecurityGroup(props: SelfServiceProps, responseEndpoint: VpcEndpoint): SecurityGroup {
    const group = createEndpointClientGroup(this, "function", {
      name: `${props.context.name}-function`,
      vpcId: props.vpcId,
      endpoints: props.endpoints,
      description: "What the function of self-service sends; nothing comes in.",
      client: "function",
      clientDescription: "the function of self-service",
      services: ["sagemaker.api", "servicecatalog", "sts"],
      endpointsDescription: "the endpoints that it calls",
    });
    new VpcSecurityGroupEgressRule(this, "function_to_answers", {
      securityGroupId: group.id,
      prefixListId: responseEndpoint.prefixListId,
      description: "TLS to the response bucket of CloudFormation in S3",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    return group;
  }
}

/** The portfolio has a notebook product only if a user has a notebook instance. */
function productKindsFor({ users }: SelfServiceProps): readonly ProductKind[] {
  return users.some(({ notebookInstance }) => notebookInstance !== undefined) ? ["studio", "notebook"] : ["studio"];
}
