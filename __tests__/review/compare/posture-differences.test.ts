import { postureDifferences } from "../../../review/compare/posture-differences";
import type { Posture } from "../../../verify/posture/posture";
import { differenceLines } from "../fixtures/changed-stack";

const posture: Posture = {
  kind: "inspected",
  allowedDomains: [],
  protections: true,
  deployers: ["arn:aws:iam::123456789012:role/apply"],
  breakGlass: [],
  logRetentionDays: 90,
};

const corporate = { name: "corporate", cidrs: ["10.1.0.0/16"], services: ["studio"] };

test.each<[string, Partial<Posture>, Partial<Posture>, string]>([
  [
    "a stack that may have a way out",
    { kind: "isolated" },
    {},
    "opens: The stack was declared isolated, and is declared inspected: it may have a way out, and no-internet-path is no longer asked of it",
  ],
  [
    "a stack that must have none",
    {},
    { kind: "isolated" },
    "closes: The stack was declared inspected, and is declared isolated: it must have no way out at all",
  ],
  [
    "zones that depend on each other",
    { kind: "inspected-multi-az" },
    {},
    "loses: The stack was declared inspected-multi-az, and is declared inspected: the loss of one zone may take the others with it",
  ],
  [
    "zones that stand alone",
    {},
    { kind: "inspected-multi-az" },
    "changes: The stack was declared inspected, and is declared inspected-multi-az: the loss of one zone must leave the others whole",
  ],
  [
    "protections that are lifted",
    {},
    { protections: false },
    "loses: Protections are declared off: the next apply may delete firewall, buckets, keys and domain",
  ],
  [
    "protections that are put on",
    { protections: false },
    {},
    "changes: Protections are declared on: firewall, buckets, keys and domain resist deletion",
  ],
  [
    "logs that go earlier",
    {},
    { logRetentionDays: 30 },
    "loses: Logs are kept 30 days instead of 90: what is older goes",
  ],
  ["logs that stay longer", {}, { logRetentionDays: 400 }, "changes: Logs are kept 400 days instead of 90"],
  [
    "one more deployer",
    {},
    { deployers: [...posture.deployers, "arn:aws:iam::123456789012:role/other"] },
    "opens: role/other is newly declared: it may refresh, plan and destroy the stack past the bucket lock",
  ],
  [
    "one deployer less",
    {},
    { deployers: [] },
    "closes: role/apply is no longer declared as one that may refresh, plan and destroy the stack past the bucket lock",
  ],
  [
    "somebody who reads in an emergency",
    {},
    { breakGlass: ["arn:${p}:iam::${a}:role/glass"] },
    "opens: role/glass is newly declared: it may read the data from anywhere, in an emergency",
  ],
  [
    "a network that people come from",
    {},
    { corporateNetworks: [corporate] },
    "opens: People may newly come from the network corporate (10.1.0.0/16), to studio",
  ],
  [
    "a network that nobody comes from",
    { corporateNetworks: [corporate] },
    {},
    "closes: People may no longer come from the network corporate (10.1.0.0/16), to studio",
  ],
  [
    "a service more for a network",
    { corporateNetworks: [corporate] },
    { corporateNetworks: [{ ...corporate, services: ["studio", "notebook"] }] },
    "opens: People may newly come from the network corporate (10.1.0.0/16), to notebook",
  ],
  [
    "blocks that URLs are opened from",
    {},
    { presignedUrlNetworks: { vpcIds: ["vpc-0a1b2c3d"], privateCidrs: [], publicCidrs: ["203.0.113.0/24"] } },
    "opens: URLs of Studio may newly be opened from vpc-0a1b2c3d and 203.0.113.0/24",
  ],
  [
    "blocks that URLs are opened from no more",
    { presignedUrlNetworks: { vpcIds: [], privateCidrs: ["10.1.0.0/16"], publicCidrs: [] } },
    {},
    "closes: URLs of Studio are no longer to be opened from 10.1.0.0/16",
  ],
])("%s are said", (_, before, after, sentence) => {
  expect(differenceLines(postureDifferences({ ...posture, ...before }, { ...posture, ...after }))).toEqual([sentence]);
});

test("a declaration that stays says nothing, in whatever order it lists people", () => {
  const deployers = ["role/a", "role/b"];

  expect(postureDifferences({ ...posture, deployers }, { ...posture, deployers: deployers.toReversed() })).toEqual([]);
});
