import { Testing } from "cdktf";
import { refusedValues } from "../../../constraints/refused-stack";
import { requireEnvironments } from "../../../envs/validation/parse-environments";
import { fixedCostItems } from "../../../review/cost/fixed-cost-items";
import { PerimeterStack } from "../../../stacks/perimeter-stack";
import { claims } from "../../../verify/claims";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { TODAY } from "../../envs/fixtures/sample-environment";
import { staging } from "../../fixtures/environments/staging";
import { unprovedClaims } from "../../verify/fixtures/unproved-claims";

/** What docs/access.md says to write for the resolver of a corporate network in staging. */
const withResolver = {
  ...staging,
  availabilityZones: ["eu-west-1a", "eu-west-1b"],
  access: {
    kind: "on",
    selfService: { kind: "on", endUsers: { kind: "iam-users" } },
    notebookInstance: { user: "data-scientist" },
    client: { kind: "ssm" },
    attachment: { kind: "transit-gateway", id: "tgw-0123456789abcdef0", cidrs: ["10.100.0.0/16"] },
    resolverInbound: true,
  },
};

const [environment] = requireEnvironments([withResolver], TODAY);
if (environment === undefined) {
  throw new Error("staging: no environment, got an empty list; see the fixture");
}
const json = JSON.parse(Testing.synth(new PerimeterStack(Testing.app(), "staging", { environment })));

test("Staging with everything of user access and the resolver of a corporate network proves its claims.", () => {
  const judged = claims.filter(({ topic }) => topic === "network" || topic === "names" || topic === "operations");

  expect(unprovedClaims(json, judged)).toEqual([]);
  expect(refusedValues(json)).toEqual([]);
});

test("The resolver has an address in each of two zones, and the price counts both.", () => {
  const { quantities } = fixedCostItems(readConfiguration(json, "staging"));

  expect(quantities["resolver-address"]).toBe(2);
});
