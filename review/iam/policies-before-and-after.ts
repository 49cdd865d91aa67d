import { type BucketWithPolicy, readBuckets } from "../../verify/iam/attachments/bucket-with-policy";
import { type EndpointWithPolicy, readVpcEndpoints } from "../../verify/iam/attachments/endpoint-with-policy";
import { type KeyWithPolicy, readKmsKeys } from "../../verify/iam/attachments/key-with-policy";
import { readablePolicies, readPolicy, unreadablePolicyDoubts } from "../../verify/iam/attachments/read-policy";
import { policiesOfRole, type RoleWithPolicies, readRoles } from "../../verify/iam/attachments/role-with-policies";
import { iamArn } from "../../verify/iam/language/iam-arn";
import { type PolicyTextResolver, policyTextResolver } from "../../verify/iam/language/policy-text-resolver";
import type { Posture } from "../../verify/posture/posture";
import { resourcesOfType, type TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { ResourceChange } from "../model/resource-changes";
import { byAddress } from "../model/review-difference";
import type { RequestSurroundings } from "./request-kinds";

/** The policies of one configuration, by the Terraform address of their resource. */
export interface PoliciesByAddress {
  readonly endpoints: ReadonlyMap<string, EndpointWithPolicy>;
  readonly buckets: ReadonlyMap<string, BucketWithPolicy>;
  readonly keys: ReadonlyMap<string, KeyWithPolicy>;
  readonly roles: ReadonlyMap<string, RoleWithPolicies>;
  /** Managed policies that no role of the configuration has, such as a boundary for roles elsewhere, each as a role that has it alone. */
  readonly unattached: ReadonlyMap<string, RoleWithPolicies>;
}

/** The policies of both configurations, resolved with the same placeholders, so that requests can be compared. */
export interface PoliciesBeforeAndAfter {
  readonly text: PolicyTextResolver;
  /** Addresses of all changed resources. */
  readonly changed: ReadonlySet<string>;
  readonly before: PoliciesByAddress;
  readonly after: PoliciesByAddress;
  /** Principals that either configuration declares. Requests distinguish them from other callers. */
  readonly declared: { readonly deployers: readonly string[]; readonly breakGlass: readonly string[] };
}

/** One side of a change, with the posture that it declares. */
export interface DeclaredConfiguration {
  readonly configuration: TerraformConfiguration;
  /** @default - the configuration declares no posture */
  readonly posture?: Posture;
}

/** References resolve to resources of `after` first, then to removed resources of `before`. */
export function policiesBeforeAndAfter(
  before: DeclaredConfiguration,
  after: DeclaredConfiguration,
  changes: readonly ResourceChange[],
): PoliciesBeforeAndAfter {
  const addressesAfter = new Set(after.configuration.resources.map(({ address }) => address));
  const removed = before.configuration.resources.filter(({ address }) => !addressesAfter.has(address));
  const text = policyTextResolver({
    ...after.configuration,
    resources: [...after.configuration.resources, ...removed],
  });
  const declaredPatterns = (patternsOf: (posture: Posture) => readonly string[]): readonly string[] => {
    const patterns = [before, after].flatMap(({ posture }) => (posture === undefined ? [] : patternsOf(posture)));
    return [...new Set(patterns.map((pattern) => text.resolve(pattern)))];
  };
  return {
    text,
    changed: new Set(changes.map(({ address }) => address)),
    before: readPoliciesByAddress(before.configuration, text),
    after: readPoliciesByAddress(after.configuration, text),
    declared: {
      deployers: declaredPatterns(({ deployers }) => deployers),
      breakGlass: declaredPatterns(({ breakGlass }) => breakGlass),
    },
  };
}

/** The account and the VPC endpoints after the change. */
export function surroundingsOf({ text, after }: PoliciesBeforeAndAfter): RequestSurroundings {
  return { text, endpointIds: new Set([...after.endpoints.values()].map(({ id }) => id)) };
}

function readPoliciesByAddress(configuration: TerraformConfiguration, text: PolicyTextResolver): PoliciesByAddress {
  const roles = readRoles(configuration, text);
  return {
    endpoints: byAddress(readVpcEndpoints(configuration, text)),
    buckets: byAddress(readBuckets(configuration, text)),
    keys: byAddress(readKmsKeys(configuration, text)),
    roles: byAddress(roles),
    unattached: byAddress(unattachedPolicies(configuration, text, roles)),
  };
}

function unattachedPolicies(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
  roles: readonly RoleWithPolicies[],
): readonly RoleWithPolicies[] {
  const attached = new Set(roles.flatMap(policiesOfRole).map(({ address }) => address));
  return resourcesOfType(configuration, "aws_iam_policy")
    .filter(({ address }) => !attached.has(address))
    .map(({ address, values }) => {
      const readings = [readPolicy(text, values.policy, address, "identity")];
      const doubts = unreadablePolicyDoubts(readings);
      const name = `that-has-${address}`;
      return {
        ...{ address, name, arn: iamArn(text, `role/${name}`), trustPolicies: [], managedPolicyNames: [], doubts },
        identityPolicies: readablePolicies(readings),
        hasKnownDenies: doubts.length === 0,
      };
    });
}
