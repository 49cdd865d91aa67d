import { blocksOf, type Configuration, type Json, type JsonObject } from "./configuration";
import { expandModule, type ModuleLoader } from "./reading/module";

/** Reads Terraform's JSON syntax, which is what `cdktf synth` writes, and the modules it calls as far as they can be loaded. */
export function readSynthesized(json: JsonObject, source: string, load: ModuleLoader = () => undefined): Configuration {
  const region = regionOf(json);
  const defaultTags = defaultTagsOf(json);
  const { resources, outputs, innerOutputs, unread } = expandModule(json, { prefix: "", variables: {}, load });
  return {
    source,
    form: "synthesized",
    resources,
    outputs: { ...innerOutputs, ...outputs },
    ...(region === undefined ? {} : { region }),
    ...(defaultTags.length === 0 ? {} : { defaultTags }),
    ...(unread.length === 0 ? {} : { unread }),
  };
}

function regionOf(json: JsonObject): string | undefined {
  const providers = blocksOf(json.provider).flatMap((block) => blocksOf(block.aws));
  const region = providers.find(({ alias }) => alias === undefined)?.region;
  return typeof region === "string" ? region : undefined;
}

function defaultTagsOf(json: JsonObject): readonly Json[] {
  const providers = blocksOf(json.provider).flatMap((block) => blocksOf(block.aws));
  return providers.flatMap(({ default_tags: blocks }) => blocksOf(blocks)).flatMap(({ tags }) => tags ?? []);
}
