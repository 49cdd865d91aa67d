/** @jest-environment node */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withExampleChange, withProtectionsLifted } from "../../../cli/stacks/rehearsal-changes";
import { withBootstrapFolders } from "../../../cli/stacks/rehearsal-inputs";
import { environments } from "../../fixtures/environments";
import { dev } from "../../fixtures/environments/dev";
import { prod } from "../../fixtures/environments/prod";
import { runCli } from "../fixtures/cli-run";

// Edits of envs/ must not change the result of these tests.
jest.mock("../../../envs", () => jest.requireActual("../../fixtures/environments"));

test("rehearse --help prints usage, options, exit codes and an example", async () => {
  const { code, out } = await runCli(["rehearse", "--help"]);

  expect(code).toBe(0);
  expect(out).toMatch(
    /^usage: studio-perimeter rehearse .* {2}--keep FOLDER .* {2}130 .*examples:\n {2}studio-perimeter rehearse/s,
  );
});

test.each([
  [
    "an environment that does not exist",
    ["test"],
    /^rehearse: no such environment, got test; use one of (?:\w+, )*dev, staging, prod\n$/,
  ],
  [
    "a bootstrap stack without a pipeline",
    ["bootstrap"],
    /^rehearse: no bootstrap stack, got bootstrap; name a pipeline in envs\/pipeline\.ts, such as \{ kind: "github"/,
  ],
  ["an option that does not exist", ["--kep", "x"], /^rehearse: --kep: no such option; did you mean --keep\?\n$/],
  [
    "an option without its value",
    ["--keep"],
    /^rehearse: --keep: needs a value; pass --keep FOLDER, or --keep=FOLDER if it starts with a dash\n$/,
  ],
  [
    "an empty folder, as an unset variable gives it",
    ["--keep="],
    /^rehearse: --keep: needs a value, got an empty one; pass --keep FOLDER, or leave the option out\n$/,
  ],
  [
    "a step limit of no seconds",
    ["--step-limit", "0"],
    /^rehearse: --step-limit: not a number of seconds from 1 to 86400, got 0\n$/,
  ],
  [
    "a step limit with a unit",
    ["--step-limit", "5m"],
    /^rehearse: --step-limit: not a number of seconds from 1 to 86400, got 5m\n$/,
  ],
  [
    "a value for an option that takes none",
    ["--json=x"],
    /^rehearse: --json: takes no value; see studio-perimeter rehearse --help\n$/,
  ],
  [
    "a stand-in for several environments",
    ["dev", "prod", "--serve"],
    /^rehearse: --serve needs one environment and no --keep; each stand-in is one account\n$/,
  ],
  ["a folder that is not there", ["./nothing"], /^\.\/nothing: no such folder; pass the folder of a root module\n$/],
  ["a file", ["package.json"], /^package\.json: no such folder; pass the folder of a root module\n$/],
  ["a folder and an environment", ["dev", "./nothing"], /^rehearse: environments and --serve do not go with folders; /],
  [
    "a mirror without a folder",
    ["dev", "--mirror", "x"],
    /^--mirror: belongs to the folder of a root module, got none; /,
  ],
  [
    "a file where the folder for plans is needed",
    ["--keep", __filename],
    /^\S+: exists and is not a folder \(EEXIST\); pass another path\n$/,
  ],
])("rehearse exits with 2 and explains in one line why it could not run: %s", async (_what, args, message) => {
  const { code, out, err } = await runCli(["rehearse", ...args]);

  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(message);
});

test("rehearse without Terraform exits with 2 and says so in one line", async () => {
  const environment = { ...process.env, TERRAFORM_BINARY_NAME: "no-such-terraform" };

  const { code, err } = await runCli(["rehearse", "dev"], environment as Record<string, string>);

  expect(code).toBe(2);
  expect(err).toMatch(/^TERRAFORM_BINARY_NAME: not a Terraform or OpenTofu binary, got no-such-terraform; [^\n]*\n$/);
});

describe("the everyday change that is rehearsed", () => {
  test("the rehearsed change extends log retention, and allows one more domain if there is an allow-list", () => {
    const { environment, change } = withExampleChange(prod);

    expect(environment.logRetentionDays).toBeGreaterThan(prod.logRetentionDays);
    expect(environment).toMatchObject({
      egress: { allowList: expect.arrayContaining([expect.objectContaining({ owner: "rehearsal" })]) },
    });
    expect(change).toBe("www.example.com allowed, logs kept 545 days instead of 400");
  });

  test("the rehearsed change adds no egress to an environment without egress", () => {
    expect(withExampleChange(dev).environment).toEqual({ ...dev, logRetentionDays: 60 });
  });

  test("the rehearsed change uses another domain if the first one is allowed already", () => {
    const again = withExampleChange(withExampleChange(prod).environment);

    expect(again.change).toMatch(/^www\.example\.org allowed/);
  });

  test("the rehearsed change shortens log retention if it is at the maximum of CloudWatch", () => {
    expect(withExampleChange({ ...dev, logRetentionDays: 3653 }).environment.logRetentionDays).toBe(3288);
  });

  test("a rehearsal turns protections off only where they are on, explicitly or by default", () => {
    const { protections: _left, ...unsaid } = dev;

    expect(withProtectionsLifted(prod)?.protections).toBe(false);
    expect(withProtectionsLifted(unsaid)?.protections).toBe(false);
    expect(withProtectionsLifted(dev)).toBeUndefined();
  });
});

test("A bootstrap stack that is named is synthesized, and rehearsed as the folder of a root module.", () => {
  const directory = mkdtempSync(join(tmpdir(), "studio-perimeter-bootstrap-"));
  const fold = (...names: readonly string[]) =>
    withBootstrapFolders(
      names,
      { all: environments, today: new Date("2026-01-01"), directory },
      { kind: "github", repository: "example/perimeter" },
    );

  try {
    const [name, folder = ""] = fold("dev", "bootstrap");
    expect(name).toBe("dev");
    expect(readFileSync(join(folder, "cdk.tf.json"), "utf8")).toContain("token.actions.githubusercontent.com");
    expect(() => fold("bootstrap-111122223333")).toThrow(
      /^rehearse: no such bootstrap stack, got bootstrap-111122223333; did you mean bootstrap\?$/,
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
});
