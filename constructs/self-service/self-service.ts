import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";
import { endpointCatalogEntry, fillRegion } from "../endpoints/endpoint-catalog";
import { createEndpointClientGroup } from "../endpoints/endpoint-client-group";
import type { Endpoints } from "../endpoints/endpoints";
import { ExclusivePolicyRole } from "../iam/exclusive-policy-role";
import { policyDocument } from "../iam/policy-document";
import { cloudFormationResponseStatement } from "./cloudformation-responses";
import { LaunchPrincipals } from "./launch-principals";
import { PresignedUrlFunction, type PresignedUrlFunctionProps } from "./presigned-url-function";
import type { ProductKind } from "./product-template";
import { SelfServicePortfolio } from "./self-service-portfolio";
import {
  developerStatements,
  type EndUsers,
  launchRoleStatements,
  launchTrustStatements,
} from "./self-service-role-policies";
import { TemplateBucket, type TemplateBucketProps } from "./template-bucket";

export interface SelfServiceProps
  extends Omit<PresignedUrlFunctionProps, "endUserRoleArns" | "securityGroupIds">,
    Omit<TemplateBucketProps, "name" | "account"> {
  /** Who may launch the products. */
  readonly endUsers: EndUsers;
  readonly vpcId: string;
  readonly endpoints: Pick<Endpoints, "attachSecurityGroup">;
  /** Route tables of the function's subnets, and of no others: through them it answers CloudFormation. */
  readonly routeTableIds: readonly string[];
  /** Name of the region, literal. */
  readonly region: string;
}

/**
 * Self-service for people without any right in SageMaker: a portfolio from which each of them opens Studio, and a notebook
 * instance where the environment has some, and only what is his own.
 *
 * The function stands in subnets and a security group of its own. It needs the interface endpoints `sagemaker.api`, `sts` and
 * `servicecatalog`, and that of `studio` for its address.
 */
export class SelfService extends Construct {
  readonly portfolioId: string;
  /** Roles that people launch products as. */
  readonly endUserRoleArns: readonly string[];
  readonly functionArn: string;

  constructor(scope: Construct, id: string, props: SelfServiceProps) {
    super(scope, id);
    const { name, account, permissionsBoundaryArn } = props;
    const group = this.createFunctionSecurityGroup(props, this.createResponseEndpoint(props));
    const launchers = new LaunchPrincipals(this, "developer", props);
    const lambda = new PresignedUrlFunction(this, "url", {
      ...props,
      endUserRoleArns: launchers.roleArns,
      securityGroupIds: [group.id],
    });
    const products = new SelfServicePortfolio(this, "products", {
      name,
      kinds: productKindsFor(props),
      functionArn: lambda.arn,
      responseTimeoutSeconds: lambda.responseTimeoutSeconds,
      templates: new TemplateBucket(this, "templates", props),
    });
    const launch = new ExclusivePolicyRole(this, "launch", {
      name: `${name}-launch`,
      description: "Service Catalog, launching products of this environment",
      trustStatements: launchTrustStatements(),
      permissionsBoundaryArn,
    });
    launch.setPolicies({ products: launchRoleStatements({ account, functionArn: lambda.arn }) });
    launchers.grantLaunch(developerStatements({ productArns: products.productArns }));
    products.grantLaunchTo(launchers.roleArns, launch.arn);
    this.portfolioId = products.portfolioId;
    this.endUserRoleArns = launchers.roleArns;
    this.functionArn = lambda.arn;
  }

  /** Beside Studio's endpoint for S3, which nobody's answers may pass; gateway endpoints are free. */
  private createResponseEndpoint({ name, account, vpcId, routeTableIds, region }: SelfServiceProps): VpcEndpoint {
    return new VpcEndpoint(this, "answers", {
      vpcId,
      serviceName: fillRegion(endpointCatalogEntry("s3").serviceName, account.region),
      vpcEndpointType: "Gateway",
      routeTableIds: [...routeTableIds],
      policy: policyDocument([cloudFormationResponseStatement(account, region)]),
      tags: { Name: `${name}-answers` },
    });
  }

  /** Sends to the endpoints that the function calls and to where it answers, and takes nothing. */
  private createFunctionSecurityGroup(props: SelfServiceProps, answers: VpcEndpoint): SecurityGroup {
    const group = createEndpointClientGroup(this, "function", {
      ...props,
      name: `${props.name}-function`,
      description: "What the function of self-service sends; nothing comes in.",
      client: "function",
      clientDescription: "the function of self-service",
      services: ["sagemaker.api", "servicecatalog", "sts"],
      endpointsDescription: "the endpoints that it calls",
    });
    new VpcSecurityGroupEgressRule(this, "function_to_answers", {
      securityGroupId: group.id,
      prefixListId: answers.prefixListId,
      description: "TLS to the bucket that CloudFormation is answered by",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    return group;
  }
}

/** A product that nobody could use is not offered. */
function productKindsFor({ people }: SelfServiceProps): readonly ProductKind[] {
  return people.some(({ notebookInstance }) => notebookInstance !== undefined) ? ["studio", "notebook"] : ["studio"];
}
