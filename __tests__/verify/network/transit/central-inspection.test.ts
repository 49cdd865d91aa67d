import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answer } from "../../question/fixtures/answer";
import { centralInspection, verdictsAfter } from "./central-inspection";
import { mutants } from "./central-inspection-mutants";
import { rewrites } from "./central-inspection-rewrites";

/** By mutant: the claims that it turns, with their verdicts. `WRITE_CORPUS=1` records them anew. */
const recorded = join(__dirname, "central-inspection-verdicts.json");

const original = verdictsAfter((resources) => resources);

test("Every claim about the network, names and the firewall is proved over two VPCs and a transit gateway, but for TLS inspection, which they do not have.", () => {
  const others = Object.entries(original).filter(([, verdict]) => verdict !== "proved");

  expect(others).toEqual([["server-names-are-verified", "notApplicable"]]);
});

test("Each way to break the inspection at one hop turns the recorded claims, and none is left out.", () => {
  const turned = Object.entries(mutants).map(([name, edit]) => {
    const changed = Object.entries(verdictsAfter(edit)).filter(([claim, verdict]) => original[claim] !== verdict);
    return [name, Object.fromEntries(changed)] as const;
  });
  if (process.env.WRITE_CORPUS === "1") {
    writeFileSync(recorded, `${JSON.stringify(Object.fromEntries(turned), null, 2)}\n`);
  }

  expect(Object.fromEntries(turned)).toEqual(JSON.parse(readFileSync(recorded, "utf8")));
  expect(turned.filter(([, changed]) => Object.keys(changed).length === 0)).toEqual([]);
});

test("Other forms of the same routing leave every claim proved.", () => {
  const turned = Object.entries(rewrites).flatMap(([name, edit]) =>
    Object.entries(verdictsAfter(edit)).flatMap(([claim, verdict]) =>
      verdict === original[claim] ? [] : [`${name}: ${claim} is ${verdict}`],
    ),
  );

  expect(turned).toEqual([]);
});

test("With declared corporate networks, a peering that may send to Studio is still not one of them.", () => {
  const declared = { corporateNetworks: [{ name: "office", cidrs: ["10.50.0.0/16"], services: [] }] };
  const peering = mutants["a peering with another transit gateway may send to Studio"] ?? ((resources) => resources);

  expect(verdictsAfter((resources) => resources, declared)["no-inbound-from-internet"]).toBe("proved");
  expect(verdictsAfter(peering, declared)["no-inbound-from-internet"]).toBe("undecided");
});

test("A packet to a declared domain is answered hop by hop over both VPCs, and one to another spoke is dropped by the blackhole.", () => {
  const stepsTo = (destination: string): readonly string[] =>
    answer(centralInspection, `packet from aws_sagemaker_domain.this to ${destination}`).cases.map(({ kind, steps }) =>
      [kind, ...steps.map((step) => step.kind).filter((step) => step !== "network-acl")].join(" "),
    );

  const toGateway = "dns security-group route transit-gateway route transit-gateway route";
  expect(stepsTo("pypi.org:443")[0]).toBe(`allowed ${toGateway} firewall route nat route internet-gateway`);
  expect(new Set(stepsTo("aws_instance.batch:443"))).toEqual(
    new Set(["denied security-group route transit-gateway route route"]),
  );
});
