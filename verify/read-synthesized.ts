import { blocksOf, type Configuration, isJsonObject, type Json, type JsonObject, type Resource } from "./configuration";

/** Reads Terraform's JSON syntax, which is what `cdktf synth` writes. */
export function readSynthesized(json: JsonObject, source: string): Configuration {
  const region = regionOf(json);
  return {
    source,
    form: "synthesized",
    resources: [...resourcesOf(json, "resource", source), ...resourcesOf(json, "data", source)],
    outputs: outputsOf(json),
    ...(region === undefined ? {} : { region }),
  };
}

function resourcesOf(json: JsonObject, section: "resource" | "data", source: string): readonly Resource[] {
  const mode = section === "data" ? "data" : "managed";
  return blocksOf(json[section]).flatMap((types) =>
    Object.entries(types).flatMap(([type, named]) =>
      blocksOf(named).flatMap((names) =>
        Object.entries(names)
          .filter(([name]) => name !== "//")
          .map(([name, body]) => {
            const address = mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
            return { address, mode, type, name, values: bodyOf(body, `${source}: ${address}`) } as const;
          }),
      ),
    ),
  );
}

function bodyOf(body: Json, where: string): JsonObject {
  const [block, ...others] = blocksOf(body);
  if (block === undefined || others.length > 0) {
    throw new Error(`${where}: is not one block, got ${JSON.stringify(body)}; synthesize the stack again`);
  }
  const { "//": _, ...values } = block;
  return values;
}

function outputsOf(json: JsonObject): JsonObject {
  const outputs = blocksOf(json.output).flatMap((block) => Object.entries(block));
  return Object.fromEntries(
    outputs.flatMap(([name, body]) => blocksOf(body).map((block): [string, Json] => [name, outputValue(block)])),
  );
}

/** A sensitive output is never read: nothing of it may reach a report. */
function outputValue(output: JsonObject): Json {
  return output.sensitive === true ? "(sensitive)" : (output.value ?? null);
}

function regionOf(json: JsonObject): string | undefined {
  const providers = blocksOf(json.provider).flatMap((block) => blocksOf(block.aws));
  const standard = providers.find((provider) => isJsonObject(provider) && provider.alias === undefined);
  return typeof standard?.region === "string" ? standard.region : undefined;
}
