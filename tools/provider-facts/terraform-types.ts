import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folderOf, packagedTypes } from "../../rehearsal/schema/package-source";
import { memoizeByText } from "../../verify/collections/memoize";
import { readDeclarations } from "./documented-declarations";

/** `resource`, or `data` for a data source. */
export type Section = "resource" | "data";

/** A Terraform type of the bindings, with the names of its arguments and attributes in one spelling. */
interface BoundType {
  readonly type: string;
  readonly section: Section;
  readonly words: ReadonlySet<string>;
  readonly members: ReadonlySet<string>;
}

/** A type as another package names it. */
export interface ForeignType {
  readonly section: Section;
  /** Name with the name of its service: `s3/bucketAcl`. */
  readonly name: string;
  readonly members: readonly string[];
}

/** How alike the members of two types must be, of 1. */
const LEAST_LIKENESS = 0.5;

/** Members distinguish types better than names do, because the other package renames types. */
const MEMBER_WEIGHT = 3;

/**
 * Finds the Terraform type that a package with other names means: the one whose arguments and attributes are most alike, and of equals
 * the one whose name has most words in common.
 *
 * @param root folder of the bindings of the same provider version
 * @returns `undefined` where no type is alike
 */
export function terraformTypeFinder(root: string): (foreign: ForeignType) => string | undefined {
  const bound = (["resource", "data"] as const).flatMap((section) =>
    packagedTypes(root, section).map((type) => boundType(root, section, type)),
  );
  return ({ section, name, members }) => {
    const words = wordsOf(name);
    const spelled = new Set(members.map(oneSpelling));
    const [best] = bound
      .filter((found) => found.section === section)
      .map((found) => ({
        type: found.type,
        members: likeness(spelled, found.members),
        words: likeness(words, found.words),
      }))
      .filter((found) => found.members >= LEAST_LIKENESS && found.words > 0)
      .map((found) => ({ type: found.type, score: MEMBER_WEIGHT * found.members + found.words }))
      .sort((one, other) => other.score - one.score);
    return best?.type;
  };
}

function boundType(root: string, section: Section, type: string): BoundType {
  const text = readFileSync(join(root, "lib", folderOf(section, type), "index.d.ts"), "utf8");
  const config = [...readDeclarations(text).interfaces].find(([name]) => name.endsWith("Config"))?.[1] ?? [];
  const main = text.slice(
    text.search(/^export declare class \w+ extends cdkt[fn]\.Terraform(?:Resource|DataSource) /m),
  );
  const attributes = [...main.matchAll(/^ {4}get (\w+)\(\)/gm)].map(([, name]) => name ?? "");
  return {
    type,
    section,
    words: wordsOf(type.replace(/^aws_/, "")),
    members: new Set(
      [...config.map(({ name }) => name), ...attributes.filter((name) => !name.endsWith("Input"))].map(oneSpelling),
    ),
  };
}

/** Without case and plural: Terraform names a block `rule`, the other package its list `rules`. */
export const oneSpelling = memoizeByText((name: string): string =>
  name
    .replaceAll("_", "")
    .toLowerCase()
    .replace(/(?:ies|y)$/, "i")
    .replace(/[es]+$/, ""),
);

function wordsOf(name: string): ReadonlySet<string> {
  return new Set(
    snakeCase(name)
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== "get"),
  );
}

/** `bucketAcl` as Terraform writes it: `bucket_acl`. */
export function snakeCase(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
}

/** Common members by all members of both. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((member) => other.has(member)).length;
  return common / (one.size + other.size - common || 1);
}
