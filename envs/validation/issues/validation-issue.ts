/** Something wrong with an environment. */
export interface ValidationIssue {
  /** Path of the field in the environment: `egress.allowList[2].name`. */
  readonly field: string;
  readonly problem: string;
  /** The value found, as `shown` writes it. */
  readonly got: string;
  readonly fix: string;
}

/** Path of a field as TypeScript would write it. */
export function fieldPath(path: readonly PropertyKey[]): string {
  const written = path.map((key) => {
    if (typeof key === "number") {
      return `[${key}]`;
    }
    return /^[A-Za-z]\w*$/.test(String(key)) ? `.${String(key)}` : `[${JSON.stringify(String(key))}]`;
  });
  return written.join("").replace(/^\./, "") || "environment";
}

/** Text that can be shown bare: without blanks, and not to be taken for a number or a word of the language. */
function isUnambiguous(text: string): boolean {
  return /^[\x21-\x7e]{1,80}$/.test(text) && Number.isNaN(Number(text)) && !["true", "false", "null"].includes(text);
}

/** A value on one line: plain text as it is, other text quoted, lists and objects by their size. */
export function formatValue(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  }
  switch (typeof value) {
    case "undefined":
      return "nothing";
    case "string":
      return isUnambiguous(value) ? value : JSON.stringify(value.slice(0, 80));
    case "object":
      return value === null ? "null" : "an object";
    case "function":
      return "a function";
    default:
      return String(value);
  }
}
