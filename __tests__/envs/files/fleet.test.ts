import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { environmentsOfFiles } from "../../../envs/files/environment-files";
import { parseEnvironments } from "../../../envs/validation/parse-environments";
import { synthesize } from "../../../stacks/synthesize";
import { sampleEnvironment, TODAY } from "../fixtures/sample-environment";

const COUNT = 200;
const folder = mkdtempSync(join(tmpdir(), "fleet-"));
const envs = join(folder, "envs");

beforeAll(() => {
  mkdirSync(envs);
  for (let index = 0; index < COUNT; index++) {
    const environment = {
      ...sampleEnvironment,
      name: `team-${index}`,
      vpcCidr: `10.${index}.0.0/16`,
      deployers: [`role/studio-perimeter-team-${index}-apply`],
    };
    writeFileSync(join(envs, `team-${index}.yaml`), stringify(environment));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("200 environments in files are all valid, and a sample of them synthesizes with bounded memory.", () => {
  const parsed = parseEnvironments(environmentsOfFiles(envs), TODAY);
  if (parsed.kind === "invalid") {
    throw new Error(parsed.issues.join("\n"));
  }
  const sample = parsed.environments.filter((_, index) => index % 20 === 0);
  const before = process.memoryUsage().rss;
  synthesize({ environments: sample, outdir: join(folder, "out") });
  const megabytesEach = (process.memoryUsage().rss - before) / 1e6 / sample.length;

  expect(parsed.environments).toHaveLength(COUNT);
  expect(readdirSync(join(folder, "out", "stacks"))).toHaveLength(sample.length);
  // About 5 MB with the framework itself, less than 1 MB without.
  expect(megabytesEach).toBeLessThan(30);
});

test("Of 200 environments two with overlapping addresses are reported, with the file of the later one.", () => {
  writeFileSync(join(envs, "zz.yaml"), stringify({ ...sampleEnvironment, name: "zz", vpcCidr: "10.7.128.0/17" }));
  const parsed = parseEnvironments(environmentsOfFiles(envs), TODAY);

  expect(parsed).toEqual({
    kind: "invalid",
    issues: [
      expect.stringMatching(
        /^envs\/zz\.yaml:\d+: zz: vpcCidr: overlaps 10\.7\.0\.0\/16 of team-7, got 10\.7\.128\.0\/17/,
      ),
    ],
  });
});
