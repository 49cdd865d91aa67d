import { rehearse } from "../../../cli/commands/rehearse";
import { withExampleChange, withProtectionsLifted } from "../../../cli/commands/support/rehearsal-changes";
import { dev } from "../../fixtures/environments/dev";
import { prod } from "../../fixtures/environments/prod";

// What somebody puts into envs/ must not change what these tests see.
jest.mock("../../../envs", () => jest.requireActual("../../fixtures/environments"));

describe("the command rehearse", () => {
  let printed: { stdout: string; stderr: string };

  beforeEach(() => {
    printed = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      jest.spyOn(process[stream], "write").mockImplementation((text) => {
        printed[stream] += String(text);
        return true;
      });
    }
  });

  afterEach(() => jest.restoreAllMocks());

  test("explains itself, with an example, and does nothing else", async () => {
    expect(await rehearse(["--help"])).toBe(0);
    expect(printed.stdout).toMatch(/^Usage: .*Example: studio-perimeter rehearse staging --keep/s);
  });

  test.each([
    [
      "an environment that does not exist",
      ["test"],
      /^rehearse: knows no such environment, got test; use one of dev, staging, prod\n$/,
    ],
    [
      "an option that does not exist",
      ["--kep", "x"],
      /^studio-perimeter: Unknown option '--kep'; did you mean --keep\?\n$/,
    ],
    [
      "an option without its value",
      ["--keep"],
      /^studio-perimeter: Option '--keep <value>' argument missing; see --help of the command\n$/,
    ],
    [
      "a file where the folder for plans is needed",
      ["--keep", __filename],
      /^\S+: is there already, and is no folder, got EEXIST; pass another path\n$/,
    ],
  ])("could not run, and says why in a line, for %s", async (_what, args, said) => {
    expect(await rehearse(args)).toBe(2);
    expect(printed.stderr).toMatch(said);
    expect(printed.stdout).toBe("");
  });

  test("could not run without Terraform, and says so in one line", async () => {
    process.env.TERRAFORM_BINARY_NAME = "no-such-terraform";

    const code = await rehearse(["dev"]);

    delete process.env.TERRAFORM_BINARY_NAME;
    expect(code).toBe(2);
    expect(printed.stderr).toMatch(/^TERRAFORM_BINARY_NAME: is no Terraform [^\n]*, got no-such-terraform; [^\n]*\n$/);
  });
});

describe("the everyday change that is rehearsed", () => {
  test("keeps logs longer, and allows one more domain where there is a way out", () => {
    const { environment, change } = withExampleChange(prod);

    expect(environment.logRetentionDays).toBeGreaterThan(prod.logRetentionDays);
    expect(environment.egress).toMatchObject({
      allowList: expect.arrayContaining([expect.objectContaining({ owner: "rehearsal" })]),
    });
    expect(change).toBe("www.example.com allowed, logs kept 545 days instead of 400");
  });

  test("keeps a closed environment closed", () => {
    expect(withExampleChange(dev).environment).toEqual({ ...dev, logRetentionDays: 60 });
  });

  test("takes another domain when its own is on the list already", () => {
    const again = withExampleChange(withExampleChange(prod).environment);

    expect(again.change).toMatch(/^www\.example\.org allowed/);
  });

  test("changes logs even where they are kept as long as CloudWatch can", () => {
    expect(withExampleChange({ ...dev, logRetentionDays: 3653 }).environment.logRetentionDays).toBe(3288);
  });

  test("has protections to lift only where some are on, also by default", () => {
    const { protections: _left, ...unsaid } = dev;

    expect(withProtectionsLifted(prod)?.protections).toBe(false);
    expect(withProtectionsLifted(unsaid)?.protections).toBe(false);
    expect(withProtectionsLifted(dev)).toBeUndefined();
  });
});
