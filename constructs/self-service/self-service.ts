import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";
import { endpointEntry, forRegion } from "../endpoints/catalog";
import { visitorGroup } from "../endpoints/endpoint-client-group";
import type { Endpoints } from "../endpoints/endpoints";
import { ConfinedRole } from "../iam/confined-role";
import { policyDocument } from "../iam/policy-document";
import { cloudFormationAnswers } from "./cloudformation-response";
import { Launchers } from "./launch-principals";
import { StudioUrlFunction, type StudioUrlFunctionProps } from "./presigned-url-function";
import type { ProductKind } from "./product-template";
import { SelfServiceProducts } from "./products";
import { developerPermissions, type EndUsers, launchPermissions, launchTrust } from "./role-policies";
import { TemplateBucket, type TemplateBucketProps } from "./template-bucket";

export interface SelfServiceProps
  extends Omit<StudioUrlFunctionProps, "launcherRoleArns" | "securityGroupIds">,
    Omit<TemplateBucketProps, "name" | "account"> {
  /** Who may launch the products. */
  readonly endUsers: EndUsers;
  readonly vpcId: string;
  readonly endpoints: Pick<Endpoints, "openTo">;
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
  readonly launcherRoleArns: readonly string[];
  readonly functionArn: string;

  constructor(scope: Construct, id: string, props: SelfServiceProps) {
    super(scope, id);
    const { name, account, permissionsBoundaryArn } = props;
    const group = this.functionGroup(props, this.wayToAnswer(props));
    const launchers = new Launchers(this, "developer", props);
    const lambda = new StudioUrlFunction(this, "url", {
      ...props,
      launcherRoleArns: launchers.roleArns,
      securityGroupIds: [group.id],
    });
    const products = new SelfServiceProducts(this, "products", {
      name,
      kinds: kindsFor(props),
      functionArn: lambda.arn,
      answerTimeoutSeconds: lambda.answerTimeoutSeconds,
      templates: new TemplateBucket(this, "templates", props),
    });
    const launch = new ConfinedRole(this, "launch", {
      name: `${name}-launch`,
      description: "Service Catalog, launching products of this environment",
      trust: launchTrust(),
      permissionsBoundaryArn,
    });
    launch.permit({ products: launchPermissions({ account, functionArn: lambda.arn }) });
    launchers.permit(developerPermissions({ productArns: products.productArns }));
    products.offerTo(launchers.roleArns, launch.arn);
    this.portfolioId = products.portfolioId;
    this.launcherRoleArns = launchers.roleArns;
    this.functionArn = lambda.arn;
  }

  /** Beside Studio's endpoint for S3, which nobody's answers may pass; gateway endpoints are free. */
  private wayToAnswer({ name, account, vpcId, routeTableIds, region }: SelfServiceProps): VpcEndpoint {
    return new VpcEndpoint(this, "answers", {
      vpcId,
      serviceName: forRegion(endpointEntry("s3").serviceName, account.region),
      vpcEndpointType: "Gateway",
      routeTableIds: [...routeTableIds],
      policy: policyDocument([cloudFormationAnswers(account, region)]),
      tags: { Name: `${name}-answers` },
    });
  }

  /** Sends to the endpoints that the function calls and to where it answers, and takes nothing. */
  private functionGroup(props: SelfServiceProps, answers: VpcEndpoint): SecurityGroup {
    const group = visitorGroup(this, "function", {
      ...props,
      name: `${props.name}-function`,
      description: "What the function of self-service sends; nothing comes in.",
      of: "function",
      visitor: "the function of self-service",
      services: ["sagemaker.api", "servicecatalog", "sts"],
      toEndpoints: "the endpoints that it calls",
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
function kindsFor({ people }: SelfServiceProps): readonly ProductKind[] {
  return people.some(({ notebookInstance }) => notebookInstance !== undefined) ? ["studio", "notebook"] : ["studio"];
}
