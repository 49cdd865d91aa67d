import { blocksOf, type Json, type JsonObject, type TerraformConfiguration } from "../terraform-configuration";
import { expandModule } from "./modules/expand-module";
import type { ModuleLoader } from "./modules/expanded-module";
import { unreadActions, unreadAssumedRoleAccounts } from "./plan/unread-parts";

/** Reads Terraform's JSON syntax, which `cdktf synth` writes, and the modules that it calls where they can be loaded. */
export function readSynthesized(
  json: JsonObject,
  source: string,
  load: ModuleLoader = () => undefined,
): TerraformConfiguration {
  const provider = defaultProviderArguments(json);
  const defaultTags = defaultTagsOf(json);
  const { resources, outputs, innerOutputs, unread: inside } = expandModule(json, { prefix: "", variables: {}, load });
  const unread = [...inside, ...unreadAssumedRoleAccounts(provider), ...unreadActions(json.action)];
  return {
    source,
    form: "synthesized",
    resources,
    outputs: { ...innerOutputs, ...outputs },
    ...(typeof provider.region === "string" ? { region: provider.region } : {}),
    ...(defaultTags.length === 0 ? {} : { defaultTags }),
    ...(unread.length === 0 ? {} : { unreadParts: unread }),
  };
}

function defaultProviderArguments(json: JsonObject): JsonObject {
  const providers = blocksOf(json.provider).flatMap((block) => blocksOf(block.aws));
  return providers.find(({ alias }) => alias === undefined) ?? {};
}

function defaultTagsOf(json: JsonObject): readonly Json[] {
  const providers = blocksOf(json.provider).flatMap((block) => blocksOf(block.aws));
  return providers.flatMap(({ default_tags: blocks }) => blocksOf(blocks)).flatMap(({ tags }) => tags ?? []);
}
