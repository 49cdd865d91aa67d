import { alikeEvidence, countPieces, linesOfOthers } from "../../verify/report/evidence/alike-evidence";
import type { ReviewDifference } from "../model/review-difference";

/** Lines of a program are what its reader must judge. */
const maximumProgramLines = 20;

/** Lines of a difference below its sentence. */
interface DetailLines {
  readonly lines: readonly string[];
  /** Details that no line stands for. */
  readonly hidden: number;
}

/**
 * The first details of a difference. Details that say the same under other conditions or of other resources are one line.
 *
 * @param maximum lines; of a program, there are more
 */
export function detailLines({ severity, details = [] }: ReviewDifference, maximum: number): DetailLines {
  if (severity === "executes") {
    const lines = details.slice(0, maximumProgramLines);
    return { lines, hidden: details.length - lines.length };
  }
  const groups = alikeEvidence(details.map((text) => ({ text, addresses: [] })));
  const shown = groups.slice(0, maximum);
  return {
    lines: shown.map((group) => [group.first.text, ...linesOfOthers(group).map((line) => ` (${line})`)].join("")),
    hidden: countPieces(groups.slice(maximum)),
  };
}
