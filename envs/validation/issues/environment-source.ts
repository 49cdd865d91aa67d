/** Where an environment is written, if not in TypeScript. */
export type EnvironmentSource =
  | {
      readonly kind: "file";
      /** Path relative to the project, such as `envs/team-a.yaml`. */
      readonly file: string;
      /** The line of a field, from 1. */
      readonly lineOf: (field: string) => number;
    }
  /** A file that holds no environment. It keeps its place in the list, so that nobody can overlook it. */
  | { readonly kind: "unreadable"; readonly issues: readonly string[] };

const sources = new WeakMap<object, EnvironmentSource>();

/** Notes where an environment is written. */
export function withSource<Input extends object>(environment: Input, source: EnvironmentSource): Input {
  sources.set(environment, source);
  return environment;
}

/** Where a field of an environment is written, before a line about it: `<file>:<line>: `, or nothing for one in TypeScript. */
export function placeOf(environment: unknown, field: string): string {
  const source = sourceOf(environment);
  return source?.kind === "file" ? `${source.file}:${source.lineOf(field)}: ` : "";
}

/** Where an environment is written. @returns `undefined` for one in TypeScript */
export function sourceOf(environment: unknown): EnvironmentSource | undefined {
  return typeof environment === "object" && environment !== null ? sources.get(environment) : undefined;
}
