import { drawEnvironments } from "../../drawing/draw-environments";
import { mermaidEnvironments } from "../../drawing/mermaid/mermaid-environments";
import { readEnvironmentDiagram } from "../../drawing/model/environment-diagram";
import type { TerraformJson } from "../constructs/fixtures/bare-stack";
import { synthesizedJson } from "../fixtures/synthesized";
import {
  JUMP_HOST,
  VPN_CONNECTION,
  VPN_GATEWAY,
  WITH_EVERY_ACCESS,
  withoutMatchingResources,
  withoutResourceType,
} from "./fixtures/drawn-stacks";

function draw(...stacks: readonly TerraformJson[]): string {
  return drawEnvironments(stacks.map((json) => readEnvironmentDiagram("test", json)));
}

/** All text lines of the picture. */
function textsOf(picture: string): readonly string[] {
  return [...picture.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? "");
}

/** Number of arrows by kind, without the legend. */
function arrowsOf(picture: string): Readonly<Record<string, number>> {
  const kinds = [...picture.matchAll(/<path d="[^"]*" class="(\w+)"/g)].map(([, kind]) => kind ?? "");
  return Object.fromEntries(
    [...new Set(kinds)].map((kind) => [kind, kinds.filter((other) => other === kind).length - 1]),
  );
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly kind: string;
}

const RECTANGLE = /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" rx="\d+" class="([\w-]+)"/g;

function boxesOf(picture: string): readonly Rectangle[] {
  return [...picture.matchAll(RECTANGLE)]
    .map(([, x, y, width, height, kind]) => ({
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
      kind: kind ?? "",
    }))
    .filter(({ kind }) => kind !== "vpc" && kind !== "band");
}

/** Where the left-aligned texts of labels and of the legend end at most, at 6.4 pixels a character. */
function rightEdgesOfTexts(picture: string): readonly number[] {
  return [...picture.matchAll(/<text x="([\d.]+)" [^>]*class="label">([^<]*)</g)].map(
    ([, x, text]) => Number(x) + (text ?? "").length * 6.4,
  );
}

const completePicture = draw(WITH_EVERY_ACCESS);

test("The picture of dev has people, data, two zones, and arrows from Studio that end at the border of the VPC.", () => {
  const picture = draw(synthesizedJson("dev"));

  expect(arrowsOf(picture)).toEqual({ private: 2, data: 2, blocked: 1, bar: 1 });
  expect(picture.match(/<circle [^>]*class="stop"/g)).toHaveLength(2);
  expect(textsOf(picture)).toEqual([
    ...["test", "VPC 10.10.0.0/16", "DNS: only allowed names"],
    ...["2 Studio users", "data-scientist", "ml-engineer", "2 locked buckets", "home directories"],
    ...["11 endpoints", "10.10.254.0/24", "Studio, zone a", "10.10.0.0/20"],
    ...["11 endpoints", "10.10.252.0/24", "Studio, zone b", "10.10.16.0/20"],
    ...["Internet", "no route out"],
    ...["data, by the gateway endpoint", "to reachable VPC endpoints"],
  ]);
});

test("The verdict is in the picture and in its description, if the claims were decided.", () => {
  const drawn = (kind: "proved" | "violated" | "undecided", text: string) =>
    drawEnvironments([readEnvironmentDiagram("test", synthesizedJson("dev"), { kind, text })]);

  expect(textsOf(drawn("proved", "Every claim holds"))).toContain("✓ Every claim holds");
  expect(textsOf(drawn("violated", "2 violated"))).toContain("✕ 2 violated");
  expect(drawn("violated", "2 violated")).toContain("2 violated.");
  expect(textsOf(drawn("undecided", "3 undecided"))).toContain("? 3 undecided");
  expect(textsOf(draw(synthesizedJson("dev"))).some((text) => /^[✓✕?]/.test(text))).toBe(false);
});

test("A name that does not fit next to the verdict is shortened, and whole in the description.", () => {
  const name = "a-name-of-an-environment-that-is-longer-than-its-picture-is-wide";
  const picture = drawEnvironments([
    readEnvironmentDiagram(name, synthesizedJson("dev"), { kind: "proved", text: "Fine" }),
  ]);
  const [heading] = textsOf(picture);

  expect(heading).toMatch(/^a-name-of-an.*…$/);
  expect((heading ?? "").length * 11).toBeLessThan(316 - 60);
  expect(picture).toContain(`${name}, 10.10.0.0/16`);
});

test("A Mermaid flowchart has the same tiers and routes, and encodes every name.", () => {
  const staging = readEnvironmentDiagram("staging", synthesizedJson("staging"), {
    kind: "proved",
    text: "Every claim holds",
  });
  const hostile = { ...staging, name: '"]\nclick e0 "javascript:alert(1)"', people: ["<b>`x`</b>"] };
  const lines = mermaidEnvironments([staging]).split("\n");

  expect(lines).toEqual(
    expect.arrayContaining([
      'e0_people["2 Studio users<br>data-scientist<br>ml-engineer"]',
      'subgraph e0["staging - 10.20.0.0/16 - Every claim holds - DNS: only allowed names"]',
      "e0_people --> e0_z0_c0",
      "e0_z0_studio --> e0_data",
      "e0_z0_studio ==> e0_z0_firewall",
      "e0_z0_nat ==> e0_internet",
    ]),
  );
  expect(mermaidEnvironments([hostile]).split("\n")).toHaveLength(lines.length);
  expect(mermaidEnvironments([hostile])).not.toMatch(/<b>|`|"\]\n?click/);
});

test("The picture of staging has a client instance and a function, each with an arrow to the VPC endpoints.", () => {
  const picture = draw(synthesizedJson("staging"));

  expect(arrowsOf(picture)).toEqual({ people: 2, data: 1, private: 3, out: 3, back: 1 });
  expect(textsOf(picture)).toEqual(
    expect.arrayContaining([
      ...["Client instance", "Session Manager", "10.20.255.32/28", "5 of 15"],
      ...["Self-service", "Lambda function", "10.20.255.48/28"],
      "1 template bucket",
    ]),
  );
});

test("The picture of prod has a function in each zone and no client instance.", () => {
  const picture = draw(synthesizedJson("prod"));

  expect(arrowsOf(picture)).toEqual({ people: 3, data: 3, private: 6, out: 9, back: 3 });
  expect(textsOf(picture).filter((text) => text === "Self-service")).toHaveLength(3);
  expect(textsOf(picture)).not.toContain("Client instance");
});

test("The corporate network is outside the VPC, with an HTTPS arrow and a DNS arrow to the VPC endpoints.", () => {
  expect(arrowsOf(completePicture)).toMatchObject({ attached: 2 });
  expect(textsOf(completePicture)).toEqual(
    expect.arrayContaining([
      ...["Corporate network", "10.100.0.0/16", "10.101.0.0/16", "via transit gateway", "to 3 of 16 endpoints"],
      ...["HTTPS", "DNS", "inbound resolver", "from the corporate network"],
    ]),
  );
});

test("A jump host has a box for the allowed address and an arrow with the port.", () => {
  const picture = draw(JUMP_HOST);

  expect(textsOf(picture)).toEqual(
    expect.arrayContaining(["Internet", "203.0.113.7/32", "port 3389", "Jump host", "public IP address"]),
  );
  expect(arrowsOf(picture)).toMatchObject({ out: 7 });
});

test("A jump host without a return route has no arrow from the internet.", () => {
  const json = withoutMatchingResources(
    JUMP_HOST,
    "aws_route",
    ({ destination_cidr_block: to }) => to === "203.0.113.7/32",
  );

  const picture = draw(json);

  expect(textsOf(picture)).not.toContain("port 3389");
  expect(arrowsOf(picture)).toMatchObject({ out: 6 });
});

test.each([
  ["aws_instance", ["Client instance", "Session Manager", "6 of 16"]],
  ["aws_lambda_function", ["Self-service", "Lambda function"]],
  ["aws_ec2_transit_gateway_vpc_attachment", ["Corporate network", "HTTPS", "DNS", "from the corporate network"]],
  ["aws_route53_resolver_endpoint", ["inbound resolver", "DNS"]],
  ["aws_networkfirewall_firewall", ["Network Firewall"]],
  ["aws_nat_gateway", ["NAT gateway"]],
  ["aws_sagemaker_domain", ["Studio, zone a"]],
])("Without %s, its labels are missing in the picture.", (type, texts) => {
  const drawn = textsOf(draw(withoutResourceType(WITH_EVERY_ACCESS, type)));

  expect(textsOf(completePicture)).toEqual(expect.arrayContaining([...texts]));
  expect(drawn.filter((text) => texts.includes(text))).toEqual([]);
});

test("Without ingress rules there is no arrow to a VPC endpoint.", () => {
  const arrows = arrowsOf(draw(withoutResourceType(WITH_EVERY_ACCESS, "aws_vpc_security_group_ingress_rule")));

  expect(Object.keys(arrows).sort()).toEqual(["back", "data", "out", "people"]);
});

test("Every address in the picture is in the Terraform.", () => {
  const terraform = JSON.stringify([WITH_EVERY_ACCESS, JUMP_HOST]);
  const addresses = textsOf(draw(WITH_EVERY_ACCESS, JUMP_HOST)).flatMap(
    (text) => text.match(/\d+\.\d+\.\d+\.\d+\/\d+/g) ?? [],
  );

  expect(addresses.length).toBeGreaterThan(20);
  expect(addresses.filter((address) => !terraform.includes(`"${address}"`))).toEqual([]);
});

const PICTURES: readonly (readonly [string, string])[] = [
  ["the three environments", draw(...["dev", "staging", "prod"].map(synthesizedJson))],
  ["all user access next to a jump host", draw(WITH_EVERY_ACCESS, JUMP_HOST)],
  ["networks attached by VPN", draw(VPN_GATEWAY, VPN_CONNECTION)],
];

test.each(PICTURES)("No box overlaps another or leaves the picture: %s.", (_, picture) => {
  const boxes = boxesOf(picture);
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(picture) ?? [];

  const overlapping = boxes.filter((one, index) =>
    boxes
      .slice(index + 1)
      .some(
        (other) =>
          one.x < other.x + other.width &&
          other.x < one.x + one.width &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      ),
  );

  expect(boxes.length).toBeGreaterThan(5);
  expect(overlapping).toEqual([]);
  expect(Math.max(...rightEdgesOfTexts(picture))).toBeLessThan(Number(width));
  expect(boxes.filter((one) => one.x + one.width > Number(width) || one.y + one.height > Number(height))).toEqual([]);
});

test("The description for screen readers contains clients, networks and internet routes.", () => {
  const [, description] =
    /<desc id="description">([^<]*)<\/desc>/.exec(draw(WITH_EVERY_ACCESS, JUMP_HOST, synthesizedJson("dev"))) ?? [];

  expect(description).toContain("In zone a, Client instance (Session Manager) reaches 6 of 16 endpoints.");
  expect(description).toContain(
    "The corporate network 10.100.0.0/16, 10.101.0.0/16 reaches 3 of 16 endpoints through transit gateway and uses the inbound DNS resolver.",
  );
  expect(description).toContain("203.0.113.7/32 can connect to its port 3389 from the internet.");
  expect(description).toContain(
    "Internet routes: studio to firewall, firewall to nat, nat to internet, nat to firewall;",
  );
  expect(description).toContain("There is no path to the internet.");
});
