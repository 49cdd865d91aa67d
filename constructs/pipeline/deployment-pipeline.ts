import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type { Account } from "../account";
import { policyDocument } from "../iam/policy-document";
import { deploymentBoundaryStatements } from "./deployment-boundary";
import { GithubRole } from "./github-role";
import { StateBucket } from "./state-bucket";
import { applyRoleStatements, planRoleStatements } from "./terraform-permissions/deployment-permissions";
import type { DeploymentTarget } from "./terraform-permissions/terraform-service-permissions";

/** Props of {@link DeploymentPipeline}. */
export interface DeploymentPipelineProps {
  /** Name of the environment, and of the GitHub environment that its apply job names. */
  readonly environment: string;
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly account: Account;
  /** GitHub's identity provider in the account. */
  readonly providerArn: string;
  /** The repository as its tokens name it. */
  readonly repository: string;
  /** Name of the state bucket. @default `<name>-state-<account id>` */
  readonly stateBucketName?: string;
  /** ARN patterns of who else reads and writes the state. */
  readonly breakGlassArns: readonly string[];
}

/** An apply waits half an hour for a firewall and a domain. */
const APPLY_SESSION_SECONDS = 7200;
const PLAN_SESSION_SECONDS = 3600;

/**
 * What a pipeline needs to deploy one environment: a place for its state, a role that plans in pull requests, one that applies
 * from the GitHub environment, and the boundary of whatever role that one creates.
 */
export class DeploymentPipeline extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: DeploymentPipelineProps,
  ) {
    super(scope, id);
    const { environment, name, account } = props;
    const target: DeploymentTarget = { environment, name, account };
    const roleArns = ["plan", "apply"].map((job) => account.iamArn(`role/${name}-${job}`));
    const state = new StateBucket(this, "state", {
      environment,
      name,
      account,
      bucketName: props.stateBucketName,
      stateAccessArns: [...roleArns, ...props.breakGlassArns],
    });
    const boundary = new IamPolicy(this, "boundary", {
      name: `${name}-boundary`,
      description: `The most that a role of ${name} can do`,
      policy: policyDocument(deploymentBoundaryStatements(target)),
    });
    const plan = this.createPlanRole(target, state);
    const apply = this.createApplyRole(target, state, boundary.arn);
    this.addOutput("state_bucket_name", state.bucketName, "Bucket of the S3 backend");
    this.addOutput("state_key_arn", state.keyArn, "Key of the S3 backend");
    this.addOutput("plan_role_arn", plan.arn, "Role of the job that plans a pull request");
    this.addOutput("apply_role_arn", apply.arn, "Role of the job that applies");
    this.addOutput("boundary_arn", boundary.arn, "Boundary that every role of the environment carries");
  }

  private createPlanRole(deployed: DeploymentTarget, state: StateBucket): GithubRole {
    return new GithubRole(this, "plan", {
      name: `${deployed.name}-plan`,
      description: "Plans pull requests: reads settings and state, writes nothing",
      providerArn: this.props.providerArn,
      subject: `repo:${this.props.repository}:pull_request`,
      statementsByPolicy: { ...planRoleStatements(deployed), state: state.readStatements() },
      maxSessionSeconds: PLAN_SESSION_SECONDS,
    });
  }

  private createApplyRole(deployed: DeploymentTarget, state: StateBucket, boundaryArn: string): GithubRole {
    return new GithubRole(this, "apply", {
      name: `${deployed.name}-apply`,
      description: "Applies from the GitHub environment of the same name",
      providerArn: this.props.providerArn,
      subject: `repo:${this.props.repository}:environment:${deployed.environment}`,
      statementsByPolicy: { ...applyRoleStatements(deployed, boundaryArn), state: state.writeStatements() },
      maxSessionSeconds: APPLY_SESSION_SECONDS,
    });
  }

  private addOutput(id: string, value: string, description: string): void {
    new TerraformOutput(this, id, { value, description });
  }
}
