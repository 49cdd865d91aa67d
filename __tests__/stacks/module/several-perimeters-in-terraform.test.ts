import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hclFile, hclValue } from "../../../stacks/module/hcl/write-hcl";
import { moduleFiles } from "../../../stacks/module/module-files";
import { postureSource } from "../../../stacks/module/source/module-source";
import { type CliResult, runCli } from "../../cli/fixtures/cli-run";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed, type TestWorkingCopy } from "../../rehearsal/fixtures/terraform-test-bed";
import { moduleText } from "./fixtures/module-text";
import { CALLER, PATIENCE_MS, play, writeFiles } from "./fixtures/played-module";

/** A root module that calls one module for each perimeter. */
function rootModule(perimeters: Readonly<Record<string, string>>, outside = ""): string {
  const postures = `{ for key, one in module.perimeter : "module.perimeter[\\"\${key}\\"]" => one.perimeter_posture }`;
  return `${hclFile([
    { header: 'provider "aws"', arguments: [["region", '"eu-west-1"']] },
    {
      header: 'module "perimeter"',
      arguments: [
        ["source", '"./m"'],
        ["for_each", hclValue(perimeters)],
        ["name", "each.key"],
        ["region", '"eu-west-1"'],
        ["vpc_cidr", "each.value"],
        ["availability_zones", hclValue(["eu-west-1a", "eu-west-1b"])],
        ["deployers", hclValue([CALLER])],
      ],
    },
    { header: 'output "perimeter_postures"', arguments: [["value", postures]] },
  ])}\n${outside}`;
}

const OPEN_RULE = `resource "aws_vpc_security_group_ingress_rule" "open" {
  security_group_id = module.perimeter["risk"].endpoint_security_group_id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
`;

const verdicts = ({ out }: CliResult): readonly string[] =>
  out.split("\n").filter((line) => /module\.perimeter\[.*(?:proved|violated|undecided)/.test(line));

describeWithTerraform("several perimeters of one root module, to real Terraform,", () => {
  const files = moduleFiles(postureSource("isolated", "unprotected"), { version: "1.0.0", license: "" });
  let bed: TerraformTestBed;
  let copy: TestWorkingCopy;
  /** The root module without the backend of the test bed, which verify does not know. */
  let source: string;

  beforeAll(async () => {
    bed = await startTestBed([
      JSON.parse(moduleText(files, "main.tf.json")),
      { resource: { aws_vpc_security_group_ingress_rule: { open: {} } } },
    ]);
    copy = await bed.openWorkingCopy("several");
    await copy.keepStateInMemory();
    source = mkdtempSync(join(tmpdir(), "several-perimeters-"));
    for (const folder of [copy.directory, source]) {
      writeFiles(folder, new Map([...files].map(([path, text]) => [`m/${path}`, text] as const)));
    }
  }, PATIENCE_MS);

  afterAll(async () => {
    rmSync(source, { recursive: true });
    await bed.close();
  }, PATIENCE_MS);

  function write(main: string): void {
    for (const folder of [copy.directory, source]) {
      writeFileSync(join(folder, "main.tf"), main);
    }
  }

  async function shown(name: string, ...planned: readonly string[]): Promise<string> {
    const path = join(copy.directory, name);
    writeFileSync(path, (await copy.run("show", "-json", ...planned)).stdout);
    return path;
  }

  test(
    "a plan and a state are proved perimeter by perimeter, and a review of a change says what it does to each",
    async () => {
      write(rootModule({ risk: "10.40.0.0/16", fraud: "10.41.0.0/16" }));
      expect(await play(copy, "init", "plan -out=first", "apply first")).toBe("");
      const ofPlan = await runCli(["verify", await shown("first.json", "first"), "--source", source]);
      const ofState = await runCli(["verify", await shown("state.json")]);
      write(rootModule({ risk: "10.40.0.0/16", fraud: "10.41.0.0/16", research: "10.42.0.0/16" }, OPEN_RULE));
      expect(await play(copy, "plan -out=second")).toBe("");
      const second = await shown("second.json", "second");
      const reviewOf = (...perimeter: readonly string[]) =>
        runCli(["review", second, "--source", source, ...perimeter]);
      const [risk, fraud, research] = [
        await reviewOf("--perimeter", 'module.perimeter["risk"]'),
        await reviewOf("--perimeter", 'module.perimeter["fraud"]'),
        await reviewOf("--perimeter", 'module.perimeter["research"]'),
      ];

      expect({ plan: ofPlan.code, state: ofState.code }).toEqual({ plan: 0, state: 0 });
      expect(verdicts(ofPlan)).toHaveLength(2);
      expect(verdicts(ofState)).toHaveLength(2);
      expect(await reviewOf()).toMatchObject({
        code: 2,
        err: expect.stringContaining('review each with --perimeter: module.perimeter["fraud"]'),
      });
      expect(risk).toMatchObject({ code: 1, out: expect.stringContaining("endpoint-takes-only-studio") });
      expect(fraud).toMatchObject({ code: 0, out: expect.not.stringContaining("endpoint") });
      expect(research.out).toContain("creates");
    },
    PATIENCE_MS,
  );
});
