import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parsePolicy } from "../../cli/policy/parse-policy";
import { readJoinedRoot, readTerraform } from "../../cli/shared/inputs/read-terraform";
import { underPolicy } from "../../cli/stacks/verify-file";
import { claims } from "../../verify/claims";
import { decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { Verdicts } from "./recorded-verdicts";

/** One replacement in the text of `hub` or `studio`. */
type TextEdit = readonly [root: "hub" | "studio", from: string, to: string];

const folder = mkdtempSync(join(tmpdir(), "hub-and-spoke-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const policy = {
  posture: "inspected",
  log_retention_days: 30,
  allowed_domains: [{ name: "github.com", match: "exact", ports: [443] }],
};
const candidates = claims.filter(({ topic }) => topic === "network" || topic === "firewall");

/** Verdicts of the spoke, joined with its hub, both as folders. */
function verdictsWith(...edits: readonly TextEdit[]): Verdicts {
  cpSync(join(__dirname, "hub-and-spoke"), folder, { recursive: true, force: true });
  for (const [root, from, to] of edits) {
    const file = join(folder, root, "main.tf");
    const text = readFileSync(file, "utf8");
    expect(text).toContain(from);
    writeFileSync(file, text.replace(from, to));
  }
  const studio = join(folder, "studio");
  const { json, surroundings } = readTerraform(studio, {
    joined: [readJoinedRoot("hub", join(folder, "hub"))],
  });
  const configuration = underPolicy(
    readConfiguration(json, studio, surroundings),
    parsePolicy(JSON.stringify(policy), "studio-perimeter.yaml"),
  );
  const results = decideClaims({ configuration, posture: readPosture(configuration) }, candidates);
  return Object.fromEntries(results.map(({ claim, verdict }) => [claim.name, verdict.kind]));
}

let unedited: Verdicts;
beforeAll(() => {
  unedited = verdictsWith();
});

const egress = "egress-only-through-firewall";
const returns = "return-path-symmetric";
const firewallOfZone = "vpc_endpoint_id        = local.endpoints[each.key]";

test.each<[what: string, turned: Verdicts, edits: readonly TextEdit[]]>([
  [
    "the attachment of the inspection VPC has no appliance mode",
    { [egress]: "undecided", [returns]: "undecided" },
    [["hub", 'appliance_mode_support                          = "enable"', 'appliance_mode_support = "disable"']],
  ],
  [
    "packets from the transit gateway go to the NAT gateway, around the firewall",
    { [egress]: "violated", "firewall-passes-only-allowlist": "violated" },
    [["hub", firewallOfZone, "nat_gateway_id = aws_nat_gateway.out[each.key].id"]],
  ],
  [
    "replies go back around the firewall",
    { [returns]: "violated" },
    [
      ["hub", firewallOfZone, "vpc_endpoint_id = local.endpoints[each.key] # out"],
      ["hub", firewallOfZone, "transit_gateway_id = aws_ec2_transit_gateway.hub.id"],
    ],
  ],
  [
    "the spoke is in the table of the inspection VPC",
    { [egress]: "violated" },
    [["studio", "local.hub.spokes_table_id", "local.hub.inspection_table_id"]],
  ],
  [
    "the spoke propagates into its own table, and not into that of the inspection VPC",
    { [returns]: "violated" },
    [["studio", "local.hub.inspection_table_id", "local.hub.spokes_table_id"]],
  ],
  [
    "a static route leads to an attachment elsewhere",
    { [egress]: "undecided", "no-inbound-from-internet": "undecided" },
    [
      [
        "hub",
        'output "transit_gateway_id"',
        `resource "aws_ec2_transit_gateway_route" "vpn" {
  destination_cidr_block         = "203.0.113.0/24"
  transit_gateway_attachment_id  = "tgw-attach-0123456789abcdef0"
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.spokes.id
}

output "transit_gateway_id"`,
      ],
    ],
  ],
  [
    "a blackhole takes what the allow-list needs",
    { [egress]: "violated" },
    [["hub", 'toset(["10.0.0.0/8",', 'toset(["0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/8",']],
  ],
  [
    "a rule of the firewall passes every name",
    { "firewall-denies-by-default": "violated", "firewall-passes-only-allowlist": "violated" },
    [["hub", "drop udp any any", "pass tls any any -> any any (flow:to_server; sid:9;)\n        drop udp any any"]],
  ],
])("Of a spoke and its hub, claims turn where %s.", (_, turned, edits) => {
  expect(unedited).toMatchObject(Object.fromEntries(Object.keys(turned).map((claim) => [claim, "proved"])));
  expect(verdictsWith(...edits)).toMatchObject(turned);
});

test("A spoke that finds the transit gateway of its hub by the tag is decided as one that has its ID from the state of the hub.", () => {
  const found = "data.aws_ec2_transit_gateway.hub.id";
  const lookup = `data "aws_ec2_transit_gateway" "hub" {
  filter {
    name   = "tag:Name"
    values = ["hub"]
  }
}

locals {
  zones`;

  expect(
    verdictsWith(
      ["studio", "locals {\n  zones", lookup],
      ["studio", "local.hub.transit_gateway_id", found],
      ["studio", "local.hub.transit_gateway_id", found],
    ),
  ).toEqual(unedited);
});
