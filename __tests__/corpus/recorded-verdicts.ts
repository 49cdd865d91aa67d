import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Verdicts by the name of the claim. */
export type Verdicts = Readonly<Record<string, string>>;

/** Folders of the corpus that are judged alone, each with a policy file and recorded verdicts. */
export const corpusRoots = readdirSync(__dirname).filter((name) =>
  existsSync(join(__dirname, name, "studio-perimeter.yaml")),
);

/** Path of the file that records the verdicts of a root module. */
export const recordOf = (root: string): string => join(__dirname, root, "expected-verdicts.json");

/** What the folder alone, a plan and a state of it say: `corpus.test.ts` compares all three. */
export function recordedVerdictsOf(root: string): Verdicts {
  return JSON.parse(readFileSync(recordOf(root), "utf8")) as Verdicts;
}
