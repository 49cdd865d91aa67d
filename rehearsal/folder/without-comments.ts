/** HCL without the lines that are comments, for a search of words. Only blanks begin a line, so that many empty lines are read once. */
export function withoutComments(text: string): string {
  return text.replace(/^[ \t\uFEFF]*(?:#|\/\/).*$/gm, "");
}
