import { policyModel } from "../iam/attachments/policy-model";
import {
  blocksOf,
  type Json,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import { type ModelGap, modelGap } from "./model-gap";

/**
 * Arguments that list all policies of a role, or all roles of a policy: Terraform detaches what they leave out, so that each apply
 * undoes what another resource attaches. The role then lacks a policy that the models read, and a policy may be a denial.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy_attachment
 */
export function exclusiveAttachmentGaps(configuration: TerraformConfiguration): readonly ModelGap[] {
  return [
    ...resourcesOfType(configuration, "aws_iam_role").flatMap((role) => exclusiveRoleGaps(configuration, role)),
    ...resourcesOfType(configuration, "aws_iam_policy_attachment").flatMap((attachment) =>
      exclusivePolicyGaps(configuration, attachment),
    ),
  ];
}

function exclusiveRoleGaps(configuration: TerraformConfiguration, role: Resource): readonly ModelGap[] {
  const { text } = policyModel(configuration);
  const name = text.resolve(`\${${role.address}.name}`);
  const ofRole = (type: string): readonly Resource[] =>
    resourcesOfType(configuration, type).filter(({ values }) => textOf(configuration, values.role) === name);
  const { inline_policy: inline, managed_policy_arns: arns } = role.values;
  // A plan and a state show what is attached, whether the argument is set or not.
  const listed = Array.isArray(arns) && configuration.form === "synthesized" ? textsOf(configuration, arns) : undefined;
  const attached = attachedPolicies(configuration, name);
  return [
    ...(blocksOf(inline).length > 0 && ofRole("aws_iam_role_policy").length > 0
      ? [
          modelGap(
            ["identities"],
            `${role.address}: inline_policy deletes the inline policies of other resources`,
            role,
          ),
        ]
      : []),
    ...attached
      .filter(({ arn }) => listed !== undefined && !listed.includes(arn))
      .map(({ address }) =>
        modelGap(["identities"], `${role.address}: managed_policy_arns detaches the policy of ${address}`, role),
      ),
  ];
}

interface AttachedPolicy {
  readonly address: string;
  readonly arn: string;
}

/** Policies that resources of their own attach to a role. */
function attachedPolicies(configuration: TerraformConfiguration, role: string): readonly AttachedPolicy[] {
  const single = resourcesOfType(configuration, "aws_iam_role_policy_attachment")
    .filter(({ values }) => textOf(configuration, values.role) === role)
    .map(({ address, values }) => ({ address, arn: textOf(configuration, values.policy_arn) }));
  const shared = resourcesOfType(configuration, "aws_iam_policy_attachment")
    .filter(({ values }) => textsOf(configuration, values.roles).includes(role))
    .map(({ address, values }) => ({ address, arn: textOf(configuration, values.policy_arn) }));
  return [...single, ...shared];
}

function exclusivePolicyGaps(configuration: TerraformConfiguration, attachment: Resource): readonly ModelGap[] {
  const { address, values } = attachment;
  const policy = textOf(configuration, values.policy_arn);
  const roles = textsOf(configuration, values.roles);
  const others = resourcesOfType(configuration, "aws_iam_role").flatMap((role) => {
    const name = textOf(configuration, `\${${role.address}.name}`);
    const inRole = textsOf(configuration, role.values.managed_policy_arns).includes(policy) ? [role.address] : [];
    const attached = attachedPolicies(configuration, name).filter(
      ({ address: other, arn }) => other !== address && arn === policy,
    );
    return roles.includes(name) ? [] : [...inRole, ...attached.map(({ address: other }) => other)];
  });
  const listing = resourcesOfType(configuration, "aws_iam_role_policy_attachments_exclusive")
    .filter(
      ({ values: list }) =>
        textsOf(configuration, list.policy_arns).includes(policy) &&
        !roles.includes(textOf(configuration, list.role_name)),
    )
    .map(({ address: other }) => other);
  const ofPeople = (["user", "group"] as const).flatMap((holder) => {
    const named = textsOf(configuration, values[`${holder}s`]);
    return resourcesOfType(configuration, `aws_iam_${holder}_policy_attachment`)
      .filter((other) => textOf(configuration, other.values.policy_arn) === policy)
      .filter((other) => !named.includes(textOf(configuration, other.values[holder])))
      .map(({ address: other }) => other);
  });
  const people = [...textsOf(configuration, values.users), ...textsOf(configuration, values.groups)];
  return [
    ...[...others, ...listing, ...ofPeople].map((other) =>
      modelGap(["data", "identities"], `${address} detaches the policy that ${other} attaches`, attachment),
    ),
    ...(people.length === 0
      ? []
      : [
          modelGap(
            ["identities"],
            `${address} grants permissions to IAM users; attach the policy to roles, because not every claim about identities reads users`,
            attachment,
          ),
        ]),
  ];
}

function textOf(configuration: TerraformConfiguration, value: Json | undefined): string {
  return typeof value === "string" ? policyModel(configuration).text.resolve(value) : "";
}

function textsOf(configuration: TerraformConfiguration, value: Json | undefined): readonly string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item) =>
    typeof item === "string" && item !== "" ? [textOf(configuration, item)] : [],
  );
}
