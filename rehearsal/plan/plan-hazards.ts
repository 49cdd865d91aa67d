import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { ConfigurationFile } from "../folder/configuration-files";
import { ADDED_FILE, isCopied } from "../folder/copy-folder";
import { isFolder } from "../folder/is-folder";
import type { FolderNeeds } from "../folder/read-folder";
import { utilityProviderOf } from "../utility-providers/utility-schemas";
import { isBelow } from "./copied-paths";
import { type Place, readsOutside, withoutComputedPaths } from "./file-reads";
import { firstOf } from "./first-of";

/**
 * Why a plan of a folder that nobody vouches for is not made: Terraform would run or read more than the folder. Without one of these,
 * Terraform runs no program but itself and the stand-ins, and reads no file but those of the folder.
 *
 * @param played the providers that stand-ins play: those whose schema is known, or every one
 * @returns the first reason as half of a sentence; `undefined` when there is none
 */
export function planHazard(
  { folders, files, otherProviders, unusedProviders }: FolderNeeds,
  played: "known" | "every" = "known",
): string | undefined {
  const [root = ""] = folders;
  const notPlayed = otherProviders.filter(
    (source) => played === "known" && utilityProviderOf(source) === undefined && !unusedProviders.includes(source),
  );
  if (notPlayed.length > 0) {
    return `it uses ${listed("the provider", notPlayed)}, which no stand-in plays`;
  }
  const tooWide = folders.find((folder) => containsMore(folder, root));
  if (tooWide !== undefined) {
    return `it calls the module ${tooWide}, whose files are not those of one project`;
  }
  const isInside = (path: string): boolean => folders.some((folder) => isBelow(folder, path));
  const downloads = join(root, ".terraform", "modules");
  return (
    firstOf([...folders, ...(isFolder(downloads) ? [downloads] : [])], (folder) => linkOutside(folder, isInside)) ??
    firstOf(files, (file) => hazardIn(file, { folder: file.folder, root, folders }))
  );
}

/**
 * Whether a called module has everything of the user below it: it contains the repository of the root module, or the home folder. Its
 * files may be read, so it would admit every path.
 */
function containsMore(folder: string, root: string): boolean {
  const repository = repositoryOf(root);
  return (
    isBelow(folder, homedir()) || (repository !== undefined && folder !== repository && isBelow(folder, repository))
  );
}

function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) {
    return folder;
  }
  const above = dirname(folder);
  return above === folder ? undefined : repositoryOf(above);
}

function listed(noun: string, names: readonly string[]): string {
  return `${noun}${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
}

/** A link to a file of somebody else would be copied as that file. */
function linkOutside(folder: string, isInside: (path: string) => boolean): string | undefined {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => isCopied(name));
  return firstOf(entries, (entry) => {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) {
      const target = statSync(path, { throwIfNoEntry: false }) === undefined ? path : realpathSync(path);
      return isInside(target) ? undefined : `${path} is a link that leads out of the folder`;
    }
    return entry.isDirectory() ? linkOutside(path, isInside) : undefined;
  });
}

/** A data source that reads a state, and one that the copy answers. */
const REMOTE_STATE = /\bterraform_remote_state\b(?<!data\s*\.\s*terraform_remote_state)/g;
const ANSWERED_STATE = /^[ \t\uFEFF]*data\s+"terraform_remote_state"\s+"[\w-]+"/gm;

/** What encrypts the state of OpenTofu may run a program or ask a key service. */
const STATE_ENCRYPTION = /\bkey_provider\b|\b(?:en|de)crypt_command\b/;

/** A source on this machine, for which no proxy is used, so that a download would reach it. */
const LOOPBACK_SOURCE = /\bsource"?\s*[=:]\s*"[^"\n]*(?:localhost|\b127\.|\[[\da-f.:]*\])/i;

function hazardIn(file: ConfigurationFile, place: Place): string | undefined {
  const { folder, name, text } = file;
  const where = join(folder, name);
  const isInRoot = folder === place.root;
  // In JSON, an expression is in a string. A line of a text may look like a comment, so comments count.
  const written = name.endsWith(".json") ? text.replaceAll('\\"', '"') : text;
  const code = withoutEscapes(written);
  // The copy answers what is written plainly in these files alone.
  const answered = isInRoot && name.endsWith(".tf") ? text.match(ANSWERED_STATE) : null;
  if ((code.match(REMOTE_STATE)?.length ?? 0) > (answered?.length ?? 0)) {
    return `${where} reads the state of another root module, which only HCL of the root module may`;
  }
  if (isInRoot && /(?:^|_)override\.(?:tf|tofu)(?:\.json)?$/.test(name) && name >= ADDED_FILE) {
    return `${where} would override what keeps the plan away from your state`;
  }
  if (STATE_ENCRYPTION.test(code)) {
    return `${where} encrypts the state, for which OpenTofu may run a program or ask a key service`;
  }
  if (LOOPBACK_SOURCE.test(code)) {
    return `${where} calls a module of a program on this machine`;
  }
  if (/\bsource"?\s*[=:]\s*"\//.test(code)) {
    return `${where} calls a module by an absolute path`;
  }
  const planned = withoutComputedPaths(file, place);
  return readsOutside(name.endsWith(".json") ? written : planned, place, where);
}

/** A label or a key may be written with escapes: `"terraform\u005fremote_state"`. */
function withoutEscapes(text: string): string {
  return text.replace(
    /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|(\/))/g,
    (_, short?: string, long?: string, plain?: string) => {
      const code = Number.parseInt(short ?? long ?? "", 16);
      return plain ?? (code <= MAXIMUM_CODE_POINT ? String.fromCodePoint(code) : "");
    },
  );
}

const MAXIMUM_CODE_POINT = 0x10ffff;
