import type { ModuleInput } from "./inputs/module-input";
import type { ModuleConfiguration } from "./module-configuration";

/** Inputs as a table of Markdown. */
export function inputTable(inputs: readonly ModuleInput[]): string {
  return `| name | type | default | description |\n|---|---|---|---|\n${inputs.map(inputRow).join("\n")}`;
}

/** Outputs as a table of Markdown. */
export function outputTable(output: ModuleConfiguration["output"]): string {
  const rows = Object.entries(output).map(
    ([name, { description }]) => `| \`${name}\` | ${cell(String(description))} |`,
  );
  return `| name | description |\n|---|---|\n${rows.join("\n")}`;
}

/** Types of resources with their numbers, as a table of Markdown. */
export function resourceTable(resource: ModuleConfiguration["resource"]): string {
  const rows = Object.entries(resource).map(([type, blocks]) => `| \`${type}\` | ${Object.keys(blocks).length} |`);
  return `| type | number |\n|---|---|\n${rows.join("\n")}`;
}

function inputRow({ name, type, default: value, description }: ModuleInput): string {
  const oneLine = type
    .replaceAll(/(?<=[{])\s*\n\s*|\s*\n\s*(?=[}])/g, " ")
    .replaceAll(/\s*\n\s*/g, ", ")
    .replaceAll(/ +/g, " ");
  return `| \`${name}\` | \`${oneLine}\` | ${value === undefined ? "required" : `\`${value}\``} | ${cell(description)} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
