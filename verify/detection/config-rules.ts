import type { PolicyModel } from "../iam/attachments/policy-model";
import {
  blocksOf,
  isExpressionText,
  isJsonObject,
  type Json,
  type JsonObject,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  proof,
} from "../verdict/findings";
import { resolvedJson } from "./resolved-json";

/** The resource type of AWS Config rules of an account. */
export const configRuleType = "aws_config_config_rule";

/** A rule that AWS manages. */
interface ManagedRule {
  readonly finds: string;
  /** What AWS calls the resources that it judges. A scope of other types alone switches it off. */
  readonly types: readonly string[];
  /** A parameter that lists subnets of Studio. Any other parameter may leave out a resource. @default - none */
  readonly subnets?: string;
}

/**
 * Rules that AWS manages, by identifier.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
 */
const managedRules: Readonly<Record<string, ManagedRule>> = {
  SAGEMAKER_NOTEBOOK_INSTANCE_INSIDE_VPC: {
    finds: "notebook instances outside the VPC",
    types: ["AWS::SageMaker::NotebookInstance"],
    subnets: "SubnetIds",
  },
  SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS: {
    finds: "notebook instances with direct internet access",
    types: ["AWS::SageMaker::NotebookInstance"],
  },
  SAGEMAKER_DOMAIN_IN_VPC: { finds: "domains with internet access of their own", types: ["AWS::SageMaker::Domain"] },
  SAGEMAKER_MODEL_IN_VPC: { finds: "models outside a VPC", types: ["AWS::SageMaker::Model"] },
  S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED: { finds: "public buckets", types: ["AWS::S3::Bucket"] },
};

const modelType = "AWS::SageMaker::Model";

/**
 * Whether the rules of AWS Config that the declaration promises exist, and judge every resource of their types.
 *
 * @param subnetIds subnets of Studio
 */
export function judgeConfigRules(
  configuration: TerraformConfiguration,
  { text }: Pick<PolicyModel, "text">,
  subnetIds: readonly string[],
): Findings {
  const rules = resourcesOfType(configuration, configRuleType).flatMap((rule) =>
    blocksOf(rule.values.source).map((source) => ({ rule, source })),
  );
  const best = (candidates: readonly Findings[]): Findings | undefined =>
    [...candidates].sort((left, right) => rankOf(left) - rankOf(right))[0];
  const guards = rules
    .filter(({ source, rule }) => source.owner === "CUSTOM_POLICY" && scopesOf(rule).length > 0)
    .map(({ rule }) => judgeCoverage(rule, [modelType], "a Guard policy is about models"));
  return mergeFindings([
    findingsForEach(Object.entries(managedRules), ([identifier, { finds, types, subnets }]) => {
      const found = rules.filter(({ source }) => source.owner === "AWS" && source.source_identifier === identifier);
      const judged = found.map(({ rule }) =>
        mergeFindings([
          judgeCoverage(rule, types, `an AWS Config rule finds ${finds}`),
          judgeParameters(rule, text, subnets, subnetIds),
        ]),
      );
      return best(judged) ?? counterexample(`no AWS Config rule ${identifier} finds ${finds}`);
    }),
    best(guards) ?? counterexample("no AWS Config rule with a Guard policy is about models"),
  ]);
}

function rankOf({ counterexamples, doubts }: Findings): number {
  return counterexamples.length > 0 ? 2 : doubts.length > 0 ? 1 : 0;
}

function scopesOf({ values }: Resource): readonly JsonObject[] {
  return blocksOf(values.scope);
}

/** A scope of one resource, of a tag or of other types leaves resources out, and so does a rule that judges only before they exist. */
function judgeCoverage(rule: Resource, types: readonly string[], what: string): Findings {
  const { evaluation_mode: modes } = rule.values;
  const scopes = scopesOf(rule);
  if ([modes ?? null, ...scopes].some(containsExpression)) {
    return doubt("it is not known which resources an AWS Config rule judges", rule.address);
  }
  const isNarrow = scopes.some(
    ({ compliance_resource_id: id, compliance_resource_types: listed, tag_key: key, tag_value: value }) =>
      [id, key, value].some(isSet) ||
      (Array.isArray(listed) && listed.length > 0 && !types.every((type) => listed.includes(type))),
  );
  const named = blocksOf(modes).map(({ mode }) => mode);
  const isEarly = named.length > 0 && !named.includes("DETECTIVE");
  return isNarrow || isEarly
    ? counterexample(
        isEarly
          ? "an AWS Config rule judges no existing resources"
          : "the scope of an AWS Config rule leaves out resources",
        rule.address,
      )
    : proof(what, rule.address);
}

/** Lists of subnets must be Studio's own; what other parameters do is not modeled. */
function judgeParameters(
  { address, values }: Resource,
  text: PolicyModel["text"],
  subnets: string | undefined,
  subnetIds: readonly string[],
): Findings {
  const given = values.input_parameters;
  if (!isSet(given)) {
    return findingsOf({});
  }
  const parameters = resolvedJson(text, given);
  if (!isJsonObject(parameters) || Object.keys(parameters).some((name) => name !== subnets)) {
    return doubt("the parameters of an AWS Config rule may leave out resources", address);
  }
  const listed = Object.values(parameters)
    .flatMap((value) => (typeof value === "string" ? value.split(",") : [""]))
    .map((id) => id.trim());
  return listed.every((id) => subnetIds.includes(id))
    ? findingsOf({})
    : counterexample("an AWS Config rule takes other subnets for Studio's", address);
}

function isSet(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== "" && value !== "{}";
}

function containsExpression(value: Json): boolean {
  return Array.isArray(value)
    ? value.some(containsExpression)
    : isJsonObject(value)
      ? Object.values(value).some(containsExpression)
      : isExpressionText(value);
}
