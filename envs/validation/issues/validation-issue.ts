/** An issue of an environment. */
export interface ValidationIssue {
  /** Path of the field, such as `egress.allowList[2].name`. */
  readonly field: string;
  readonly problem: string;
  /** The value, as `formatValue` writes it. */
  readonly got: string;
  readonly fix: string;
}

/** An issue on one line, `<field>: <what is wrong>, got <value>; <what to do>`: a field that is missing has no value to name. */
export function issueText({ field, problem, got, fix }: ValidationIssue): string {
  return `${field}: ${problem}${got === NOTHING ? "" : `, got ${got}`}; ${fix}`;
}

const NOTHING = "nothing";

/** Path of a field in TypeScript notation. */
export function fieldPath(path: readonly PropertyKey[]): string {
  const written = path.map((key) => {
    if (typeof key === "number") {
      return `[${key}]`;
    }
    return /^[A-Za-z]\w*$/.test(String(key)) ? `.${String(key)}` : `[${JSON.stringify(String(key))}]`;
  });
  return written.join("").replace(/^\./, "") || "environment";
}

/** Whether text needs no quotes: it has no spaces and does not look like a number or a literal. */
function isUnambiguous(text: string): boolean {
  return (
    /^[\x21-\x7e]{1,80}$/.test(text) && Number.isNaN(Number(text)) && !["true", "false", "null", NOTHING].includes(text)
  );
}

/** A value on one line: text, quoted if ambiguous; lists and objects by their size. */
export function formatValue(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  }
  switch (typeof value) {
    case "undefined":
      return NOTHING;
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
