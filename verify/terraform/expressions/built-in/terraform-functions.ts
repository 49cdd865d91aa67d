import type { TerraformFunction } from "../terraform-value";
import { addressFunctions } from "./address-functions";
import { collectionFunctions } from "./collection-functions";
import { encodingFunctions } from "./encoding-functions";
import { fileFunctionNames } from "./file-functions";
import { mapFunctions } from "./map-functions";
import { numberFunctions } from "./number-functions";
import { stringFunctions } from "./string-functions";

/** Functions of values alone, by name. */
export const evaluatedFunctions: ReadonlyMap<string, TerraformFunction> = new Map([
  ...Object.entries(collectionFunctions),
  ...Object.entries(mapFunctions),
  ...Object.entries(stringFunctions),
  ...Object.entries(numberFunctions),
  ...Object.entries(encodingFunctions),
  ...Object.entries(addressFunctions),
]);

/** Functions that need more than the values of their arguments: files, or whether an argument can be evaluated. */
export const specialFunctions: readonly string[] = [
  "try",
  "can",
  "templatefile",
  "templatestring",
  ...fileFunctionNames,
];

/** Why the value of every other function is unknown. */
export const undecidedFunctions: Readonly<Record<string, string>> = {
  abspath: "its result depends on the machine",
  base64gzip: "compressed bytes differ between programs",
  bcrypt: "its result differs in each run",
  ephemeralasnull: "ephemeral values are not read",
  fileset: "patterns of file names are not evaluated",
  formatdate: "dates are not evaluated",
  issensitive: "marks of sensitive values are not read",
  log: "logarithms are not exact",
  pathexpand: "its result depends on the machine",
  plantimestamp: "its result differs in each run",
  rsadecrypt: "it decrypts a secret",
  sensitive: "its result is a secret",
  textdecodebase64: "encodings other than UTF-8 are not evaluated",
  textencodebase64: "encodings other than UTF-8 are not evaluated",
  timeadd: "dates are not evaluated",
  timecmp: "dates are not evaluated",
  timestamp: "its result differs in each run",
  uuid: "its result differs in each run",
  uuidv5: "identifiers by name are not evaluated",
  yamldecode: "YAML is not evaluated",
  yamlencode: "YAML is not evaluated",
};

/** Functions that accept null in place of their first arguments; any other call with null is refused. */
export const functionsOfNull: ReadonlySet<string> = new Set([
  ...["coalesce", "jsonencode", "merge"],
  ...["tostring", "tonumber", "tobool", "tolist", "tomap", "toset", "nonsensitive"],
  ...["lookup", "element", "flatten", "format", "formatlist"],
]);
