/** Above this number of lines on a side, lines are compared without their order. */
const maximumOrderedLines = 1500;

/** The lines that only one side has, in order: `- old` and `+ new`. Moved lines are on both sides. */
export function lineChanges(before: string, after: string): readonly string[] {
  const [one, other] = [linesOf(before), linesOf(after)];
  return one.length > maximumOrderedLines || other.length > maximumOrderedLines
    ? unorderedChanges(one, other)
    : orderedChanges(one, other);
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function unorderedChanges(before: readonly string[], after: readonly string[]): readonly string[] {
  const [known, kept] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !kept.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !known.has(line)).map((line) => `+ ${line}`),
  ];
}

/** By the longest common subsequence. Equal lines at both ends are cut off first. */
function orderedChanges(before: readonly string[], after: readonly string[]): readonly string[] {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) {
    start += 1;
  }
  let end = 0;
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) {
    end += 1;
  }
  const [one, other] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const width = other.length + 1;
  // lengths[i * width + j]: length of the longest common subsequence of one[i...] and other[j...]
  const lengths = new Uint16Array((one.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = one[i] === other[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const changes: string[] = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      [i, j] = [i + 1, j + 1];
    } else if (j >= other.length || (i < one.length && at(i + 1, j) >= at(i, j + 1))) {
      changes.push(`- ${one[i]}`);
      i += 1;
    } else {
      changes.push(`+ ${other[j]}`);
      j += 1;
    }
  }
  return changes;
}
