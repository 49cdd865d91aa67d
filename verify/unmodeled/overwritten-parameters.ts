import { type PolicyModel, policyModel } from "../iam/attachments/policy-model";
import { mayMatchResource } from "../iam/evaluation/may-match-resource";
import { actionMatches } from "../iam/evaluation/statement-matching";
import {
  isLiteralText,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import { allTopics, type ModelGap, modelGap } from "./model-gap";

/**
 * Parameters of which the models take the value that a resource writes, in place of what a data source will read, and that a role of the
 * configuration may overwrite: the data source then reads what the role wrote.
 */
export function overwrittenParameterGaps(configuration: TerraformConfiguration): readonly ModelGap[] {
  const written = resourcesOfType(configuration, "aws_ssm_parameter");
  const read = configuration.resources.filter(({ mode, type }) => mode === "data" && type === "aws_ssm_parameter");
  const shared = written.filter(
    ({ values: { name } }) => isLiteralText(name) && read.some((data) => data.values.name === name),
  );
  return shared.length === 0 ? [] : shared.flatMap((parameter) => gapsOf(policyModel(configuration), parameter));
}

function gapsOf({ roles, text }: PolicyModel, parameter: Resource): readonly ModelGap[] {
  const name = String(parameter.values.name);
  const arn = `arn:${text.partition}:ssm:${text.region}:${text.account}:parameter${name.startsWith("/") ? "" : "/"}${name}`;
  return roles
    .filter(
      ({ doubts, identityPolicies }) =>
        doubts.length > 0 ||
        identityPolicies
          .flatMap(({ statements }) => statements)
          .some(
            ({ effect, action, resource }) =>
              effect === "Allow" &&
              actionMatches(action, "ssm:PutParameter") !== "no" &&
              (resource === undefined || mayMatchResource(resource, arn)),
          ),
    )
    .map((role) => {
      const sentence = `${parameter.address}: ${role.address} may overwrite the parameter, so what a data source reads is not known; deny it ssm:PutParameter, or verify a plan`;
      return modelGap(allTopics, sentence, parameter);
    });
}
