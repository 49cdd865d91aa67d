import { ownEntry } from "../../../verify/collections/own-entry";
import { calledModules } from "../../../verify/terraform/read/modules/called-modules";
import type { LoadedModule } from "../../../verify/terraform/read/modules/expanded-module";
import { isJsonObject, type Json, type JsonObject } from "../../../verify/terraform/terraform-configuration";

/** Labels of the blocks of a section: names of declarations, and types. */
const labelsOf: Readonly<Record<string, number>> = {
  check: 1,
  data: 2,
  ephemeral: 2,
  module: 1,
  output: 1,
  provider: 1,
  resource: 2,
  variable: 1,
};

/** Sections whose blocks have a description that no expression can read. */
const described: readonly string[] = ["variable", "output"];

/** Sections that hold addresses alone. */
const addresses: readonly string[] = ["moved", "removed"];

/**
 * Everything that expressions of a root module and of the modules that it calls consist of or can read: each value and each key as a text in
 * JSON. Labels of blocks, addresses that moved, comments, and descriptions of variables and outputs are left out.
 *
 * @returns `undefined` when a called module was not read, or not as a whole
 */
export function expressionTexts(root: LoadedModule): readonly string[] | undefined {
  const calls = calledModules(root);
  const called = calls.flatMap(({ module }) =>
    module === undefined || (module.unread ?? []).length > 0 ? [] : [module],
  );
  return called.length < calls.length ? undefined : [root, ...called].flatMap(({ json }) => textsOfModule(json));
}

function textsOfModule(json: JsonObject): readonly string[] {
  return Object.entries(json)
    .filter(([section]) => !addresses.includes(section))
    .flatMap(([section, value]) =>
      textsIn(withoutLabels(value, ownEntry(labelsOf, section) ?? 0, described.includes(section))),
    );
}

/** The bodies of blocks, in any form: JSON may have one block, or a list of them, at each level. */
function withoutLabels(value: Json | undefined, labels: number, isDescribed: boolean): readonly Json[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => withoutLabels(item, labels, isDescribed));
  }
  if (value === undefined || !isJsonObject(value)) {
    return value === undefined ? [] : [value];
  }
  if (labels > 0) {
    return Object.values(value).flatMap((inner) => withoutLabels(inner, labels - 1, isDescribed));
  }
  const { description: _, ...body } = value;
  return [isDescribed ? body : value];
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === "string") {
    return [JSON.stringify(value)];
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  const keys = Array.isArray(value) ? [] : Object.keys(value).map((key) => JSON.stringify(key));
  return [...keys, ...Object.values(value).flatMap((item) => textsIn(item as Json))];
}
