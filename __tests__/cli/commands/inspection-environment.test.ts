/** @jest-environment node */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { runCli } from "../fixtures/cli-run";

jest.mock("../../../envs", () => {
  const { inspectionEnvironment, namingEnvironment } = jest.requireActual(
    "../../stacks/fixtures/enterprise-environments",
  );
  return { environments: [namingEnvironment, inspectionEnvironment] };
});

const folder = mkdtempSync(join(tmpdir(), "hub-commands-"));

afterAll(() => rmSync(folder, { recursive: true }));

test("smoke of an inspection environment names the environments to check in its place", async () => {
  expect(await runCli(["smoke", "hub"])).toMatchObject({
    code: 2,
    err: expect.stringContaining(
      "smoke: hub has no Studio from which the checks run, got an inspection environment; check its spokes: team-a",
    ),
  });
});

test("atlantis applies an inspection environment after the environments that it connects", async () => {
  const { out } = await runCli(["atlantis"]);
  const { projects } = parse(out) as { projects: readonly { name: string; depends_on?: readonly string[] }[] };

  expect(projects.map(({ name, depends_on: before }) => [name, before])).toEqual([
    ["team-a", undefined],
    ["hub", ["team-a"]],
  ]);
});

test("policies exempt the deployers of an inspection environment from the denial of gateways, and from no other", async () => {
  const { code } = await runCli(["policies", "--organization", "o-abcde12345", "--output", folder]);
  const text = (file: string): string => readFileSync(join(folder, file), "utf8");

  expect(code).toBe(0);
  expect(text("scp-network-stays-closed.json")).toContain(":role/network-apply");
  expect(text("rcp-data-stays-inside.json")).not.toContain(":role/network-apply");
  expect(JSON.parse(text("boundary-hub.json")).Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
    "Logs",
    "DenyState",
  ]);
});
