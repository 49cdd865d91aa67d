import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readTerraform } from "../../cli/shared/files/terraform-files";
import { decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import type { JoinedRoot } from "../../verify/terraform/read/join/joined-root";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import { emptyStack } from "../rehearsal/fixtures/mutable-terraform-json";
import { describeWithTerraform } from "../rehearsal/fixtures/terraform-suites";
import { LENIENT_NODE_ARGUMENTS, startTestBed, type TerraformTestBed } from "../rehearsal/fixtures/terraform-test-bed";

const MINUTE_MS = 60_000;
const roots = ["network", "studio"];

describeWithTerraform("root modules that read each other's state", () => {
  let testBed: TerraformTestBed;
  let folder: string;
  let joined: readonly JoinedRoot[];

  beforeAll(async () => {
    const resources = roots.flatMap((root) => {
      const { json, surroundings } = readTerraform(join(__dirname, "several-roots", root));
      return readConfiguration(json, root, surroundings).resources;
    });
    const managed = resources.filter(({ mode }) => mode === "managed");
    const types = Object.fromEntries(managed.map(({ type }) => [type, { x: {} }]));
    testBed = await startTestBed([{ ...emptyStack(), resource: types }], process.env, LENIENT_NODE_ARGUMENTS);
    const copy = await testBed.openWorkingCopy("roots");
    folder = copy.directory;
    cpSync(join(__dirname, "several-roots"), folder, { recursive: true });
    const run = async (root: string, ...args: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await copy.run(`-chdir=${root}`, ...args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      return stdout;
    };
    await run("network", "apply", "-input=false", "-auto-approve");
    await run("studio", "plan", "-input=false", "-out=plan.bin");
    writeFileSync(join(folder, "plan.json"), await run("studio", "show", "-json", "plan.bin"));
    await run("studio", "apply", "-input=false", "plan.bin");
    writeFileSync(join(folder, "state.json"), await run("studio", "show", "-json"));
    const state = join(folder, "network", "terraform.tfstate");
    joined = [{ name: "network", source: state, json: JSON.parse(readFileSync(state, "utf8")) as JsonObject }];
  }, MINUTE_MS);

  afterAll(() => testBed.close());

  const verdictsOf = (file: string, others: readonly JoinedRoot[]): Readonly<Record<string, string>> => {
    const plannedFolder = file === "plan.json" ? join(folder, "studio") : undefined;
    const { json, surroundings } = readTerraform(join(folder, file), { plannedFolder, joined: others });
    const configuration = readConfiguration(json, file, surroundings);
    const results = decideClaims({ configuration, posture: readPosture(configuration, "isolated") });
    return Object.fromEntries(results.map(({ claim, verdict }) => [claim.name, verdict.kind]));
  };

  test("A plan says nothing about the network of another root, and proves it together with the state of that root.", () => {
    const claims = ["no-internet-path", "no-inbound-from-internet", "no-public-address"];
    const verdicts = (others: readonly JoinedRoot[]) => claims.map((claim) => verdictsOf("plan.json", others)[claim]);

    expect(verdicts([])).not.toContain("proved");
    expect(verdicts(joined)).toEqual(["proved", "proved", "proved"]);
  });

  test("The verdicts of a plan with the state of another root are those of both states.", () => {
    expect(verdictsOf("plan.json", joined)).toEqual(verdictsOf("state.json", joined));
  });
});
