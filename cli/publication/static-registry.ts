import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compareVersions } from "../../aws/version-constraint";
import { replaceFileInNewFolder } from "../shared/files/replace-file";
import { tarGzip } from "./module-archive";
import { archiveName, MODULE_SYSTEM, type PublishedModule, requireUnchanged } from "./published-module";

const MODULES_PATH = "v1/modules";
const ARCHIVE = "module.tar.gz";

/** The header with which a registry names the archive. The path is relative, so the header is the same for every version. */
const DOWNLOAD_HEADER = ["X-Terraform-Get", `./${ARCHIVE}`] as const;

const SERVER_SETTINGS = `# Include this file in the server block of nginx, whose root is this folder.
location ~ ^/${MODULES_PATH}/.+/download$ {
  add_header ${DOWNLOAD_HEADER.join(' "')}";
}
`;

/**
 * Adds versions of modules to a folder that any web server with HTTPS serves as a module registry. Versions that the folder has stay.
 *
 * @see https://developer.hashicorp.com/terraform/internals/module-registry-protocol
 * @throws when the folder has a version with other content
 */
export function addToStaticRegistry(folder: string, namespace: string, modules: readonly PublishedModule[]): void {
  const added = modules.map((module) => {
    const versions = join(folder, MODULES_PATH, namespace, module.name, MODULE_SYSTEM);
    return { versions, version: join(versions, module.version), archive: tarGzip(module.files) };
  });
  for (const { version, archive } of added) {
    requireUnchanged(version, stateOf(join(version, ARCHIVE), archive));
  }
  for (const { versions, version, archive } of added) {
    writeBytes(join(version, ARCHIVE), archive);
    // OpenTofu also reads the location from the body.
    replaceFileInNewFolder(join(version, "download"), json({ location: DOWNLOAD_HEADER[1] }));
    const listed = versionsIn(versions).map((each) => ({ version: each }));
    replaceFileInNewFolder(join(versions, "versions"), json({ modules: [{ versions: listed }] }));
  }
  replaceFileInNewFolder(join(folder, ".well-known", "terraform.json"), json({ "modules.v1": `/${MODULES_PATH}/` }));
  replaceFileInNewFolder(join(folder, "_headers"), headersFile(folder));
  replaceFileInNewFolder(join(folder, "nginx.conf"), SERVER_SETTINGS);
}

function stateOf(path: string, archive: Uint8Array): "new" | "same" | "other" {
  if (!existsSync(path)) {
    return "new";
  }
  return readFileSync(path).equals(archive) ? "same" : "other";
}

/** Writes archives of modules to a folder, under the names that releases use. */
export function writeArchives(folder: string, modules: readonly PublishedModule[]): readonly string[] {
  const added = modules.map((module) => ({
    path: join(folder, archiveName(module)),
    archive: tarGzip(module.files),
  }));
  for (const { path, archive } of added) {
    requireUnchanged(path, stateOf(path, archive));
  }
  return added.map(({ path, archive }) => {
    writeBytes(path, archive);
    return path;
  });
}

function writeBytes(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/** Versions of a module, the oldest first. */
function versionsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, ARCHIVE)))
    .toSorted(compareVersions);
}

/** Headers of static hosts that read a file `_headers`, one path each. */
function headersFile(folder: string): string {
  return readdirSync(join(folder, MODULES_PATH), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith("/download"))
    .toSorted()
    .map((path) => `/${MODULES_PATH}/${path}\n  ${DOWNLOAD_HEADER.join(": ")}\n`)
    .join("");
}

function json(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
