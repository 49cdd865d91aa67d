import { HclProblem } from "../../hcl/hcl-problem";
import { hclVariableValues } from "../../hcl/hcl-to-json";
import type { Json, JsonObject } from "../../terraform-configuration";

/** A value or a file of values that a run of Terraform gets on its command line. */
export type VariableOption =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "value"; readonly name: string; readonly text: string };

/** Values of variables that do not come from the files which Terraform loads from the folder. */
export interface GivenVariables {
  /** Variables of the environment; `TF_VAR_NAME` is the value of the variable `NAME`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `-var` and `-var-file` in the order of the command line: a later one wins. */
  readonly options: readonly VariableOption[];
}

/** No values besides those of files that Terraform loads from the folder. */
export const noGivenVariables: GivenVariables = { environment: {}, options: [] };

const PREFIX = "TF_VAR_";

/** The texts of `TF_VAR_` by name of the variable. */
export function environmentTexts(environment: GivenVariables["environment"]): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(environment).flatMap(([key, text]) =>
      key.startsWith(PREFIX) && text !== undefined ? [[key.slice(PREFIX.length), text] as const] : [],
    ),
  );
}

/**
 * How Terraform reads the text of `-var` and `TF_VAR_`: as it is for a variable of a primitive type or without a type, and as an
 * expression for every other one.
 *
 * @see https://developer.hashicorp.com/terraform/language/values/variables#complex-typed-values
 */
export function syntaxOfText({ type }: JsonObject): "literal" | "expression" {
  const isPrimitive =
    type === undefined || (typeof type === "string" && /^"?(?:string|number|bool)"?$/.test(type.trim()));
  return isPrimitive ? "literal" : "expression";
}

/** The value of a text for a variable, or why the text stands for none. */
export function valueOfText(
  text: string,
  declaration: JsonObject,
): { readonly value: Json } | { readonly fault: string } {
  if (syntaxOfText(declaration) === "literal") {
    return { value: text };
  }
  const fault = `not a value of its type, got ${text}; write one value in HCL`;
  try {
    const { value, ...others } = hclVariableValues(`value = ${text}\n`);
    return value === undefined || Object.keys(others).length > 0 ? { fault } : { value };
  } catch (error) {
    if (error instanceof HclProblem) {
      return { fault };
    }
    throw error;
  }
}
