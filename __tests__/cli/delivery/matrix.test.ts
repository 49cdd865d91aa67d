import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runCli } from "../fixtures/cli-run";

const TEMPLATE = join(__dirname, "..", "..", "..", ".gitlab", "perimeter.gitlab-ci.yml");
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-matrix-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const at = (...path: readonly string[]) => join(folder, ...path);

function write(text: string, ...path: readonly string[]): void {
  mkdirSync(dirname(at(...path)), { recursive: true });
  writeFileSync(at(...path), text);
}

const stack = (cidr: string, version = "1") =>
  JSON.stringify({ "//": { metadata: { version } }, resource: { aws_vpc: { main: { cidr_block: cidr } } } });

const matrix = (...options: readonly string[]) => runCli(["matrix", at("before"), at("after"), ...options]);
const names = (out: string) =>
  JSON.parse(out).changed.map(({ name, change }: Record<string, string>) => `${name} ${change}`);

test("matrix names environments whose Terraform or assets differ, new ones and gone ones, and no bootstrap stack", async () => {
  for (const side of ["before", "after"]) {
    write(stack("10.0.0.0/16", side), side, "stacks", "same", "cdk.tf.json");
    write("zip", side, "stacks", "same", "assets", "code.zip");
    write(stack(side), side, "stacks", "edited", "cdk.tf.json");
    write(stack("10.1.0.0/16"), side, "stacks", "asset", "cdk.tf.json");
    write(`zip ${side}`, side, "stacks", "asset", "assets", "deep", "code.zip");
    write(stack(side), side, "stacks", "bootstrap-111122223333", "cdk.tf.json");
  }
  write(stack("10.2.0.0/16"), "before", "stacks", "old", "cdk.tf.json");
  write(stack("10.3.0.0/16"), "after", "stacks", "team-a", "cdk.tf.json");
  // What Terraform leaves in a folder, and a link to a file of the machine, are no part of a stack.
  write("state", "after", "stacks", "same", ".terraform", "lock");
  symlinkSync("/etc/passwd", at("after", "stacks", "same", "assets", "link"));

  const { code, out, err } = await matrix();

  expect(code).toBe(0);
  expect(names(out)).toEqual(["asset changed", "edited changed", "team-a new"]);
  expect(JSON.parse(out)).toMatchObject({ gone: ["old"], unchanged: 1 });
  expect(err).toBe("3 of 4 environments: asset, edited, team-a; gone: old\n");
  const { include } = JSON.parse((await matrix("--format", "github")).out);
  expect(include[2]).toEqual({
    environment: "team-a",
    variable: "TEAM_A",
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test("matrix of equal syntheses has no job for GitHub, and GitLab's child pipeline still keeps the notes", async () => {
  for (const side of ["before", "after"]) {
    write(stack("10.0.0.0/16"), side, "dev", "cdk.tf.json");
  }

  expect((await matrix("--format", "github")).out).toBe('{"include":[]}\n');
  const pipeline = JSON.parse((await matrix("--format", "gitlab", "--template", TEMPLATE)).out);
  expect(Object.keys(pipeline).filter((name) => !name.startsWith(".") && name !== "variables")).toEqual(["plan notes"]);
});

test("matrix has the approved environments of a fleet, each with its digest, and says everything that is wrong with them", async () => {
  for (let index = 0; index < 300; index++) {
    write(stack(`10.${index}.0.0/16`), "after", "stacks", `team-${index}`, "cdk.tf.json");
  }
  const [one, other] = ["1", "2"].map((digit) => digit.repeat(64));
  const approved = (text: string, format = "github") =>
    runCli(["matrix", at("after"), "--format", format, "--approved", text]);

  const { code, out, err } = await approved(` team-7=${one},\nteam-299=${other}`);
  expect({ code, err }).toEqual({ code: 0, err: "2 of 300 environments: team-299, team-7\n" });
  expect(JSON.parse(out).include).toEqual([
    expect.objectContaining({ environment: "team-299", variable: "TEAM_299", approve: other }),
    expect.objectContaining({ environment: "team-7", variable: "TEAM_7", approve: one }),
  ]);

  expect(await approved(`tam-7=${one} team-1=${one} team-1=${other} team-2=abc $(id)`)).toEqual({
    code: 2,
    out: "",
    err:
      "--approved: no such environment, got tam-7; did you mean team-7?\n--approved: team-1 comes twice; leave one out\n" +
      "--approved: not an environment with a digest, got team-2=abc; write ENV=DIGEST with the digest in the comment on its plan\n" +
      "--approved: not an environment with a digest, got $(id); write ENV=DIGEST with the digest in the comment on its plan\n",
  });
  expect((await approved(" ")).err).toMatch(/^--approved: needs an environment with a digest, got nothing; /);
  expect((await approved(`team-1=${one}`, "json")).err).toMatch(/^--approved: belongs to --format github, got json; /);
});

const joined = (studio: string, ...partners: readonly string[]) =>
  JSON.stringify({ output: { perimeter_posture: { value: { studio, joined_stacks: partners } } } });

describe("stages of a deployment", () => {
  const digest = "1".repeat(64);
  const run = (names: readonly string[], ...options: readonly string[]) => {
    const approved = names.map((name) => `${name}=${digest}`).join(" ");
    return runCli(["matrix", at("after"), "--format", "github", "--approved", approved, "--stages", "3", ...options]);
  };
  const stagesOf = (out: string) =>
    out
      .trim()
      .split("\n")
      .map((line) => {
        const [, stage, json = ""] = /^(stage_\d)=(.*)$/.exec(line) ?? [];
        const { include } = JSON.parse(json) as { include: readonly Record<string, string>[] };
        expect(include.every(({ approve }) => approve === digest)).toBe(true);
        return [stage, ...include.map(({ environment }) => environment)];
      });
  const job = (name: string, conclusion: string | null, attempt = 1) =>
    JSON.stringify({ name, conclusion, run_attempt: attempt });

  beforeEach(() => {
    write(joined("elsewhere", "team-a", "team-b"), "after", "stacks", "hub", "cdk.tf.json");
    write(joined("elsewhere", "team-c"), "after", "stacks", "other-hub", "cdk.tf.json");
    for (const name of ["team-a", "team-b", "team-new"]) {
      write(joined("here", "hub"), "after", "stacks", name, "cdk.tf.json");
    }
    write(joined("here", "other-hub"), "after", "stacks", "team-c", "cdk.tf.json");
  });

  test("matrix has the approved environments in stages, each after those that it looks up, and an empty stage has no job", async () => {
    expect(stagesOf((await run(["hub", "team-new", "team-b", "team-a"])).out)).toEqual([
      ["stage_1", "team-a", "team-b"],
      ["stage_2", "hub"],
      ["stage_3", "team-new"],
    ]);
    expect(stagesOf((await run(["hub"])).out)).toEqual([["stage_1", "hub"], ["stage_2"], ["stage_3"]]);
    expect((await run(["hub"])).out).toMatch(/\nstage_2=\{"include":\[\]\}\nstage_3=\{"include":\[\]\}\n$/);
    expect(await run(["hub", "team-new", "team-a"], "--stages", "2")).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(
        /--stages: team-new must be applied after 2 stages, got 3 stages; apply them in a later run/,
      ),
    });
  });

  test("an environment that failed stops only those that wait for it, directly or through another one, and its success in a later attempt lets them go on", async () => {
    const all = ["hub", "other-hub", "team-a", "team-b", "team-c", "team-new"];
    const stagesWith = async (...jobs: readonly string[]) => {
      write(jobs.join("\n"), "jobs.jsonl");
      const { code, out, err } = await run(all, "--finished-jobs", at("jobs.jsonl"));
      return { code, stages: stagesOf(out).slice(1), blocked: err.trim().split("\n").slice(1) };
    };
    const others = [job("environments", "success"), job("deploy team-b", "success"), job("deploy team-c", "success")];

    for (const conclusion of ["failure", "cancelled", "timed_out", "skipped", null]) {
      expect(await stagesWith(job("deploy team-a", conclusion), ...others)).toEqual({
        code: 0,
        stages: [["stage_2", "other-hub"], ["stage_3"]],
        blocked: [
          "hub: not applied, because team-a was not applied",
          "team-new: not applied, because hub was not applied",
        ],
      });
    }
    // A job that never started is in no list, and one of a similar name is another one.
    expect(
      (await stagesWith(job("deploy team-a2", "success"), job("x deploy team-a", "success"), ...others)).stages[0],
    ).toEqual(["stage_2", "other-hub"]);
    const again = await stagesWith(job("deploy team-a", "success", 2), job("deploy team-a", "failure", 1), ...others);
    expect(again.stages[0]).toEqual(["stage_2", "hub", "other-hub"]);
    expect(
      (await stagesWith(job("deploy team-a", "success"), job("deploy team-a", "failure", 2), ...others)).stages[0],
    ).toEqual(["stage_2", "other-hub"]);
    const hubs = [job("deploy team-a", "success"), job("deploy hub", "success"), job("deploy other-hub", "failure")];
    expect(await stagesWith(...hubs, ...others)).toMatchObject({
      stages: [expect.anything(), ["stage_3", "team-new"]],
      blocked: [],
    });
  });

  test("matrix says which lines are no jobs of GitHub, and that jobs belong to stages", async () => {
    write(`${job("deploy team-a", "success")}\n[]\n{"name":"deploy hub"}\nno`, "jobs.jsonl");
    const { code, err } = await run(["hub"], "--finished-jobs", at("jobs.jsonl"));

    expect(code).toBe(2);
    expect(err.match(/jobs\.jsonl:\d: not a job of GitHub; /g)).toHaveLength(3);
    expect((await runCli(["matrix", at("after"), "--finished-jobs", at("jobs.jsonl")])).err).toMatch(
      /^--finished-jobs: needs --stages, got none; /,
    );
  });
});

test("matrix of one synthesis has every environment, and refuses more jobs than GitHub runs", async () => {
  for (let index = 0; index < 257; index++) {
    write(stack(`10.${index}.0.0/16`), "after", "stacks", `team-${index}`, "cdk.tf.json");
  }

  const all = await runCli(["matrix", at("after")]);
  expect(JSON.parse(all.out).changed).toHaveLength(257);
  expect(await runCli(["matrix", at("after"), "--format", "github"])).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringMatching(/matrix: GitHub runs at most 256 jobs of a matrix, got 257 changed environments; /),
  });
});

