import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawEnvironments } from "../../drawing/draw-environments";
import { readEnvironmentDiagram } from "../../drawing/model/environment-diagram";
import { synthesizedJson } from "../fixtures/synthesized";

const PICTURE = join(__dirname, "..", "..", "docs", "environments.svg");
// The stacks that are shipped in envs/. The files there are not read: an adopter edits them, and this picture stays.
const stacks = [
  ["dev", "dev"],
  ["staging", "staging with notebook"],
  ["prod", "prod"],
] as const;
const diagrams = stacks.map(([name, file]) =>
  readEnvironmentDiagram(name, synthesizedJson(file), { kind: "proved", text: "Every claim holds" }),
);

beforeAll(() => {
  if (process.env.WRITE_PICTURE === "1") {
    writeFileSync(PICTURE, drawEnvironments(diagrams));
  }
});

test("The committed picture equals the picture of the three environments that are shipped.", () => {
  const committed = readFileSync(PICTURE, "utf8");

  const isCurrent = committed === drawEnvironments(diagrams);

  expect(isCurrent ? "current" : "outdated: npm run picture").toBe("current");
});

test("The picture has two zones for dev without internet gateway, one for staging and three for prod.", () => {
  expect(diagrams.map(({ zones, hasInternetGateway }) => [zones.length, hasInternetGateway])).toEqual([
    [2, false],
    [1, true],
    [3, true],
  ]);
});

test("Every arrow is a route: staging has three outbound routes and one return route.", () => {
  expect(diagrams[1]?.routeHops).toEqual(
    expect.arrayContaining([
      { from: "studio", to: "firewall", zone: "eu-west-1a" },
      { from: "firewall", to: "nat", zone: "eu-west-1a" },
      { from: "nat", to: "internet", zone: "eu-west-1a" },
      { from: "nat", to: "firewall", zone: "eu-west-1a" },
    ]),
  );
  expect(diagrams[1]?.routeHops).toHaveLength(4);
});

test("A removed route is a missing arrow.", () => {
  const staging = synthesizedJson("staging");
  const { egress_firewall_nat_a_return: _, ...routes } = staging.resource.aws_route ?? {};

  const { routeHops } = readEnvironmentDiagram("staging", {
    ...staging,
    resource: { ...staging.resource, aws_route: routes },
  });

  expect(routeHops).toHaveLength(3);
  expect(routeHops).not.toContainEqual({ from: "nat", to: "firewall", zone: "eu-west-1a" });
});

test("Text from the Terraform is escaped in the picture.", () => {
  const [dev] = diagrams;

  const picture = drawEnvironments(dev === undefined ? [] : [{ ...dev, name: '<script>"&' }]);

  expect(picture).not.toContain("<script>");
  expect(picture).toContain("&lt;script&gt;&quot;&amp;");
});
