import type { AcceptanceUse } from "../posture/accepted-finding";

/**
 * The stacks without the entries that another one of them needs: an entry of a policy file that names no stack is about every stack, so
 * that it is not to be removed while it accepts a finding of one. An entry that no stack uses stays with each, with its warning. One stack
 * says nothing about others.
 *
 * @param stacks judged together
 */
export function withoutEntriesOfOthers<Stack extends { readonly acceptances?: readonly AcceptanceUse[] }>(
  stacks: readonly Stack[],
): readonly Stack[] {
  if (stacks.length === 1) {
    return stacks.map(judgedAlone);
  }
  const used = new Set(stacks.flatMap(({ acceptances = [] }) => acceptances.filter(({ isUsed }) => isUsed).map(keyOf)));
  return stacks.map((stack) => {
    const { acceptances = [] } = stack;
    const kept = acceptances.filter((use) => use.isUsed || !isShared(use) || !used.has(keyOf(use)));
    return kept.length === acceptances.length ? stack : { ...stack, acceptances: kept };
  });
}

/** A stack that was judged without the others: whether one of them uses an entry that is about every stack is not known. */
export function judgedAlone<Stack extends { readonly acceptances?: readonly AcceptanceUse[] }>(stack: Stack): Stack {
  const { acceptances = [] } = stack;
  const isDoubtful = (use: AcceptanceUse): boolean => !use.isUsed && isShared(use);
  return acceptances.some(isDoubtful)
    ? { ...stack, acceptances: acceptances.map((use) => (isDoubtful(use) ? { ...use, mayServeOthers: true } : use)) }
    : stack;
}

/** Only entries of a policy file have a place. The posture of a stack accepts for that stack alone, also in equal words. */
function isShared({ accepted: { stack, place } }: AcceptanceUse): boolean {
  return stack === undefined && place !== undefined;
}

/** Verdicts that were kept since an earlier run hold copies of the entries. */
function keyOf({ accepted }: AcceptanceUse): string {
  return JSON.stringify(accepted);
}
