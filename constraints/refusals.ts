import { ruleRefusals } from "./arguments/argument-rules";
import type { AwsConfiguration } from "./configuration/aws-configuration";
import type { Values } from "./configuration/terraform-values";
import { managedPolicyRefusals } from "./iam/managed-policy-names";
import { policyRefusals } from "./iam/policy-refusals";
import type { ArgumentRefusal, Refusal } from "./refusal";
import { regionRefusals } from "./regions/region-refusals";
import { bucketPoliciesNameTheirBucket } from "./relations/bucket-policies";
import {
  gatewayRoutesDiffer,
  privateNamesDiffer,
  privateNamesHaveDns,
  subnetsFit,
  subnetZonesDiffer,
} from "./relations/networks";
import { withinQuotas } from "./relations/quotas";
import type { RelationCheck } from "./relations/relation-check";
import { profilesMatchTheirDomain } from "./relations/studio-domains";
import { capacitiesFit, inlinePoliciesFit } from "./relations/sums";
import { tlsAuthoritiesAreImported } from "./relations/tls-inspection";
import { argumentsAreUnique } from "./relations/unique-arguments";
import { localRoutesStay, vpcBlocksFit } from "./relations/vpc-blocks";
import { schemaRefusals } from "./schemas/check-arguments";

const RELATION_CHECKS: readonly RelationCheck[] = [
  regionRefusals,
  withinQuotas,
  argumentsAreUnique,
  vpcBlocksFit,
  subnetsFit,
  subnetZonesDiffer,
  localRoutesStay,
  privateNamesDiffer,
  privateNamesHaveDns,
  gatewayRoutesDiffer,
  capacitiesFit,
  inlinePoliciesFit,
  profilesMatchTheirDomain,
  bucketPoliciesNameTheirBucket,
  tlsAuthoritiesAreImported,
];

/** What AWS would refuse in the known arguments of one resource, but for its policies. */
export function argumentRefusals(type: string, values: Values): readonly ArgumentRefusal[] {
  return [...schemaRefusals(type, values), ...ruleRefusals(type, values), ...managedPolicyRefusals(type, values)];
}

/** Everything that AWS would refuse in a configuration, in the order of its resources. Unknown values are never refused. */
export function refusals(configuration: AwsConfiguration): readonly Refusal[] {
  return withoutRepeats([
    ...configuration.resources.flatMap(({ address, type, values }) =>
      [...argumentRefusals(type, values), ...policyRefusals(type, values)].map((refusal) => ({ address, ...refusal })),
    ),
    ...RELATION_CHECKS.flatMap((check) => check(configuration)),
  ]);
}

/** CloudFormation's schema and the API's model often say the same of an argument. */
function withoutRepeats(found: readonly Refusal[]): readonly Refusal[] {
  const said = new Set<string>();
  return found.filter(({ address, argument, problem, value }) => {
    const key = JSON.stringify([address, argument, problem, value]);
    const isNew = !said.has(key);
    said.add(key);
    return isNew;
  });
}
