/** More faults than this help nobody. */
const shownFaults = 5;

/** The faults of one file: the first in words, and all counted, because a file of 200 MB may have millions. */
export interface ShapeFaults {
  /** Where a fault is, and what is wrong there: `planned_values.root_module.resources: must be a list, got null`. */
  readonly shown: string[];
  count: number;
}

/** No faults yet. */
export function newFaults(): ShapeFaults {
  return { shown: [], count: 0 };
}

/** @param describe is called for the faults that are shown; a text may quote a large value */
export function addFault(faults: ShapeFaults, describe: () => string): void {
  faults.count += 1;
  if (faults.shown.length < shownFaults) {
    faults.shown.push(describe());
  }
}

/** @throws when there are faults */
export function throwFaults({ shown, count }: ShapeFaults, source: string): void {
  if (count > 0) {
    const more = count > shown.length ? `; and ${count - shown.length} more` : "";
    throw new Error(
      `${source}: the file contradicts itself: ${shown.join("; ")}${more}; run terraform show -json again`,
    );
  }
}
