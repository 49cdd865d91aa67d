/** Arguments of a resource or of a nested block, as Terraform JSON writes them. */
export type Values = Readonly<Record<string, unknown>>;

/** Whether a value is an object. */
export function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object as it is, and any other value as an empty one. */
export function objectOf(value: unknown): Values {
  return isObject(value) ? value : {};
}

/** The blocks of one name: none, one object, or a list of objects. */
export function blocksOf(value: unknown): readonly Values[] {
  return Array.isArray(value) ? value.filter(isObject) : isObject(value) ? [value] : [];
}

/** Items of a list. Empty for what is no list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether a value is set: Terraform treats null as absent. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Whether a value is set, and not a placeholder for one that Terraform does not know yet, which may turn out to be null. */
export function isSurelySet(value: unknown): boolean {
  return isSet(value) && typeof value !== "symbol";
}

/** Whether a text holds an expression, so that its value is not known. `$${` and `%%{` are literal text. */
export function isExpression(value: unknown): boolean {
  return typeof value === "symbol" || (typeof value === "string" && /(?<!\$)\$\{|(?<!%)%\{/.test(value));
}

/** The characters of a known text. `undefined` for an expression and for what is no text. */
export function literalText(value: unknown): string | undefined {
  return typeof value === "string" && !isExpression(value)
    ? value.replaceAll("$${", "${").replaceAll("%%{", "%{")
    : undefined;
}

/** A known number; Terraform also accepts its text. */
export function literalNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === "number" ? number : undefined;
}
