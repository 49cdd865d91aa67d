import { type BucketWithPolicy, readBuckets } from "../../verify/iam/attachments/bucket-with-policy";
import { type EndpointWithPolicy, readVpcEndpoints } from "../../verify/iam/attachments/endpoint-with-policy";
import { type KeyWithPolicy, readKmsKeys } from "../../verify/iam/attachments/key-with-policy";
import { type RoleWithPolicies, readRoles } from "../../verify/iam/attachments/role-with-policies";
import { type PolicyTextResolver, policyTextResolver } from "../../verify/iam/language/policy-text-resolver";
import type { Posture } from "../../verify/posture/posture";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { ResourceChange } from "../model/resource-changes";
import { byAddress } from "../model/review-difference";
import type { RequestSurroundings } from "./request-kinds";

/** The policies of one configuration, by the Terraform address of their resource. */
export interface PoliciesByAddress {
  readonly endpoints: ReadonlyMap<string, EndpointWithPolicy>;
  readonly buckets: ReadonlyMap<string, BucketWithPolicy>;
  readonly keys: ReadonlyMap<string, KeyWithPolicy>;
  readonly roles: ReadonlyMap<string, RoleWithPolicies>;
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
  return {
    endpoints: byAddress(readVpcEndpoints(configuration, text)),
    buckets: byAddress(readBuckets(configuration, text)),
    keys: byAddress(readKmsKeys(configuration, text)),
    roles: byAddress(readRoles(configuration, text)),
  };
}
