import { type BucketWithPolicy, readBuckets } from "../../verify/iam/attachments/bucket-with-policy";
import { type EndpointWithPolicy, readVpcEndpoints } from "../../verify/iam/attachments/endpoint-with-policy";
import { type KeyWithPolicy, readKmsKeys } from "../../verify/iam/attachments/key-with-policy";
import { type RoleWithPolicies, readRoles } from "../../verify/iam/attachments/role-with-policies";
import { type PolicyTextResolver, policyTextResolver } from "../../verify/iam/language/policy-text-resolver";
import type { Posture } from "../../verify/posture/posture";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { byAddress } from "../model/match-by-key";
import type { ResourceChange } from "../model/resource-changes";

/** The policies of one side. */
export interface PoliciesByAddress {
  readonly endpoints: ReadonlyMap<string, EndpointWithPolicy>;
  readonly buckets: ReadonlyMap<string, BucketWithPolicy>;
  readonly keys: ReadonlyMap<string, KeyWithPolicy>;
  readonly roles: ReadonlyMap<string, RoleWithPolicies>;
}

/** The policies of both sides in one alphabet, so that a request means the same to each. */
export interface PoliciesBeforeAndAfter {
  readonly text: PolicyTextResolver;
  /** Addresses of every resource that changes. */
  readonly changed: ReadonlySet<string>;
  readonly before: PoliciesByAddress;
  readonly after: PoliciesByAddress;
  /** Principals that either side declares; a request is told by who makes it. */
  readonly declared: { readonly deployers: readonly string[]; readonly breakGlass: readonly string[] };
}

export interface DeclaredConfiguration {
  readonly configuration: TerraformConfiguration;
  /** @default - it declares nothing */
  readonly posture?: Posture;
}

/** Resources of both sides name each other; where both have one, what it is afterwards counts. */
export function policiesBeforeAndAfter(
  before: DeclaredConfiguration,
  after: DeclaredConfiguration,
  changes: readonly ResourceChange[],
): PoliciesBeforeAndAfter {
  const known = new Set(after.configuration.resources.map(({ address }) => address));
  const gone = before.configuration.resources.filter(({ address }) => !known.has(address));
  const text = policyTextResolver({ ...after.configuration, resources: [...after.configuration.resources, ...gone] });
  const patterns = (of: (posture: Posture) => readonly string[]): readonly string[] => {
    const written = [before, after].flatMap(({ posture }) => (posture === undefined ? [] : of(posture)));
    return [...new Set(written.map((pattern) => text.resolve(pattern)))];
  };
  return {
    text,
    changed: new Set(changes.map(({ address }) => address)),
    before: readPoliciesByAddress(before.configuration, text),
    after: readPoliciesByAddress(after.configuration, text),
    declared: {
      deployers: patterns(({ deployers }) => deployers),
      breakGlass: patterns(({ breakGlass }) => breakGlass),
    },
  };
}

function readPoliciesByAddress(configuration: TerraformConfiguration, text: PolicyTextResolver): PoliciesByAddress {
  return {
    endpoints: byAddress(readVpcEndpoints(configuration, text)),
    buckets: byAddress(readBuckets(configuration, text)),
    keys: byAddress(readKmsKeys(configuration, text)),
    roles: byAddress(readRoles(configuration, text)),
  };
}
