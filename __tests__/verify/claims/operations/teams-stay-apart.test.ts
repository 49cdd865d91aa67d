import { Testing } from "cdktf";
import type { Environment } from "../../../../envs/schema/environment";
import { requireEnvironments } from "../../../../envs/validation/parse-environments";
import { PerimeterStack } from "../../../../stacks/perimeter-stack";
import { teamsStayApart } from "../../../../verify/claims/operations/teams-stay-apart";
import type { PerimeterPosture } from "../../../../verify/posture/posture";
import { readPosture } from "../../../../verify/posture/read-posture";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import { TODAY } from "../../../envs/fixtures/sample-environment";
import { dev } from "../../../fixtures/environments/dev";
import { testingApp } from "../../../fixtures/testing-app";
import { policySubject } from "../../fixtures/policy-perimeter";

/** dev with as many teams. */
function devWithTeams(count: number): Environment {
  const teams = Array.from({ length: count }, (_, index) => ({ name: `team${index}` }));
  const userProfiles = teams.map(({ name }) => ({ name: `user-of-${name}`, team: name }));
  const [environment] = requireEnvironments([{ ...dev, studio: { ...dev.studio, teams, userProfiles } }], TODAY);
  return environment as Environment;
}

test("teams-stay-apart is proved with eight teams", () => {
  const stack = new PerimeterStack(testingApp(), "dev", { environment: devWithTeams(8) });
  const configuration = readConfiguration(JSON.parse(Testing.synth(stack)), "dev");
  const posture = readPosture(configuration) as PerimeterPosture;

  expect(posture.teams?.length).toBe(8);
  expect(teamsStayApart.decide({ configuration, posture }).kind).toBe("proved");
});

test("teams-stay-apart is not applicable without declared teams", () => {
  expect(teamsStayApart.decide(policySubject(() => undefined, {})).kind).toBe("notApplicable");
});

test("teams-stay-apart is violated where a declared team does not exist", () => {
  const ghost = { name: "ghost", role: "ghost", buckets: ["ghost"], namePrefixes: ["ghost-"], securityGroups: [] };

  expect(teamsStayApart.decide(policySubject(() => undefined, { teams: [ghost] })).kind).toBe("violated");
});
