import { postureDifferences, undescribedPostureDifferences } from "../../../review/compare/posture/posture-differences";
import type { PerimeterPosture } from "../../../verify/posture/posture";
import type { Json, TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";
import { differenceLines } from "../fixtures/changed-stack";

const posture: PerimeterPosture = {
  kind: "inspected",
  allowedDomains: [],
  protections: true,
  deployers: ["arn:aws:iam::123456789012:role/apply"],
  breakGlass: [],
  logRetentionDays: 90,
};

const corporate = { name: "corporate", cidrs: ["10.1.0.0/16"], services: ["studio"] };

test.each<[string, Partial<PerimeterPosture>, Partial<PerimeterPosture>, string]>([
  [
    "A resource type that is declared harmless",
    {},
    { harmless: [{ type: "aws_x", reason: "a test", owner: "platform", lastDay: "2030-01-01" }] },
    "opens: aws_x is declared harmless until 2030-01-01 (platform: a test)",
  ],
  [
    "A subnet that is declared elsewhere",
    {},
    { elsewhere: [{ names: ["subnet-0a"], reason: "a test", owner: "network", lastDay: "2030-01-01" }] },
    "opens: subnet-0a is declared elsewhere until 2030-01-01 (network: a test)",
  ],
  [
    "A domain that the allow-list gains",
    {},
    { allowedDomains: [{ name: "example.org", match: "subdomains", ports: [443] }] },
    "opens: The declared allow-list gains example.org and its subdomains on port 443",
  ],
  [
    "A domain that the allow-list loses",
    { allowedDomains: [{ name: "example.org", match: "exact", ports: [443] }] },
    {},
    "changes: The declared allow-list loses example.org on port 443",
  ],
  [
    "A change from isolated to inspected",
    { kind: "isolated" },
    {},
    "opens: The declared posture changes from isolated to inspected: internet paths are allowed, and no-internet-path is no longer checked",
  ],
  [
    "A change from inspected to isolated",
    {},
    { kind: "isolated" },
    "closes: The declared posture changes from inspected to isolated: no internet path is allowed",
  ],
  [
    "A change from inspected-multi-az to inspected",
    { kind: "inspected-multi-az" },
    {},
    "loses: The declared posture changes from inspected-multi-az to inspected: the failure of one Availability Zone may affect the others",
  ],
  [
    "A change from inspected to inspected-multi-az",
    {},
    { kind: "inspected-multi-az" },
    "changes: The declared posture changes from inspected to inspected-multi-az: the failure of one Availability Zone must not affect the others",
  ],
  [
    "Protections switched off",
    {},
    { protections: false },
    "loses: Protections are now declared off: the next apply can delete the firewall, buckets, keys and domain",
  ],
  [
    "Protections switched on",
    { protections: false },
    {},
    "changes: Protections are now declared on: the firewall, buckets, keys and domain are protected from deletion",
  ],
  [
    "A shorter log retention",
    {},
    { logRetentionDays: 30 },
    "loses: Log retention changes from 90 to 30 days: older log events are deleted",
  ],
  [
    "A port that is no longer decrypted",
    { tlsInspectionPorts: [443] },
    {},
    "opens: TLS on port 443 is no longer declared to be decrypted: forged server names pass",
  ],
  [
    "A port that is now decrypted",
    {},
    { tlsInspectionPorts: [443] },
    "changes: TLS on port 443 is now declared to be decrypted",
  ],
  [
    "Packages that no longer need an approval",
    { packageApprovers: ["role/approver"] },
    {},
    "opens: packages are no longer declared to need an approval",
  ],
  [
    "Packages that now need an approval",
    {},
    { packageApprovers: ["role/approver"] },
    "changes: packages are now declared to need an approval: role/approver",
  ],
  [
    "An added approver of packages",
    { packageApprovers: ["role/approver"] },
    { packageApprovers: ["role/approver", "role/other"] },
    "opens: role/other is now a declared approver of packages: Studio installs what it approves",
  ],
  [
    "Names of public packages that are no longer declared",
    { publicPackageNames: ["numpy"] },
    {},
    "opens: names of public packages are no longer declared: packages of any name come in",
  ],
  [
    "Names of public packages that are now declared",
    {},
    { publicPackageNames: ["numpy"] },
    "changes: only these names of public packages are now declared: numpy",
  ],
  [
    "An added name of public packages",
    { publicPackageNames: ["numpy"] },
    { publicPackageNames: ["numpy", "types-*"] },
    "opens: types-* is now a declared name of public packages",
  ],
  [
    "A removed name of the company's packages",
    { ownPackageNames: ["acme-*"] },
    {},
    "opens: acme-* is no longer declared as a name of the company's packages",
  ],
  [
    "An added name of the company's packages",
    {},
    { ownPackageNames: ["acme-*"] },
    "changes: acme-* is now declared as a name of the company's packages",
  ],
  [
    "An added boundary outside the stack",
    {},
    { permissionsBoundaries: ["policy/limits"] },
    "opens: policy/limits is now a declared permissions boundary outside the stack",
  ],
  ["A longer log retention", {}, { logRetentionDays: 400 }, "changes: Log retention changes from 90 to 400 days"],
  [
    "An added deployer",
    {},
    { deployers: [...posture.deployers, "arn:aws:iam::123456789012:role/other"] },
    "opens: role/other is now a declared deployer: the bucket policy does not restrict it when it refreshes, plans or destroys the stack",
  ],
  ["A removed deployer", {}, { deployers: [] }, "closes: role/apply is no longer a declared deployer"],
  [
    "An added break-glass principal",
    {},
    { breakGlass: ["arn:${p}:iam::${a}:role/glass"] },
    "opens: role/glass is now a declared break-glass principal: it can read the data from any network",
  ],
  [
    "An added corporate network",
    {},
    { corporateNetworks: [corporate] },
    "opens: The network corporate (10.1.0.0/16) can now reach studio",
  ],
  [
    "A removed corporate network",
    { corporateNetworks: [corporate] },
    {},
    "closes: The network corporate (10.1.0.0/16) can no longer reach studio",
  ],
  [
    "An added service of a corporate network",
    { corporateNetworks: [corporate] },
    { corporateNetworks: [{ ...corporate, services: ["studio", "notebook"] }] },
    "opens: The network corporate (10.1.0.0/16) can now reach notebook",
  ],
  [
    "Added networks of presigned URLs",
    {},
    { presignedUrlNetworks: { vpcIds: ["vpc-0a1b2c3d"], privateCidrs: [], publicCidrs: ["203.0.113.0/24"] } },
    "opens: Presigned Studio URLs can now be opened from vpc-0a1b2c3d and 203.0.113.0/24",
  ],
  [
    "Removed networks of presigned URLs",
    { presignedUrlNetworks: { vpcIds: [], privateCidrs: ["10.1.0.0/16"], publicCidrs: [] } },
    {},
    "closes: Presigned Studio URLs can no longer be opened from 10.1.0.0/16",
  ],
  [
    "Detective controls that are declared no more",
    { detection: "events" },
    {},
    "loses: The stack declares no detective controls any more",
  ],
  [
    "A trail that is declared no more",
    { auditTrail: "data-events" },
    {},
    "loses: The stack declares no trail of its own any more: a trail outside it is relied on",
  ],
  [
    "A list of instance types for a use",
    {},
    { instanceTypes: { apps: ["ml.t3.medium", "ml.m5.*"] } },
    "closes: Only ml.t3.medium and ml.m5.* are now declared for apps, of all instance types",
  ],
  [
    "A use whose instance types are no longer listed",
    { instanceTypes: { training: ["ml.m5.large"] } },
    { instanceTypes: {} },
    "opens: Every instance type is now declared for training",
  ],
  [
    "An added instance type",
    { instanceTypes: { apps: ["ml.t3.medium"] } },
    { instanceTypes: { apps: ["ml.t3.medium", "ml.p5.48xlarge"] } },
    "opens: Instances of ml.p5.48xlarge are now declared for apps",
  ],
  [
    "A removed instance type",
    { instanceTypes: { apps: ["ml.t3.medium", "ml.g5.*"] } },
    { instanceTypes: { apps: ["ml.t3.medium"] } },
    "closes: Instances of ml.g5.* are no longer declared for apps",
  ],
])("%s: the posture difference is one sentence.", (_, before, after, sentence) => {
  expect(differenceLines(postureDifferences({ ...posture, ...before }, { ...posture, ...after }))).toEqual([sentence]);
});

test("An unchanged posture has no differences, regardless of the order of its lists.", () => {
  const deployers = ["role/a", "role/b"];

  expect(postureDifferences({ ...posture, deployers }, { ...posture, deployers: deployers.toReversed() })).toEqual([]);
});

test("A team that is declared anew or otherwise is named, with what changes of it and nothing of the others.", () => {
  const declared = (teams: Json): TerraformConfiguration => ({
    ...{ source: "stack", form: "synthesized", resources: [] },
    outputs: { perimeter_posture: { teams } },
  });
  const [risk, market, credit] = ["risk", "market", "credit"].map((name) => ({ name, role: `arn:${name}` }));

  const found = undescribedPostureDifferences(
    declared([risk ?? {}, market ?? {}]),
    declared([credit ?? {}, { ...market, role: "arn:other" }, risk ?? {}]),
  );

  expect(found.map(({ text, details }) => [text, ...(details ?? [])])).toEqual([
    ["Team credit is now declared", "role is added: arn:credit"],
    ["Team market changes", "role changes from arn:market to arn:other"],
  ]);
});

test("A field of the declared posture that no comparison describes is unclear.", () => {
  const declared = (value: object): TerraformConfiguration => ({
    ...{ source: "stack", form: "synthesized", resources: [] },
    outputs: { perimeter_posture: { posture: "isolated", ...value } },
  });

  expect(differenceLines(undescribedPostureDifferences(declared({ shiny: 1 }), declared({ shiny: 2 })))).toEqual([
    "unclear: The field shiny of the declared posture changes from 1 to 2",
  ]);
  const teams = [{ name: "risk" }, { name: "market" }];
  expect(undescribedPostureDifferences(declared({ teams }), declared({ teams: teams.toReversed() }))).toEqual([]);
  expect(
    differenceLines(undescribedPostureDifferences(declared({ teams }), declared({ teams: teams.slice(1) }))),
  ).toEqual(["unclear: Team risk is no longer declared"]);
  expect(undescribedPostureDifferences(declared({ protections: true }), declared({ protections: false }))).toEqual([]);
});
