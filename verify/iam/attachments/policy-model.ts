import { memoize } from "../../collections/memoize";
import { isStudioType } from "../../terraform/resource-types";
import type { Json, Resource, TerraformConfiguration } from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import { type PolicyTextResolver, policyTextResolver } from "../language/policy-text-resolver";
import { type BucketWithPolicy, readBuckets } from "./bucket-with-policy";
import { type EndpointWithPolicy, readVpcEndpoints } from "./endpoint-with-policy";
import { type KeyWithPolicy, readKmsKeys } from "./key-with-policy";
import { type RoleWithPolicies, readRoles } from "./role-with-policies";
import { readUsers } from "./user-with-policies";

/** Every policy of a configuration, parsed, with what it is attached to. */
export interface PolicyModel {
  readonly text: PolicyTextResolver;
  readonly roles: readonly RoleWithPolicies[];
  /** IAM users, and a member of each group that the configuration does not contain. They are like roles without a trust policy. */
  readonly users: readonly RoleWithPolicies[];
  readonly buckets: readonly BucketWithPolicy[];
  readonly kmsKeys: readonly KeyWithPolicy[];
  readonly endpoints: readonly EndpointWithPolicy[];
  /** Roles that Studio's domain, profiles and spaces run as. */
  readonly executionRoles: readonly RoleWithPolicies[];
  /** All others: of functions, machines, schedules, and of people. */
  readonly otherRoles: readonly RoleWithPolicies[];
  /** Execution roles that the configuration names but does not hold. */
  readonly missingExecutionRoles: readonly Evidence[];
}

/** The model of a configuration, built on first use. */
export const policyModel: (configuration: TerraformConfiguration) => PolicyModel = memoize((configuration) => {
  const text = policyTextResolver(configuration);
  const roles = readRoles(configuration, text);
  return {
    text,
    roles,
    users: readUsers(configuration, text),
    buckets: readBuckets(configuration, text),
    kmsKeys: readKmsKeys(configuration, text),
    endpoints: readVpcEndpoints(configuration, text),
    ...executionRolesOf(configuration, text, roles),
  };
});

/** Everybody of a configuration whose requests policies decide: roles and IAM users. */
export function principalsOf({ roles, users }: Pick<PolicyModel, "roles" | "users">): readonly RoleWithPolicies[] {
  return users.length === 0 ? roles : [...roles, ...users];
}

function executionRolesOf(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
  roles: readonly RoleWithPolicies[],
) {
  const studio = configuration.resources.filter(({ mode, type }) => mode === "managed" && isStudioType(type));
  const named = studio.flatMap((resource) =>
    stringsUnderKey("execution_role", resource.values).map((value) => ({ resource, arn: text.resolve(value) })),
  );
  const arns = new Set(named.map(({ arn }) => arn));
  const executionRoles = roles.filter((role) => arns.has(role.arn));
  const missing = named.filter(({ arn }) => !executionRoles.some((role) => role.arn === arn));
  const otherRoles = roles.filter((role) => !executionRoles.includes(role));
  return {
    executionRoles,
    otherRoles,
    missingExecutionRoles: missing.map((entry) => missingRoleEvidence(text, entry)),
  };
}

function missingRoleEvidence(
  text: PolicyTextResolver,
  { resource, arn }: { resource: Resource; arn: string },
): Evidence {
  return {
    text: `${resource.address} runs as ${text.placeholders.readable(arn)}, whose policies are not in the configuration`,
    addresses: [resource.address],
  };
}

/** Every text under that name, however deep. */
function stringsUnderKey(name: string, json: Json): readonly string[] {
  if (Array.isArray(json)) {
    return json.flatMap((item) => stringsUnderKey(name, item));
  }
  if (typeof json !== "object" || json === null) {
    return [];
  }
  return Object.entries(json).flatMap(([key, value]) =>
    key === name && typeof value === "string" ? [value] : stringsUnderKey(name, value),
  );
}
