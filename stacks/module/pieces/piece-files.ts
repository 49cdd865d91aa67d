import { type HclBlock, hclFile } from "../hcl/write-hcl";
import { inputTable, outputTable, resourceTable } from "../module-tables";
import { type MovedAddress, withMoved } from "../versions/moved-addresses";
import type { ModulePiece } from "./module-pieces";

/** What the files of a piece share with those of the whole module. */
export interface PieceTexts {
  readonly variables: string;
  readonly versionsBlock: HclBlock;
  /** Addresses that changed, in the whole module and in the piece that has them now. */
  readonly moved: readonly MovedAddress[];
  readonly json: (tree: object) => string;
}

/** The files of a piece, in a folder of `modules`. */
export function pieceFiles(
  piece: ModulePiece,
  { variables, versionsBlock, moved, json }: PieceTexts,
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
    [`${folder}/README.md`, pieceReadme(piece)],
  ];
}

function pieceReadme({ name, summary, needs, inputs, configuration }: ModulePiece): string {
  return `# ${name}

${summary}

This is a part of the module two folders above, for a network of your own. Do not call it together with the whole module.

${needs}

\`studio-perimeter verify --init\` writes the posture of a root module that uses it. \`verify\` then decides the claims of its topic.

## Inputs

${inputTable(inputs)}

## Outputs

${Object.keys(configuration.output).length === 0 ? "None." : outputTable(configuration.output)}

## Resources

${resourceTable(configuration.resource)}
`;
}
