import type { Posture } from "../../../../verify/posture/posture";
import type { Claim } from "../../../../verify/verdict/claim";
import type { EnvironmentName, PermittedUse } from "../../fixtures/mutant";
import { firewallAndDnsRewrites } from "../../harmless/fixtures/firewall-and-dns-rewrites";
import { networkRewrites } from "../../harmless/fixtures/network-rewrites";
import { policyRewrites } from "../../harmless/fixtures/policy-rewrites";
import { terraformForms } from "../../harmless/fixtures/terraform-forms";
import { balancerUses } from "../fixtures/balancer-mutants";
import { permittedBootstrapUses } from "../fixtures/bootstrap-word-mutants";
import { emrUses } from "../fixtures/emr-mutants";
import { firewallRewrites } from "../fixtures/firewall-rewrites";
import { listenerRuleUses } from "../fixtures/listener-rule-mutants";
import { ownEndpointUses } from "../fixtures/own-endpoint-mutants";
import { ownServiceUses } from "../fixtures/own-service-mutants";
import { sagemakerWorkflowUses } from "../fixtures/sagemaker-workflow-mutants";
import { sharingUses } from "../fixtures/sharing-mutants";
import { tlsUses } from "../fixtures/tls-mutants";
import { permittedDataUses } from "./permitted-data-uses";
import { permittedNameUses } from "./permitted-name-uses";
import { permittedNetworkUses } from "./permitted-network-uses";
import { permittedRoleUses } from "./permitted-role-uses";

/** Uses of permissions that no rewrite of `harmless` has. */
export const permittedUses: readonly PermittedUse[] = [
  ...permittedNetworkUses,
  ...permittedNameUses,
  ...permittedRoleUses,
  ...permittedDataUses,
  ...permittedBootstrapUses,
  ...balancerUses,
  ...emrUses,
  ...listenerRuleUses,
  ...ownEndpointUses,
  ...ownServiceUses,
  ...sagemakerWorkflowUses,
  ...sharingUses,
  ...tlsUses,
];

/** Names of the edits after which every claim is proved. */
export const harmlessEdits: readonly string[] = [
  ...[...terraformForms, ...networkRewrites, ...firewallAndDnsRewrites, ...policyRewrites].map(({ name }) => name),
  ...firewallRewrites.map(([name]) => name),
  ...permittedUses.map(({ name }) => name),
];

const postures = {
  dev: "isolated",
  "dev with teams": "isolated",
  staging: "inspected",
  prod: "inspected-multi-az",
  "staging with access": "inspected",
  bootstrap: "bootstrap",
  "bootstrap of two": "bootstrap",
  "bootstrap of GitLab": "bootstrap",
  "bootstrap of HCP Terraform": "bootstrap",
  "bootstrap of hub": "bootstrap",
} as const satisfies Record<EnvironmentName, string>;

export function isAsked({ postures: asking }: Claim<Posture>, environment: EnvironmentName): boolean {
  return asking.includes(postures[environment]);
}
