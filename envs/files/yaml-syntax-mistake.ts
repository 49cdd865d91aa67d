/** A mistake in a file, on a line that counts from 1. */
export interface FileMistake {
  readonly line: number;
  readonly text: string;
}

/** An error of the parser. */
export interface YamlError {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/** What the parser read, as far as it is needed to find where an error begins. */
interface SyntaxNode {
  readonly range?: readonly [number, number, number] | null;
  readonly flow?: boolean;
  readonly items?: readonly unknown[];
  readonly key?: unknown;
  readonly value?: unknown;
}

/** A text with a syntax error, and what the parser made of it. */
interface FaultyText {
  readonly text: string;
  readonly contents: unknown;
  readonly lineAt: (offset: number) => number;
}

/** An error in words for the person who wrote the file, and the offset to which the words apply. */
interface Explanation {
  readonly text: string;
  /** @default - where the parser noticed the error */
  readonly offset?: number | undefined;
}

interface ExplanationRule {
  readonly codes: readonly string[];
  readonly message?: RegExp;
  readonly explain: (error: YamlError, faulty: FaultyText) => Explanation;
}

const words =
  (text: string): ExplanationRule["explain"] =>
  () => ({ text });

/** The first rule that fits explains an error. */
const EXPLANATIONS: readonly ExplanationRule[] = [
  {
    codes: ["DUPLICATE_KEY"],
    explain: words("has this key twice; keep one of them"),
  },
  {
    codes: ["TAB_AS_INDENT"],
    explain: words("is indented with a tab; use spaces"),
  },
  {
    codes: ["MISSING_CHAR"],
    message: /quote$/,
    explain: (_, { contents }) => ({
      text: "begins a text in quotes that does not end; write the closing quote",
      offset: lastValueStart(contents),
    }),
  },
  {
    codes: ["MISSING_CHAR", "BAD_INDENT"],
    message: /^Flow /,
    explain: (error, faulty) => ({
      text: "opens a bracket that is not closed; close it, and indent the lines inside it",
      offset: openBracket(error.pos[0], faulty),
    }),
  },
  {
    codes: ["MISSING_CHAR"],
    message: /^Implicit map keys/,
    explain: words("has no colon after its key; write it as key: value"),
  },
  {
    codes: ["MULTILINE_IMPLICIT_KEY"],
    explain: ({ pos: [start, end] }, { text, lineAt }) => ({
      text: text.startsWith("-", start)
        ? "is an entry of a list where a field is expected; indent it below the field that it belongs to"
        : `is read together with line ${lineAt(end)}; write "key: value" on each line with a space after the colon, and indent both alike`,
    }),
  },
  {
    codes: ["BLOCK_AS_IMPLICIT_KEY"],
    message: /sequence/,
    explain: words("is an entry of a list that is indented unlike the entries above; indent all alike"),
  },
  {
    codes: ["BLOCK_AS_IMPLICIT_KEY"],
    explain: words("has a second colon; put the value in quotes"),
  },
  {
    codes: ["BAD_SCALAR_START"],
    explain: ({ pos: [start] }, { text }) => ({
      text: `has a value that begins with ${text.charAt(start)}; put the value in quotes`,
    }),
  },
  {
    codes: ["BAD_DQ_ESCAPE"],
    explain: words("has a backslash that escapes nothing; write two of them"),
  },
  {
    codes: ["UNEXPECTED_TOKEN"],
    message: /at node end$/,
    explain: words("goes on after the end of a value; put the whole value in quotes, or remove the rest"),
  },
  {
    codes: ["UNEXPECTED_TOKEN", "BLOCK_IN_FLOW"],
    message: /quoted-scalar|Block collections/,
    explain: words("has two values without a comma between them; write the comma"),
  },
  {
    codes: ["TAG_RESOLVE_FAILED"],
    explain: words("has a tag of YAML; remove it"),
  },
];

/**
 * The errors of a parser as mistakes in the file. One syntax error makes a parser misread what follows, so only the first one is kept,
 * and every key that is there twice.
 */
export function yamlSyntaxMistakes(errors: readonly YamlError[], faulty: FaultyText): readonly FileMistake[] {
  const [first, ...others] = errors.filter(({ code }) => code !== "DUPLICATE_KEY");
  const shown = others.find(({ code, pos }) => code === "MULTILINE_IMPLICIT_KEY" && pos[0] === first?.pos[0]) ?? first;
  return [...(shown === undefined ? [] : [shown]), ...errors.filter(({ code }) => code === "DUPLICATE_KEY")].map(
    (error) => {
      const rule = EXPLANATIONS.find(
        ({ codes, message }) => codes.includes(error.code) && message?.test(error.message) !== false,
      );
      const { text, offset } = rule?.explain(error, faulty) ?? {
        text: "is not valid YAML; compare it with the lines around it",
      };
      return { line: faulty.lineAt(offset ?? error.pos[0]), text };
    },
  );
}

/** Every node below a node, in the order of the text. */
function nodesOf(contents: unknown): readonly SyntaxNode[] {
  if (typeof contents !== "object" || contents === null) {
    return [];
  }
  const node = contents as SyntaxNode;
  const inner = node.items ?? [node.key, typeof node.value === "object" ? node.value : undefined];
  return [...(node.range ? [node] : []), ...inner.flatMap(nodesOf)];
}

function lastValueStart(contents: unknown): number | undefined {
  return nodesOf(contents).at(-1)?.range?.[0];
}

/** Where the innermost bracket opens that is open at an offset. */
function openBracket(offset: number, { text, contents }: FaultyText): number | undefined {
  return nodesOf(contents)
    .filter(
      ({ flow, range }) => flow === true && range && range[0] < offset && !/[\]}]/.test(text.charAt(range[1] - 1)),
    )
    .at(-1)?.range?.[0];
}
