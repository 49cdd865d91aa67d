import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { ModuleInterface } from "../../stacks/module/versions/module-interface";
import { replaceFile } from "../shared/files/replace-file";
import { projectFolder } from "../shared/project";

/**
 * Where the interface of the last release of each module is kept, relative to the project. Those of postures belong to the constructs;
 * those of environments follow from the data of `envs/`, next to which they are.
 */
const FILES = {
  posture: join("stacks", "module", "released-interfaces.json"),
  environment: join("envs", "released-interfaces.json"),
} as const;

/** What a module is made from. */
export type ModuleKind = keyof typeof FILES;

type Interfaces = Readonly<Record<string, ModuleInterface>>;

const part = z.object({
  inputs: z.record(
    z.string(),
    z.object({ type: z.string(), isRequired: z.boolean(), isNullable: z.boolean(), default: z.string().optional() }),
  ),
  outputs: z.array(z.string()),
  addresses: z.array(z.string()),
});
const schema = z.record(
  z.string(),
  part.extend({ version: z.string().regex(/^\d+\.\d+\.\d+$/), pieces: z.record(z.string(), part).optional() }),
);

/**
 * The interfaces that are kept, by module.
 *
 * @throws when the file is none that was written here, such as one with the marks of a merge
 */
export function releasedInterfaces(kind: ModuleKind, project = projectFolder): Interfaces {
  const path = join(project, FILES[kind]);
  if (!existsSync(path)) {
    return {};
  }
  const read = schema.safeParse(parsed(readFileSync(path, "utf8")));
  if (!read.success) {
    throw new Error(
      `${FILES[kind]}: not the interfaces of modules, got ${faultOf(read.error)}; restore the file from git, or write it again with export-module --keep-interface`,
    );
  }
  return read.data as Interfaces;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return "text that is no JSON";
  }
}

function faultOf({ issues: [first] }: z.ZodError): string {
  return first === undefined || first.path.length === 0
    ? "text that is no JSON object"
    : `another value at ${first.path.join(".")}`;
}

/**
 * Keeps the interfaces of modules as those of their last release. Those of other modules stay.
 *
 * @returns the path of the file, relative to the project
 */
export function keepInterfaces(kind: ModuleKind, interfaces: Interfaces, project = projectFolder): string {
  const all = { ...releasedInterfaces(kind, project), ...interfaces };
  replaceFile(join(project, FILES[kind]), `${JSON.stringify(all, null, 2)}\n`);
  return FILES[kind];
}
