import { mayBeEqual, newPlaceholderTable } from "../../../../verify/iam/patterns/placeholders";

const table = newPlaceholderTable();
const account = table.opaque("this account");
const unknown = table.unknown("var.name");

test.each([
  ["logs", "logs"],
  [unknown, "data"],
  [`logs-${unknown}`, "logs-x"],
  [`logs-${unknown}`, `logs-x-${account}`],
  [`${unknown}-logs`, `data-${account}-logs`],
  [`lo${unknown}`, `logs-${unknown}`],
  [`logs-${account}`, "logs-111122223333"],
])("Two texts may be one once their placeholders have values: %j and %j.", (one, other) => {
  expect([mayBeEqual(one, other), mayBeEqual(other, one)]).toEqual([true, true]);
});

test.each([
  ["logs", "data"],
  [`logs-${unknown}`, "data-x"],
  [`logs-${unknown}`, `data-${account}`],
  [`${unknown}-logs`, "x-data"],
  [`a-${unknown}-logs`, `a-${unknown}-data`],
])("Two texts are never one where they begin or end otherwise: %j and %j.", (one, other) => {
  expect([mayBeEqual(one, other), mayBeEqual(other, one)]).toEqual([false, false]);
});
