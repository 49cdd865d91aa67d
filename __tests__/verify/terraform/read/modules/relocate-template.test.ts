import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import { resourceGraphOf } from "../../../../../verify/terraform/references/resource-graph";
import type { Json, JsonObject, TerraformConfiguration } from "../../../../../verify/terraform/terraform-configuration";

/** Terraform's interpolations look like those of TypeScript, so the cases write § for the dollar sign. */
function dollars(text: string): string {
  return text.replaceAll("§", "$");
}

/** A root module that calls a module with one resource, which has the argument `x`. */
function readModule(x: Json, more: JsonObject = {}): TerraformConfiguration {
  const module = {
    variable: { zones: {}, tags: {}, ids: {} },
    resource: { terraform_data: { d: { x } }, ...more },
  };
  const inputs = {
    zones: ["eu-west-1a", 'quoted "b"', dollars("§§{dollar}")],
    tags: { Owner: "us" },
    ids: dollars("§{toset([for subnet in [aws_subnet.outside] : subnet.id])}"),
  };
  return readConfiguration(
    { module: { m: { source: "./m", ...inputs } }, resource: { aws_subnet: { outside: {} } } },
    "cdk.tf.json",
    { load: () => ({ json: module, load: () => undefined }) },
  );
}

function argumentOf(configuration: TerraformConfiguration): Json | undefined {
  return configuration.resources.find(({ type }) => type === "terraform_data")?.values.x;
}

/** An expression that depends on a resource, so that the reader cannot evaluate it. */
const unknown = "upper(aws_eip.e.public_ip)";

test.each([
  [unknown, "upper(module.m.aws_eip.e.public_ip)"],
  [`[${unknown}, var.zones[0]]`, '[upper(module.m.aws_eip.e.public_ip), "eu-west-1a"]'],
  [
    `[${unknown}, var.zones[1], var.zones[2]]`,
    String.raw`[upper(module.m.aws_eip.e.public_ip), "quoted \"b\"", "§§{dollar}"]`,
  ],
  [`{ (var.zones[0]) = ${unknown} }`, '{("eu-west-1a") = upper(module.m.aws_eip.e.public_ip)}'],
  [`merge(var.tags, { a = ${unknown} })`, 'merge({"Owner" = "us"}, {("a") = upper(module.m.aws_eip.e.public_ip)})'],
  [
    `[for zone in var.zones : "§{zone}-§{${unknown}}" if zone != "x"]`,
    String.raw`[for zone in ["eu-west-1a", "quoted \"b\"", "§§{dollar}"] : "§{zone}-§{upper(module.m.aws_eip.e.public_ip)}" if (zone != "x")]`,
  ],
  [
    "{ for state in tolist(aws_eip.e.states) : state.zone => state.list[0].id }[var.zones[0]]",
    '{for state in tolist(module.m.aws_eip.e.states) : state.zone => state.list[0].id}["eu-west-1a"]',
  ],
  ["tolist(aws_eip.e.states)[*].id", "tolist(module.m.aws_eip.e.states)[*].id"],
  [
    `var.zones[0] == "x" ? ${unknown} : -length(${unknown})`,
    '(("eu-west-1a" == "x") ? upper(module.m.aws_eip.e.public_ip) : (-length(upper(module.m.aws_eip.e.public_ip))))',
  ],
  [
    `setunion(var.ids, [${unknown}])`,
    'setunion(toset(["§{aws_subnet.outside.id}"]), [upper(module.m.aws_eip.e.public_ip)])',
  ],
])("a module's expression %s is kept with the addresses and values of the root module", (written, relocated) => {
  expect(argumentOf(readModule(dollars(`§{${written}}`)))).toBe(dollars(`§{${relocated}}`));
});

test.each([`[${unknown}, var.unset]`, `[${unknown}, path.module]`])(
  "a module's expression with a name of unknown value is not read: %s",
  (written) => {
    expect(argumentOf(readModule(dollars(`§{${written}}`)))).toMatch(/^\$\{unread\(/);
  },
);

test("a module selects the firewall endpoint of a zone by an input, and the reference graph finds it", () => {
  const configuration = readModule("", {
    aws_subnet: { a: { availability_zone: dollars("§{var.zones[0]}") }, b: { availability_zone: "eu-west-1b" } },
    aws_networkfirewall_firewall: {
      f: {
        subnet_mapping: [{ subnet_id: dollars("§{aws_subnet.a.id}") }, { subnet_id: dollars("§{aws_subnet.b.id}") }],
      },
    },
    aws_route: {
      r: {
        vpc_endpoint_id: dollars(
          '§{{for state in tolist(aws_networkfirewall_firewall.f.firewall_status[0].sync_states) : state.availability_zone => state.attachment[0].endpoint_id}["§{var.zones[0]}"]}',
        ),
      },
    },
  });
  const graph = resourceGraphOf(configuration);

  expect(graph.target(graph.find("module.m.aws_route.r")?.values.vpc_endpoint_id)).toMatchObject({
    kind: "resource",
    resource: { address: "module.m.aws_networkfirewall_firewall.f" },
    attribute: "endpoint[0]",
  });
});
