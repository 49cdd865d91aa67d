import type { FactSource } from "../../constraints/schemas/schema-facts";
import type { Wheel } from "./wheel";

/** The table of Lambda's runtimes: the first day on which no function can be created with each. */
export function extractRuntimes(cfnLint: Wheel, sources: readonly FactSource[], day: string): object {
  const [text] = cfnLint.files((path) => path.endsWith("/LmbdRuntimeLifecycle.json")).values();
  if (text === undefined) {
    throw new Error(`${cfnLint.name} ${cfnLint.version}: has no LmbdRuntimeLifecycle.json; correct the path`);
  }
  const lifecycles = Object.entries(
    JSON.parse(text) as Readonly<Record<string, { readonly "create-block"?: string | null }>>,
  );
  const ends = lifecycles.flatMap(([name, { "create-block": end }]) => (end ? [[name, end] as const] : []));
  return { extracted: day, sources, ends: Object.fromEntries(ends) };
}
