import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** What Terraform or OpenTofu does with a file in the folder of a module. */
export interface TerraformFileName {
  readonly name: string;
  readonly role: "configuration" | "override" | "variables";
  readonly syntax: "json" | "hcl";
  /** Only OpenTofu reads the file, in place of a Terraform file of the same name. */
  readonly isOpenTofu: boolean;
}

const configurationPattern = /^(?<base>.*)\.(?<product>tf|tofu)(?<json>\.json)?$/;
const variablesPattern = /^(?:terraform|.*\.auto)\.tfvars(?<json>\.json)?$/;

/**
 * The files that Terraform or OpenTofu loads without being told to, in their order: by name, and override files last.
 *
 * @see https://developer.hashicorp.com/terraform/language/files/override
 * @see https://developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files
 */
export function terraformFileNames(names: readonly string[]): readonly TerraformFileName[] {
  const files = names.flatMap((name) => terraformFileName(name) ?? []).filter((file) => !isIgnored(file));
  const order = (a: TerraformFileName, b: TerraformFileName): number => (a.name < b.name ? -1 : 1);
  return [
    ...files.filter(({ role }) => role === "configuration").sort(order),
    ...files.filter(({ role }) => role === "override").sort(order),
    ...files.filter(({ role }) => role === "variables").sort(variablesOrder),
  ];
}

/** Whether Terraform or OpenTofu loads a file of this name as part of a module. */
export function isConfigurationFile(name: string): boolean {
  return terraformFileNames([name]).some(({ role }) => role !== "variables");
}

function terraformFileName(name: string): TerraformFileName | undefined {
  const configuration = configurationPattern.exec(name)?.groups;
  if (configuration !== undefined) {
    const { base = "", product, json } = configuration;
    const role = base === "override" || base.endsWith("_override") ? "override" : "configuration";
    return { name, role, syntax: json === undefined ? "hcl" : "json", isOpenTofu: product === "tofu" };
  }
  const variables = variablesPattern.exec(name)?.groups;
  return variables && { name, role: "variables", syntax: variables.json ? "json" : "hcl", isOpenTofu: false };
}

/** Hidden files, and the copies of editors. Values of variables are loaded from hidden files too. */
function isIgnored({ name, role }: TerraformFileName): boolean {
  const isCopy = name.endsWith("~") || (name.startsWith("#") && name.endsWith("#"));
  return role !== "variables" && (name.startsWith(".") || isCopy);
}

/** A later file sets a variable again: `terraform.tfvars`, `terraform.tfvars.json`, and the others by name. */
function variablesOrder(a: TerraformFileName, b: TerraformFileName): number {
  const rank = ({ name }: TerraformFileName): string => `${name.startsWith("terraform.tfvars") ? 0 : 1}${name}`;
  return rank(a) < rank(b) ? -1 : 1;
}

/** The files of a folder that Terraform or OpenTofu loads. A folder, a pipe or a device of such a name is none, and is not opened. */
export function terraformFilesIn(folder: string): readonly TerraformFileName[] {
  const isFile = (name: string): boolean => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true;
  return terraformFileNames(readdirSync(folder)).filter(({ name }) => isFile(name));
}
