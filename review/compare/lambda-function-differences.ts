import {
  blocksOf,
  isJsonObject,
  type Json,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";
import { byAddress, type MatchedItem, matchByKey } from "../model/match-by-key";
import { createDifference, formatList, type ReviewDifference } from "../model/review-difference";

/** Arguments that say which code a function runs. */
const codeArguments = [
  ...["filename", "source_code_hash", "s3_bucket", "s3_key", "s3_object_version", "image_uri"],
  ...["image_config", "layers", "handler"],
];

/** Functions that do otherwise than before. What they do nothing here reads, though some of them open Studio for people. */
export function lambdaFunctionDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const [old, now] = [lambdaFunctionsIn(before), lambdaFunctionsIn(after)];
  return matchByKey(old, now).flatMap((pair) => [...codeChange(pair), ...environmentChange(pair)]);
}

function lambdaFunctionsIn(configuration: TerraformConfiguration): ReadonlyMap<string, Resource> {
  return byAddress(resourcesOfType(configuration, "aws_lambda_function"));
}

function codeChange({ was, is }: MatchedItem<Resource>): readonly ReviewDifference[] {
  const changed = codeArguments.filter((argument) => !isSame(was.values[argument], is.values[argument]));
  const text = `The code of ${is.address} changes: what it does cannot be told (${formatList(changed)})`;
  return changed.length === 0 ? [] : [createDifference("unclear", text, [is.address])];
}

/** Names alone: a value may be a secret. */
function environmentChange({ was, is }: MatchedItem<Resource>): readonly ReviewDifference[] {
  const changed = changedVariables(was.values.environment, is.values.environment);
  const text = `The environment of ${is.address} changes: what ${formatList(changed)} may open cannot be told`;
  return changed.length === 0 ? [] : [createDifference("unclear", text, [is.address])];
}

function changedVariables(was: Json | undefined, is: Json | undefined): readonly string[] {
  const [old, now] = [variablesIn(was), variablesIn(is)];
  if (old === undefined || now === undefined) {
    return isSame(was, is) ? [] : ["some variable"];
  }
  const names = [...new Set([...now.keys(), ...old.keys()])];
  return names.filter((name) => !isSame(old.get(name), now.get(name))).toSorted();
}

/** @returns nothing where the JSON does not say which there are */
function variablesIn(environment: Json | undefined): ReadonlyMap<string, Json> | undefined {
  const blocks = blocksOf(environment).map(({ variables }) => variables ?? {});
  const isRead = blocks.every(isJsonObject) && typeof environment !== "string";
  return isRead ? new Map(blocks.filter(isJsonObject).flatMap(Object.entries<Json>)) : undefined;
}

/** An argument that is absent is null in a plan. */
function isSame(was: Json | undefined, is: Json | undefined): boolean {
  return JSON.stringify(was ?? null) === JSON.stringify(is ?? null);
}
