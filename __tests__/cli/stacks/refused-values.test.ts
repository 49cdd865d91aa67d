/** @jest-environment node */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeEnvironments } from "../../../cli/stacks/synthesize-environments";
import { environments } from "../../../envs";
import { buildArchives } from "../../../functions/archives";
import { sampleEnvironment } from "../../envs/fixtures/sample-environment";

jest.mock("../../../envs", () => ({ environments: [] }));

let folder = "";

beforeAll(() => buildArchives());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-refused-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const sound = { ...sampleEnvironment, name: "far", deployers: ["role/deployer"] };

function build(changes: object): unknown {
  (environments as unknown as object[]).splice(0, Number.POSITIVE_INFINITY, { ...sound, ...changes });
  return synthesizeEnvironments(folder);
}

test("The build of a sound environment is not refused.", () => {
  expect(build({})).toEqual([expect.objectContaining({ name: "far" })]);
});

test("The build refuses a region that AWS does not have, and names the regions of the same area.", () => {
  const zones = { availabilityZones: ["eu-west-9a", "eu-west-9b"] };

  expect(() => build({ region: "eu-west-9", ...zones })).toThrow(
    /^far: region: AWS has no such Region .*, got eu-west-9; use eu-west-1/m,
  );
});

test("The build refuses a zone that the region lacks.", () => {
  const zones = { availabilityZones: ["us-west-1a", "us-west-1f"] };

  expect(() => build({ region: "us-west-1", ...zones })).toThrow(/us-west-1 has no such zone .*, got us-west-1f/);
});

test("The build refuses a service that the region lacks.", () => {
  const zones = { availabilityZones: ["us-west-1a", "us-west-1b"] };

  expect(() => build({ region: "us-west-1", ...zones, packages: { kind: "codeartifact" } })).toThrow(
    /us-west-1 has no CodeArtifact .*got codeartifact/,
  );
});
