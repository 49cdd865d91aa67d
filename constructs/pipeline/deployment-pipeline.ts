import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { accountInRegion } from "../context/account";
import type { PerimeterContext } from "../context/perimeter-context";
import { policyDocument } from "../iam/policy-document";
import { deploymentBoundaryStatements } from "./deployment-boundary";
import { StateBucket, stateKey } from "./state-bucket";
import { applyRoleStatements, planRoleStatements } from "./terraform-permissions/deployment-permissions";
import {
  boundaryName,
  boundaryPolicy,
  type DeploymentKind,
  type DeploymentTarget,
} from "./terraform-permissions/terraform-service-permissions";
import type { TokenCaller, TokenIssuer } from "./token-issuer";
import { TokenRole } from "./token-role";

/** Props of {@link DeploymentPipeline}. */
export interface DeploymentPipelineProps {
  /** Names, and the account in the Region of the state. */
  readonly context: Pick<PerimeterContext, "name" | "account">;
  /** What it deploys. */
  readonly kind: DeploymentKind;
  /** Name of the environment. */
  readonly environment: string;
  /**
   * Region of the environment, as a literal.
   * @default - the Region of the state
   */
  readonly region?: string;
  /** Who issues tokens to the jobs. */
  readonly issuer: TokenIssuer;
  /** ARN of the issuer's OIDC provider in the account. */
  readonly providerArn: string;
  /**
   * Name of the state bucket.
   * @default `<name>-state-<account id>`
   */
  readonly stateBucketName?: string;
  /** ARN patterns of break-glass roles, which may read and write the state. */
  readonly breakGlassArns: readonly string[];
  /** ARN patterns of other principals that the apply role must not change, although its name patterns may match them. */
  readonly protectedPrincipalArns: readonly string[];
}

/** What a pipeline is, for the declaration of its stack. The values are Terraform references or literals. */
export interface PipelineFacts {
  readonly kind: DeploymentKind;
  readonly environment: string;
  /**
   * Region of the environment.
   * @default - the Region of the state
   */
  readonly region?: string;
  readonly namePrefix: string;
  /** Host of the issuer of the tokens. */
  readonly issuerHost: string;
  readonly planRoleArn: string;
  readonly planCallers: readonly TokenCaller[];
  readonly applyRoleArn: string;
  readonly applyCallers: readonly TokenCaller[];
  readonly boundaryArn: string;
  readonly stateBucket: string;
  readonly stateKey: string;
  readonly stateReaderArns: readonly string[];
  readonly protectedPrincipalArns: readonly string[];
}

/** Creating a firewall and a domain takes about half an hour. */
const APPLY_SESSION_SECONDS = 7200;
const PLAN_SESSION_SECONDS = 3600;

/**
 * The resources that a pipeline needs to deploy one environment: a state bucket, a role for plans, a role for applies, and the
 * permissions boundary of every role that the apply creates.
 */
export class DeploymentPipeline extends Construct {
  readonly facts: PipelineFacts;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DeploymentPipelineProps,
  ) {
    super(scope, id);
    const { kind, environment, region, context, issuer, breakGlassArns } = props;
    const { name, account: stateAccount } = context;
    const account = region === undefined ? stateAccount : accountInRegion(stateAccount, region);
    const [planRoleArn, applyRoleArn] = [account.iamArn(`role/${name}-plan`), account.iamArn(`role/${name}-apply`)];
    const others = new Set([...breakGlassArns, ...props.protectedPrincipalArns]);
    const protectedPrincipalArns = [...others].filter((arn) => arn !== planRoleArn && arn !== applyRoleArn);
    const target: DeploymentTarget = { kind, environment, name, account, stateAccount, protectedPrincipalArns };
    const state = new StateBucket(this, "state", {
      context,
      environment,
      bucketName: props.stateBucketName,
      stateAccessArns: [planRoleArn, applyRoleArn, ...breakGlassArns],
    });
    const boundary = new IamPolicy(this, "boundary", {
      name: boundaryName(name),
      description: `The most that a role of ${name} can do`,
      policy: policyDocument(
        deploymentBoundaryStatements({ kind, account, name, stateBucketName: props.stateBucketName }),
      ),
    });
    const planCallers = issuer.planCallers(environment);
    const applyCallers = issuer.applyCallers(environment);
    const plan = this.createPlanRole(target, state, planCallers);
    const apply = this.createApplyRole(target, state, boundary.arn, applyCallers);
    this.facts = {
      kind,
      environment,
      ...(region !== undefined && { region }),
      namePrefix: name,
      issuerHost: issuer.host,
      planRoleArn,
      planCallers,
      applyRoleArn,
      applyCallers,
      boundaryArn: account.iamArn(boundaryPolicy(name)),
      stateBucket: state.declaredName,
      stateKey: stateKey(environment),
      stateReaderArns: breakGlassArns,
      protectedPrincipalArns,
    };
    this.addOutput("state_bucket_name", state.bucketName, "Bucket of the S3 backend");
    this.addOutput("state_key_arn", state.keyArn, "Key of the S3 backend");
    this.addOutput("plan_role_arn", plan.arn, "Role of the job that plans");
    this.addOutput("apply_role_arn", apply.arn, "Role of the job that applies");
    this.addOutput("boundary_arn", boundary.arn, "Permissions boundary of every role of the environment");
  }

  private createPlanRole(deployed: DeploymentTarget, state: StateBucket, callers: readonly TokenCaller[]): TokenRole {
    return new TokenRole(this, "plan", {
      name: `${deployed.name}-plan`,
      description: "Plans: reads settings and state, writes nothing",
      host: this.props.issuer.host,
      providerArn: this.props.providerArn,
      callers,
      statementsByPolicy: { ...planRoleStatements(deployed), state: state.readStatements() },
      maxSessionSeconds: PLAN_SESSION_SECONDS,
    });
  }

  private createApplyRole(
    deployed: DeploymentTarget,
    state: StateBucket,
    boundaryArn: string,
    callers: readonly TokenCaller[],
  ): TokenRole {
    return new TokenRole(this, "apply", {
      name: `${deployed.name}-apply`,
      description: `Applies ${deployed.environment} from ${this.props.issuer.title}`,
      host: this.props.issuer.host,
      providerArn: this.props.providerArn,
      callers,
      statementsByPolicy: { ...applyRoleStatements(deployed, boundaryArn), state: state.writeStatements() },
      maxSessionSeconds: APPLY_SESSION_SECONDS,
    });
  }

  private addOutput(id: string, value: string, description: string): void {
    new TerraformOutput(this, id, { value, description });
  }
}
