import "./no-version-check";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProviderSchema as GeneratorInput } from "@cdktf/commons";
import { ConstructsMakerProviderTarget, Language, TerraformProviderConstraint } from "@cdktf/commons";
import { TerraformProviderGenerator } from "@cdktf/provider-generator/lib/get/generator/provider-generator";
import { CodeMaker } from "codemaker";
import type { ProviderSchema } from "../../rehearsal/schema/provider-schema";

/** The generator wants the provider's address in full. */
const ADDRESS = "registry.terraform.io/hashicorp/aws";

/** Prints TypeScript for a schema with cdktf's own generator: folder of the type -> source. */
export async function generatedSources(schema: ProviderSchema, version: string): Promise<ReadonlyMap<string, string>> {
  const code = new CodeMaker();
  const input: GeneratorInput = JSON.parse(
    JSON.stringify({
      format_version: "0.1",
      provider_schemas: { [ADDRESS]: schema },
      provider_versions: { [ADDRESS]: version },
    }),
  );
  const generator = new TerraformProviderGenerator(code, input);
  const constraint = new TerraformProviderConstraint("aws@~> 6.0");
  generator.generate(new ConstructsMakerProviderTarget(constraint, Language.TYPESCRIPT));
  const directory = await mkdtemp(join(tmpdir(), "round-trip-"));
  try {
    await generator.save(directory);
    const root = join(directory, "providers", "aws");
    const folders = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const sources = folders.map(
      async ({ name }) => [name, await readFile(join(root, name, "index.ts"), "utf8")] as const,
    );
    return new Map(await Promise.all(sources));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
