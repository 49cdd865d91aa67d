import {
  blocksOf,
  type Configuration,
  isJsonObject,
  type Json,
  ofType,
  type Resource,
} from "../../verify/terraform/configuration";
import { byAddress, type Pair, pairs } from "../model/diff";
import { type Difference, difference, listed } from "../model/difference";

/** Arguments that say which code a function runs. */
const codeArguments = [
  ...["filename", "source_code_hash", "s3_bucket", "s3_key", "s3_object_version", "image_uri"],
  ...["image_config", "layers", "handler"],
];

/** Functions that do otherwise than before. What they do nothing here reads, though some of them open Studio for people. */
export function functionDifferences(before: Configuration, after: Configuration): readonly Difference[] {
  const [old, now] = [functionsIn(before), functionsIn(after)];
  return pairs(old, now).flatMap((pair) => [...codeChange(pair), ...environmentChange(pair)]);
}

function functionsIn(configuration: Configuration): ReadonlyMap<string, Resource> {
  return byAddress(ofType(configuration, "aws_lambda_function"));
}

function codeChange({ was, is }: Pair<Resource>): readonly Difference[] {
  const changed = codeArguments.filter((argument) => !isSame(was.values[argument], is.values[argument]));
  const text = `The code of ${is.address} changes: what it does cannot be told (${listed(changed)})`;
  return changed.length === 0 ? [] : [difference("unclear", text, [is.address])];
}

/** Names alone: a value may be a secret. */
function environmentChange({ was, is }: Pair<Resource>): readonly Difference[] {
  const changed = changedVariables(was.values.environment, is.values.environment);
  const text = `The environment of ${is.address} changes: what ${listed(changed)} may open cannot be told`;
  return changed.length === 0 ? [] : [difference("unclear", text, [is.address])];
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
