import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The file that says what the others are. */
export const INDEX_FILE = "README.md";

/** The first line of the index, by which the folder of an earlier demonstration is known. */
const TITLE = "# A pull request, from the change to the deployment";

/** A file or folder that the demonstration leaves, and what it is. */
export interface DemoFile {
  readonly name: string;
  readonly description: string;
}

/**
 * Makes an empty folder, in place of that of an earlier demonstration.
 *
 * @throws when the folder has something else, which is nobody's to delete
 */
export function emptyDemoFolder(folder: string): void {
  const index = join(folder, INDEX_FILE);
  const isEarlier = existsSync(index) && readFileSync(index, "utf8").startsWith(`${TITLE}\n`);
  if (existsSync(folder) && !isEarlier && readdirSync(folder).length > 0) {
    throw new Error(`${folder}: holds files that are not of a demonstration; pass another folder to --out`);
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // An interrupted demonstration leaves a folder that the next one knows.
  writeFileSync(index, `${TITLE}\n\nThis demonstration has not ended.\n`);
}

/** The index in Markdown: each file with what it is, and what was left out. */
export function demoIndex(
  environment: string,
  files: readonly DemoFile[],
  { isDeployed }: { readonly isDeployed: boolean },
): string {
  const rows = files.map(({ name, description }) => `| [${name}](${name}) | ${description} |`);
  const how = isDeployed
    ? "Real Terraform planned and deployed the change against a stand-in for AWS. Nothing reached AWS."
    : "Neither Terraform nor OpenTofu was found, so that nothing was planned or deployed: the review compares two syntheses.";
  return [
    TITLE,
    "",
    `\`npm run demo\` wrote this folder, about the environment ${environment}. ${how}`,
    "",
    "| file | what it is |",
    "|---|---|",
    ...rows,
    "",
    "The next `npm run demo` replaces this folder.",
    "",
  ].join("\n");
}
