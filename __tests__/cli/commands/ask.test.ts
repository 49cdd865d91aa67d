import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changeArguments, networkPerimeter, setResource } from "../../verify/fixtures/network-perimeter";
import { runCli } from "../fixtures/cli-run";
import { writeSynthesizedStacks } from "../fixtures/output-folder";

let folder = "";
let environment: Record<string, string> = {};
let stack = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-ask-"));
  environment = { CDKTF_OUTDIR: folder };
  writeSynthesizedStacks(folder, ["dev"]);
  stack = join(folder, "sketch.json");
  const resource = networkPerimeter({ order: "none" });
  changeArguments("aws_sagemaker_domain", "studio", {
    domain_name: "studio",
    auth_mode: "IAM",
    default_user_settings: {
      execution_role: "${aws_iam_role.studio.arn}",
      security_groups: ["${aws_security_group.studio.id}"],
    },
  })(resource);
  setResource("aws_iam_role", "studio", { assume_role_policy: '{"Version":"2012-10-17","Statement":[]}' })(resource);
  writeFileSync(stack, JSON.stringify({ resource }));
});

afterAll(() => rmSync(folder, { recursive: true }));

const ask = (...args: readonly string[]) => runCli(["ask", ...args], environment);

test("ask prints the answer of an environment with the step that decides", async () => {
  const { code, out, err } = await ask("dev", "packet from studio_a to github.com:443");

  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^denied: packet from aws_subnet\.\w*studio_a to github\.com, 443 \(tls\)\n/);
  expect(out).toMatch(/ {4}x dns {2}github\.com is refused: rule aws_route53_resolver_firewall_rule\./);
});

test("ask --json answers every question, with the steps and their addresses", async () => {
  const { code, out } = await ask(
    stack,
    "packet from studio_a to aws_vpc_endpoint.sts",
    "packet from studio_a to 10.0.1.9:22/ssh",
    "--json",
  );
  const { file, answers } = JSON.parse(out);

  expect({ code, file }).toEqual({ code: 0, file: stack });
  expect(answers.map(({ kind }: { kind: string }) => kind)).toEqual(["allowed", "denied"]);
  expect(answers[0].cases[0].steps[0]).toEqual({
    kind: "security-group",
    outcome: "allows",
    text: expect.stringMatching(/studio_to_endpoint allows tcp 443 to aws_security_group\.endpoint$/),
    addresses: expect.arrayContaining(["aws_security_group.studio"]),
  });
});

test.each([
  ["denied", 0],
  ["allowed", 1],
])("ask --expect %s exits with %d for an answer that is denied", async (expected, wanted) => {
  const { code } = await ask("dev", "packet from studio_a to internet:443", "--expect", expected);

  expect(code).toBe(wanted);
});

test("ask exits with 1 where the answer cannot be told", async () => {
  const withoutPolicy = join(folder, "firewall-without-policy.json");
  writeFileSync(withoutPolicy, JSON.stringify({ resource: networkPerimeter() }));

  const { code, out } = await ask(withoutPolicy, "packet from studio_a to x.example");

  expect(code).toBe(1);
  expect(out).toMatch(/^cannot be told: /);
});

test("ask without a question lists what a question can name", async () => {
  const { code, out } = await ask(stack);

  expect(code).toBe(0);
  expect(out).toMatch(/subnets +aws_subnet\.studio_a\n/);
  expect(out).toMatch(/VPC endpoints +aws_vpc_endpoint\.sagemaker_api\n/);
});

test.each([
  ["no subject", [], /^ask: needs an environment, a folder or a file, got nothing; /],
  ["an unknown environment", ["prdo", "packet"], /no such environment, got prdo; /],
  ["a file of this folder that is not there", ["nothing.json", "packet"], /^nothing\.json: no such file or folder; /],
  ["a file that is not there", ["./nothing.json", "packet"], /^\.\/nothing\.json: no such file or folder; /],
  ["a source of no plan", ["dev", "packet from a to b", "--source", "x"], /^--source: belongs to a plan, /],
  [
    "an expectation that is none",
    ["dev", "packet from a to b", "--expect", "maybe"],
    /^--expect: unknown value, got maybe; /,
  ],
  [
    "a subject that is nearly right",
    ["dev", "packet from studio_x to x.example"],
    /^ask: packet: from: no such subject, got studio_x; did you mean aws_subnet\.\w*studio_a\?\n$/,
  ],
  [
    "a question without quotes",
    ["dev", "Packet", "from", "studio_a", "to", "x.example"],
    /^ask: the question is in 5 words; put the question in quotes: ask dev "Packet from studio_a to x\.example"\n$/,
  ],
  [
    "an action with a wildcard",
    ["dev", "Request s3:* by anonymous"],
    /^ask: request: action: has a wildcard, got s3:\*; write one action, no wildcard\n$/,
  ],
  [
    "a host name without a dot",
    ["dev", "packet from studio_a to github"],
    /^ask: packet: to: no such subject, got github; a host name needs a dot, and no scheme; use one of (?:[^, ]+, ){7}[^, ]+; studio-perimeter ask dev lists them all\n$/,
  ],
  [
    "a URL",
    ["dev", "packet from studio_a to https://github.com/x"],
    /^ask: packet: to: a URL, got https:\/\/github\.com\/x; write the host name without scheme and path, /,
  ],
  [
    "a wrong action",
    ["dev", "request s3:GetObjet by anonymous"],
    /^ask: request: action: no such action, got s3:GetObjet; did you mean s3:GetObject\?\n$/,
  ],
])("ask refuses %s with advice and without a stack trace", async (_, args, message) => {
  const { code, out, err } = await ask(...args);

  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(message);
});

test("ask refuses two wrong questions with the faults of both", async () => {
  const { err } = await ask("dev", "packet from studio_a", "request by nobody");

  expect(err.trim().split("\n")).toEqual([
    expect.stringMatching(/^ask: question 1: packet: has no "to"; /),
    expect.stringMatching(/^ask: question 2: request: has no action; /),
  ]);
});
