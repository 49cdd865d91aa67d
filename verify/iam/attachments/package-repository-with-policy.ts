import {
  blocksOf,
  type Json,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import type { Policy } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import { containsUnknown, mayBeEqual } from "../patterns/placeholders";
import { readablePolicies, readPolicy, unreadablePolicyDoubts, unresolvedAttachments } from "./read-policy";

/** A repository of CodeArtifact and the policies that are attached to it. */
export interface PackageRepository {
  readonly address: string;
  readonly arn: string;
  readonly policies: readonly Policy[];
  /** Whether CodeArtifact fetches packages into it that nobody has put there: from an upstream or an external connection. */
  readonly fetchesPackages: boolean;
  readonly doubts: readonly Evidence[];
}

const policyType = "aws_codeartifact_repository_permissions_policy";

/** Every repository of CodeArtifact in a configuration. */
export function readPackageRepositories(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
): readonly PackageRepository[] {
  return resourcesOfType(configuration, "aws_codeartifact_repository").map((repository) => {
    const attached = resourcesOfType(configuration, policyType).filter(
      (policy) => nameOf(text, policy) === nameOf(text, repository),
    );
    const readings = attached.map(({ address, values }) =>
      readPolicy(text, values.policy_document, address, "resource"),
    );
    const { upstream, external_connections: connections } = repository.values;
    return {
      address: repository.address,
      arn: text.resolve(`\${${repository.address}.arn}`),
      policies: readablePolicies(readings),
      fetchesPackages: blocksOf(upstream).length + blocksOf(connections).length > 0,
      doubts: [...unreadablePolicyDoubts(readings), ...unresolvedPolicies(configuration, text, repository)],
    };
  });
}

/** Policies that may be attached to a repository, because a part of its name, of its domain or of what they name is not known. */
function unresolvedPolicies(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
  repository: Resource,
): readonly Evidence[] {
  const resolved = (value: Json | undefined): string => (typeof value === "string" ? text.resolve(value) : "");
  const { domain, repository: name } = repository.values;
  const isDomainOpen = (named: string, own: string): boolean =>
    named !== own && containsUnknown(named + own) && mayBeEqual(named, own);
  const ofOpenDomains = resourcesOfType(configuration, policyType).filter(
    ({ values }) =>
      isDomainOpen(resolved(values.domain), resolved(domain)) &&
      mayBeEqual(resolved(values.repository), resolved(name)),
  );
  return [
    ...unresolvedAttachments(configuration, text, policyType, "repository", resolved(name)),
    ...ofOpenDomains.map(({ address }) => ({
      text: `${address} is attached to a repository of a domain that is not known`,
      addresses: [address],
    })),
  ];
}

/** Domain and repository, by which a policy names what it is attached to. */
function nameOf({ resolve }: PolicyTextResolver, { values: { domain, repository } }: Resource): string {
  return [domain, repository].map((name) => (typeof name === "string" ? resolve(name) : "")).join("/");
}
