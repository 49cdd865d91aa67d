import { blocksOf, type Configuration, type JsonObject } from "./configuration";
import { expandModule, type ModuleLoader } from "./reading/module";

/** Reads Terraform's JSON syntax, which is what `cdktf synth` writes, and the modules it calls as far as they can be loaded. */
export function readSynthesized(json: JsonObject, source: string, load: ModuleLoader = () => undefined): Configuration {
  const region = regionOf(json);
  const { resources, outputs, innerOutputs, unread } = expandModule(json, { prefix: "", variables: {}, load });
  return {
    source,
    form: "synthesized",
    resources,
    outputs: { ...innerOutputs, ...outputs },
    ...(region === undefined ? {} : { region }),
    ...(unread.length === 0 ? {} : { unread }),
  };
}

function regionOf(json: JsonObject): string | undefined {
  const providers = blocksOf(json.provider).flatMap((block) => blocksOf(block.aws));
  const region = providers.find(({ alias }) => alias === undefined)?.region;
  return typeof region === "string" ? region : undefined;
}
