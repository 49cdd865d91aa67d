import { existsSync, readFileSync } from "node:fs";
import { filesBelow } from "../../shared/files/files-below";
import { projectFolder } from "../../shared/project";
import {
  readSynthesisSources,
  recordSynthesisSources,
  sourcesRecordPath,
} from "../../shared/sources/synthesis-sources";
import type { EnvironmentSummary, synthesizeEnvironments } from "../../stacks/synthesize-environments";
import { digestOf, type KeptResults } from "./kept-results";

/** Values by name; null where the variable is not set. */
type EnvironmentVariables = Readonly<Record<string, string | null>>;

interface KeptSynthesis {
  /** Variables that the synthesis read. */
  readonly variables: EnvironmentVariables;
  /** Digest of the files that it wrote. */
  readonly written: string;
  readonly environments: readonly EnvironmentSummary[];
}

/** A synthesis, or what an equal one left. */
export interface Synthesis {
  readonly environments: readonly EnvironmentSummary[];
  readonly isKept: boolean;
}

/**
 * Synthesizes the environments, unless an equal synthesis left its files in `outdir` and nobody changed them since. Neither envs/
 * nor the framework is loaded then.
 *
 * @throws an error with every issue of the environments, one per line
 */
export function synthesizeUnlessKept(
  outdir: string,
  kept: KeptResults,
  synthesize: typeof synthesizeEnvironments = loadAndSynthesize,
): Synthesis {
  const before = kept.read("synthesis", outdir) as KeptSynthesis | undefined;
  if (before !== undefined && digestOfOutput(outdir) === before.written && areUnchanged(before.variables)) {
    // An edit that leaves the program as it was, such as one of a comment, must not make the synthesis look out of date.
    recordSynthesisSources(outdir, readSynthesisSources(projectFolder));
    return { environments: before.environments, isKept: true };
  }
  const { result: environments, variables } = recordVariables(() => synthesize(outdir));
  const now: KeptSynthesis = { variables, written: digestOfOutput(outdir), environments };
  kept.write("synthesis", outdir, now);
  return { environments, isKept: false };
}

function loadAndSynthesize(outdir: string): readonly EnvironmentSummary[] {
  const module =
    require("../../stacks/synthesize-environments") as typeof import("../../stacks/synthesize-environments");
  return module.synthesizeEnvironments(outdir);
}

function digestOfOutput(outdir: string): string {
  if (!existsSync(outdir)) {
    return "";
  }
  const written = filesBelow(outdir).filter((path) => path !== sourcesRecordPath(outdir));
  return digestOf(written.flatMap((path) => [path, readFileSync(path)]));
}

function areUnchanged(variables: EnvironmentVariables): boolean {
  return Object.entries(variables).every(([name, value]) => (process.env[name] ?? null) === value);
}

/** Runs a function and notes which environment variables it reads, so that the same values lead to the same result. */
export function recordVariables<Result>(run: () => Result): {
  readonly result: Result;
  readonly variables: EnvironmentVariables;
} {
  const original = process.env;
  const read = new Map<string, string | null>();
  const written = new Set<string | symbol>();
  const note = (name: string | symbol) => {
    if (typeof name === "string" && !read.has(name) && !written.has(name)) {
      read.set(name, original[name] ?? null);
    }
  };
  process.env = new Proxy(original, {
    get: (target, name) => {
      note(name);
      return Reflect.get(target, name);
    },
    has: (target, name) => {
      note(name);
      return Reflect.has(target, name);
    },
    getOwnPropertyDescriptor: (target, name) => {
      note(name);
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    set: (target, name, value) => {
      written.add(name);
      return Reflect.set(target, name, value);
    },
    // A reader that lists the variables may depend on each of them.
    ownKeys: (target) => {
      Object.keys(target).forEach(note);
      return Reflect.ownKeys(target);
    },
  });
  try {
    return { result: run(), variables: Object.fromEntries(read) };
  } finally {
    process.env = original;
  }
}
