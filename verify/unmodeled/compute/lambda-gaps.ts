import { policyModel } from "../../iam/attachments/policy-model";
import { ownerOfArn, stringLeaves } from "../../iam/language/arn-owner";
import { networkModelOf } from "../../network/network-model";
import {
  blocksOf,
  isJsonObject,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import { type ModelGap, modelGap } from "../model-gap";

/** Arguments that name a source of code or files, and arguments that name a destination for events and results. */
const codeSourceArguments = ["layers", "image_uri", "file_system_config"];
const outputArguments = ["dead_letter_config", "destination_config"];

const resourceArgumentsByType: Readonly<Record<string, readonly string[]>> = {
  aws_lambda_function: [...codeSourceArguments, ...outputArguments],
  aws_lambda_function_event_invoke_config: outputArguments,
  aws_lambda_event_source_mapping: outputArguments,
  aws_scheduler_schedule: ["target"],
};

/**
 * Functions that give anyone who can invoke them a path out of the perimeter: functions outside Studio's VPC, and functions
 * with code or destinations that another account controls.
 */
export function lambdaGaps(configuration: TerraformConfiguration): readonly ModelGap[] {
  const functions = resourcesOfType(configuration, "aws_lambda_function");
  const packages = [...functions, ...resourcesOfType(configuration, "aws_lambda_layer_version")];
  return [
    ...functions.flatMap((resource) => outsideVpcGaps(configuration, resource)),
    ...functions.flatMap(redirectingVariableGaps),
    ...packages.flatMap((resource) => externalPackageGaps(configuration, resource)),
    ...Object.entries(resourceArgumentsByType).flatMap(([type, names]) =>
      resourcesOfType(configuration, type).flatMap((resource) => externalResourceGaps(configuration, resource, names)),
    ),
  ];
}

/** A function without a VPC can connect to every address. No route table shows that. */
function outsideVpcGaps(configuration: TerraformConfiguration, resource: Resource): readonly ModelGap[] {
  const { graph, perimeterSubnets: perimeter } = networkModelOf(configuration);
  const named = blocksOf(resource.values.vpc_config).flatMap(({ subnet_ids: ids }) => graph.listTargets(ids));
  const inside = perimeter.map(({ key }) => key);
  const isInside = named.every((target) => target.kind === "resource" && inside.includes(target.resource.address));
  const place = named.length === 0 ? "has no subnets in vpc_config" : "runs in a subnet outside Studio's VPC";
  const text = `${resource.address} ${place}: anyone who can invoke it may have unrestricted internet access`;
  return named.length > 0 && isInside ? [] : [modelGap(["network", "data"], text, resource)];
}

/**
 * Environment variables that make a function run other code than its own, or send requests and credentials to other
 * endpoints than those of AWS.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html
 */
const redirectingVariables =
  /^(?:AWS_ENDPOINT_URL(?:_\w+)?|AWS_LAMBDA_EXEC_WRAPPER|AWS_CA_BUNDLE|NODE_(?:OPTIONS|PATH|EXTRA_CA_CERTS)|LD_(?:PRELOAD|LIBRARY_PATH)|PYTHON(?:PATH|STARTUP)|JAVA_TOOL_OPTIONS|HTTPS?_PROXY|ALL_PROXY)$/i;

function redirectingVariableGaps(resource: Resource): readonly ModelGap[] {
  const names = blocksOf(resource.values.environment).flatMap(({ variables }) =>
    isJsonObject(variables) ? Object.keys(variables) : [],
  );
  return names
    .filter((name) => redirectingVariables.test(name))
    .map((name) =>
      modelGap(
        ["data", "identities"],
        `${resource.address} sets ${name}, which can make it run other code or call another endpoint`,
        resource,
      ),
    );
}

/** The owner of a bucket outside this stack can replace the code of a function. */
function externalPackageGaps(configuration: TerraformConfiguration, resource: Resource): readonly ModelGap[] {
  const { s3_bucket: bucket } = resource.values;
  const { buckets, text } = policyModel(configuration);
  if (typeof bucket !== "string" || bucket === "" || buckets.some(({ name }) => name === text.resolve(bucket))) {
    return [];
  }
  const from = text.placeholders.readable(text.resolve(bucket));
  return [
    modelGap(
      ["data", "identities"],
      `${resource.address} takes its code from ${from}, which is not a bucket of this stack`,
      resource,
    ),
  ];
}

function externalResourceGaps(
  configuration: TerraformConfiguration,
  resource: Resource,
  names: readonly string[],
): readonly ModelGap[] {
  const { text } = policyModel(configuration);
  return names
    .flatMap((name) => stringLeaves(resource.values[name], name))
    .filter(([name, value]) => isResourceArgument(name, text.resolve(value)) && ownerOfArn(text, value) !== "own")
    .map(([name, value]) => {
      const partner = text.placeholders.readable(text.resolve(value));
      const sentence = `${resource.address}: ${name} refers to ${partner}, which is not known to belong to this account`;
      return modelGap(["data", "identities"], sentence, resource);
    });
}

/** Whether the argument names a resource. A universal target of a schedule names an API action of this account instead. */
function isResourceArgument(name: string, value: string): boolean {
  return /(?:^|_)arn$|^(?:destination|layers|image_uri)$/.test(name) && !/^arn:[^:]*:scheduler:::aws-sdk:/u.test(value);
}
