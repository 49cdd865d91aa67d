import { drawEnvironments } from "../../drawing/draw-environments";
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

/** Every line of text that is drawn. */
function textsOf(picture: string): readonly string[] {
  return [...picture.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? "");
}

/** How many arrows of each kind are drawn, without the legend's own. */
function arrowsOf(picture: string): Readonly<Record<string, number>> {
  const kinds = [...picture.matchAll(/<path d="[^"]*" class="(\w+)"/g)].map(([, kind]) => kind ?? "");
  return Object.fromEntries([...new Set(kinds)].map((kind) => [kind, kinds.filter((k) => k === kind).length - 1]));
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly kind: string;
}

const RECTANGLE = /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" rx="\d+" class="(\w+)"/g;

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

const everything = draw(WITH_EVERY_ACCESS);

test("dev is drawn with two zones, endpoints and Studio, and one kind of arrow", () => {
  const picture = draw(synthesizedJson("dev"));

  expect(arrowsOf(picture)).toEqual({ private: 2 });
  expect(textsOf(picture)).toEqual([
    "test  10.10.0.0/16",
    "DNS firewall: listed names only",
    "2 buckets behind Studio's gateway endpoint",
    ...["11 endpoints", "10.10.254.0/24", "Studio, zone a", "10.10.0.0/20"],
    ...["11 endpoints", "10.10.252.0/24", "Studio, zone b", "10.10.16.0/20"],
    "no way out",
    "to endpoints, inside the VPC",
  ]);
});

test("staging is drawn with its client and its function, each with an arrow to the endpoints", () => {
  const picture = draw(synthesizedJson("staging"));

  expect(arrowsOf(picture)).toEqual({ private: 3, out: 3, back: 1 });
  expect(textsOf(picture)).toEqual(
    expect.arrayContaining([
      ...["client", "by Systems Manager", "10.20.255.32/28", "5 of 15"],
      ...["self-service", "Lambda function", "10.20.255.48/28"],
      "self-service: template bucket, gateway endpoint",
    ]),
  );
});

test("prod is drawn with a function in each zone and no client", () => {
  const picture = draw(synthesizedJson("prod"));

  expect(arrowsOf(picture)).toEqual({ private: 6, out: 9, back: 3 });
  expect(textsOf(picture).filter((text) => text === "self-service")).toHaveLength(3);
  expect(textsOf(picture)).not.toContain("client");
});

test("the corporate network is drawn outside, with an arrow to the row of endpoints for HTTPS and one for DNS", () => {
  expect(arrowsOf(everything)).toMatchObject({ joined: 2 });
  expect(textsOf(everything)).toEqual(
    expect.arrayContaining([
      ...["corporate network", "10.100.0.0/16", "10.101.0.0/16", "by transit gateway", "to 3 of 16 endpoints"],
      ...["HTTPS", "DNS", "inbound resolver", "from the corporate network"],
    ]),
  );
});

test("a jump host is drawn with the address that may connect, and an arrow that names the port", () => {
  const picture = draw(JUMP_HOST);

  expect(textsOf(picture)).toEqual(
    expect.arrayContaining(["internet", "203.0.113.7/32", "port 3389", "jump host", "public address"]),
  );
  expect(arrowsOf(picture)).toMatchObject({ out: 7 });
});

test("a jump host that answers nobody is drawn without that arrow", () => {
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
  ["aws_instance", ["client", "by Systems Manager", "6 of 16"]],
  ["aws_lambda_function", ["self-service", "Lambda function", "self-service: template bucket, gateway endpoint"]],
  ["aws_ec2_transit_gateway_vpc_attachment", ["corporate network", "HTTPS", "DNS", "from the corporate network"]],
  ["aws_route53_resolver_endpoint", ["inbound resolver", "DNS"]],
  ["aws_networkfirewall_firewall", ["Network Firewall"]],
  ["aws_nat_gateway", ["NAT gateway"]],
  ["aws_sagemaker_domain", ["Studio, zone a"]],
])("without %s nothing of it is drawn", (type, texts) => {
  const drawn = textsOf(draw(withoutResourceType(WITH_EVERY_ACCESS, type)));

  expect(textsOf(everything)).toEqual(expect.arrayContaining([...texts]));
  expect(drawn.filter((text) => texts.includes(text))).toEqual([]);
});

test("without ingress rules no arrow leads to an endpoint", () => {
  const arrows = arrowsOf(draw(withoutResourceType(WITH_EVERY_ACCESS, "aws_vpc_security_group_ingress_rule")));

  expect(Object.keys(arrows).sort()).toEqual(["back", "out"]);
});

test("every address that is drawn stands in the Terraform", () => {
  const terraform = JSON.stringify([WITH_EVERY_ACCESS, JUMP_HOST]);
  const addresses = textsOf(draw(WITH_EVERY_ACCESS, JUMP_HOST)).flatMap(
    (text) => text.match(/\d+\.\d+\.\d+\.\d+\/\d+/g) ?? [],
  );

  expect(addresses.length).toBeGreaterThan(20);
  expect(addresses.filter((address) => !terraform.includes(`"${address}"`))).toEqual([]);
});

const PICTURES: readonly (readonly [string, string])[] = [
  ["the three that ship", draw(...["dev", "staging", "prod"].map(synthesizedJson))],
  ["everything beside a jump host", draw(WITH_EVERY_ACCESS, JUMP_HOST)],
  ["networks joined by VPN", draw(VPN_GATEWAY, VPN_CONNECTION)],
];

test.each(PICTURES)("no box covers another or leaves the picture: %s", (_, picture) => {
  const boxes = boxesOf(picture);
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(picture) ?? [];

  const covering = boxes.filter((one, index) =>
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
  expect(covering).toEqual([]);
  expect(boxes.filter((each) => each.x + each.width > Number(width) || each.y + each.height > Number(height))).toEqual(
    [],
  );
});

test("whoever cannot see the picture is told the same", () => {
  const [, said] =
    /<desc id="description">([^<]*)<\/desc>/.exec(draw(WITH_EVERY_ACCESS, JUMP_HOST, synthesizedJson("dev"))) ?? [];

  expect(said).toContain("In zone a client (by Systems Manager) reaches 6 of 16 endpoints.");
  expect(said).toContain(
    "The corporate network 10.100.0.0/16, 10.101.0.0/16 reaches 3 of 16 endpoints by transit gateway and asks the inbound resolver.",
  );
  expect(said).toContain("203.0.113.7/32 of the internet may connect to its port 3389.");
  expect(said).toContain("Ways out: studio to firewall, firewall to nat, nat to internet, nat to firewall;");
  expect(said).toContain("There is no way out.");
});
