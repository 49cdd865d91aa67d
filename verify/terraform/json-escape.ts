/** A text with each of its UTF-16 code units as an escape of JSON, such as `\u202e`. */
export function jsonEscape(text: string): string {
  return text
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
