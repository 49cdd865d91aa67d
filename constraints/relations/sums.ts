import { type AwsResource, resourcesOfType } from "../configuration/aws-configuration";
import { blocksOf, literalNumber } from "../configuration/terraform-values";
import { policyCharacters } from "../iam/policy-refusals";
import type { RelationCheck } from "./relation-check";

const FIREWALL_PAGE = "https://docs.aws.amazon.com/network-firewall/latest/developerguide/quotas.html";
const IAM_PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
/** The capacity of all stateful, and of all stateless rule groups of a policy. */
const MOST_CAPACITY = 30_000;
/** Characters of all inline policies of a role. */
const MOST_INLINE_CHARACTERS = 10_240;

/** Refuses firewall policies with rule groups that together have more than the quota. */
export const capacitiesFit: RelationCheck = ({ resources }) => {
  const capacities = new Map(
    resourcesOfType(resources, "aws_networkfirewall_rule_group").map(({ address, values }) => [
      `\${${address}.arn}`,
      literalNumber(values.capacity) ?? 0,
    ]),
  );
  return resourcesOfType(resources, "aws_networkfirewall_firewall_policy").flatMap(({ address, values }) =>
    ["stateful_rule_group_reference", "stateless_rule_group_reference"].flatMap((name) => {
      const references = blocksOf(values.firewall_policy).flatMap((policy) => blocksOf(policy[name]));
      const sum = references.reduce(
        (total, { resource_arn }) => total + (capacities.get(String(resource_arn)) ?? 0),
        0,
      );
      return sum <= MOST_CAPACITY
        ? []
        : [
            {
              address,
              argument: `firewall_policy.${name}`,
              problem: `its rule groups have a capacity of ${sum}; the quota is ${MOST_CAPACITY}`,
              remedy: "lower the capacity, in new rule groups",
              source: FIREWALL_PAGE,
            },
          ];
    }),
  );
};

/** Refuses inline policies of a role that together have more characters than the quota. */
export const inlinePoliciesFit: RelationCheck = ({ resources }) => {
  const roles = new Map<string, AwsResource[]>();
  for (const resource of resourcesOfType(resources, "aws_iam_role_policy")) {
    const role = String(resource.values.role);
    roles.set(role, [...(roles.get(role) ?? []), resource]);
  }
  return [...roles].flatMap(([role, policies]) => {
    const [first] = policies;
    const sum = policies.reduce((total, { values }) => total + policyCharacters(String(values.policy ?? "")), 0);
    return first === undefined || policies.length === 1 || sum <= MOST_INLINE_CHARACTERS
      ? []
      : [
          {
            address: first.address,
            argument: "policy",
            problem: `the ${policies.length} inline policies of ${role} have ${sum} characters; the quota is ${MOST_INLINE_CHARACTERS}`,
            remedy: "use managed policies, or shorten them",
            source: IAM_PAGE,
          },
        ];
  });
};
