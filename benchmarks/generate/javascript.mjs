/** A piece of JavaScript among values, to be written as it stands. */
export class Code {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

/**
 * Writes a value as the JavaScript that builds it.
 *
 * @param {unknown} value
 * @param {(text: string) => string} [ofText] writes a text. Default: as a literal
 * @returns {string}
 */
export function javascript(value, ofText = JSON.stringify) {
  if (value instanceof Code) {
    return value.text;
  }
  if (Array.isArray(value)) {
    return `[${value.map((element) => javascript(element, ofText)).join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const properties = Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .map(([key, child]) => `${JSON.stringify(key)}: ${javascript(child, ofText)}`);
    return `{ ${properties.join(", ")} }`;
  }
  return typeof value === "string" ? ofText(value) : JSON.stringify(value);
}
