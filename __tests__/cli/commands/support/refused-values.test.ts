/** @jest-environment node */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeEnvironments } from "../../../../cli/commands/support/synthesize-environments";
import { environments } from "../../../../envs";
import { buildArchives } from "../../../../functions/archives";
import { sampleEnvironment } from "../../../envs/fixtures/sample-environment";

jest.mock("../../../../envs", () => ({ environments: [] }));

let folder = "";

beforeAll(buildArchives);

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
    /^far: provider\.aws: region: AWS has no such region, got "eu-west-9"; use one of eu-west-1/m,
  );
});

test("The build refuses zones and services that the region lacks, all at once.", () => {
  const zones = { availabilityZones: ["us-west-1a", "us-west-1f"] };
  const refused = () => build({ region: "us-west-1", ...zones, packages: { kind: "codeartifact" } });

  expect(refused).toThrow(/us-west-1 does not have AWS::CodeArtifact::Domain/);
  expect(refused).toThrow(/availability_zone: us-west-1 has no such zone, got "us-west-1f"/);
});
