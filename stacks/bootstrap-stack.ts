import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend } from "cdktf";
import type { Construct } from "constructs";
import { Account } from "../constructs/context/account";
import { DeploymentPipeline } from "../constructs/pipeline/deployment-pipeline";
import { addGithubOidcProvider, GITHUB_OIDC_ISSUER } from "../constructs/pipeline/github-role";
import { ReadableAddressStack } from "./cdktf/readable-address-stack";
import { TerraformRequirements } from "./perimeter/terraform-requirements";

/** One environment that a pipeline is to deploy. */
export interface BootstrapEnvironment {
  /** Name of the environment and of the GitHub environment that its apply job names. */
  readonly name: string;
  /**
   * Twelve-digit id of its account.
   *
   * @default - whichever account the credentials are of
   */
  readonly account?: string;
  /**
   * Name of its state bucket.
   *
   * @default `studio-perimeter-<name>-state-<account id>`
   */
  readonly stateBucketName?: string;
  /**
   * Who else reads and writes its state, as `role/...` patterns of the account.
   *
   * @default - nobody but the plan and apply roles
   */
  readonly breakGlass?: readonly string[];
}

/** Props of {@link BootstrapStack}. */
export interface BootstrapStackProps {
  /** Environments of one account; their names begin with no other's name and a hyphen. */
  readonly environments: readonly BootstrapEnvironment[];
  /**
   * The repository as its tokens name it: `owner/name`, or `owner@123/name@456` for one that was created, renamed or moved
   * after 15 July 2026, or has opted in to immutable subjects.
   *
   * @see https://docs.github.com/en/actions/reference/security/oidc
   */
  readonly repository: string;
  readonly region: string;
  /**
   * Whether the account has GitHub's identity provider already; it can have one only.
   *
   * @default false
   */
  readonly hasGithubOidcProvider?: boolean;
}

const REPOSITORY_PATTERN = /^[\w.-]+(\/[\w.-]+|@\d+\/[\w.-]+@\d+)$/;

/**
 * What must be there before a pipeline deploys for the first time: for each environment a place for its state, a role that
 * plans in pull requests and reads settings alone, one that applies from the GitHub environment, and the boundary of whatever
 * role that one creates.
 *
 * Deployed once, by an administrator, with state on his disk. Nothing of it is an environment's: `deploy dev` knows it not.
 *
 * @throws when the environments lie in several accounts, or one's names would match another's
 */
export class BootstrapStack extends ReadableAddressStack {
  constructor(scope: Construct, id: string, props: BootstrapStackProps) {
    super(scope, id);
    const accountId = validateProps(id, props);
    new AwsProvider(this, "aws", {
      region: props.region,
      ...(accountId === undefined ? {} : { allowedAccountIds: [accountId] }),
      defaultTags: [{ tags: { Project: "studio-perimeter", Stack: id } }],
    });
    new TerraformRequirements(this, "requirements");
    new LocalBackend(this, { path: `../../../terraform.${id}.tfstate` });
    const account = new Account(this, "account");
    const providerArn =
      props.hasGithubOidcProvider === true
        ? account.iamArn(`oidc-provider/${GITHUB_OIDC_ISSUER}`)
        : addGithubOidcProvider(this, "github").arn;
    for (const { name, stateBucketName, breakGlass = [] } of props.environments) {
      new DeploymentPipeline(this, name.replaceAll("-", "_"), {
        context: { name: `studio-perimeter-${name}`, account },
        environment: name,
        providerArn,
        repository: props.repository,
        stateBucketName,
        breakGlassArns: breakGlass.map((pattern) => account.iamArn(pattern)),
      });
    }
  }
}

/** @returns the account of all environments, where any says which */
function validateProps(id: string, { environments, repository }: BootstrapStackProps): string | undefined {
  if (!REPOSITORY_PATTERN.test(repository)) {
    throw new Error(`${id}: repository: is not one, got ${repository}; write owner/name, or owner@123/name@456`);
  }
  for (const { name } of environments) {
    const other = environments.find((one) => one.name.startsWith(`${name}-`));
    if (other !== undefined) {
      throw new Error(
        `${id}: environments: the roles of one would reach the other, got ${name} and ${other.name}; rename one`,
      );
    }
  }
  const accounts = [...new Set(environments.flatMap(({ account }) => account ?? []))];
  if (accounts.length > 1) {
    throw new Error(`${id}: environments: lie in several accounts, got ${accounts.join(", ")}; one stack for each`);
  }
  return accounts[0];
}
