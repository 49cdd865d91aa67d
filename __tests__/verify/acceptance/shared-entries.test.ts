import { withoutEntriesOfOthers } from "../../../verify/acceptance/shared-entries";
import type { AcceptanceUse, AcceptedFinding } from "../../../verify/posture/accepted-finding";
import { A_YEAR_FROM_NOW } from "../../fixtures/days";

const shared: AcceptedFinding = {
  claim: "claim-1",
  finding: "x",
  address: "aws_vpc.v",
  reason: "moves",
  owner: "team",
  until: A_YEAR_FROM_NOW,
  place: "studio-perimeter.yaml:3",
};
const { place: _, ...declared } = shared;

const keptBy = (accepted: AcceptedFinding, ...uses: readonly boolean[]) =>
  withoutEntriesOfOthers(uses.map((isUsed) => ({ acceptances: [{ accepted: { ...accepted }, isUsed }] }))).map(
    ({ acceptances }) => acceptances.length,
  );

test("An entry for every stack is told of the stacks that use it, or of all of them where none does.", () => {
  expect(keptBy(shared, true, false, true)).toEqual([1, 0, 1]);
  expect(keptBy(shared, false, false)).toEqual([1, 1]);
});

const doubts = (accepted: AcceptedFinding, ...uses: readonly boolean[]) =>
  withoutEntriesOfOthers(uses.map((isUsed) => ({ acceptances: [{ accepted, isUsed }] }))).flatMap(({ acceptances }) =>
    acceptances.map((use: AcceptanceUse) => use.mayServeOthers ?? false),
  );

test("A stack that is judged alone does not tell whether another one needs an entry for every stack.", () => {
  expect(doubts(shared, false)).toEqual([true]);
  expect(doubts(shared, true)).toEqual([false]);
  expect(doubts(shared, false, false)).toEqual([false, false]);
  expect(doubts({ ...shared, stack: "dev" }, false)).toEqual([false]);
  expect(doubts(declared, false)).toEqual([false]);
});

test.each([
  ["names its stack", { ...shared, stack: "dev" }],
  ["the posture of a stack declares", declared],
])("An unused entry that %s stays, although another stack uses an equal one.", (_case, accepted) => {
  expect(keptBy(accepted, true, false)).toEqual([1, 1]);
});
