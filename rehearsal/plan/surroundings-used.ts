import { usesZonesByPosition } from "./zone-uses";

/** What Terraform takes between the words of a name: blanks, lines and comments. */
const between = String.raw`(?:\s|/\*(?:(?!\*/)[\s\S])*\*/|(?:#|//)[^\n]*\n)*`;
const dot = String.raw`${between}\.${between}`;
const inName = (...words: readonly string[]): RegExp => new RegExp(String.raw`\b${words.join(dot)}\b`, "g");

/** Names that have another value in a real run: of another folder, user, workspace or time. */
const surroundings: readonly (readonly [name: string, use: RegExp])[] = [
  ["path.cwd", inName("path", "cwd")],
  ["path.cwd", /\babspath\b/],
  ["terraform.workspace", inName("terraform", "workspace")],
  ["pathexpand", /\bpathexpand\b/],
  ["plantimestamp", /\bplantimestamp\b/],
];

/** Data sources of which the stand-in makes up some attributes, with the other ones. */
const partlyMadeUp: readonly (readonly [type: string, known: string])[] = [
  ["aws_region", "name|id|region"],
  ["aws_iam_policy", "arn|id|name|path|policy"],
];

/** A zone by its position may be used by its ID, too. Of declared zones the account alone knows the IDs. */
const playedZones = ["aws_availability_zones", "names|zone_ids|id"] as const;
const declaredZones = ["aws_availability_zones", "names|id"] as const;

/** Whether an expression uses more of the data sources of a type than what is known: another attribute, or all at once. */
function usesMore(text: string, type: string, known: string): boolean {
  const uses = text.match(inName("data", type)) ?? [];
  const knownUse = new RegExp(`\\bdata\\.${type}\\.[\\w-]+(?:\\[[^\\]]*\\])?\\.(?:${known})\\b`, "g");
  return uses.length > (text.match(knownUse)?.length ?? 0);
}

/**
 * What a configuration names of which only the surroundings of a real run, or an account, know the value.
 *
 * @param texts the files of the folder and of its modules
 * @param compared everything with which an expression can compare a zone, or that the names of the zones are declared
 */
export function surroundingsUsed(
  texts: readonly string[],
  compared: readonly string[] | "declared",
): readonly string[] {
  const used = surroundings.filter(([, use]) => texts.some((text) => text.search(use) >= 0));
  const areDeclared = compared === "declared";
  const madeUp = [...partlyMadeUp, areDeclared ? declaredZones : playedZones].filter(([type, known]) =>
    texts.some((text) => usesMore(text, type, known)),
  );
  const zones = areDeclared || usesZonesByPosition(texts, compared) ? [] : ["aws_availability_zones"];
  return [...[...used, ...madeUp].map(([name]) => name), ...zones];
}
