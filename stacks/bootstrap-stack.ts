import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend } from "cdktf";
import type { Construct } from "constructs";
import { partitionOfRegion } from "../aws/partitions";
import { Account } from "../constructs/context/account";
import { DeploymentPipeline } from "../constructs/pipeline/deployment-pipeline";
import type { DeploymentKind } from "../constructs/pipeline/terraform-permissions/terraform-service-permissions";
import { githubIssuer, gitlabIssuer, hcpTerraformIssuer, type TokenIssuer } from "../constructs/pipeline/token-issuer";
import { addOidcProvider } from "../constructs/pipeline/token-role";
import { sharesNamePattern } from "../envs/prefix";
import type { PipelineSource } from "../envs/schema/pipeline-source";
import { parsePipelineSource } from "../envs/validation/parse-pipeline-source";
import { ReadableAddressStack } from "./cdktf/readable-address-stack";
import { addBootstrapPosture } from "./posture/bootstrap-posture-output";
import { TerraformRequirements } from "./terraform/terraform-requirements";

/** One environment that a pipeline deploys. */
export interface BootstrapEnvironment {
  /**
   * Whether it has Studio, or is the inspection VPC of others. The roles have permissions for that kind alone.
   *
   * @default "studio"
   */
  readonly kind?: DeploymentKind;
  /** Name of the environment. */
  readonly name: string;
  /**
   * Region of its resources, in the partition of the stack's Region.
   *
   * @default - the Region of the stack
   */
  readonly region?: string;
  /**
   * Twelve-digit id of its account.
   *
   * @default - the account of the credentials
   */
  readonly account?: string;
  /**
   * Name of its state bucket.
   *
   * @default `studio-perimeter-<name>-state-<account id>`
   */
  readonly stateBucketName?: string;
  /**
   * Break-glass roles that may read and write its state, as `role/...` patterns.
   *
   * @default - none; only the plan and apply roles
   */
  readonly breakGlass?: readonly string[];
  /**
   * Roles and users that the apply role must not change, as `role/...` or `user/...` patterns: break-glass roles and other
   * deployers, whose names may start as those of the environment.
   *
   * @default - none
   */
  readonly protectedPrincipals?: readonly string[];
}

/** Props of {@link BootstrapStack}. */
export interface BootstrapStackProps {
  /** Environments of one account. No name may be another environment's name followed by a hyphen. */
  readonly environments: readonly BootstrapEnvironment[];
  /** Who deploys the environments. */
  readonly pipeline: PipelineSource;
  /** Region of the state of every environment: of its bucket, its lock and its key. */
  readonly region: string;
  /**
   * Whether the account already has the OIDC provider of the issuer. An account can have only one for each issuer.
   *
   * @default false
   */
  readonly hasOidcProvider?: boolean;
}

/**
 * The resources that a pipeline needs before its first deployment: for each environment a state bucket, a plan role, an apply
 * role and the permissions boundary of every role that the apply role creates.
 *
 * An administrator deploys it once, with local state. It shares no resources with the environments' stacks.
 *
 * @throws if the environments belong to several accounts or partitions, or name patterns of one environment match another
 */
export class BootstrapStack extends ReadableAddressStack {
  constructor(scope: Construct, id: string, props: BootstrapStackProps) {
    super(scope, id);
    const accountId = validateEnvironments(id, props);
    const issuer = issuerOf(id, props);
    new AwsProvider(this, "aws", {
      region: props.region,
      ...(accountId === undefined ? {} : { allowedAccountIds: [accountId] }),
      defaultTags: [{ tags: { Project: "studio-perimeter", Stack: id } }],
    });
    new TerraformRequirements(this, "requirements");
    new LocalBackend(this, { path: `../../../terraform.${id}.tfstate` });
    const account = new Account(this, "account", props.region);
    const providerArn =
      props.hasOidcProvider === true
        ? account.iamArn(`oidc-provider/${issuer.host}`)
        : addOidcProvider(this, issuer).arn;
    const iamArns = (patterns: readonly string[] = []) => patterns.map((pattern) => account.iamArn(pattern));
    const pipelines = props.environments.map(
      ({ kind = "studio", name, region, stateBucketName, breakGlass, protectedPrincipals }) =>
        new DeploymentPipeline(this, name.replaceAll("-", "_"), {
          context: { name: `studio-perimeter-${name}`, account },
          kind,
          environment: name,
          ...(region !== undefined && region !== props.region && { region }),
          issuer,
          providerArn,
          stateBucketName,
          breakGlassArns: iamArns(breakGlass),
          protectedPrincipalArns: iamArns(protectedPrincipals),
        }),
    );
    addBootstrapPosture(this, {
      pipelines: pipelines.map(({ facts }) => facts),
      issuer,
      createsProvider: props.hasOidcProvider !== true,
    });
  }
}

/** @returns the account of the environments, or `undefined` if none names one */
function validateEnvironments(id: string, { environments, region: home }: BootstrapStackProps): string | undefined {
  for (const { name } of environments) {
    const other = environments.find((one) => sharesNamePattern(name, one.name));
    if (other !== undefined) {
      throw new Error(`${id}: environments: ${name} and ${other.name} share name patterns of permissions; rename one`);
    }
  }
  const partition = partitionOfRegion(home).name;
  const outside = environments.filter(({ region = home }) => partitionOfRegion(region).name !== partition);
  if (outside.length > 0) {
    const got = outside.map(({ name, region }) => `${name} in ${region}`).join(", ");
    throw new Error(
      `${id}: environments: must be in the partition of their state in ${home}, got ${got}; set the account of each, as an account belongs to one partition`,
    );
  }
  const accounts = [...new Set(environments.flatMap(({ account }) => account ?? []))];
  if (accounts.length > 1) {
    throw new Error(
      `${id}: environments: must belong to one account, got ${accounts.join(", ")}; use one stack per account`,
    );
  }
  return accounts[0];
}

/** @throws when a field of the pipeline source is wrong */
function issuerOf(id: string, { pipeline, region }: BootstrapStackProps): TokenIssuer {
  const source = parsePipelineSource(id, pipeline);
  switch (source.kind) {
    case "github":
      return githubIssuer({
        repository: source.repository,
        comparesClaims: partitionOfRegion(region).comparesGithubClaims === true,
      });
    case "gitlab":
      return gitlabIssuer(source);
    case "hcp-terraform":
      return hcpTerraformIssuer(source);
  }
}
