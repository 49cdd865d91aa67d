/** HCL without the lines that are comments, for a search of words. */
export function withoutComments(text: string): string {
  return text.replace(/^\s*(?:#|\/\/).*$/gm, "");
}
