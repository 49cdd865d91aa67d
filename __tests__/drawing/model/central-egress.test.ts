import { Testing } from "cdktf";
import { mermaidEnvironments } from "../../../drawing/mermaid/mermaid-environments";
import { readEnvironmentDiagram } from "../../../drawing/model/environment-diagram";
import { describeDiagram } from "../../../drawing/svg/describe-diagram";
import { requireAllEnvironments } from "../../../envs/validation/parse-environments";
import { InspectionStack } from "../../../stacks/inspection/inspection-stack";
import { PerimeterStack } from "../../../stacks/perimeter-stack";
import { TODAY } from "../../envs/fixtures/sample-environment";
import { testingApp } from "../../fixtures/testing-app";
import { inspectionEnvironment, spokeEnvironment } from "../../stacks/fixtures/enterprise-environments";

const { environments, inspections } = requireAllEnvironments([spokeEnvironment, inspectionEnvironment], TODAY);
const stacks = [
  ...environments.map((environment) => new PerimeterStack(testingApp(), environment.name, { environment })),
  ...inspections.map((inspection) => new InspectionStack(testingApp(), inspection.name, { inspection })),
];
const diagrams = stacks.map((stack) => readEnvironmentDiagram(stack.node.id, JSON.parse(Testing.synth(stack))));

test("The picture of central egress has a transit gateway in each zone, on the path to the internet.", () => {
  const lines = mermaidEnvironments(diagrams.slice(0, 1)).split("\n");

  expect(lines).toContain('e0_z0_transit["Transit gateway<br>10.41.255.0/28"]');
  expect(lines).toContain('e0_internet["Internet, by another VPC<br>www.example.com"]');
  expect(lines.filter((line) => line.includes("==>"))).toEqual([
    "e0_z0_studio ==> e0_z0_transit",
    "e0_z0_transit ==> e0_internet",
    "e0_z1_studio ==> e0_z1_transit",
    "e0_z1_transit ==> e0_internet",
  ]);
});

test("The picture of an inspection VPC has both directions of the path, and no corporate network.", () => {
  const text = mermaidEnvironments(diagrams.slice(1));

  expect(text).not.toContain("Corporate network");
  expect(text.split("\n").filter((line) => line.includes("==>") && line.includes("z0"))).toEqual(
    expect.arrayContaining([
      "e0_z0_transit ==> e0_z0_firewall",
      "e0_z0_firewall ==> e0_z0_nat",
      "e0_z0_nat ==> e0_internet",
      "e0_z0_nat ==> e0_z0_firewall",
      "e0_z0_firewall ==> e0_z0_transit",
    ]),
  );
});

test("The picture of an inspection VPC has its spokes in the place of people.", () => {
  expect(mermaidEnvironments(diagrams.slice(1)).split("\n")).toContain('e0_people["1 spoke<br>10.41.0.0/16"]');
  expect(diagrams.slice(1).map(describeDiagram).join(" ")).toContain("1 spoke, 10.41.0.0/16;");
});

test("The description for screen readers names the path of central egress.", () => {
  expect(diagrams.slice(0, 1).map(describeDiagram).join(" ")).toContain(
    "Internet routes: studio to transit, transit to internet; allowed domains: www.example.com.",
  );
});
