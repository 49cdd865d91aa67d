import type { Claim, Verdict } from "../../../verify/claim";
import type { Edit } from "../fixtures/perimeter";
import { policySubject } from "../fixtures/policies";

/** What was done to the stack, how, and what the claim must say of it. */
export type Broken = readonly [says: string, edit: Edit, kind: Verdict["kind"], evidence?: RegExp];

/** Tests that the claim turns for each break, and shows what it must show. */
export function describeBreaks(claim: Claim, breaks: readonly Broken[]): void {
  describe(claim.name, () => {
    for (const [says, edit, kind, evidence = /./] of breaks) {
      it(says, () => {
        const verdict = claim.decide(policySubject(edit));

        expect(verdict.kind).toBe(kind);
        expect(verdict.evidence.map(({ text }) => text).join("\n")).toMatch(evidence);
      });
    }
  });
}

/** Several edits, one after the other. */
export function all(...edits: readonly Edit[]): Edit {
  return (resources) => {
    for (const edit of edits) {
      edit(resources);
    }
  };
}
