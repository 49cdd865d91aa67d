/** Comments, quoted strings, braces, words and everything else. A comment ends at a line feed only, unlike `.` in an expression here. */
const hclToken = /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|[\w-]+|[^\s\w]/g;

/** An interpolation may contain quotes, and a heredoc may contain anything: they would need a whole parser. */
const unscannable = /[$%]\{|<</;

/**
 * The types of the blocks at the top of an HCL text, such as `variable`.
 *
 * @returns `undefined` for a text with interpolations, directives or heredocs, or with braces that do not match
 */
export function hclBlockTypes(text: string): readonly string[] | undefined {
  const tokens = [...text.matchAll(hclToken)]
    .map(([token]) => token)
    .filter((token) => !/^(?:#|\/\/|\/\*)/.test(token));
  const types: string[] = [];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    const isFirst = depth === 0 && (index === 0 || tokens[index - 1] === "}");
    types.push(...(isFirst ? [token] : []));
    depth += token === "{" ? 1 : token === "}" ? -1 : 0;
    if (depth < 0) {
      return undefined;
    }
  }
  return depth === 0 && !unscannable.test(text) ? types : undefined;
}
