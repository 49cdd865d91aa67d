/** The functions that a module can have. */
export const MODULE_FUNCTIONS = ["studio-url"] as const;

/** Path in a module of the archive of a function. */
export function functionArchiveFile(name: string): string {
  return `functions/${name}.zip`;
}
