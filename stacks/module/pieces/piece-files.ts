import { type HclBlock, hclFile, hclValue } from "../hcl/write-hcl";
import type { ModuleArguments } from "../module-examples";
import { inputTable, outputTable, resourceTable } from "../module-tables";
import { type MovedAddress, withMoved } from "../versions/moved-addresses";
import type { ModulePiece } from "./module-pieces";

/** What the files of a piece share with those of the whole module. */
export interface PieceTexts {
  readonly variables: string;
  /** The values of the minimal example of the whole module. */
  readonly values: ModuleArguments;
  readonly versionsBlock: HclBlock;
  /** Addresses that changed, in the whole module and in the piece that has them now. */
  readonly moved: readonly MovedAddress[];
  readonly json: (tree: object) => string;
}

/** The files of a piece, in a folder of `modules`. */
export function pieceFiles(
  piece: ModulePiece,
  { variables, values, versionsBlock, moved, json }: PieceTexts,
): readonly (readonly [string, string])[] {
  const folder = `modules/${piece.name}`;
  const { output, ...sections } = piece.configuration;
  // Terraform refuses a section without a block.
  const main = Object.fromEntries(Object.entries(sections).filter(([, blocks]) => Object.keys(blocks).length > 0));
  return [
    [`${folder}/main.tf.json`, json(withMoved({ ...main, resource: piece.configuration.resource }, moved))],
    [`${folder}/variables.tf`, variables],
    ...(Object.keys(output).length === 0 ? [] : [[`${folder}/outputs.tf.json`, json({ output })] as const]),
    [`${folder}/versions.tf`, hclFile([versionsBlock])],
    [`${folder}/README.md`, pieceReadme(piece, values)],
  ];
}

/** A call of a piece with its required inputs, in a network that is made of resources of its caller. */
function pieceCall({ name, inputs, wires }: ModulePiece, values: ModuleArguments): HclBlock {
  const samples = new Map(wires.map(({ input, sample }) => [input, sample]));
  const required = inputs.filter((input) => input.default === undefined);
  return {
    header: `module "${name.replaceAll("-", "_")}"`,
    arguments: [
      ["source", `"./path/to/the/module/modules/${name}"`],
      ...required.map((input) => [input.name, samples.get(input.name) ?? hclValue(values[input.name])] as const),
    ],
  };
}

function pieceReadme(piece: ModulePiece, values: ModuleArguments): string {
  const { name, summary, needs, inputs, configuration } = piece;
  return `# ${name}

${summary}

This is a part of the module two folders above, for a network of your own. Do not call it together with the whole module.

## Usage

${needs}

\`\`\`terraform
${hclFile([pieceCall(piece, values)])}\`\`\`

From a registry, the source is \`<host>/<namespace>/<module>/aws//modules/${name}\`.

\`studio-perimeter verify --init\` writes the posture of a root module that uses it. \`verify\` then decides the claims of its topic.

## Inputs

${inputTable(inputs)}

## Outputs

${Object.keys(configuration.output).length === 0 ? "None." : outputTable(configuration.output)}

## Resources

${resourceTable(configuration.resource)}
`;
}
