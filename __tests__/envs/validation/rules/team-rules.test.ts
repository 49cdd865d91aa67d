import { issuesWith, studioSettings } from "../../fixtures/sample-environment";

const teams = [{ name: "risk" }, { name: "market" }];
const ada = { name: "ada", team: "risk" };

test("teams with a profile each are no issue", () => {
  expect(issuesWith(studioSettings({ teams, userProfiles: [ada, { name: "eve", team: "market" }] }))).toEqual([]);
});

test("a team has a name of lowercase letters and digits, so that no name is the beginning of another one with a hyphen", () => {
  expect(issuesWith(studioSettings({ teams: [{ name: "risk-eu" }, { name: "state" }] }))).toEqual(
    ["risk-eu", "state"].map(
      (name, index) =>
        `studio.teams[${index}].name: is not a team name, got ${name}; use 2 to 12 lowercase letters and digits, a letter first, other than state and profile`,
    ),
  );
});

test("a team has at least one user profile", () => {
  expect(issuesWith(studioSettings({ teams, userProfiles: [ada] }))).toEqual([
    "studio.teams[1].name: has no user profile, got market; give a profile of studio.userProfiles this team, or remove the team",
  ]);
});

test("a team cannot be listed twice", () => {
  expect(issuesWith(studioSettings({ teams: [{ name: "risk" }, { name: "risk" }], userProfiles: [ada] }))).toEqual([
    "studio.teams[1].name: is listed twice, got risk; list every team once",
  ]);
});

test("the names of a team and of its environment fit into the name of a bucket together", () => {
  const named = {
    name: "exploration-lab",
    ...studioSettings({ teams: [{ name: "derivatives" }], userProfiles: [{ name: "ada", team: "derivatives" }] }),
  };

  expect(issuesWith(named).map((line) => line.replace(/^exploration-lab: /, ""))).toEqual([
    "studio.teams[0].name: is too long for names of buckets in exploration-lab, got derivatives; use at most 10 characters, or a shorter name of the environment",
  ]);
});

test("a profile is in a team of the list, where there are teams", () => {
  const userProfiles = [ada, { name: "eve" }, { name: "joe", team: "sales" }, { name: "may", team: "market" }];

  expect(issuesWith(studioSettings({ teams, userProfiles }))).toEqual([
    "studio.userProfiles[1].team: is missing, but the environment has teams; use one of risk, market",
    "studio.userProfiles[2].team: is no team of the environment, got sales; use one of risk, market",
  ]);
});

test("a profile is in no team, where there are none", () => {
  expect(issuesWith(studioSettings({ userProfiles: [ada] }))).toEqual([
    "studio.userProfiles[0].team: is no team of the environment, got risk; list the team in studio.teams, or remove it",
  ]);
});

test("an environment with teams has no notebook instance, which would run as the role of the domain", () => {
  const access = {
    kind: "on",
    selfService: { kind: "on", endUsers: { kind: "iam-users" } },
    notebookInstance: { user: "ada" },
  };

  expect(issuesWith({ ...studioSettings({ teams: [{ name: "risk" }], userProfiles: [ada] }), access })).toEqual([
    "access.notebookInstance: runs as the role of the domain, but the environment has teams, got ada; remove it, or use an environment without teams",
  ]);
});

test("no deployer is the execution role of a team", () => {
  const deployers = ["role/studio-perimeter-test-risk-*"];

  expect(issuesWith({ ...studioSettings({ teams: [{ name: "risk" }], userProfiles: [ada] }), deployers })).toEqual([
    "deployers[0]: includes the execution role of risk, got role/studio-perimeter-test-risk-*; name the roles without a wildcard",
  ]);
});
