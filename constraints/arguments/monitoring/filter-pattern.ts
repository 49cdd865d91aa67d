/** Parts of a pattern of JSON events: quoted texts, regular expressions, selectors, operators, brackets, and bare words. */
const PART =
  /\s+|"(?:\\.|[^"\\])*"|%(?:\\.|[^%\\])*%|\$(?:[\w.*:@-]|\[(?:"(?:\\.|[^"\\])*"|'[^']*'|[^\]"'])*\])*|&&|\|\||!=|<=|>=|[=<>()]|[^\s"%$&|!=<>(){}]+|[\s\S]/g;
const COMPARISONS = new Set(["=", "!=", "<", ">", "<=", ">="]);
/** What a part can be compared with. */
const VALUE = /^(?:"[\s\S]*"|%[\s\S]*%|[^"%$&|=!<>(){}][\s\S]*)$/;
const MOST_EXPRESSIONS = 2;
/** A schema refuses a longer pattern. */
const MOST_CHARACTERS = 1024;

/**
 * What is wrong in a filter pattern of CloudWatch Logs, as the end of a sentence that begins with the pattern.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPatternProblem(pattern: string): string | undefined {
  const text = pattern.length > MOST_CHARACTERS ? "" : pattern.trim();
  if (text.startsWith("{")) {
    return text.endsWith("}") ? jsonProblem(text.slice(1, -1)) : "has no closing brace";
  }
  return text.startsWith("[") ? fieldsProblem(text) : termsProblem(text);
}

/** A pattern of JSON events: conditions with `&&`, `||` and parentheses. */
function jsonProblem(body: string): string | undefined {
  const parts = (body.match(PART) ?? []).filter((part) => part.trim() !== "");
  if (parts.filter((part) => /^%.*%$/s.test(part)).length > MOST_EXPRESSIONS) {
    return `has more than ${MOST_EXPRESSIONS} regular expressions`;
  }
  let depth = 0;
  let at = 0;
  for (;;) {
    while (parts[at] === "(") {
      depth += 1;
      at += 1;
    }
    const condition = conditionAt(parts, at);
    if (typeof condition === "string") {
      return condition;
    }
    at = condition;
    while (parts[at] === ")") {
      depth -= 1;
      at += 1;
    }
    if (depth < 0 || (at >= parts.length && depth > 0)) {
      return "has parentheses that are not in pairs";
    }
    const joint = parts[at];
    if (joint === undefined) {
      return undefined;
    }
    if (joint !== "&&" && joint !== "||") {
      return `has ${joint} where && or || must be`;
    }
    at += 1;
  }
}

/** The place behind a condition, or what is wrong in it. */
function conditionAt(parts: readonly string[], at: number): number | string {
  const [selector, operator = "", value = ""] = parts.slice(at, at + 3);
  if (selector === undefined) {
    return "has no condition where one must be";
  }
  if (!selector.startsWith("$")) {
    return `has ${selector} where a selector such as $.name must be`;
  }
  const words = `${operator} ${value}`.toUpperCase();
  if (/^IS (?:TRUE|FALSE|NULL)$/.test(words) || words === "NOT EXISTS") {
    return at + 3;
  }
  if (operator.toUpperCase() === "EXISTS") {
    return at + 2;
  }
  if (!COMPARISONS.has(operator)) {
    return `has no comparison behind ${selector}`;
  }
  return VALUE.test(value) ? at + 3 : `compares ${selector} with nothing`;
}

/** A pattern of events with fields between blanks. */
function fieldsProblem(text: string): string | undefined {
  if (!text.endsWith("]")) {
    return "has no closing bracket";
  }
  const bare = text.replaceAll(/"(?:\\.|[^"\\])*"|%(?:\\.|[^%\\])*%/g, "x");
  return bare.includes('"')
    ? "has an open quote"
    : /(?<!&)&(?!&)|(?<!\|)\|(?!\|)/.test(bare)
      ? "has a single & or |, where && or || must be"
      : undefined;
}

/** Words, with `?` for one of several and `-` for one that must not occur. Other characters than letters and digits must be quoted. */
function termsProblem(text: string): string | undefined {
  const bare = text.replaceAll(/"(?:\\.|[^"\\])*"|%(?:\\.|[^%\\])*%/g, "");
  const [wrong] = /[^\p{L}\p{N}\s_.*?-]/u.exec(bare) ?? [];
  return wrong === undefined
    ? undefined
    : wrong === '"'
      ? "has an open quote"
      : `has ${wrong} outside of double quotes`;
}
