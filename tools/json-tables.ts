/**
 * A table of facts as JSON, with one entry of each table a line, so that a difference between two extractions can be read.
 *
 * @param shownDepth deeper tables are one line each
 */
export function jsonTables(document: object, shownDepth: number): string {
  return `${tableText(document, shownDepth, 0)}\n`;
}

function tableText(value: unknown, shownDepth: number, depth: number): string {
  const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isTable || depth === shownDepth || Object.values(value).every((member) => typeof member !== "object")) {
    return JSON.stringify(value);
  }
  const indent = "  ".repeat(depth + 1);
  const lines = Object.entries(value).map(
    ([key, member]) => `${indent}${JSON.stringify(key)}: ${tableText(member, shownDepth, depth + 1)}`,
  );
  return `{\n${lines.join(",\n")}\n${"  ".repeat(depth)}}`;
}
