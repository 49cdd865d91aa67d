/** @jest-environment node */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EnvironmentInput } from "../../../envs/schema/environment";
import { sampleEnvironment } from "../../envs/fixtures/sample-environment";
import { runCli } from "../fixtures/cli-run";

/** The checkout of a user: its folder, the version in its package.json, and the environments of its envs/. */
const mockCheckout = { folder: "", version: "1.2.0", environments: [] as EnvironmentInput[] };
const KEPT = join("envs", "released-interfaces.json");

jest.mock("../../../cli/shared/project", () => ({
  isCompiled: false,
  isCheckout: true,
  get projectFolder() {
    return mockCheckout.folder;
  },
  version: () => mockCheckout.version,
}));
jest.mock("../../../envs", () => ({
  get environments() {
    return mockCheckout.environments;
  },
}));

const team = { ...sampleEnvironment, name: "team" };
const exportTeam = (...options: readonly string[]) =>
  runCli(["export-module", "team", "--out", join(mockCheckout.folder, "module"), ...options]);

beforeEach(() => {
  Object.assign(mockCheckout, {
    folder: mkdtempSync(join(tmpdir(), "keep-interface-")),
    version: "1.2.0",
    environments: [team],
  });
  cpSync("LICENSE", join(mockCheckout.folder, "LICENSE"));
  mkdirSync(join(mockCheckout.folder, "envs"));
});

afterEach(() => rmSync(mockCheckout.folder, { recursive: true }));

test("the module of an environment whose interface is kept is refused until the version fits what changed of its inputs", async () => {
  expect(await exportTeam("--keep-interface")).toEqual({
    code: 0,
    err: "",
    out: expect.stringMatching(
      /: module of the environment team, \d+ files\nenvs\/released-interfaces\.json: keeps the interface of team 1\.2\.0; commit it with the release\n$/,
    ),
  });
  expect((await exportTeam()).code).toBe(0);

  mockCheckout.environments = [{ ...team, vpcCidr: "10.99.0.0/16", logRetentionDays: 90 }];
  expect(await exportTeam()).toEqual({
    code: 2,
    out: "",
    err: "module team: version must be 2.0.0 or later, got 1.2.0, because the input vpc_cidr has another default; the input log_retention_days has another default; raise it in package.json\n",
  });

  mockCheckout.version = "2.0.0";
  expect((await exportTeam()).code).toBe(0);
}, 60_000);

test("publish-module says that the interface of an environment's version is not kept, and is silent once it is", async () => {
  const publish = () => runCli(["publish-module", "team", "--out", join(mockCheckout.folder, "archives")]);
  const advice =
    "team: keep the interface of 1.2.0, so that a breaking change after it is refused: studio-perimeter export-module team --keep-interface\n";
  expect((await publish()).out).toMatch(new RegExp(`terraform-aws-studio-team-1\\.2\\.0\\.tar\\.gz\n${advice}$`));

  await exportTeam("--keep-interface");
  expect((await publish()).out).not.toContain("keep the interface");
}, 60_000);

test("keeping one environment leaves the interfaces of the others as they are", async () => {
  const other = { version: "1.0.0", inputs: {}, outputs: [], addresses: [] };
  writeFileSync(join(mockCheckout.folder, KEPT), JSON.stringify({ other }));

  await exportTeam("--keep-interface");

  const kept = JSON.parse(readFileSync(join(mockCheckout.folder, KEPT), "utf8"));
  expect(kept).toMatchObject({ other, team: { version: "1.2.0", outputs: expect.arrayContaining(["vpc_id"]) } });
}, 60_000);

test.each([
  [`${"<".repeat(7)} HEAD`, "text that is no JSON object"],
  ["[]", "text that is no JSON object"],
  ['{"team": {"version": "1.2", "inputs": {}, "outputs": [], "addresses": []}}', "another value at team.version"],
  ['{"team": {"version": "1.2.0", "outputs": [], "addresses": []}}', "another value at team.inputs"],
])("interfaces that hold %s are refused in one line, and not taken for none", async (text, fault) => {
  writeFileSync(join(mockCheckout.folder, KEPT), text);

  expect(await exportTeam()).toEqual({
    code: 2,
    out: "",
    err: `envs/released-interfaces.json: not the interfaces of modules, got ${fault}; restore the file from git, or write it again with export-module --keep-interface\n`,
  });
});

test("the interface of a module without protections is not kept, because it is not the one that is released", async () => {
  expect(await exportTeam("--keep-interface", "--unprotected")).toMatchObject({
    code: 2,
    err: "export-module: --keep-interface belongs to the module that is released, got --unprotected; leave one of them out\n",
  });
});
