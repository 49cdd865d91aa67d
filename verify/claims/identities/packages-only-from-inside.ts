import { regionalServiceHost } from "../../../aws/partitions";
import {
  actsOnAny,
  ask,
  cachedCheck,
  isAllowed,
  judgeExecutionRoles,
  judgeRequests,
  judgeResources,
  type PolicyModel,
  policyModel,
  type RoleWithPolicies,
} from "../../iam/ask";
import { awsImageAccountsIn } from "../../iam/aws/aws-image-accounts";
import { accountOfRegistry, namesRegistry, ownerOfArn, stringLeaves } from "../../iam/language/arn-owner";
import { judgeApproval } from "../../iam/questions/packages/package-approval";
import { judgeNames } from "../../iam/questions/packages/package-names";
import { judgeReadersOutside } from "../../iam/questions/packages/package-readers";
import {
  askPackageReads,
  isPackageEndpoint,
  type PackageRequest,
  packageReadsThroughEndpoint,
  sourceChangingActions,
} from "../../iam/questions/packages/package-requests";
import type { PerimeterPosture } from "../../posture/posture";
import { sagemakerTypes } from "../../terraform/resource-types/groups/type-groups";
import {
  blocksOf,
  isLiteralText,
  type Json,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import { type Claim, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

/** Code that somebody else publishes runs with the permissions of the user who installs it. */
export const packagesOnlyFromInside: Claim = {
  name: "packages-only-from-inside",
  title: "Packages come only from declared sources",
  meaning:
    "Through AWS services, Studio gets packages, images and Git repositories only from its account or organization, AWS's own images and declared sources.",
  details: [
    "External connections and upstreams of CodeArtifact repositories, and pull through cache rules of ECR, must be declared.",
    "Every read from CodeArtifact, ECR and CodeCommit is evaluated, by the execution role and through their endpoints.",
    "From outside CodeArtifact endpoints that Studio uses, nobody but declared approvers and publishers reads packages of the configuration's CodeArtifact repositories.",
    "For this, the callers' own policies are assumed to allow the call.",
    "The execution role cannot change where packages and images come from.",
    "Images and repository URLs in SageMaker resources must be of the account, of AWS or declared.",
    "Where approvers are declared, Studio reads only CodeArtifact repositories without upstreams and external connections.",
    "Only declared approvers publish or copy packages into these, or change the status of a version, such as from archived to published.",
    "No other role of the stack, and no grant of a repository's policy, adds sources to these or replaces their policies, except for deployers.",
    "Where names of public packages are declared, package groups block all other Python packages at external connections.",
    "Package groups also block declared names of the company there, and roles of the stack cannot change the groups.",
    "Downloads from allowed domains are not covered. The firewall claims decide them.",
  ],
  remedy:
    "Remove the source, or declare it in package_sources of the posture. Limit the role's read actions to repositories of the account, and deny package reads in repository policies unless aws:SourceVpce is an endpoint of the stack.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 CM-7(5)", "NIST.800-53.r5 CM-11", "NIST.800-53.r5 SI-7", "NIST.800-53.r5 SR-3"],
  decide({ configuration, posture }) {
    const model = policyModel(configuration);
    const declared = declaredSources(posture);
    return verdictOf(
      mergeFindings([
        findingsForEach(resourcesOfType(configuration, "aws_codeartifact_repository"), (repository) =>
          judgeRepository(configuration, model, repository, declared),
        ),
        findingsForEach(resourcesOfType(configuration, "aws_ecr_pull_through_cache_rule"), (rule) =>
          judgePullThroughCache(model, rule, declared),
        ),
        judgeReadersOutside(configuration, model, posture),
        judgeApproval(configuration, model, posture),
        judgeNames(configuration, model, posture),
        judgeSageMakerSources(configuration, model, declared),
        judgeExecutionRoles(model, (role) => judgeRole(model, role, declared)),
        judgeResources(model, model.endpoints.filter(isPackageEndpoint), (endpoint) =>
          judgeRequests(
            model,
            `packages through ${endpoint.address}`,
            packageReadsThroughEndpoint(model, endpoint, declared.arns),
            (answer) => isFromElsewhere(answer, declared),
          ),
        ),
        notApplicable("no execution role, and nothing that stores packages"),
      ]),
    );
  },
};

/** Sources outside the account that the posture permits. */
interface DeclaredSources {
  readonly names: readonly string[];
  readonly arns: readonly string[];
  /** Domains that the firewall allows: a repository there is reached whether it is named here or not. */
  readonly domains: PerimeterPosture["allowedDomains"];
}

function declaredSources({ packageSources = [], allowedDomains }: PerimeterPosture): DeclaredSources {
  return {
    names: packageSources,
    arns: packageSources.filter((source) => source.startsWith("arn:")),
    domains: allowedDomains,
  };
}

function isFromElsewhere(answer: PackageRequest, { arns }: DeclaredSources): boolean {
  const { owner, target, isAwsOwned } = answer;
  const isPermitted = owner.isOwn || isAwsOwned || target.resource === "*" || actsOnAny(answer, arns);
  return isAllowed(answer) && !isPermitted;
}

const judgeRole = cachedCheck((model, role: RoleWithPolicies, declared: DeclaredSources) =>
  mergeFindings([
    judgeRequests(model, `packages that ${role.address} reads`, askPackageReads(model, role, declared.arns), (answer) =>
      isFromElsewhere(answer, declared),
    ),
    judgeRequests(
      model,
      `sources of packages that ${role.address} changes`,
      ask(model, { who: role, what: sourceChangingActions() }),
      isAllowed,
    ),
  ]),
);

/** A repository of another domain cannot be an upstream, so only its name has to be known. */
function judgeRepository(
  configuration: TerraformConfiguration,
  { text }: PolicyModel,
  { address, values }: Resource,
  declared: DeclaredSources,
): Findings {
  const connections = blocksOf(values.external_connections).map(({ external_connection_name: name }) => name);
  const upstreams = blocksOf(values.upstream).map(({ repository_name: name }) => name);
  const known = resourcesOfType(configuration, "aws_codeartifact_repository").map(({ values: { repository } }) =>
    typeof repository === "string" ? text.resolve(repository) : "",
  );
  const owner = typeof values.domain_owner === "string" ? text.resolve(values.domain_owner) : text.account;
  const isOwn = owner === text.account;
  return mergeFindings([
    isOwn
      ? proof("the repository is in a domain of this account", address)
      : counterexample(`the repository is in a domain of ${text.placeholders.readable(owner)}`, address),
    findingsForEach(connections, (name) => judgeName("external connection", name, declared, address)),
    findingsForEach(upstreams, (name) => {
      const resolved = typeof name === "string" ? text.resolve(name) : "";
      return known.includes(resolved)
        ? proof(`the upstream ${text.placeholders.readable(resolved)} is in the configuration`, address)
        : doubt(`the upstream ${text.placeholders.readable(resolved)} is not in the configuration`, address);
    }),
  ]);
}

function judgePullThroughCache(
  { text }: PolicyModel,
  { address, values }: Resource,
  declared: DeclaredSources,
): Findings {
  const url = values.upstream_registry_url;
  const isOwn = typeof url === "string" && ownerOfArn(text, url) === "own" && namesRegistry(text.resolve(url));
  return isOwn
    ? proof("the cache is of a registry of this account", address)
    : judgeName("upstream registry", url, declared, address);
}

function judgeName(what: string, name: Json | undefined, declared: DeclaredSources, address: string): Findings {
  const text = `the ${what} is ${JSON.stringify(name ?? null)}`;
  if (!isLiteralText(name)) {
    return doubt(`${text}, which is not known`, address);
  }
  return declared.names.includes(name)
    ? proof(`${text}, as declared`, address)
    : counterexample(`${text}, which is not declared`, address);
}

/** Arguments of SageMaker resources that hold an image or the URL of a repository. */
const imageArguments = ["base_image", "image", "image_uri", "container_image"];
const repositoryArguments = ["repository_url", "default_code_repository", "additional_code_repositories"];

function judgeSageMakerSources(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  declared: DeclaredSources,
): Findings {
  const resources = configuration.resources.filter(({ mode, type }) => mode === "managed" && sagemakerTypes.has(type));
  return findingsForEach(resources, ({ address, values }) =>
    findingsForEach(stringLeaves(values, ""), ([argument, value]) => {
      if (imageArguments.includes(argument)) {
        return judgeImage(model, value, declared, address);
      }
      return repositoryArguments.includes(argument)
        ? judgeGitRepository(model, value, declared, address)
        : findingsOf({});
    }),
  );
}

function judgeImage({ text }: PolicyModel, value: string, declared: DeclaredSources, address: string): Findings {
  const image = text.resolve(value);
  const named = `the image is ${text.placeholders.readable(image)}`;
  const [registry = ""] = image.split("/");
  const isPermitted =
    ownerOfArn(text, value) === "own" ||
    awsImageAccountsIn(text.partition).includes(accountOfRegistry(text, image) ?? "") ||
    declared.names.includes(registry);
  if (isPermitted) {
    return proof(`${named}, of this account, of AWS or of a declared registry`, address);
  }
  return (ownerOfArn(text, value) === "unknown" && value.includes("${") ? doubt : counterexample)(
    `${named}, of another registry`,
    address,
  );
}

/** The name of a code repository resource stands for its URL, which is judged there. */
function judgeGitRepository(
  { text }: PolicyModel,
  value: string,
  declared: DeclaredSources,
  address: string,
): Findings {
  const url = text.resolve(value);
  const named = `the Git repository is ${text.placeholders.readable(url)}`;
  if (!url.startsWith("https://")) {
    return /^[\w-]+$/.test(url) ? findingsOf({}) : doubt(`${named}, which is not known`, address);
  }
  const host = url.slice("https://".length).split("/")[0] ?? "";
  const isAllowed = declared.domains.some(
    ({ name, match }) => host === name || (match === "subdomains" && host.endsWith(`.${name}`)),
  );
  const isPermitted =
    isAllowed || host === regionalServiceHost("git-codecommit", text.region) || declared.names.includes(url);
  return (isPermitted ? proof : counterexample)(
    `${named}${isPermitted ? ", of this account or declared" : ", which is not declared"}`,
    address,
  );
}
