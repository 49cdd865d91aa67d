import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { readYamlDocument } from "../../envs/files/yaml-document";
import { requireAllEnvironments } from "../../envs/validation/parse-environments";
import { InspectionStack } from "../../stacks/inspection/inspection-stack";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import { acceptFindings } from "../../verify/acceptance/accept-findings";
import { type ClaimResult, decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../verify/terraform/terraform-configuration";

/** A day on which the entries of the page count. */
const TODAY = "2026-12-01";

const page = readFileSync(join(__dirname, "../../docs/enterprise-network.md"), "utf8");
const blocks = [...page.matchAll(/^```yaml\n# (envs\/[\w-]+\.yaml)(.*)\n([\s\S]*?)^```$/gm)];

/** A file of the page: its parts, in their order. */
function written(file: string): object {
  const parts = blocks.filter(([, path]) => path === file).map(([, , , text]) => text);
  const document = readYamlDocument(parts.join(""));
  if (document.kind !== "read") {
    throw new Error(`${file}: the page has no such file, or its YAML is refused: ${JSON.stringify(document)}`);
  }
  return document.value as object;
}

const team = written("envs/team-a.yaml");
const hub = written("envs/hub.yaml");

/** Both stacks, with changes of the files. */
function synthesized(
  changes: { readonly team?: object; readonly hub?: object } = {},
): Readonly<Record<string, string>> {
  const { environments, inspections } = requireAllEnvironments(
    [
      { ...team, ...changes.team },
      { ...hub, ...changes.hub },
    ],
    TODAY,
  );
  return Object.fromEntries([
    ...environments.map((environment) => [
      environment.name,
      Testing.synth(new PerimeterStack(Testing.app(), environment.name, { environment })),
    ]),
    ...inspections.map((inspection) => [
      inspection.name,
      Testing.synth(new InspectionStack(Testing.app(), inspection.name, { inspection })),
    ]),
  ]);
}

function judge(stack: string | undefined): readonly ClaimResult[] {
  const configuration = readConfiguration(JSON.parse(stack ?? "") as JsonObject, "stack");
  const posture = readPosture(configuration);
  const results = decideClaims({ configuration, posture }, undefined, TODAY);
  return acceptFindings(results, posture.accepted ?? [], TODAY).claimResults;
}

/** The claims with one of the verdicts. */
function claimsThatAre(results: readonly ClaimResult[], ...kinds: readonly string[]): readonly string[] {
  return results.filter(({ verdict }) => kinds.includes(verdict.kind)).map(({ claim }) => claim.name);
}

const pageStacks = synthesized();

test.each(["team-a", "hub"])("With the accepted findings of the page, no claim about %s is open.", (name) => {
  const results = judge(pageStacks[name]);

  expect(claimsThatAre(results, "violated", "undecided")).toEqual([]);
  expect(claimsThatAre(results, "proved").length).toBeGreaterThan(10);
});

test("With the accepted findings of the page, no claim about an inspection VPC without spokes is open.", () => {
  expect(claimsThatAre(judge(synthesized({ hub: { spokes: [] } }).hub), "violated", "undecided")).toEqual([]);
});

test.each<[string, object]>([
  ["without spokes", { spokes: [] }],
  [
    "with one list for all spokes",
    {
      allowList: { kind: "own", entries: [{ name: "pypi.org", match: "exact", reason: "packages", owner: "team" }] },
    },
  ],
  ["in one zone", { availabilityZones: ["eu-west-1a"], resilience: "single-zone" }],
  ["at a transit gateway of another stack", { transitGateway: { kind: "existing", id: "tgw-0123456789abcdef0" } }],
])("An inspection VPC %s violates no claim.", (_, changes) => {
  expect(claimsThatAre(judge(synthesized({ hub: { acceptedFindings: [], ...changes } }).hub), "violated")).toEqual([]);
});

test.each<[string, string, string, string]>([
  ["a domain of one spoke passes for another one", "[10.41.0.0/16] any", "any any", "firewall-passes-only-allowlist"],
  ["a domain passes for no spoke", "[10.41.0.0/16] any", "[10.99.0.0/16] any", "firewall-passes-only-allowlist"],
])("The accepted findings do not hide that %s.", (_, before, after, claim) => {
  expect(pageStacks.hub).toContain(before);
  expect(claimsThatAre(judge(pageStacks.hub?.replaceAll(before, after)), "violated")).toEqual([claim]);
});

test("A declaration without sources proves nothing about the lists of several spokes, and violates nothing.", () => {
  const results = judge(pageStacks.hub?.replaceAll(/,\s*"sources": \[[^\]]*\]/g, ""));

  expect(claimsThatAre(results, "violated")).toEqual([]);
  expect(claimsThatAre(results, "undecided")).toEqual(["firewall-passes-only-allowlist"]);
});

test("The accepted findings do not hide a route past the firewall.", () => {
  const stack = JSON.parse(pageStacks.hub ?? "") as { resource: { aws_route: Record<string, JsonObject> } };
  const { inspection_transit_a_default: route, inspection_firewall_a_default: nat } = stack.resource.aws_route;
  const { vpc_endpoint_id: _, ...rest } = route ?? {};
  stack.resource.aws_route.inspection_transit_a_default = { ...rest, nat_gateway_id: nat?.nat_gateway_id ?? "" };

  expect(claimsThatAre(judge(JSON.stringify(stack)), "violated", "undecided")).toContain(
    "egress-only-through-firewall",
  );
});