test("a child pipeline of GitLab has one job for each environment, the hidden jobs in it, and approval only where it is needed", async () => {
  write(stack("10.0.0.0/16"), "before", "dev", "cdk.tf.json");
  write(stack("10.1.0.0/16"), "after", "dev", "cdk.tf.json");
  write(stack("10.2.0.0/16"), "after", "team-a", "cdk.tf.json");

  const run = async (...options: readonly string[]) =>
    JSON.parse((await matrix("--format", "gitlab", "--template", TEMPLATE, ...options)).out);
  const plans = await run();
  const approved = await run("--approval");
  const drift = await run("--job", "drift");

  expect(Object.keys(plans).filter((name) => !name.startsWith("."))).toEqual([
    "variables",
    "plan dev",
    "plan team-a",
    "plan notes",
  ]);
  expect(plans["plan team-a"]).toMatchObject({
    extends: ".perimeter-plan",
    variables: { PERIMETER_ENVIRONMENT: "team-a", PERIMETER_VARIABLE: "TEAM_A" },
  });
  expect(JSON.parse(plans["plan notes"].variables.PERIMETER_MATRIX).include).toHaveLength(2);
  expect(approved.approve).toEqual({ extends: ".perimeter-approve" });
  expect(Object.keys(drift).filter((name) => !name.startsWith("."))).toEqual([
    "variables",
    "drift dev",
    "drift team-a",
  ]);
  const used = Object.values<{ extends?: string }>({ ...plans, ...approved, ...drift }).flatMap(
    (job) => job.extends ?? [],
  );
  expect(used.filter((name) => !(name in plans))).toEqual([]);
});

