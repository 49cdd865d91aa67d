import { meantName } from "../../envs/schema/suggest-fix";
import type { StackChanges } from "./changed-stacks";

const APPROVAL = /^(?<name>[a-z0-9-]+)=(?<digest>[0-9a-f]{64})$/;

/**
 * Reads which environments may be deployed, each with the digest of its reviewed changes: `dev=3b5f... team-a=91c0...`, with blanks,
 * commas or line breaks between them.
 *
 * @returns the digests by environment
 * @throws one line for each word that is none, and for each environment that comes twice or is not in the synthesis
 */
export function parseApprovedDigests(text: string, { changed }: StackChanges): ReadonlyMap<string, string> {
  const names = changed.map(({ name }) => name);
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  const pairs = words.map((word) => ({ word, ...APPROVAL.exec(word)?.groups }));
  const faults = pairs.flatMap(({ word, name }: { readonly word: string; readonly name?: string }, at) => {
    if (name === undefined) {
      return [
        `not an environment with a digest, got ${word}; write ENV=DIGEST with the digest in the comment on its plan`,
      ];
    }
    if (pairs.findIndex((pair) => "name" in pair && pair.name === name) !== at) {
      return [`${name} comes twice; leave one out`];
    }
    const meant = meantName(name, names);
    const advice = meant === undefined ? "name one of envs/" : `did you mean ${meant}?`;
    return names.includes(name) ? [] : [`no such environment, got ${name}; ${advice}`];
  });
  if (words.length === 0) {
    faults.push("needs an environment with a digest, got nothing; write ENV=DIGEST");
  }
  if (faults.length > 0) {
    throw new Error(faults.map((fault) => `--approved: ${fault}`).join("\n"));
  }
  return new Map(words.map((word) => word.split("=") as [string, string]));
}

/** Only the environments that may be deployed. */
export function approvedStacks(changes: StackChanges, digests: ReadonlyMap<string, string>): StackChanges {
  const changed = changes.changed.filter(({ name }) => digests.has(name));
  return { ...changes, changed, unchanged: changes.unchanged + changes.changed.length - changed.length };
}
