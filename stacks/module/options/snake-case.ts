/** The name of an input for a field of an environment: `modelRegistry` is `model_registry`. */
export function snakeCase(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
