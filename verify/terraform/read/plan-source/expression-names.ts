/** The parts of names that dots connect: `["data", "aws_vpc", "shared", "id"]`. Numbers and `*`, which choose instances, are left out. */
export type NameChain = readonly string[];

/** The names that a text with expressions uses. A word that only looks like a name is one too. */
export interface UsedNames {
  readonly chains: readonly NameChain[];
  /** The chains between brackets, which choose a member or an instance of something else. */
  readonly inIndexes: readonly NameChain[];
}

/** The innermost indexes. A key may contain brackets. */
const innermostIndexes = /\["[^"]*"\]|\[[^\][]*\]/g;

/** Terraform takes letters of any script in a name, and blanks and lines around a dot. */
const chain = /[\p{ID_Start}_][\p{ID_Continue}-]*(?:\s*\.\s*(?:[\p{ID_Continue}-]+|\*))+/gu;

/** Terraform takes a comment between any two words. What looks like one may be part of a text, so that both readings count. */
const comment = /\/\*[\s\S]*?\*\/|(?:#|\/\/)[^\n]*\n/g;

/**
 * The names that an expression or a template uses; none for a text without an expression. An index counts by itself:
 * `aws_subnet.own[data.aws_vpc.shared.id].arn` uses `aws_subnet.own.arn` and `data.aws_vpc.shared.id`.
 */
export function namesUsedIn(text: string): UsedNames {
  if (!/[$%]\{/.test(text)) {
    return { chains: [], inIndexes: [] };
  }
  const plain = text.replaceAll(comment, " ");
  const readings = plain === text ? [text] : [text, plain];
  const inIndexes: NameChain[] = [];
  const chains = readings.flatMap((reading) => {
    let rest = reading;
    for (let before = ""; before !== rest; ) {
      before = rest;
      rest = rest.replaceAll(innermostIndexes, (index) => {
        inIndexes.push(...chainsIn(index));
        return "";
      });
    }
    return chainsIn(rest);
  });
  return { chains, inIndexes };
}

function chainsIn(text: string): readonly NameChain[] {
  return [...text.matchAll(chain)].map(([found]) =>
    found
      .split(".")
      .map((part) => part.trim())
      .filter((part) => !/^(?:\*|\d+)$/.test(part)),
  );
}
