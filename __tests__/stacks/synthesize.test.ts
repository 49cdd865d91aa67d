import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { parseEnvironments, requireAllEnvironments } from "../../envs/validation/parse-environments";
import { synthesize } from "../../stacks/synthesize";
import type { TerraformJson } from "../constructs/fixtures/bare-stack";
import { TODAY } from "../envs/fixtures/sample-environment";
import { environments } from "../fixtures/environments";
import { inspectionEnvironment, namingEnvironment } from "./fixtures/enterprise-environments";

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), "studio-perimeter-stacks-"));
});

afterEach(() => {
  rmSync(outdir, { recursive: true });
});

function valid(inputs: readonly unknown[]) {
  const parsed = parseEnvironments(inputs, TODAY);
  if (parsed.kind === "invalid") {
    throw new Error(parsed.issues.join("\n"));
  }
  return parsed.environments;
}

function written(stack: string): TerraformJson {
  return JSON.parse(readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"));
}

function boundaries(stack: string): readonly unknown[] {
  return Object.values(written(stack).resource.aws_iam_role ?? {}).map((role) => role.permissions_boundary);
}

test("What a synthesis left that a signal ended is removed an hour later, and nothing else next to the output folder.", () => {
  const [target, hour] = [join(outdir, "out"), 3600];
  for (const [name, hours] of [
    ["out.unfinished-1", 2],
    ["out.unfinished-2", 0],
    ["out.unfinished-mine", 2],
    ["other.unfinished-1", 2],
  ] as const) {
    mkdirSync(join(outdir, name));
    utimesSync(join(outdir, name), Date.now() / 1000 - hours * hour, Date.now() / 1000 - hours * hour);
  }

  synthesize({ environments: [], outdir: target });

  expect(readdirSync(outdir).sort()).toEqual(["other.unfinished-1", "out", "out.unfinished-2", "out.unfinished-mine"]);
});

test("as long as no repository is named there is no bootstrap stack, and roles need no boundary", () => {
  synthesize({ environments: valid(environments), outdir });

  expect(readdirSync(join(outdir, "stacks")).sort()).toEqual(["dev", "prod", "staging"]);
  expect(new Set(boundaries("dev"))).toEqual(new Set([undefined]));
});

test("once a repository is named, one bootstrap stack serves every environment, and every role has its boundary", () => {
  synthesize({
    environments: valid(environments),
    pipeline: { kind: "github", repository: "example/perimeter" },
    outdir,
  });

  const roles = Object.values(written("bootstrap").resource.aws_iam_role ?? {}).map(({ name }) => name);
  expect(roles.sort()).toEqual(
    ["dev", "prod", "staging"].flatMap((name) => [`studio-perimeter-${name}-apply`, `studio-perimeter-${name}-plan`]),
  );
  expect(boundaries("prod").length).toBeGreaterThan(1);
  for (const boundary of boundaries("prod")) {
    expect(boundary).toMatch(/:policy\/studio-perimeter-prod-boundary$/);
  }
});

test("an inspection VPC has roles of its own in the bootstrap stack, and its role has its boundary", () => {
  const { environments: studios, inspections } = requireAllEnvironments(
    [namingEnvironment, { ...inspectionEnvironment, deployers: ["role/studio-perimeter-hub-apply"] }],
    TODAY,
  );
  synthesize({
    environments: studios,
    inspections,
    pipeline: { kind: "github", repository: "example/perimeter" },
    outdir,
  });

  const roles = Object.values(written("bootstrap").resource.aws_iam_role ?? {}).map(({ name }) => name);
  expect(roles).toEqual(expect.arrayContaining(["studio-perimeter-hub-plan", "studio-perimeter-hub-apply"]));
  expect(boundaries("hub")).toEqual([expect.stringMatching(/:policy\/studio-perimeter-hub-boundary$/)]);
});

test("environments in accounts of their own get a bootstrap stack for each account", () => {
  const [dev, staging, prod] = environments;
  const apart = [
    { ...dev, account: "111111111111" },
    { ...staging, account: "111111111111" },
    { ...prod, account: "222222222222" },
  ];

  synthesize({ environments: valid(apart), pipeline: { kind: "github", repository: "example/perimeter" }, outdir });

  expect(
    readdirSync(join(outdir, "stacks"))
      .filter((name) => name.startsWith("bootstrap"))
      .sort(),
  ).toEqual(["bootstrap-111111111111", "bootstrap-222222222222"]);
  expect(Object.keys(written("bootstrap-222222222222").resource.aws_iam_role ?? {})).toHaveLength(2);
});

test("a state bucket that an environment names is the one that its bootstrap stack creates", () => {
  const [dev] = environments;
  const state = { kind: "s3", bucket: "acme-dev-state", region: "eu-west-1", kmsKeyId: "alias/state" };

  synthesize({
    environments: valid([{ ...dev, state }]),
    pipeline: { kind: "github", repository: "example/perimeter" },
    outdir,
  });

  expect(JSON.stringify(written("bootstrap").resource.aws_s3_bucket)).toContain('"bucket":"acme-dev-state"');
});

describe("the states of an account's environments are in one Region", () => {
  const github = { kind: "github", repository: "example/perimeter" } as const;
  const [dev, staging] = environments;
  const far = { ...staging, region: "us-east-1", availabilityZones: ["us-east-1a"] };
  const stateIn = (region: string) => ({ kind: "s3", bucket: "acme-state", region, kmsKeyId: "alias/state" });
  const synthesized = (...inputs: readonly object[]) => {
    synthesize({ environments: valid(inputs), pipeline: github, outdir });
    const { provider, output } = JSON.parse(readFileSync(join(outdir, "stacks", "bootstrap", "cdk.tf.json"), "utf8"));
    const { pipelines } = output.perimeter_posture.value as { pipelines: readonly Record<string, string>[] };
    return [provider.aws[0].region, ...pipelines.map(({ region }) => region)];
  };

  test("that of the first environment", () => {
    expect(synthesized(dev ?? {}, far)).toEqual([dev?.region, undefined, "us-east-1"]);
  });

  test("or the one that their S3 backends declare", () => {
    expect(synthesized({ ...dev, state: stateIn("us-east-1") }, far)).toEqual(["us-east-1", dev?.region, undefined]);
  });

  test("and several that they declare are refused", () => {
    const apart = [
      { ...dev, state: stateIn("eu-west-1") },
      { ...far, state: stateIn("us-east-1") },
    ];

    expect(() => synthesized(...apart)).toThrow(
      /^bootstrap: state\.region: must be the same in every environment of an account, got dev: eu-west-1, staging: us-east-1; /,
    );
  });
});

test("the output folder is created with its parents", () => {
  const deep = join(outdir, "not", "there", "yet");

  synthesize({ environments: valid([environments[0]]), outdir: deep });

  expect(readdirSync(join(deep, "stacks"))).toEqual(["dev"]);
});

test("the output of a removed environment is deleted", () => {
  const [dev, staging] = environments;
  synthesize({ environments: valid([dev, staging]), outdir });

  synthesize({ environments: valid([dev]), outdir });

  expect(readdirSync(join(outdir, "stacks"))).toEqual(["dev"]);
});

test("a synthesis that fails leaves the stacks of the last one, and no other file", () => {
  const [dev] = environments;
  synthesize({ environments: valid([dev]), outdir });
  const before = written("dev");
  // Two stacks of one name are refused by the framework after it has begun.
  const twice = [...valid([{ ...dev, logRetentionDays: 365 }]), ...valid([dev])];

  expect(() => synthesize({ environments: twice, outdir })).toThrow();
  expect(written("dev")).toEqual(before);
  expect(readdirSync(outdir).sort()).toEqual(["manifest.json", "stacks"]);
  expect(readdirSync(dirname(outdir)).filter((name) => name.startsWith(`${basename(outdir)}.`))).toEqual([]);
});

test("a synthesis keeps what Terraform left next to a stack, and replaces what an earlier synthesis wrote", () => {
  const [dev] = environments;
  synthesize({ environments: valid([dev]), outdir });
  mkdirSync(join(outdir, "stacks", "dev", ".terraform"));
  mkdirSync(join(outdir, "stacks", "dev", "assets", "old"), { recursive: true });
  writeFileSync(join(outdir, "stacks", "dev", "cdk.tf.json"), "{}");
  synthesize({ environments: valid([dev]), outdir });

  expect(readdirSync(join(outdir, "stacks", "dev"))).toContain(".terraform");
  expect(Object.keys(written("dev").resource).length).toBeGreaterThan(10);
});
