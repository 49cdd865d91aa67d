import { claims } from "../../../verify/claims";
import { decideClaims } from "../../../verify/claims/decide-claims";
import { readPosture } from "../../../verify/posture/read-posture";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { isSettled } from "../../../verify/verdict/claim";
import { synthesizedText } from "../../fixtures/synthesized";
import { unprovedClaims } from "../fixtures/unproved-claims";
import { firewallRewrites } from "../mutants/fixtures/firewall-rewrites";
import { additions } from "./fixtures/additions";
import { firewallAndDnsRewrites } from "./fixtures/firewall-and-dns-rewrites";
import { networkRewrites } from "./fixtures/network-rewrites";
import { policyRewrites } from "./fixtures/policy-rewrites";
import type { RewritableStack, Rewrite } from "./fixtures/rewrite";
import { terraformForms } from "./fixtures/terraform-forms";

/** The claims that are not proved after the rewrites. */
function unproved(rewrites: readonly Rewrite[]): readonly string[] {
  const stack = JSON.parse(synthesizedText("staging")) as RewritableStack;
  for (const { edit } of rewrites) {
    edit(stack);
  }
  return unprovedClaims(stack);
}

/** The rewrites that make a claim unproved on their own, with the claims. */
function culprits(rewrites: readonly Rewrite[]): readonly string[] {
  const alone = rewrites.flatMap((rewrite) => unproved([rewrite]).map((text) => `${rewrite.name}: ${text}`));
  return alone.length > 0 ? alone : ["only all of them together"];
}

const rewriteTables = [
  ["other forms of the same Terraform", terraformForms],
  ["other forms of the same network", networkRewrites],
  ["firewall rules and DNS rules that permit no more", firewallAndDnsRewrites],
  ["other forms of the same policies", policyRewrites],
  ["resources that teams add next to the perimeter", additions],
] as const;

afterAll(() => {
  const count = rewriteTables.reduce((sum, [, rewrites]) => sum + rewrites.length, firewallRewrites.length);
  process.stdout.write(`harmless rewrites: ${count}\n`);
});

// All rewrites of a table are applied one after the other and judged once; only a failure judges each of them.
test.each(rewriteTables)(
  "%s leave every claim proved",
  (_what, rewrites) => {
    expect(unproved(rewrites).length === 0 ? [] : culprits(rewrites)).toEqual([]);
  },
  60_000,
);

test.each(rewriteTables)("each rewrite changes the Terraform: %s", (_what, rewrites) => {
  const before = synthesizedText("staging");

  const unchanged = rewrites.filter(({ edit }) => {
    const stack = JSON.parse(before) as RewritableStack;
    edit(stack);
    return JSON.stringify(stack) === JSON.stringify(JSON.parse(before));
  });

  expect(unchanged.map(({ name }) => name)).toEqual([]);
});

test.each(firewallRewrites)("firewall rules that permit no more stay proved: %s", (name, edit) => {
  const stack = JSON.parse(synthesizedText("staging")) as RewritableStack;
  edit(stack);
  const configuration = readConfiguration(stack, "staging");
  const firewallClaims = claims.filter(({ topic }) => topic === "firewall");

  const results = decideClaims({ configuration, posture: readPosture(configuration) }, firewallClaims);

  expect([name, results.filter(({ verdict }) => !isSettled(verdict)).map(({ claim }) => claim.name)]).toEqual([
    name,
    [],
  ]);
});
