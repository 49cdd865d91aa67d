import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawEnvironments } from "../../drawing/draw-environments";
import { readEnvironmentDiagram } from "../../drawing/model/environment-diagram";
import { synthesizedJson } from "../fixtures/synthesized";

const PICTURE = join(__dirname, "..", "..", "docs", "environments.svg");
const plans = ["dev", "staging", "prod"].map((name) => readEnvironmentDiagram(name, synthesizedJson(name)));

beforeAll(() => {
  if (process.env.WRITE_PICTURE === "1") {
    writeFileSync(PICTURE, drawEnvironments(plans));
  }
});

test("the picture in the README is drawn from the current Terraform of the tests' environments", () => {
  const committed = readFileSync(PICTURE, "utf8");

  const isCurrent = committed === drawEnvironments(plans);

  expect(isCurrent ? "current" : "outdated: npm run picture").toBe("current");
});

test("dev is drawn without a way out, staging with one column, prod with three", () => {
  expect(plans.map(({ zones, hasInternetGateway }) => [zones.length, hasInternetGateway])).toEqual([
    [2, false],
    [1, true],
    [3, true],
  ]);
});

test("an arrow stands for a route: staging's column has three on the way out and one on the way back", () => {
  expect(plans[1]?.routeHops).toEqual(
    expect.arrayContaining([
      { from: "studio", to: "firewall", zone: "eu-west-1a" },
      { from: "firewall", to: "nat", zone: "eu-west-1a" },
      { from: "nat", to: "internet", zone: "eu-west-1a" },
      { from: "nat", to: "firewall", zone: "eu-west-1a" },
    ]),
  );
  expect(plans[1]?.routeHops).toHaveLength(4);
});

test("a route that is taken away leaves a gap in the picture", () => {
  const staging = synthesizedJson("staging");
  const { egress_firewall_nat_a_return: _, ...routes } = staging.resource.aws_route ?? {};

  const { routeHops: hops } = readEnvironmentDiagram("staging", {
    ...staging,
    resource: { ...staging.resource, aws_route: routes },
  });

  expect(hops).toHaveLength(3);
  expect(hops).not.toContainEqual({ from: "nat", to: "firewall", zone: "eu-west-1a" });
});

test("text from the Terraform cannot break out of the picture", () => {
  const [dev] = plans;

  const picture = drawEnvironments(dev === undefined ? [] : [{ ...dev, name: '<script>"&' }]);

  expect(picture).not.toContain("<script>");
  expect(picture).toContain("&lt;script>&quot;&amp;");
});
