import { spawnSync } from "node:child_process";
import type { Environment } from "../../envs/schema/environment";
import { parseEnvironments } from "../../envs/validation/parse-environments";
import type { CommandLine, Position, SmokeCheck } from "../../smoke/check";
import { printPlan } from "../../smoke/print-plan";
import { smokePlan } from "../../smoke/smoke-plan";
import { environments } from "../fixtures/environments";

const parsed = parseEnvironments(environments, new Date());
const all: readonly Environment[] = parsed.kind === "valid" ? parsed.environments : [];
const positions: readonly Position[] = ["studio", "client", "outside"];
const plans = all.flatMap((environment) => positions.map((position) => smokePlan(environment, position)));

const planOf = (name: string, position: Position) =>
  plans.find((plan) => plan.environment === name && plan.position === position)?.checks ?? [];

const titles = (checks: readonly SmokeCheck[]) => checks.map(({ title }) => title);

const commandOf = ({ expectation }: SmokeCheck): CommandLine =>
  "command" in expectation ? expectation.command : ["none"];

test("a terminal in dev, which has no egress, expects that no Git host and no address of the internet is reached", () => {
  expect(titles(planOf("dev", "studio"))).toEqual(
    expect.arrayContaining([
      "git does not reach github.com",
      "example.com has no address",
      "an address of the internet is not reached",
    ]),
  );
});

test("a terminal in staging expects what the allow-list names, and that another Git host is not reached", () => {
  expect(titles(planOf("staging", "studio"))).toEqual(
    expect.arrayContaining([
      "github.com answers, as the allow-list says",
      "git reads a repository of github.com",
      "git does not reach gitlab.com",
    ]),
  );
});

test("every interface endpoint of an environment that has a name of its own is checked to resolve privately", () => {
  const hosts = planOf("prod", "studio").flatMap(({ expectation }) =>
    expectation.kind === "resolves-within" ? [expectation.host] : [],
  );
  expect(hosts).toEqual(
    expect.arrayContaining(["api.sagemaker.eu-west-1.amazonaws.com", "studio.eu-west-1.sagemaker.aws"]),
  );
  expect(hosts.filter((host) => host.includes("s3."))).toEqual([]);
});

const issued = "a person gets a presigned URL of the own profile inside";

test("a presigned URL is tried inside and outside; with self-service, which issues it, no check requests one", () => {
  const withoutSelfService = all
    .filter(({ name }) => name === "prod")
    .map((prod): Environment => ({ ...prod, access: { kind: "off" } }));
  expect(withoutSelfService.flatMap((prod) => titles(smokePlan(prod, "client").checks))).toContain(issued);
  expect(titles(planOf("prod", "client"))).toContain("the presigned URL opens inside");
  expect(titles(planOf("prod", "client"))).not.toContain(issued);
  expect(titles(planOf("prod", "outside"))).toContain("a presigned URL that was issued inside is refused outside");
});

test("every variable that a check needs is set by an earlier check of the same position, but for the URL that a user passes", () => {
  const unset = plans.flatMap(({ checks }) =>
    checks.flatMap((check, index) => {
      const before = checks
        .slice(0, index)
        .flatMap(({ expectation }) => ("sets" in expectation ? [expectation.sets] : []));
      const known = new Set([...before, "URL"]);
      return commandOf(check)
        .flatMap((word) => [...word.matchAll(/\$([A-Z]+)/g)].map(([, name = ""]) => name))
        .filter((name) => !known.has(name));
    }),
  );
  expect(unset).toEqual([]);
});

test("the printed lines are a script that a shell accepts, with one command for each check", () => {
  for (const plan of plans) {
    const text = printPlan(plan);
    expect(spawnSync("sh", ["-n"], { input: text }).status).toBe(0);
    expect(text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))).toHaveLength(
      plan.checks.length + 1,
    );
  }
});

test("a shell passes each printed command on with the same words as --run", () => {
  const checks = planOf("prod", "outside");
  const text = printPlan({ environment: "prod", position: "outside", region: "eu-west-1", checks });
  const aws = `aws() { for word in "$@"; do printf '%s\\n' "$word" >&2; done; echo VALUE; }; curl() { aws "$@"; }; URL='https://a/?b=c&d=e';`;
  const heard = spawnSync("sh", ["-c", `${aws} ${text}`], { encoding: "utf8" }).stderr;
  const variables: Readonly<Record<string, string>> = { ACCOUNT: "VALUE", DOMAIN: "VALUE", URL: "https://a/?b=c&d=e" };
  const expected = checks.flatMap((check) =>
    commandOf(check)
      .slice(1)
      .map((word) => word.replace(/\$([A-Z]+)/g, (_, name) => variables[name] ?? "")),
  );
  expect(heard.trimEnd().split("\n")).toEqual(expected);
});
