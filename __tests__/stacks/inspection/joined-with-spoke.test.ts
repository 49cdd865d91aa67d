import { Testing } from "cdktf";
import { requireAllEnvironments } from "../../../envs/validation/parse-environments";
import { InspectionStack } from "../../../stacks/inspection/inspection-stack";
import { PerimeterStack } from "../../../stacks/perimeter-stack";
import { claims } from "../../../verify/claims";
import { decideClaims } from "../../../verify/claims/decide-claims";
import { readPosture } from "../../../verify/posture/read-posture";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { Json, JsonObject } from "../../../verify/terraform/terraform-configuration";
import { TODAY } from "../../envs/fixtures/sample-environment";
import { inspectionEnvironment, spokeEnvironment, TRANSIT_GATEWAY_ID } from "../fixtures/enterprise-environments";

type Resources = Record<string, Record<string, Record<string, Json>>>;

/** Both stacks as one configuration: what one of them names by its ID is the resource of the other. */
function joinedStacks(): { readonly resource: Resources } & JsonObject {
  const { environments, inspections } = requireAllEnvironments([spokeEnvironment, inspectionEnvironment], TODAY);
  const [environment] = environments;
  const [inspection] = inspections;
  if (environment === undefined || inspection === undefined) {
    throw new Error("joined stacks: an environment is missing; see the fixture");
  }
  const spoke = Testing.synth(new PerimeterStack(Testing.app(), environment.name, { environment }));
  const hub = JSON.parse(Testing.synth(new InspectionStack(Testing.app(), inspection.name, { inspection }))) as {
    readonly resource: Resources;
  };
  const renamed = Object.entries(hub.resource).reduce(
    (text, [type, named]) =>
      Object.keys(named).reduce(
        (changed, name) =>
          changed
            .replaceAll(`\${${type}.${name}.`, `\${${type}.hub_${name}.`)
            .replaceAll(`(${type}.${name}.`, `(${type}.hub_${name}.`),
        text,
      ),
    JSON.stringify(hub.resource),
  );
  const attachment = "aws_ec2_transit_gateway_vpc_attachment.central_egress_attachment.id";
  const others = JSON.parse(
    renamed.replaceAll(/data\.aws_ec2_transit_gateway_vpc_attachment\.\w+\.id/g, attachment),
  ) as Resources;
  const joined = JSON.parse(
    spoke.replaceAll(TRANSIT_GATEWAY_ID, "${aws_ec2_transit_gateway.hub_transit_gateway.id}"),
  ) as { readonly resource: Resources } & JsonObject;
  for (const [type, named] of Object.entries(others)) {
    joined.resource[type] = {
      ...joined.resource[type],
      ...Object.fromEntries(Object.entries(named).map(([name, values]) => [`hub_${name}`, values])),
    };
  }
  return joined;
}

const joined = joinedStacks();
const judged = claims.filter(({ topic }) => ["network", "names", "firewall", "operations"].includes(topic));

/** The claims that are neither proved nor without a subject, after an edit of the resources. */
function openClaims(edit: (resources: Resources) => void): readonly string[] {
  const stack = structuredClone(joined);
  edit(stack.resource);
  const configuration = readConfiguration(stack, "joined");
  return decideClaims({ configuration, posture: readPosture(configuration) }, judged)
    .filter(({ verdict }) => verdict.kind !== "proved" && verdict.kind !== "notApplicable")
    .map(({ claim }) => claim.name);
}

function argumentsAt(resources: Resources, type: string, name: string): Record<string, Json> {
  const values = resources[type]?.[name];
  if (values === undefined) {
    throw new Error(`${type}.${name}: no such resource`);
  }
  return values;
}

test("Every claim about the network is proved over a spoke and its inspection VPC together.", () => {
  expect(openClaims(() => undefined)).toEqual([]);
});

test.each<[string, (resources: Resources) => void, readonly string[]]>([
  [
    "appliance mode is off",
    (resources) => {
      argumentsAt(
        resources,
        "aws_ec2_transit_gateway_vpc_attachment",
        "hub_transit_attachment",
      ).appliance_mode_support = "disable";
    },
    ["egress-only-through-firewall", "return-path-symmetric"],
  ],
  [
    "the spoke is associated with the table of the inspection VPC",
    (resources) => {
      argumentsAt(
        resources,
        "aws_ec2_transit_gateway_route_table_association",
        "hub_transit_spoke_team_a_association",
      ).transit_gateway_route_table_id = "${aws_ec2_transit_gateway_route_table.hub_transit_inspection.id}";
    },
    ["egress-only-through-firewall", "survives-zone-loss"],
  ],
  [
    "the inspection table has no route to the spoke",
    (resources) => {
      delete resources.aws_ec2_transit_gateway_route?.hub_transit_to_team_a;
    },
    ["return-path-symmetric", "survives-zone-loss"],
  ],
])("A spoke and its inspection VPC are not proved if %s.", (_, edit, turned) => {
  expect(openClaims(edit)).toEqual(expect.arrayContaining([...turned]));
});
