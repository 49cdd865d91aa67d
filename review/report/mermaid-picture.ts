import type { NetworkPicture, PictureEdge } from "../network/network-picture";

/** Changed edges of a picture; a larger one is no help. */
const maximumEdges = 40;

/** Characters of a label. */
const maximumLabel = 90;

const arrows: Readonly<Record<PictureEdge["change"], string>> = {
  added: '==>|"new"|',
  removed: '-.->|"gone"|',
  kept: "-->",
};

/**
 * The picture as a Mermaid flowchart, changed edges first: new ones thick, removed ones dotted. Names are quoted labels, in which
 * only letters, digits and some marks are written as they are.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
export function mermaidPicture({ nodes, edges }: NetworkPicture): string {
  const changed = edges.filter(({ change }) => change !== "kept");
  const near = new Set(changed.flatMap(({ from, to }) => [from, to]));
  const kept = edges.filter(({ from, to, change }) => change === "kept" && (near.has(from) || near.has(to)));
  const shown = [...changed, ...kept].slice(0, maximumEdges);
  const used = [...new Set(shown.flatMap(({ from, to }) => [from, to]))].toSorted((one, other) => one - other);
  return [
    "flowchart LR",
    ...used.map((node) => `  n${node}["${mermaidLabel(nodes[node] ?? "")}"]`),
    ...shown.map(({ from, to, change }) => `  n${from} ${arrows[change]} n${to}`),
    ...shown.flatMap(({ change }, index) => (change === "added" ? [`  linkStyle ${index} stroke:#cf222e`] : [])),
  ].join("\n");
}

/** What the picture shows, in words: `Network: 2 new and 1 removed connections`. */
export function pictureTitle({ edges }: NetworkPicture): string {
  const count = (change: PictureEdge["change"]): number => edges.filter((edge) => edge.change === change).length;
  return `Network: ${count("added")} new and ${count("removed")} removed connections`;
}

/** Everything that could end a label, start markup or join a fence is an entity code of Mermaid, or a question mark. */
export function mermaidLabel(name: string): string {
  const text = name.length > maximumLabel ? `${name.slice(0, maximumLabel)}...` : name;
  return [...text]
    .map((character) =>
      /[A-Za-z0-9 .,:/_-]/.test(character) ? character : /[!-~]/.test(character) ? `#${character.charCodeAt(0)};` : "?",
    )
    .join("");
}
