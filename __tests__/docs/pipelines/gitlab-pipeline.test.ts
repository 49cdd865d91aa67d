import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { GITLAB_AUDIENCES } from "../../../constructs/pipeline/token-issuer";

const text = readFileSync(join(__dirname, "..", "..", "..", ".gitlab", "perimeter.gitlab-ci.yml"), "utf8");

interface Rule {
  readonly if: string;
  readonly when?: string;
  readonly allow_failure?: boolean;
}

interface Job {
  readonly extends?: string;
  readonly script?: readonly (string | readonly string[])[];
  readonly before_script?: readonly string[];
  readonly id_tokens?: object;
  readonly rules?: readonly Rule[];
  readonly needs?: readonly { readonly job?: string; readonly pipeline?: string }[];
  readonly artifacts?: { readonly paths?: readonly string[]; readonly expire_in?: string };
  readonly environment?: { readonly name: string };
  readonly timeout?: string;
  readonly trigger?: object;
  readonly interruptible?: boolean;
  readonly resource_group?: string;
}

const file: Readonly<Record<string, Job>> = parse(text, { merge: true });
const jobs = Object.entries(file).filter(([name, job]) => name !== "variables" && !Array.isArray(job));
/** Each job with what it inherits. */
const whole = new Map(jobs.map(([name]) => [name, inherited(name)]));
const job = (name: string): Job => whole.get(name) ?? {};

function inherited(name: string): Job {
  const { extends: parent, ...own } = file[name] ?? {};
  return parent === undefined ? own : { ...inherited(parent), ...own };
}

const script = ({ before_script: before = [], script: main = [] }: Job): string =>
  [...before, ...main].flat(2).join("\n");
const runsProject = (each: Job): boolean => /npm |node dist/.test(script(each));

test("every job of the GitLab file has a prefix of its own, a time limit, and rules where it is not hidden", () => {
  const visible = jobs.filter(([name]) => !name.startsWith("."));

  expect(jobs.map(([name]) => name).filter((name) => !/^\.?perimeter(?:-|$)/.test(name))).toEqual([]);
  expect(visible.filter(([name]) => job(name).rules === undefined).map(([name]) => name)).toEqual([]);
  expect(
    visible
      .filter(([name]) => job(name).trigger === undefined && job(name).timeout === undefined)
      .map(([name]) => name),
  ).toEqual([]);
  expect(Object.keys(file)).not.toEqual(expect.arrayContaining(["stages", "workflow", "default"]));
});

test("code of a merge request runs only in jobs without an environment and without an ID token", () => {
  const ofMergeRequests = [...whole].filter(([, { rules = [] }]) =>
    rules.some((rule) => /merge_request_event|CI_MERGE_REQUEST_IID/.test(rule.if)),
  );
  const untrusted = ofMergeRequests.filter(
    ([, each]) => runsProject(each) && !script(each).startsWith("git fetch --quiet --depth 1 origin"),
  );

  expect(untrusted.map(([name]) => name).sort()).toEqual(["perimeter-synthesize", "perimeter-verify"]);
  for (const [, each] of untrusted) {
    expect(each).not.toHaveProperty("environment");
    expect(each).not.toHaveProperty("id_tokens");
  }
});

