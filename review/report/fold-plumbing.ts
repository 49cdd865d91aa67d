import { groupBy } from "../../verify/collections/group-by";
import { withoutInstanceKeys } from "../../verify/terraform/resource-address";
import { isSettled } from "../../verify/verdict/claim";
import { type DifferenceKind, kindBySeverity, type Rank, rankOf } from "../model/difference-kinds";
import {
  createDifference,
  formatList,
  type ReviewDifference,
  severities,
  sortByRank,
} from "../model/review-difference";
import type { ReviewForText } from "../review";

/** Ranks that are about the parts of an option among each other, where they name new resources only. */
const foldableRanks: readonly Rank[] = ["inside", "unknown", "information"];

/** A new part with fewer sentences is not folded. */
const minimumGroup = 3;

/** What a folded item counts, in the order of its sentence. Kinds without a row count as `change`. */
const countedKinds = {
  "new-role-request": { one: "set of permissions of its own roles", several: "sets of permissions of its own roles" },
  "inside-request": { one: "permission inside the account", several: "permissions inside the account" },
  "service-trust": { one: "role that an AWS service assumes", several: "roles that AWS services assume" },
  "service-endpoint": { one: "VPC endpoint", several: "VPC endpoints" },
  "security-group-peer": { one: "rule between security groups", several: "rules between security groups" },
  "inside-path": { one: "path inside the VPC", several: "paths inside the VPC" },
  undetermined: { one: "resource that review does not compare", several: "resources that review does not compare" },
  change: { one: "other resource", several: "other resources" },
} as const satisfies Partial<Record<DifferenceKind, { readonly one: string; readonly several: string }>>;

type CountedKind = keyof typeof countedKinds;

/** Kinds whose differences may name several resources each. */
const countedByResource: readonly CountedKind[] = ["undetermined", "change"];

/**
 * The differences as reports show them: what names only resources that the change creates is one item for each new part of the
 * stack. Nothing is folded where a claim does not hold, nor what may concern the outside, data, a service, a program or a person.
 */
export function foldPlumbing({ kind, after, changes, differences }: ReviewForText): readonly ReviewDifference[] {
  if (kind !== "changes" || after === undefined || !after.claimResults.every(({ verdict }) => isSettled(verdict))) {
    return differences;
  }
  const created = new Set(changes.flatMap((change) => (change.kind === "create" ? [change.address] : [])));
  const isFoldable = (one: ReviewDifference): boolean =>
    foldableRanks.includes(rankOf(one)) &&
    one.accepted === undefined &&
    one.addresses.length > 0 &&
    one.addresses.every((address) => created.has(address));
  const partOf = namesOfParts([...created]);
  const parts = groupBy(differences.filter(isFoldable), ({ addresses: [first = ""] }) => partOf(first));
  const folded = [...parts].filter(([, group]) => group.length >= minimumGroup);
  const inside = new Set(folded.flatMap(([, group]) => group));
  return sortByRank([
    ...differences.filter((one) => !inside.has(one)),
    ...folded.map(([part, group]) => foldedPart(part, group)),
  ]);
}

function foldedPart(part: string, group: readonly ReviewDifference[]): ReviewDifference {
  const severity = severities.find((one) => group.some((difference) => difference.severity === one)) ?? "unclear";
  const byKind = groupBy(group, countedKindOf);
  const counts = (Object.keys(countedKinds) as CountedKind[]).flatMap((kind) => {
    const found = byKind.get(kind) ?? [];
    const count = countedByResource.includes(kind)
      ? new Set(found.flatMap(({ addresses }) => addresses)).size
      : found.length;
    return count === 0 ? [] : [`${count} ${countedKinds[kind][count === 1 ? "one" : "several"]}`];
  });
  return {
    ...createDifference(
      severity,
      `New part ${part}, with which every claim holds: ${formatList(counts, counts.length)}`,
      group.flatMap(({ addresses }) => addresses),
      "plumbing",
    ),
    details: sortByRank(group).map(({ text }) => text),
  };
}

function countedKindOf({ severity, kind = kindBySeverity[severity] }: ReviewDifference): CountedKind {
  return kind in countedKinds ? (kind as CountedKind) : "change";
}

/**
 * Names the part of the stack that an address belongs to: its module, and the words that the names of all new resources with the
 * same two first words start with.
 */
function namesOfParts(addresses: readonly string[]): (address: string) => string {
  const wordsByPart = groupBy(addresses.map(nameOfAddress), firstWords);
  return (address) => {
    const name = nameOfAddress(address);
    const alike = wordsByPart.get(firstWords(name)) ?? [name];
    return alike.length === 1 ? (name.words[0] ?? address) : sharedStart(alike.map(({ words }) => words)).join("_");
  };
}

interface NameOfAddress {
  readonly module: string;
  readonly words: readonly string[];
}

/** `module.a.aws_vpc.network_main["x"]` has the module `module.a` and the words `network` and `main`. */
function nameOfAddress(address: string): NameOfAddress {
  const steps = withoutInstanceKeys(address).split(".");
  return { module: steps.slice(0, -2).join("."), words: (steps.at(-1) ?? "").split("_") };
}

function firstWords({ module, words }: NameOfAddress): string {
  return [module, ...words.slice(0, 2)].join(" ");
}

function sharedStart([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  const end = first.findIndex((word, index) => others.some((words) => words[index] !== word));
  return end < 0 ? first : first.slice(0, end);
}
