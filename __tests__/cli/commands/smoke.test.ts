/** @jest-environment node */
import { runCli } from "../fixtures/cli-run";

// Edits of envs/ must not change the result of these tests.
jest.mock("../../../envs", () => jest.requireActual("../../fixtures/environments"));

test("smoke prints commands for a terminal in Studio, each below what must happen", async () => {
  const { code, out, err } = await runCli(["smoke", "staging"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain(
    "# api.sagemaker.eu-west-1.amazonaws.com resolves to addresses of the VPC, 10.20.0.0/16: only addresses in 10.20.0.0/16\n" +
      "getent ahostsv4 api.sagemaker.eu-west-1.amazonaws.com\n",
  );
});

test("smoke --json prints the checks as data", async () => {
  const { out } = await runCli(["smoke", "dev", "--from", "outside", "--json"]);
  expect(JSON.parse(out)).toMatchObject({ environment: "dev", position: "outside", region: "eu-west-1" });
});

test("smoke --run on a machine without the programs could not run: exit code 2, and a line for each check", async () => {
  const { code, out } = await runCli(["smoke", "prod", "--from", "outside", "--run"], { PATH: "/nowhere" });
  expect(code).toBe(2);
  expect(out).toContain("could not run  AWS STS knows the caller (aws does not start: spawn aws ENOENT)\n");
  expect(out).toContain("0 passed, 0 failed, 0 undecided,");
});

test.each([
  [["smoke"], "smoke: needs the name of one environment, got nothing; use one of dev, staging, prod"],
  [["smoke", "prodd"], "smoke: needs the name of one environment, got prodd; did you mean prod?"],
  [["smoke", "dev", "prod"], "smoke: needs the name of one environment, got dev prod; did you mean dev?"],
  [["smoke", "dev", "--from", "home"], "--from: unknown value, got home; use one of studio, client, outside"],
  [["smoke", "dev", "--timeout", "0"], "--timeout: needs whole seconds from 1 to 600, got 0"],
  [["smoke", "dev", "--dns", "dns.example"], "--dns: needs an IPv4 address, or address:port, got dns.example"],
])("a wrong command line of smoke says what is needed and what it got: %j", async (args, message) => {
  expect(await runCli(args)).toEqual({ code: 2, out: "", err: `${message}\n` });
});
