import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readYamlDocument } from "../../envs/files/yaml-document";
import { acceptFindings } from "../../verify/acceptance/accept-findings";
import { type ClaimResult, decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import { synthesizedStacks } from "../stacks/fixtures/joined-stacks";

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
function synthesized(changes: { readonly team?: object; readonly hub?: object } = {}) {
  return synthesizedStacks(
    [
      { ...team, ...changes.team },
      { ...hub, ...changes.hub },
    ],
    TODAY,
  );
}

/** Judges a stack together with the one that it names. */
function judge(stacks: Readonly<Record<string, JsonObject>>, name: "team-a" | "hub"): readonly ClaimResult[] {
  const partner = name === "hub" ? "team-a" : "hub";
  const joined = [{ name: partner, source: partner, json: stacks[partner] ?? {} }];
  const configuration = readConfiguration(stacks[name], name, { joined });
  const posture = readPosture(configuration);
  const results = decideClaims({ configuration, posture }, undefined, TODAY);
  return acceptFindings(results, posture.accepted ?? [], TODAY).claimResults;
}

/** The stacks, with a change of the text of the hub. */
function withHub(edit: (json: string) => string): Readonly<Record<string, JsonObject>> {
  return { ...pageStacks, hub: JSON.parse(edit(JSON.stringify(pageStacks.hub))) as JsonObject };
}

/** The claims with one of the verdicts. */
function claimsThatAre(results: readonly ClaimResult[], ...kinds: readonly string[]): readonly string[] {
  return results.filter(({ verdict }) => kinds.includes(verdict.kind)).map(({ claim }) => claim.name);
}

const pageStacks = synthesized();

test.each(["team-a", "hub"] as const)("With the accepted findings of the page, no claim about %s is open.", (name) => {
  const results = judge(pageStacks, name);

  expect(claimsThatAre(results, "violated", "undecided")).toEqual([]);
  expect(claimsThatAre(results, "proved").length).toBeGreaterThan(10);
});

test("An environment that names its hub, and a hub without spokes, need no accepted finding.", () => {
  const stacks = synthesized({ hub: { spokes: [], accepted: [] } });

  expect(claimsThatAre(judge(pageStacks, "team-a"), "accepted")).toEqual([]);
  expect(claimsThatAre(judge(stacks, "hub"), "violated", "undecided", "accepted")).toEqual([]);
});

test("A hub with spokes of the project alone needs no accepted finding.", () => {
  const spokes = [{ kind: "environment", name: "team-a" }];
  const stacks = synthesized({ hub: { spokes, accepted: [] } });

  expect(claimsThatAre(judge(stacks, "hub"), "violated", "undecided", "accepted")).toEqual([]);
});

test.each<[string, object]>([
  ["without spokes", { spokes: [] }],
  [
    "with one list for all spokes",
    {
      allowList: { kind: "own", entries: [{ name: "pypi.org", match: "exact", reason: "packages", owner: "team" }] },
    },
  ],
  ["in one zone", { availabilityZones: ["eu-west-1a"], resilience: "single-zone", spokes: [] }],
  ["at a transit gateway of another stack", { transitGateway: { kind: "existing", id: "tgw-0123456789abcdef0" } }],
])("An inspection VPC %s violates no claim.", (_, changes) => {
  expect(claimsThatAre(judge(synthesized({ hub: { accepted: [], ...changes } }), "hub"), "violated")).toEqual([]);
});

test("An inspection VPC in one zone violates a claim about a spoke in two zones, whose packets change the zone.", () => {
  const stacks = synthesized({ hub: { availabilityZones: ["eu-west-1a"], resilience: "single-zone" } });

  expect(claimsThatAre(judge(stacks, "team-a"), "violated")).toContain("zone-affinity");
});

test.each<[string, string, string, string]>([
  ["a domain of one spoke passes for another one", "[10.41.0.0/16] any", "any any", "firewall-passes-only-allowlist"],
  ["a domain passes for no spoke", "[10.41.0.0/16] any", "[10.99.0.0/16] any", "firewall-passes-only-allowlist"],
])("The accepted findings do not hide that %s.", (_, before, after, claim) => {
  expect(JSON.stringify(pageStacks.hub)).toContain(before);
  expect(
    claimsThatAre(
      judge(
        withHub((json) => json.replaceAll(before, after)),
        "hub",
      ),
      "violated",
    ),
  ).toEqual([claim]);
});

test("A declaration without sources proves nothing about the lists of several spokes, and violates nothing.", () => {
  const stacks = withHub((json) => json.replaceAll(/,\s*"sources":\s*\[[^\]]*\]/g, ""));
  const results = judge(stacks, "hub");

  expect(claimsThatAre(results, "violated")).toEqual([]);
  expect(claimsThatAre(results, "undecided")).toEqual(["firewall-passes-only-allowlist"]);
});

test("The accepted findings do not hide a route past the firewall.", () => {
  const stacks = withHub((json) => {
    const stack = JSON.parse(json) as { resource: { aws_route: Record<string, JsonObject> } };
    const { inspection_transit_a_default: route, inspection_firewall_a_default: nat } = stack.resource.aws_route;
    const { vpc_endpoint_id: _, ...rest } = route ?? {};
    stack.resource.aws_route.inspection_transit_a_default = { ...rest, nat_gateway_id: nat?.nat_gateway_id ?? "" };
    return JSON.stringify(stack);
  });

  expect(claimsThatAre(judge(stacks, "hub"), "violated", "undecided")).toContain("egress-only-through-firewall");
});
