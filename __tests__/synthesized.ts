import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TerraformJson } from "./constructs/bare-stack";

/** The text that an environment of the project synthesizes to; every call reads it anew, so that a test may change its copy. */
export function synthesizedText(environment: string): string {
  return readFileSync(join(process.env.PERIMETER_SYNTHESIZED as string, `${environment}.tf.json`), "utf8");
}

/** The same, parsed, with the sections that a stack lacks as empty objects. */
export function synthesized(environment: string): TerraformJson {
  const json = JSON.parse(synthesizedText(environment)) as Partial<TerraformJson>;
  return { resource: json.resource ?? {}, data: json.data ?? {}, output: json.output ?? {} };
}
