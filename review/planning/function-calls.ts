import {
  evaluatedFunctions,
  undecidedFunctions,
} from "../../verify/terraform/expressions/built-in/terraform-functions";
import { parseTemplate } from "../../verify/terraform/expressions/template";
import { isJsonObject, type Json } from "../../verify/terraform/terraform-configuration";

/** A text of the configuration that calls a function which does more than compute. */
export interface FunctionCall {
  /** Where the text is, as names joined by dots. */
  readonly where: string;
  /** Name of the function, as in `file` or `provider::aws::arn_parse`. */
  readonly name: string;
  readonly text: string;
}

/** Functions that no table of evaluated functions has, and that compute from their arguments alone. */
const controlFunctions = ["try", "can"];

/** Functions of Terraform without a value here that read the machine. `pathexpand` and `abspath` return only a path. */
const readingFunctions: readonly string[] = ["fileset"];

const computingFunctions: ReadonlySet<string> = new Set([
  ...evaluatedFunctions.keys(),
  ...controlFunctions,
  ...Object.keys(undecidedFunctions).filter((name) => !readingFunctions.includes(name)),
]);

/** Words of the language that can stand before a parenthesis. */
const keywords: ReadonlySet<string> = new Set(["for", "in", "if", "else", "endif", "endfor"]);

/** A name before a parenthesis. HCL allows blanks and comments between the two. */
const callPattern =
  /(?<![\w-])([A-Za-z_][\w-]*(?:\s*::\s*[A-Za-z_][\w-]*)*)(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/|(?:#|\/\/)[^\n]*\n)*\(/g;

/**
 * Calls of functions that read files, render templates, run in a provider, or are not known. Terraform evaluates them while it plans:
 * `file("/proc/self/environ")` would put the credentials of the job into the plan.
 *
 * @see https://developer.hashicorp.com/terraform/language/functions
 */
export function functionCalls(where: string, value: Json): readonly FunctionCall[] {
  if (typeof value === "string") {
    return callsOfText(value).map((name) => ({ where, name, text: value }));
  }
  if (Array.isArray(value)) {
    return value.flatMap((item) => functionCalls(where, item));
  }
  // Keys of objects are templates, too.
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([name, inner]) => [
        ...callsOfText(name).map((called) => ({ where, name: called, text: name })),
        ...functionCalls(`${where}.${name}`, inner),
      ])
    : [];
}

function callsOfText(text: string): readonly string[] {
  if (!text.includes("{") || !text.includes("(")) {
    return [];
  }
  const expressions = parseTemplate(text).flatMap((part) => (part.kind === "expression" ? [part.text] : []));
  const names = expressions
    .flatMap((expression) => [...expression.matchAll(callPattern)])
    .map(([, name = ""]) => name.replaceAll(/\s/g, ""));
  return [...new Set(names)].filter((name) => !computingFunctions.has(name) && !keywords.has(name));
}
