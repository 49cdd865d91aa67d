import { existsSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative, sep } from "node:path";

/** Whether a path is that of a folder or of something in it. */
function isBelow(folder: string, path: string): boolean {
  const steps = relative(folder, path);
  return steps === "" || !(isAbsolute(steps) || steps.split(sep)[0] === "..");
}

/**
 * The folders whose files an expression of a root module may read: its repository, or, without one, its own folder. A repository in which the home
 * folder is has more than one project.
 */
export function readableFolder(root: string, home: string = homedir()): string {
  const real = realpathSync(root);
  const repository = repositoryOf(real);
  return repository === undefined || isBelow(repository, home) ? real : repository;
}

function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) {
    return folder;
  }
  const above = dirname(folder);
  return above === folder ? undefined : repositoryOf(above);
}

/** Where `terraform init` puts modules, which have files of their own. */
const downloads = `.terraform${sep}modules${sep}`;

/** Names of hidden files and folders, such as `.git` and `.env`, and of states. */
const privateName = /^\.|\.tfstate(?:\.|$)/;

/**
 * Whether an expression may read a file, behind all links. A root module of somebody else must not bring keys, states or files of other
 * projects into a report.
 *
 * @param folders in one of which the file must be, behind all links
 */
export function isReadable(file: string, folders: Iterable<string>): boolean {
  return [...folders].some(
    (folder) =>
      isBelow(folder, file) &&
      relative(folder, file)
        .replace(downloads, "")
        .split(sep)
        .every((name) => !privateName.test(name)),
  );
}

/** Whether the files of a called module may be read: it has neither the home folder nor the root module in it, and is not hidden. */
export function isReadableModule(folder: string, root: string): boolean {
  const isOther = !isBelow(folder, homedir()) && !isBelow(folder, root);
  const steps = relative(root, folder).replace(downloads, "").split(sep);
  return isOther && steps.every((name) => name === ".." || !privateName.test(name));
}