test("only jobs that plan, apply or look for drift get an ID token, and only after everything is built", () => {
  const withToken = [...whole].filter(([, { id_tokens: tokens }]) => tokens !== undefined);

  expect(withToken.map(([name]) => name).sort()).toEqual([".perimeter-drift", ".perimeter-plan", "perimeter-deploy"]);
  for (const [, each] of withToken) {
    const [before = "", after = ""] = script(each).split("perimeter-id-token");
    expect(before).toMatch(/npm (?:run build|run synth)/);
    expect(after).not.toMatch(/npm /);
    expect(script(each)).toMatch(/umask 077; printf '%s' "\$PERIMETER_ID_TOKEN" > "\$HOME\//);
  }
});

test("a plan of a merge request is compared with the synthesis of the target branch, which the job makes before it has a token", () => {
  const lines = script(job(".perimeter-plan")).split("\n");
  const at = (part: string) => lines.findIndex((line) => line.includes(part));

  expect(at("refs/perimeter/target")).toBeLessThan(at("npm run synth"));
  expect(at("npm run synth")).toBeLessThan(at("perimeter-id-token"));
  expect(lines[at("npm run synth")]).not.toContain("CDKTF_OUTDIR");
  expect(lines[at("--plan-only")]).toContain(
    '--before cdktf.out --allow-execution "${PERIMETER_ALLOWED_EXECUTION:-none}"',
  );
});

test("jobs that plan ask for tokens with the audience of plans, and only the job that applies for one with which AWS lets it apply", () => {
  const audiences = [".perimeter-plan", ".perimeter-drift", "perimeter-deploy"].map((name) => job(name).id_tokens);
  const token = (aud: string) => ({ PERIMETER_ID_TOKEN: { aud } });

  expect(audiences).toEqual([
    token(GITLAB_AUDIENCES.plan),
    token(GITLAB_AUDIENCES.plan),
    token(GITLAB_AUDIENCES.apply),
  ]);
});

test("the deploy job runs only when a person starts it, on the protected default branch with a digest, one at a time, and is never canceled", () => {
  const { rules = [], ...deploy } = job("perimeter-deploy");

  expect(rules).toHaveLength(1);
  for (const condition of [
    '$CI_PIPELINE_SOURCE == "web"',
    "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
    '$CI_COMMIT_REF_PROTECTED == "true"',
    "$PERIMETER_ENVIRONMENT",
    "$PERIMETER_DIGEST",
  ]) {
    expect(rules[0]?.if.split(" && ")).toContain(condition);
  }
  expect(deploy).toMatchObject({
    environment: { name: "$PERIMETER_ENVIRONMENT" },
    resource_group: "perimeter-$PERIMETER_ENVIRONMENT",
    interruptible: false,
  });
  expect(script(deploy)).toMatch(/deploy "\$PERIMETER_ENVIRONMENT" --approve "\$PERIMETER_DIGEST" --skip-synth$/);
});

test("no job keeps a plan, a state or a token as an artifact, and every artifact expires", () => {
  const kept = [...whole].flatMap(([, { artifacts }]) => artifacts ?? []);

  expect(kept.flatMap(({ paths = [] }) => paths).sort()).toEqual([
    "drift.gitlab-ci.yml",
    "head/",
    "plans.gitlab-ci.yml",
    "plans/*/reviews.json",
    "reviews/",
  ]);
  expect(kept.filter(({ expire_in: time }) => time === undefined)).toEqual([]);
  expect(script(job("perimeter-synthesize"))).not.toMatch(/terraform/);
});

test("variables that a person or a merge request can set stand in quotes in every script", () => {
  const lines = [...whole].flatMap(([, each]) => script(each).split("\n"));
  const bare = /(?<!["\w])\$\{?(?:CI_\w+|PERIMETER_\w+|APPLY_ROLE|PLAN_ROLE\w*)/;

  expect(lines.filter((line) => bare.test(line.replaceAll(/"[^"]*"/g, '""')))).toEqual([]);
});

test("the notes of reviews and plans are kept also where a job before them failed, by jobs with the environment of the token", () => {
  for (const name of ["perimeter-notes", ".perimeter-plan-notes"]) {
    expect(job(name)).toMatchObject({ environment: { name: "perimeter-notes" } });
    expect(job(name).rules?.map(({ when }) => when)).toEqual(["always"]);
  }
  expect(job("perimeter-review").rules?.map(({ when }) => when)).toEqual(["always"]);
  const withEnvironment = [...whole].flatMap(([, { environment }]) => environment?.name ?? []);
  expect(new Set(withEnvironment)).toEqual(new Set(["perimeter-notes", "perimeter-change", "$PERIMETER_ENVIRONMENT"]));
});

test("approval waits for a person, blocks the pipeline, and fails while the environment has no protection", () => {
  const approve = job(".perimeter-approve");
  const run = (value: string) =>
    execFileSync("bash", ["-e", "-c", `(${script(approve)}) > /dev/null && echo passed || echo failed`], {
      env: { PERIMETER_CHANGE_IS_PROTECTED: value },
      encoding: "utf8",
    }).trim();

  expect(approve).toMatchObject({ environment: { name: "perimeter-change" } });
  expect(approve.rules).toEqual([{ if: "$CI_MERGE_REQUEST_IID", when: "manual", allow_failure: false }]);
  expect([run("true"), run(""), run("yes")]).toEqual(["passed", "failed", "failed"]);
});

test.each([
  ["0", "matrix", "0"],
  ["1", "", "1"],
  ["2", "", "2"],
  ["3", "matrix --approval", "0"],
])(
  "the review job turns exit code %s of review into the child pipeline %j and exit code %s",
  (status, pipeline, expected) => {
    const block = (job("perimeter-review").script ?? []).flat().find((line) => line.includes("review --all")) ?? "";
    const fake = `node() { if [ "$2" = review ]; then return ${status}; fi; echo "$2 $7"; }\n(set -e; ${block}) || echo "code=$?"`;
    const printed = execFileSync("bash", ["-c", fake.replaceAll("> plans.gitlab-ci.yml", "")], { encoding: "utf8" });
    const code = /code=(\d)/.exec(printed)?.[1] ?? "0";

    expect([printed.replace(/code=\d/, "").trim(), code]).toEqual([pipeline, expected]);
  },
);
