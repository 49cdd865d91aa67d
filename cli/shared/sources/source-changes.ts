/** SHA-256 by path, relative to the project. */
export type Digests = Readonly<Record<string, string>>;

/** What happened to a source since it was read. */
export interface SourceChange {
  /** Relative to the project. */
  readonly path: string;
  readonly kind: "changed" | "added" | "removed";
}

/** The files that differ, were added or were removed, sorted by path. */
export function changesBetween(before: Digests, now: Digests): readonly SourceChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((path) => before[path] !== now[path])
    .sort()
    .map((path) => ({ path, kind: kindOf(path in before, path in now) }));
}

function kindOf(wasThere: boolean, isThere: boolean): SourceChange["kind"] {
  if (!wasThere) {
    return "added";
  }
  return isThere ? "changed" : "removed";
}

/** The changes as one clause: `envs/dev.ts was removed and 2 more sources changed`. */
export function describeChanges([first, ...others]: readonly [SourceChange, ...SourceChange[]]): string {
  const clause = first.kind === "changed" ? `${first.path} changed` : `${first.path} was ${first.kind}`;
  if (others.length === 0) {
    return clause;
  }
  return `${clause} and ${others.length} more ${others.length === 1 ? "source" : "sources"} changed`;
}
