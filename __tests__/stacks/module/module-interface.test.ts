import { releasedInterfaces } from "../../../cli/publication/released-interfaces";
import { environments } from "../../../envs";
import { requireEnvironments } from "../../../envs/validation/parse-environments";
import { version } from "../../../package.json";
import { currentInterface } from "../../../stacks/module/module-files";
import { environmentSource, postureSource } from "../../../stacks/module/source/module-source";
import {
  interfaceChanges,
  lowestVersion,
  type ModuleInterface,
  requireFittingVersion,
} from "../../../stacks/module/versions/module-interface";
import { perimeterPostureKinds } from "../../../verify/posture/posture";

const released = releasedInterfaces("posture");

test.each(perimeterPostureKinds)(
  "the version in package.json fits what changed of the module %s since its last release",
  (posture) => {
    const before = released[posture];
    if (before === undefined) {
      throw new Error(`${posture}: no interface; run npm run module-interfaces`);
    }
    const current = currentInterface(postureSource(posture), version);
    expect(() => requireFittingVersion(posture, before, current, [])).not.toThrow();
  },
);

test("the version in package.json fits what changed of the modules of environments whose interfaces are kept", () => {
  const all = requireEnvironments(environments, new Date());
  const problems = Object.entries(releasedInterfaces("environment")).flatMap(([name, before]) => {
    const environment = all.find((each) => each.name === name);
    if (environment === undefined) {
      return [`envs/released-interfaces.json: ${name}: no such environment; remove its entry`];
    }
    const current = currentInterface(environmentSource(environment), version);
    try {
      requireFittingVersion(`module ${name}`, before, current, []);
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  expect(problems).toEqual([]);
});

const base: ModuleInterface = {
  version: "1.2.3",
  inputs: {
    name: { type: "string", isRequired: true, isNullable: false },
    days: { type: "number", isRequired: false, isNullable: true, default: "400" },
  },
  outputs: ["vpc_id"],
  addresses: ["aws_vpc.network_vpc"],
};

const days = { type: "number", isRequired: false, isNullable: true, default: "400" };

test.each<[what: string, change: Partial<ModuleInterface>, lowest: string, texts: readonly string[]]>([
  ["nothing", {}, "1.2.3", []],
  ["an input that is gone", { inputs: { days } }, "2.0.0", ["the input name is gone"]],
  [
    "a new required input",
    { inputs: { ...base.inputs, x: { type: "string", isRequired: true, isNullable: false } } },
    "2.0.0",
    ["the new input x is required"],
  ],
  ["a new input with a default", { inputs: { ...base.inputs, x: days } }, "1.3.0", ["the input x is new"]],
  [
    "another type",
    { inputs: { ...base.inputs, days: { ...days, type: "string" } } },
    "2.0.0",
    ["the input days has another type"],
  ],
  [
    "another default",
    { inputs: { ...base.inputs, days: { ...days, default: "30" } } },
    "2.0.0",
    ["the input days has another default"],
  ],
  [
    "no null any more",
    { inputs: { ...base.inputs, days: { ...days, isNullable: false } } },
    "2.0.0",
    ["the input days refuses null now"],
  ],
  [
    "no default any more",
    { inputs: { ...base.inputs, days: { type: "number", isRequired: true, isNullable: true } } },
    "2.0.0",
    ["the input days is required now"],
  ],
  [
    "a default for a required input",
    { inputs: { name: { ...days, type: "string" }, days } },
    "1.3.0",
    ["the input name has a default now"],
  ],
  ["an output that is gone", { outputs: [] }, "2.0.0", ["the output vpc_id is gone"]],
  ["a new output", { outputs: ["vpc_id", "x"] }, "1.3.0", ["the output x is new"]],
  ["a new resource", { addresses: ["aws_eip.x", "aws_vpc.network_vpc"] }, "1.3.0", ["aws_eip.x is new"]],
  [
    "an address that is gone",
    { addresses: ["aws_vpc.other"] },
    "2.0.0",
    ["aws_vpc.network_vpc is gone; if it has another address now, add a moved block", "aws_vpc.other is new"],
  ],
])("the version of a module after %s is raised as callers need it", (_, change, lowest, texts) => {
  const changes = interfaceChanges(base, { ...base, ...change }, []);

  expect(changes.map(({ text }) => text)).toEqual(texts);
  expect(lowestVersion(base.version, changes)).toBe(lowest);
});

const piece = { inputs: { days }, outputs: ["id"], addresses: ["aws_eip.x"] };

test.each<[what: string, pieces: ModuleInterface["pieces"], lowest: string, texts: readonly string[]]>([
  ["the same piece", { firewall: piece }, "1.2.3", []],
  ["no piece any more", {}, "2.0.0", ["modules/firewall is gone"]],
  ["one more piece", { firewall: piece, dns: piece }, "1.3.0", ["modules/dns is new"]],
  [
    "an output that is gone",
    { firewall: { ...piece, outputs: [] } },
    "2.0.0",
    ["modules/firewall: the output id is gone"],
  ],
  [
    "an address that is gone",
    { firewall: { ...piece, addresses: [] } },
    "2.0.0",
    ["modules/firewall: aws_eip.x is gone; if it has another address now, add a moved block"],
  ],
])(
  "the version of a module whose pieces have %s is raised as callers of the pieces need it",
  (_, pieces, lowest, texts) => {
    const changes = interfaceChanges({ ...base, pieces: { firewall: piece } }, { ...base, pieces }, []);

    expect(changes.map(({ text }) => text)).toEqual(texts);
    expect(lowestVersion(base.version, changes)).toBe(lowest);
  },
);

test("the interface of a released module has those of its pieces", () => {
  expect(Object.keys(released.inspected?.pieces ?? {})).toEqual([
    "egress-firewall",
    "dns-firewall",
    "endpoints",
    "locked-bucket",
  ]);
  expect(released.inspected?.pieces?.["dns-firewall"]?.addresses).toContain(
    "aws_route53_resolver_firewall_config.dns_firewall_fail_closed",
  );
});

test("an address that a moved block renames raises the minor version", () => {
  const moved = [{ from: "aws_vpc.network_vpc", to: "aws_vpc.other" }];

  const changes = interfaceChanges(base, { ...base, addresses: ["aws_vpc.other"] }, moved);

  expect(changes).toEqual([{ raises: "minor", text: "aws_vpc.network_vpc is moved" }]);
});

test("before version 1.0.0 a breaking change raises the minor version, and an addition the patch version", () => {
  expect(lowestVersion("0.1.4", [{ raises: "major", text: "" }])).toBe("0.2.0");
  expect(lowestVersion("0.1.4", [{ raises: "minor", text: "" }])).toBe("0.1.5");
});

test("a module with a version that is too low is refused with the changes and the lowest version", () => {
  expect(() => requireFittingVersion("module isolated", base, { ...base, version: "1.3.0", outputs: [] }, [])).toThrow(
    "module isolated: version must be 2.0.0 or later, got 1.3.0, because the output vpc_id is gone; raise it in package.json",
  );
});
