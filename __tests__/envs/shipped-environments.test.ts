import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environments } from "../../envs";
import { planSubnets } from "../../envs/addressing/subnet-plan";
import { pipeline } from "../../envs/pipeline";
import type { Environment } from "../../envs/schema/environment";
import { parseEnvironments } from "../../envs/validation/parse-environments";
import { parseAddressSet } from "../../ip/cidr";
import { contains, overlaps } from "../../ip/interval-set";
import { synthesize } from "../../stacks/synthesize";
import { runCli } from "../cli/fixtures/cli-run";
import type { TerraformJson } from "../constructs/fixtures/bare-stack";

/**
 * What holds of every valid set of environments in `envs/`. A test that names a domain, a user or a zone belongs elsewhere, and
 * runs over `__tests__/fixtures/environments`.
 */
const parsed = parseEnvironments(environments, new Date());
const valid: readonly Environment[] = parsed.kind === "valid" ? parsed.environments : [];
let outdir: string;

beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), "studio-perimeter-shipped-"));
  synthesize({ environments: valid, pipeline, outdir });
});

afterAll(() => rmSync(outdir, { recursive: true }));

function stackOf({ name }: Environment): TerraformJson {
  return JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8"));
}

test("every environment in envs/ is valid today", () => {
  expect(parsed.kind === "invalid" ? parsed.issues : []).toEqual([]);
  expect(valid.length).toBeGreaterThan(0);
});

test("every claim is proved of every environment in envs/", async () => {
  const { code, out, err } = await runCli(["verify"], { CDKTF_OUTDIR: outdir });

  expect({ code, err, out: code === 0 ? "" : out }).toEqual({ code: 0, err: "", out: "" });
});

test("every environment in envs/ can be drawn", async () => {
  const { code, out } = await runCli(["draw"], { CDKTF_OUTDIR: outdir });

  expect(code).toBe(0);
  for (const { name } of valid) {
    expect(out).toContain(name);
  }
});

test("no subnet of an environment in envs/ lies outside its VPC or overlaps another subnet", () => {
  for (const environment of valid) {
    const vpc = parseAddressSet(environment.vpcCidr);
    const subnets = planSubnets(environment).map(({ cidrBlock }) => parseAddressSet(cidrBlock));
    const overlapping = subnets.filter((one) => subnets.some((other) => other !== one && overlaps(one, other)));

    expect(subnets.filter((subnet) => !contains(vpc, subnet))).toEqual([]);
    expect(overlapping).toEqual([]);
  }
});

test("no two environments in envs/ give a role, a bucket, a log group or an alias of a key the same name", () => {
  const types = ["aws_iam_role", "aws_s3_bucket", "aws_cloudwatch_log_group", "aws_kms_alias"];
  const names = valid.flatMap((environment) =>
    types.flatMap((type) =>
      Object.values(stackOf(environment).resource[type] ?? {}).map(({ name, bucket }) => `${type} ${name ?? bucket}`),
    ),
  );

  expect(names.length).toBeGreaterThan(valid.length * types.length);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
