import { policyModel } from "../iam/attachments/policy-model";
import { usesOfOtherRoles } from "../iam/aws/service-role-arguments";
import { type Resource, resourcesOfType, type TerraformConfiguration } from "../terraform/terraform-configuration";
import { type ModelGap, modelGap } from "./model-gap";

/**
 * Code and calls that run as a role whose policies the configuration does not contain: it may do anything that the claims about roles
 * say no role does.
 */
export function otherRoleGaps(configuration: TerraformConfiguration): readonly ModelGap[] {
  const { text, roles } = policyModel(configuration);
  const gap = (resource: Resource, role: string): ModelGap =>
    modelGap(
      ["data", "identities"],
      `${resource.address} runs as ${text.placeholders.readable(role)}, whose policies are not in the configuration`,
      resource,
    );
  const profiles = resourcesOfType(configuration, "aws_iam_instance_profile").flatMap(({ address }) =>
    ["name", "id"].map((attribute) => text.resolve(`\${${address}.${attribute}}`)),
  );
  const machines = resourcesOfType(configuration, "aws_instance").flatMap((resource) => {
    const { iam_instance_profile: named } = resource.values;
    const profile = typeof named === "string" && named !== "" ? text.resolve(named) : undefined;
    return profile === undefined || profiles.includes(profile) ? [] : [gap(resource, profile)];
  });
  return [
    ...usesOfOtherRoles(configuration, text, roles).map(({ resource, role }) => gap(resource, role)),
    ...machines,
  ];
}
