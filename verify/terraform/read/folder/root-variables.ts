import { join } from "node:path";
import { hclVariableValues } from "../../hcl/hcl-to-json";
import { isJsonObject, isTrue, type Json, type JsonObject, type UnreadPart } from "../../terraform-configuration";
import { unreadDuplicateKeys } from "./duplicate-keys";
import { type FileReader, refuseFaults, unreadHcl } from "./file-reader";
import {
  environmentTexts,
  type GivenVariables,
  noGivenVariables,
  type VariableOption,
  valueOfText,
} from "./given-variables";
import type { TerraformFileName } from "./terraform-file-name";
import { assignedVariables, declaredVariables, type VariableValues } from "./variable-values";
import type { WrittenFiles } from "./written-files";

/** Values of variables by name, and what could not be read of them. */
interface ReadValues {
  readonly values: JsonObject;
  readonly unread: readonly UnreadPart[];
  /** What Terraform refuses. */
  readonly faults: readonly string[];
}

/** The variables of a root module. */
interface RootVariables {
  readonly variables: VariableValues;
  /** Names of the required variables without a value. */
  readonly unset: readonly string[];
  readonly unread: readonly UnreadPart[];
  /** What each file of the folder says that Terraform loads for values of variables, also of variables that nothing reads. */
  readonly written: WrittenFiles;
}

/**
 * The values of the variables of a root module, in the order of Terraform, in which a later one wins: `TF_VAR_`, `terraform.tfvars`,
 * `*.auto.tfvars` with their JSON forms, and what the command line gives.
 *
 * @param defaults whether a variable without a value has its default
 * @throws for a file that is no JSON object, or that Terraform refuses, and for a value of a variable that is not declared
 * @see https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
 */
export function rootVariables(
  folder: string,
  files: readonly TerraformFileName[],
  declared: Json | undefined,
  reader: FileReader,
  { defaults, given = noGivenVariables }: { readonly defaults: boolean; readonly given?: GivenVariables },
): RootVariables {
  const declarations = new Map(declaredVariables({ variable: declared ?? [] }));
  const fromFolder = files
    .filter(({ role }) => role === "variables")
    .map(({ name, syntax }) => ({ name, found: readValuesFile(join(folder, name), name, syntax, reader) }));
  const read = [
    ...environmentValues(given, declarations),
    ...fromFolder.map(({ found }) => found),
    ...given.options.map((option) =>
      option.kind === "file"
        ? readValuesFile(option.path, option.path, option.path.endsWith(".json") ? "json" : "hcl", reader)
        : optionValue(option, declarations),
    ),
  ];
  refuseFaults(read.flatMap(({ faults }) => faults));
  const values: JsonObject = Object.assign({}, ...read.map((one) => one.values));
  return {
    variables: assignedVariables(declared, values, { defaults }),
    unset: defaults ? unsetVariables(declarations, values) : [],
    unread: declarations.size === 0 ? [] : read.flatMap(({ unread }) => unread),
    written: new Map(
      fromFolder.map(({ name, found: { values: own, unread } }) => [
        name,
        [unread.length === 0 ? own : reader.text(join(folder, name))],
      ]),
    ),
  };
}

type Declarations = ReadonlyMap<string, JsonObject>;

/** A run of Terraform asks for these. A secret is not among them: with a value it counts as unknown, too. */
function unsetVariables(declarations: Declarations, values: JsonObject): readonly string[] {
  return [...declarations]
    .filter(
      ([name, { default: initial, sensitive }]) =>
        initial === undefined && values[name] === undefined && !isTrue(sensitive),
    )
    .map(([name]) => name);
}

const nothingRead: ReadValues = { values: {}, unread: [], faults: [] };

/** Terraform ignores a variable of the environment that the root module does not declare. */
function environmentValues({ environment }: GivenVariables, declarations: Declarations): readonly ReadValues[] {
  return [...environmentTexts(environment)].flatMap(([name, text]) => {
    const declaration = declarations.get(name);
    return declaration === undefined ? [] : [readText(name, text, declaration, `TF_VAR_${name}`)];
  });
}

function optionValue(
  { name, text }: Extract<VariableOption, { kind: "value" }>,
  declarations: Declarations,
): ReadValues {
  const declaration = declarations.get(name);
  const known = [...declarations.keys()].sort().join(", ") || "none";
  return declaration === undefined
    ? {
        ...nothingRead,
        faults: [`--var: the root module declares no such variable, got ${name}; it declares ${known}`],
      }
    : readText(name, text, declaration, `--var ${name}`);
}

function readText(name: string, text: string, declaration: JsonObject, place: string): ReadValues {
  const read = valueOfText(text, declaration);
  return "fault" in read
    ? { ...nothingRead, faults: [`${place}: ${read.fault}`] }
    : { ...nothingRead, values: { [name]: read.value } };
}

/** @throws for JSON that is no object */
function readValuesFile(
  path: string,
  name: string,
  syntax: TerraformFileName["syntax"],
  reader: FileReader,
): ReadValues {
  if (syntax === "hcl") {
    try {
      return { ...nothingRead, values: hclVariableValues(reader.text(path)) };
    } catch (error) {
      const found = unreadHcl(error, path, name);
      return "part" in found ? { ...nothingRead, unread: [found.part] } : { ...nothingRead, faults: [found.fault] };
    }
  }
  const { json, duplicates } = reader.json(path);
  if (!isJsonObject(json)) {
    throw new Error(
      `${path}: not a file of variable values, got ${JSON.stringify(json).slice(0, 40)}; write an object`,
    );
  }
  return { ...nothingRead, values: json, unread: unreadDuplicateKeys(path, duplicates) };
}
