import { environmentIssues, requireAllEnvironments } from "../../../../envs/validation/parse-environments";
import {
  inspectionEnvironment,
  namingEnvironment,
  TRANSIT_GATEWAY_ID,
} from "../../../stacks/fixtures/enterprise-environments";
import { TODAY } from "../../fixtures/sample-environment";

const account = "111122223333";
const central = (hub: string) => ({ ...namingEnvironment, egress: { ...namingEnvironment.egress, hub } });

function faultsOf(environment: object, hub: object = {}): readonly string[] {
  return environmentIssues([environment, { ...inspectionEnvironment, ...hub }], TODAY);
}

test("An environment may name its hub before the hub lists it as a spoke, and in any order of the files.", () => {
  expect(faultsOf(namingEnvironment)).toEqual([]);
  expect(faultsOf(namingEnvironment, { spokes: [] })).toEqual([]);
  expect(environmentIssues([inspectionEnvironment, namingEnvironment], TODAY)).toEqual([]);
});

test("A hub that is no inspection environment is refused with the closest name.", () => {
  expect(faultsOf(central("hubs"), { spokes: [] })).toEqual([
    "team-a: egress.hub: is no inspection environment, got hubs; did you mean hub?",
  ]);
});

test("A hub is in the account and the Region of the environment, where its transit gateway is looked up.", () => {
  const elsewhere = { region: "us-east-1", availabilityZones: ["us-east-1a", "us-east-1b"], spokes: [], account };

  expect(faultsOf(namingEnvironment, elsewhere)).toEqual([
    "team-a: egress.hub: is in us-east-1, got hub; use an inspection environment in eu-west-1",
    "team-a: egress.hub: is in account 111122223333, and the Name tag of a transit gateway is visible in its own account only, got hub; set transitGatewayId and transitGatewayAccount in place of hub",
  ]);
});

test("A hub lists no spoke that names another hub.", () => {
  const other = { ...inspectionEnvironment, name: "other", vpcCidr: "10.51.0.0/24", spokes: [] };

  expect(environmentIssues([central("other"), inspectionEnvironment, other], TODAY)).toEqual([
    "hub: spokes[0].name: has egress through the inspection environment other, got team-a; set its egress.hub to hub, or remove the spoke",
  ]);
});

test("An environment uses the id of a transit gateway that its hub does not create.", () => {
  const hub = { ...inspectionEnvironment, transitGateway: { kind: "existing", id: TRANSIT_GATEWAY_ID } };
  const [environment] = requireAllEnvironments([namingEnvironment, hub], TODAY).environments;

  expect(environment?.egress).toMatchObject({ hub: "hub", transitGatewayId: TRANSIT_GATEWAY_ID });
});

test("A hub judges the spokes that name it together with itself, and no other one.", () => {
  const spokes = (environment: object) =>
    requireAllEnvironments([environment, inspectionEnvironment], TODAY).inspections[0]?.spokes;
  const { hub: _, ...egress } = namingEnvironment.egress;
  const byId = { ...namingEnvironment, egress: { ...egress, transitGatewayId: TRANSIT_GATEWAY_ID } };

  expect(spokes(namingEnvironment)?.map(({ stack }) => stack)).toEqual(["team-a"]);
  expect(spokes(byId)?.map(({ stack }) => stack)).toEqual([undefined]);
});
