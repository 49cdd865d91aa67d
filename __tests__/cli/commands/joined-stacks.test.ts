import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judgeSynthesis, objections } from "../../../cli/app/judge-synthesis";
import { decideUnlessKept } from "../../../cli/commands/support/kept-verdicts";
import { verifyFile } from "../../../cli/stacks/verify-file";
import { inspectionEnvironment, namingEnvironment } from "../../stacks/fixtures/enterprise-environments";
import { synthesizedStacks } from "../../stacks/fixtures/joined-stacks";
import { runCli } from "../fixtures/cli-run";
import { writeStackFile } from "../fixtures/output-folder";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-joined-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const stacks = synthesizedStacks([namingEnvironment, inspectionEnvironment]);
const text = (name: string): string => JSON.stringify(stacks[name]);
const withoutApplianceMode = (): string => text("hub").replaceAll('"appliance_mode_support":"enable"', "");
const repaired = (json: string): string => json.replaceAll(/,,/g, ",").replaceAll("{,", "{").replaceAll(",}", "}");
const brokenHub = (): string => repaired(withoutApplianceMode());

/** Writes both stacks to a folder, and returns the path of each. */
function write(outdir: string, hub = text("hub")): { readonly spoke: string; readonly hub: string } {
  return { spoke: writeStackFile(outdir, "team-a", text("team-a")), hub: writeStackFile(outdir, "hub", hub) };
}

test("verify judges an environment and its hub together, and says so.", async () => {
  write(folder);

  const { code, out } = await runCli(["verify", "team-a", "hub"], { CDKTF_OUTDIR: folder });

  expect(code).toBe(0);
  expect(out).toContain("team-a: judged together with hub, as it is synthesized: deploy both");
  expect(out).toContain("hub: judged together with team-a, as it is synthesized: deploy both");
});

test("The JSON report names the file of the stack that was joined.", async () => {
  const { hub } = write(folder);

  const { out } = await runCli(["verify", "team-a", "--format", "json", "--topics", "firewall"], {
    CDKTF_OUTDIR: folder,
  });

  expect(JSON.parse(out).stacks[0].joined).toEqual([{ name: "hub", source: hub }]);
});

test("An environment whose hub was not synthesized is judged alone, so that its paths are undecided.", async () => {
  writeStackFile(folder, "team-a", text("team-a"));

  const { code, out } = await runCli(["verify", "team-a", "--claims", "egress-only-through-firewall"], {
    CDKTF_OUTDIR: folder,
  });

  expect(code).toBe(1);
  expect(out).toContain("undecided");
});

test("--join joins a synthesized stack of another folder.", async () => {
  const path = writeStackFile(join(folder, "one"), "team-a", text("team-a"));
  const hub = writeStackFile(join(folder, "two"), "hub", text("hub"));
  const claim = ["--claims", "egress-only-through-firewall,return-path-symmetric"];

  expect((await runCli(["verify", "--file", path, "--join", `hub=${hub}`, ...claim])).code).toBe(0);
  expect((await runCli(["verify", "--file", path, ...claim])).code).toBe(1);
});

test("The app writes no stack where an edit of the hub breaks a claim about an environment.", () => {
  const outdir = join(folder, "cdktf.out");
  write(join(folder, "good"));
  write(join(folder, "bad"), brokenHub());

  expect(objections(judgeSynthesis(join(folder, "good"), outdir))).toBe("");
  expect(objections(judgeSynthesis(join(folder, "bad"), outdir))).toMatch(/^team-a\n(?:.*\n)*.*return-path-symmetric/m);
});

test("A review of two syntheses reports a change of the hub that breaks a claim about an environment, at both.", async () => {
  write(join(folder, "before"));
  write(join(folder, "after"), brokenHub());

  const { code, out } = await runCli(["review", "--all", join(folder, "before"), join(folder, "after")]);

  expect(code).toBe(1);
  const [hub = "", spoke = ""] = out.split(/^(?=team-a)/m);
  expect(hub).toContain("return-path-symmetric");
  expect(spoke).toContain("return-path-symmetric");
  expect(spoke).not.toContain("module.hub.aws_ec2_transit_gateway_vpc_attachment.transit_attachment is updated");
});

test("Kept verdicts of a stack do not count after a change of the stack that is joined with it.", () => {
  const { spoke: path } = write(folder);
  const results = new Map<string, { readonly inputs: string; readonly result: unknown }>();
  const kept = {
    read: (name: string, inputs: string) =>
      results.get(name)?.inputs === inputs ? results.get(name)?.result : undefined,
    write: (name: string, inputs: string, result: unknown) => void results.set(name, { inputs, result }),
  };
  const decide = () =>
    decideUnlessKept({ name: "team-a", path, form: "synthesized" as const }, kept, (file) =>
      verifyFile(file, undefined, undefined, { among: [] }),
    );

  expect([decide().isKept, decide().isKept]).toEqual([false, true]);
  write(folder, brokenHub());
  expect(decide().isKept).toBe(false);
});
