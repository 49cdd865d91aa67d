import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const INLINE_MAP = "sourceMappingURL=data:application/json;base64,";
const SOURCES_CONTENT = '"sourcesContent":';

/** How folders of data sources begin. */
const DATA_PREFIX = "data-aws-";

/** Folders that contain neither a resource type nor a data source. */
const OTHER_FOLDERS = /^(?:provider|ephemeral-)/;

/** Folder of the installed pre-built provider package, resolved from `from`. Its files are read, never executed. */
export function packageRoot(from: string): string {
  return dirname(createRequire(join(from, "package.json")).resolve("@cdktf/provider-aws/package.json"));
}

/** Version of hashicorp/aws that the package was generated from, taken from the documentation links in its source. */
export function providerVersion(root: string): string {
  const version = /\/providers\/hashicorp\/aws\/([^/]+)\//.exec(sourceOf(root, "provider"))?.[1];
  if (version === undefined) {
    throw new Error(`${root}: contains no version of hashicorp/aws; run npm ci`);
  }
  return version;
}

/** Folder name of a Terraform type in the package. */
export function folderOf(kind: "resource" | "data", type: string): string {
  const name = type.replace(/^aws_/, "").replaceAll("_", "-");
  return kind === "data" ? `${DATA_PREFIX}${name}` : name;
}

/** The resource types or the data sources of the package, sorted. */
export function packagedTypes(root: string, kind: "resource" | "data"): readonly string[] {
  return readdirSync(join(root, "lib"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !OTHER_FOLDERS.test(entry.name))
    .filter(({ name }) => name.startsWith(DATA_PREFIX) === (kind === "data"))
    .map(({ name }) => `aws_${name.slice(kind === "data" ? DATA_PREFIX.length : 0).replaceAll("-", "_")}`)
    .sort();
}

/** Whether the package contains the type. Terraform core reports unknown types itself. */
export function isPackaged(root: string, kind: "resource" | "data", type: string): boolean {
  return existsSync(join(root, "lib", folderOf(kind, type)));
}

/** The TypeScript source of one folder of the package: one file, or several if its structs are sharded. */
export function sourceOf(root: string, folder: string): string {
  const top = join(root, "lib", folder);
  const parts: string[] = [];
  const walk = (directory: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        walk(path);
      } else if (entry.name.endsWith(".js") && (entry.name !== "index.js" || directory === top)) {
        parts.push(originalSource(path));
      }
    }
  };
  walk(top);
  return parts.join("\n");
}

/**
 * The source text in an inline source map. Only the last member of the map is parsed; the mappings before it are long and not
 * needed.
 */
function originalSource(file: string): string {
  const compiled = readFileSync(file, "utf8");
  const start = compiled.lastIndexOf(INLINE_MAP);
  const map = start < 0 ? "" : Buffer.from(compiled.slice(start + INLINE_MAP.length), "base64").toString("utf8");
  const at = map.lastIndexOf(SOURCES_CONTENT);
  const contents: unknown = at < 0 ? [] : JSON.parse(map.slice(at + SOURCES_CONTENT.length, -1));
  const source: unknown = Array.isArray(contents) ? contents[0] : undefined;
  if (typeof source !== "string") {
    throw new Error(`${file}: contains no inline source map with source text; run npm ci`);
  }
  return source;
}
