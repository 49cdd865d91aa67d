import { readTeams } from "../../../verify/posture/studio/read-teams";
import type { Json } from "../../../verify/terraform/terraform-configuration";

const risk = { name: "risk", role: "risk-role", buckets: ["risk-data"], name_prefixes: ["risk-"] };
const market = { name: "market", role: "market-role", buckets: ["market-data"], name_prefixes: ["market-"] };

test("teams are read with the names of what is theirs", () => {
  expect(readTeams({ teams: [{ ...risk, security_groups: ["risk-jobs"] }] }, "output")).toEqual([
    {
      name: "risk",
      role: "risk-role",
      buckets: ["risk-data"],
      namePrefixes: ["risk-"],
      securityGroups: ["risk-jobs"],
    },
  ]);
});

test("a name of a team may contain a reference of Terraform", () => {
  const buckets = ["risk-${data.aws_caller_identity.me.account_id}"];

  expect(readTeams({ teams: [{ ...risk, buckets }] }, "output")[0]?.buckets).toEqual(buckets);
});

test.each<[string, Json]>([
  ["no list", { risk }],
  ["a team without a role", [{ ...risk, role: null }]],
  ["a team without a bucket", [{ ...risk, buckets: [] }]],
  ["a team of any name", [{ ...risk, name_prefixes: [] }]],
  ["a team with a wildcard", [{ ...risk, buckets: ["risk-*"] }]],
  ["a team with an empty prefix", [{ ...risk, name_prefixes: [""] }]],
])("teams are refused for %s", (_, teams) => {
  expect(() => readTeams({ teams }, "output")).toThrow("output.teams: not a list of teams, got ");
});

test.each<[string, object, string]>([
  ["a bucket", { buckets: ["risk-data"] }, "risk-data"],
  ["a role", { role: "risk-role" }, "risk-role"],
  ["a name", { name: "risk" }, "risk"],
  ["the beginning of a name", { name_prefixes: ["risk-eu-"] }, "risk-"],
])("teams are refused that share %s", (_, change, shared) => {
  expect(() => readTeams({ teams: [risk, { ...market, ...change }] }, "output")).toThrow(
    `, got ${shared}; give each team names of its own`,
  );
});
