import { issueText, type ValidationIssue } from "./validation-issue";

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

/** An issue of an environment on one line, after its name and after the file and line of the field, if it is not in TypeScript. */
export function issueLine(environment: unknown, name: string, issue: ValidationIssue): string {
  const source = sourceOf(environment);
  const place = source?.kind === "file" ? `${source.file}:${source.lineOf(issue.field)}: ` : "";
  return `${place}${name}: ${issueText(issue)}`;
}

/** Where an environment is written. @returns `undefined` for one in TypeScript */
export function sourceOf(environment: unknown): EnvironmentSource | undefined {
  return typeof environment === "object" && environment !== null ? sources.get(environment) : undefined;
}
