import { type ApplyOptions, applyDomainSettings } from "../../../cli/operations/apply-domain-settings";
import { awsCommandLine, type SendAwsRequest } from "../../../cli/operations/aws-request";
import { awsSdk } from "../../../cli/operations/aws-sdk";
import { domainSettings } from "../../../cli/operations/domain-settings";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { synthesizedText } from "../../fixtures/synthesized";
import { collectingTerminal, runCli } from "../fixtures/cli-run";
import { type AwsAnswer, asCallerOf, startAwsServer } from "./fixtures/aws-server";
import { describedDomain, editedStack, stateOfDomain } from "./fixtures/studio-domain";

const stack: JsonObject = JSON.parse(synthesizedText("dev"));
const edited = domainSettings(editedStack(stack), stateOfDomain(), "dev");

/** A domain as AWS keeps it: an update takes effect after two more questions. */
function sageMakerDomain(after: (updated: JsonObject) => JsonObject = (updated) => updated) {
  let current = describedDomain(domainSettings(stack, stateOfDomain(), "dev"));
  let waiting: JsonObject[] = [];
  const calls: string[] = [];
  const service = (operation: string, input: JsonObject): AwsAnswer => {
    calls.push(operation);
    if (operation === "update-domain") {
      const { DomainSettingsForUpdate: own, ...rest } = input;
      const updated = { ...current, ...rest, ...(own !== undefined && { DomainSettings: own }) };
      waiting = [{ ...current, Status: "Updating" }, after(updated)];
      return { DomainArn: "arn" };
    }
    current = waiting.shift() ?? current;
    return current;
  };
  return { calls, service };
}

const sendTo =
  (service: (operation: string, input: JsonObject) => AwsAnswer): SendAwsRequest =>
  async ({ operation, input }) =>
    service(operation, input) as JsonObject;

async function apply(send: SendAwsRequest, options: Partial<ApplyOptions> = {}) {
  const { terminal, texts } = collectingTerminal();
  const { signal } = new AbortController();
  const defaults = { name: "dev", isRun: false, isJson: false, pauseMs: 0, signal };
  return { code: await applyDomainSettings(edited, send, { ...defaults, ...options }, terminal), ...texts };
}

const PATH = "DefaultUserSettings.JupyterLabAppSettings.AppLifecycleManagement.IdleSettings.IdleTimeoutInMinutes";

test("apply-domain-settings prints what differs with the request that changes it, and sends nothing", async () => {
  const { calls, service } = sageMakerDomain();
  const { code, out, err } = await apply(sendTo(service));
  expect({ code, err, calls }).toEqual({ code: 3, err: "", calls: ["describe-domain"] });
  expect(out).toContain(`dev: 1 setting of the domain differs\n  ${PATH}: 60 -> 90\n`);
  expect(out).toContain(`AWS_REGION=eu-west-1 aws sagemaker update-domain --cli-input-json '{"DomainId":"d-1",`);
});

test("apply-domain-settings --json prints the differences and the request as data", async () => {
  const { service } = sageMakerDomain();
  const { out } = await apply(sendTo(service), { isJson: true });
  expect(JSON.parse(out)).toMatchObject({
    environment: "dev",
    domainId: "d-1",
    isRun: false,
    differences: [{ path: PATH, current: 60, configured: 90 }],
    request: { operation: "update-domain", input: { DomainId: "d-1" } },
  });
});

test("apply-domain-settings --run waits until AWS has every setting, and then has nothing to do", async () => {
  const { calls, service } = sageMakerDomain();
  expect(await apply(sendTo(service), { isRun: true })).toMatchObject({ code: 0, err: "" });
  expect(calls).toEqual(["describe-domain", "update-domain", "describe-domain", "describe-domain"]);
  expect(await apply(sendTo(service), { isRun: true })).toEqual({
    code: 0,
    out: "dev: d-1 has every setting of the configuration\n",
    err: "",
  });
});

test.each<[string, (updated: JsonObject) => JsonObject, RegExp]>([
  [
    "a failed update",
    (updated) => ({ ...updated, Status: "Update_Failed", FailureReason: "apps are running" }),
    /^dev: the domain is Update_Failed \(apps are running\); fix the cause and run it again\n$/,
  ],
  [
    "a setting that AWS ignored",
    () => describedDomain(domainSettings(stack, stateOfDomain(), "dev")),
    /^dev: AWS did not take every setting; fix the cause and run it again\n$/,
  ],
])("apply-domain-settings --run exits with 1 after %s", async (_, after, message) => {
  const { service } = sageMakerDomain(after);
  expect(await apply(sendTo(service), { isRun: true })).toMatchObject({ code: 1, err: expect.stringMatching(message) });
});

test("an interrupted apply-domain-settings asks AWS nothing more", async () => {
  const { calls, service } = sageMakerDomain();
  const interruption = new AbortController();
  const send: SendAwsRequest = async (request) => {
    if (request.operation === "update-domain") {
      interruption.abort();
    }
    return sendTo(service)(request);
  };
  const { signal } = interruption;
  await expect(apply(send, { isRun: true, pauseMs: 60_000, signal })).rejects.toThrow("aborted");
  expect(calls).toEqual(["describe-domain", "update-domain", "describe-domain"]);
});

test("a printed request is one word for a shell, whatever it quotes", () => {
  const request = { service: "sagemaker", operation: "list-apps", input: { Name: "it's" } } as const;
  expect(awsCommandLine(request)).toBe(`aws sagemaker list-apps --cli-input-json '{"Name":"it'\\''s"}'`);
});

test.each([
  [["apply-domain-settings"], "apply-domain-settings: needs one environment, got none; use one of "],
  [["apply-domain-settings", "prd"], "apply-domain-settings: no such environment, got prd; did you mean prod?"],
  [["apply-domain-settings", "dev", "--force"], "apply-domain-settings: --force: no such option; see studio-perimeter"],
])("a wrong command line of apply-domain-settings says what is needed: %j", async (args, message) => {
  const { code, err } = await runCli(args);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
});

test("apply-domain-settings --run calls UpdateDomain over HTTP, and reports what AWS refuses", async () => {
  const { calls, service } = sageMakerDomain();
  let isRefused = false;
  const server = await startAwsServer((operation, input) =>
    isRefused ? { refusal: "AccessDeniedException", message: "no permission" } : service(operation, input),
  );
  const { signal } = new AbortController();
  await asCallerOf(server, async () => {
    const send = awsSdk("eu-west-1", signal);
    expect(await apply(send, { isRun: true })).toMatchObject({ code: 0, err: "" });
    expect(calls).toEqual(["describe-domain", "update-domain", "describe-domain", "describe-domain"]);
    isRefused = true;
    await expect(apply(send)).rejects.toMatchObject({
      code: "AccessDeniedException",
      message: "sagemaker:DescribeDomain: AccessDeniedException: no permission",
    });
  });
});
