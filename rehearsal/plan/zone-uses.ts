/** Zones that a folder looks up, with both attributes that list them. A use in any other form counts as a use of more than these. */
const zones = String.raw`data\.aws_availability_zones\.[\w-]+(?:\[[^\]]*\])?\.(?:names|zone_ids)\b`;
const use = new RegExp(String.raw`\b${zones}`, "g");

/**
 * A zone by its position, or the zones between two positions: where an account has too few, Terraform refuses the plan. `element` begins
 * again with the first zone, so that only its first two positions are different zones in every account.
 */
const useByPosition = new RegExp(
  String.raw`\bslice\(\s*${zones}\s*,|\belement\(\s*${zones}\s*,\s*[01]\s*\)|\b${zones}\[[^\]*]*\]`,
  "g",
);

/** A use within `try` or `can`, which go on where an account has too few zones. An attribute ends before the next one begins. */
const toleratedUse = new RegExp(String.raw`\b(?:try|can)\((?:(?!\n\s*[\w"-]+\s*=[^=>])[\s\S])*?\b${zones}`);

/**
 * Text that may be the name of a zone, its ID, or how one ends: `"eu-west-1b"`, `"euw1-az2"`, `"1b"`, `"b"`, `"${var.region}b"`, `"%sb"`. A format
 * such as `"%02d"` ends with a number.
 */
const zoneText = /"(?:[^"\n]*(?:\d|\}|%[a-z]))?[a-i]\\?"(?<!%\d+d\\?")|"[^"\n]*-az\d\\?"/;

/** What begins a block of HCL. Its labels are names of declarations, with which no expression can compare a zone. */
const blockHeader = /^[ \t]*[\w-]+(?:[ \t]+(?:"[^"\n$%]*"|[\w-]+))+[ \t]*\{/gm;

/**
 * Whether a folder uses the zones of an account only by their position, and names none that an expression could compare with them. Else
 * their number or their names may decide something that is alike in the accounts in which the folder is planned.
 *
 * @param texts the files of the folder and of its modules
 * @param compared everything with which an expression can compare a zone. Default: the files without the labels of their blocks
 */
export function usesZonesByPosition(
  texts: readonly string[],
  compared: readonly string[] = texts.map((text) => text.replaceAll(blockHeader, "{")),
): boolean {
  const count = (pattern: RegExp): number => texts.reduce((sum, text) => sum + (text.match(pattern)?.length ?? 0), 0);
  const uses = count(use);
  return (
    uses === 0 ||
    (uses === count(useByPosition) &&
      !texts.some((text) => toleratedUse.test(text)) &&
      !compared.some((text) => zoneText.test(text)))
  );
}