test.each([
  [
    "a name that would be a command in a script",
    "dev;curl evil",
    /after: not the name of an environment, got "dev;curl evil"; use/,
  ],
  ["a name that would be another variable", "dev_x", /after: not the name of an environment, got "dev_x"; use/],
  ["the name of a setting of GitLab", ".pre", /after: not the name of an environment, got "\.pre"; use/],
])("matrix refuses a stack that no environment can have made: %s", async (_, name, message) => {
  write(stack("10.0.0.0/16"), "before", "dev", "cdk.tf.json");
  write(stack("10.0.0.0/16"), "after", name, "cdk.tf.json");

  expect(await matrix()).toMatchObject({ code: 2, out: "", err: expect.stringMatching(message) });
});

test.each([
  [[], /^matrix: needs one folder or two, got none; /],
  [["a", "b", "c"], /^matrix: needs one folder or two, got a b c; /],
  [["nowhere"], /^nowhere: no such folder; pass/],
  [["a", "--format", "gitlb"], /^--format: unknown value, got gitlb; did you mean gitlab\?/],
  [["a", "--stages", "0"], /^--stages: not a number from 1 to 9, got 0; /],
  [["a", "--stages", "3"], /^--stages: needs --approved, got no digests; /],
  [["a", "--job", "apply"], /^--job: unknown value, got apply; /],
])("matrix explains in one line what is wrong with %j", async (args, message) => {
  expect(await runCli(["matrix", ...args])).toMatchObject({ code: 2, out: "", err: expect.stringMatching(message) });
});

test("matrix says which hidden job a template lacks, and that a template is not YAML", async () => {
  write(stack("10.0.0.0/16"), "after", "dev", "cdk.tf.json");
  write(readFileSync(TEMPLATE, "utf8").replaceAll(".perimeter-plan:", ".plan:"), "other.yml");
  write("a: [", "torn.yml");
  const render = (template: string) =>
    runCli(["matrix", at("after"), "--format", "gitlab", "--template", at(template)]);

  expect((await render("other.yml")).err).toMatch(/other\.yml: has no job \.perimeter-plan; pass/);
  expect((await render("torn.yml")).err).toMatch(/torn\.yml: not a file of GitLab CI: /);
  expect((await render("none.yml")).err).toMatch(/none\.yml: no such file or folder/);
});
