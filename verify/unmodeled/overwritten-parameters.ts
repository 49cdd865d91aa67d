import { type PolicyModel, policyModel } from "../iam/attachments/policy-model";
import { readPolicy } from "../iam/attachments/read-policy";
import { mayMatchResource } from "../iam/evaluation/may-match-resource";
import { actionMatches } from "../iam/evaluation/statement-matching";
import type { Policy } from "../iam/language/parse-policy";
import { everyTopic } from "../terraform/resource-types/resource-type";
import {
  isAbsent,
  isLiteralText,
  jsonText,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import { type ModelGap, modelGap } from "./model-gap";

/**
 * Parameters of which the models take the value that a resource writes, in place of what a data source will read, and that a principal may
 * overwrite to which the configuration gives permissions: the data source then reads what the principal wrote.
 */
export function overwrittenParameterGaps(configuration: TerraformConfiguration): readonly ModelGap[] {
  const written = resourcesOfType(configuration, "aws_ssm_parameter");
  const read = configuration.resources.filter(({ mode, type }) => mode === "data" && type === "aws_ssm_parameter");
  const shared = written.filter(
    ({ values: { name } }) => isLiteralText(name) && read.some((data) => data.values.name === name),
  );
  return shared.length === 0
    ? []
    : shared.flatMap((parameter) => gapsOf(configuration, policyModel(configuration), parameter));
}

function gapsOf(configuration: TerraformConfiguration, model: PolicyModel, parameter: Resource): readonly ModelGap[] {
  const arn = patternOfParameter(model, jsonText(parameter.values.name));
  const roles = model.roles.filter(
    ({ doubts, identityPolicies }) => doubts.length > 0 || identityPolicies.some((policy) => mayOverwrite(policy, arn)),
  );
  const others = Object.entries(policiesOfOthers).flatMap(([type, argument]) =>
    resourcesOfType(configuration, type).filter(
      (resource) => !isOfRole(model, resource) && mayPermit(model, resource, argument, arn),
    ),
  );
  return [
    ...roles.map(({ address }) => `${address} may overwrite the parameter`),
    ...others.map(({ address }) => `${address} may permit others to overwrite the parameter`),
  ].map((what) => {
    const sentence = `${parameter.address}: ${what}, so what a data source reads is not known; deny it ssm:PutParameter`;
    return modelGap(everyTopic, sentence, parameter);
  });
}

/** Its ARN, in any account where that of the configuration is not known: a policy may write the number. */
function patternOfParameter({ text: { partition, region, account } }: PolicyModel, name: string): string {
  const known = (part: string): string => (/^[a-z0-9-]+$/.test(part) ? part : "*");
  return `arn:${known(partition)}:ssm:${known(region)}:${known(account)}:parameter${name.startsWith("/") ? "" : "/"}${name}`;
}

/** Types that give permissions to principals of which no model reads the policies, with the argument that has the policy. */
const policiesOfOthers: Readonly<Record<string, string | undefined>> = {
  aws_iam_group_policy: "policy",
  aws_iam_group_policy_attachment: undefined,
  aws_iam_role_policy: "policy",
  aws_iam_role_policy_attachment: undefined,
  aws_iam_user_policy: "policy",
  aws_iam_user_policy_attachment: undefined,
  aws_ssoadmin_permission_set_inline_policy: "inline_policy",
};

/** Whether the policy belongs to a role of the configuration, whose policies are read with it. */
function isOfRole({ roles, text }: PolicyModel, { values: { role } }: Resource): boolean {
  return typeof role === "string" && roles.some(({ name }) => name === text.resolve(role));
}

function mayPermit(
  { text }: PolicyModel,
  { address, values }: Resource,
  argument: string | undefined,
  arn: string,
): boolean {
  const policy = argument === undefined ? undefined : values[argument];
  const reading = isAbsent(policy) ? undefined : readPolicy(text, policy, address, "identity");
  return reading?.kind !== "policy" || mayOverwrite(reading.policy, arn);
}

function mayOverwrite({ statements }: Policy, arn: string): boolean {
  return statements.some(
    ({ effect, action, resource }) =>
      effect === "Allow" &&
      actionMatches(action, "ssm:PutParameter") !== "no" &&
      (resource === undefined || mayMatchResource(resource, arn)),
  );
}
