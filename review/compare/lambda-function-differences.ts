import {
  blocksOf,
  isJsonObject,
  type Json,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";
import {
  byAddress,
  createDifference,
  formatList,
  type MatchedItem,
  matchByKey,
  type ReviewDifference,
} from "../model/review-difference";

/**
 * Lambda functions whose environment changes. No model reads what a function does with it, and some functions create presigned
 * Studio URLs.
 */
export function lambdaFunctionDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  return matchByKey(lambdaFunctionsIn(before), lambdaFunctionsIn(after)).flatMap(environmentDifferences);
}

function lambdaFunctionsIn(configuration: TerraformConfiguration): ReadonlyMap<string, Resource> {
  return byAddress(resourcesOfType(configuration, "aws_lambda_function"));
}

/** Reports only names, because a value may be a secret. */
function environmentDifferences({ before, after }: MatchedItem<Resource>): readonly ReviewDifference[] {
  const changed = changedVariables(before.values.environment, after.values.environment);
  const text = `Environment variables of ${after.address} change (${formatList(changed)}): review does not analyze their effect`;
  return changed.length === 0 ? [] : [createDifference("unclear", text, [after.address])];
}

function changedVariables(before: Json | undefined, after: Json | undefined): readonly string[] {
  const [variablesBefore, variablesAfter] = [variablesIn(before), variablesIn(after)];
  if (variablesBefore === undefined || variablesAfter === undefined) {
    return isSame(before, after) ? [] : ["names unknown"];
  }
  const names = [...new Set([...variablesAfter.keys(), ...variablesBefore.keys()])];
  return names.filter((name) => !isSame(variablesBefore.get(name), variablesAfter.get(name))).toSorted();
}

/** @returns undefined if the JSON does not list the variables */
function variablesIn(environment: Json | undefined): ReadonlyMap<string, Json> | undefined {
  const blocks = blocksOf(environment).map(({ variables }) => variables ?? {});
  const isListed = blocks.every(isJsonObject) && typeof environment !== "string";
  return isListed ? new Map(blocks.filter(isJsonObject).flatMap(Object.entries<Json>)) : undefined;
}

/** A plan contains null for an absent argument. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
