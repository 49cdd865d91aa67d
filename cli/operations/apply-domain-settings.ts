import { setTimeout } from "node:timers/promises";
import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import type { ExitCode, Terminal } from "../shared/command";
import { type AwsRequest, awsCommandLine, type SendAwsRequest } from "./aws-request";
import { type DomainSettings, type SettingDifference, settingDifferences, updateInput } from "./domain-settings";

/** What `apply-domain-settings` does and prints. */
export interface ApplyOptions {
  /** Name of the environment. */
  readonly name: string;
  /** Sends the request, instead of printing it. */
  readonly isRun: boolean;
  /** Prints the differences and the request as JSON. */
  readonly isJson: boolean;
  /** Milliseconds between two questions whether the update is complete. */
  readonly pauseMs: number;
  /** Ends the wait for AWS. */
  readonly signal: AbortSignal;
}

/** Questions after an update: with two seconds between them, ten minutes. */
const MAX_QUESTIONS = 300;

/**
 * Compares the settings with those of AWS, prints what differs with the request that changes it, and sends that request if it is to.
 * Then it waits until AWS has them. It keeps nothing, so it can run again.
 *
 * @returns 3 when something differs and nothing was sent; 1 when AWS did not take every setting
 * @throws an error of the request, or an AbortError when it was interrupted
 */
export async function applyDomainSettings(
  domain: DomainSettings,
  send: SendAwsRequest,
  options: ApplyOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const describe = () => send(describeDomain(domain));
  const differences = settingDifferences(domain, await describe());
  const request: AwsRequest = {
    service: "sagemaker",
    operation: "update-domain",
    input: updateInput(domain, differences),
  };
  if (differences.length === 0 || !options.isRun) {
    terminal.out(
      options.isJson ? json(options, domain, differences, request) : text(options, domain, differences, request),
    );
    return differences.length === 0 ? 0 : 3;
  }
  if (!options.isJson) {
    terminal.out(differenceLines(options.name, differences));
  }
  await send(request);
  const { described, failure } = await untilUpdated(describe, options);
  const left = settingDifferences(domain, described);
  terminal.out(
    options.isJson
      ? json(options, domain, left, request)
      : left.length === 0
        ? `${options.name}: applied to ${domain.domainId}. Running apps have new settings after a restart.\n`
        : differenceLines(`${options.name}: not applied`, left),
  );
  if (failure !== undefined || left.length > 0) {
    terminal.err(`${options.name}: ${failure ?? "AWS did not take every setting"}; fix the cause and run it again\n`);
    return 1;
  }
  return 0;
}

function describeDomain({ domainId }: DomainSettings): AwsRequest {
  return { service: "sagemaker", operation: "describe-domain", input: { DomainId: domainId } };
}

interface UpdatedDomain {
  readonly described: JsonObject;
  /** Why the update failed. @default - it did not */
  readonly failure?: string;
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeDomain.html */
async function untilUpdated(
  describe: () => Promise<JsonObject>,
  { pauseMs, signal }: ApplyOptions,
): Promise<UpdatedDomain> {
  for (let question = 1; ; question += 1) {
    const described = await describe();
    const { Status: status, FailureReason: reason } = described;
    if (status === "InService") {
      return { described };
    }
    if (status !== "Updating" || question === MAX_QUESTIONS) {
      return { described, failure: `the domain is ${String(status)}${reason ? ` (${String(reason)})` : ""}` };
    }
    await setTimeout(pauseMs, undefined, { signal });
  }
}

function json(
  { name, isRun }: ApplyOptions,
  { domainId, region }: DomainSettings,
  differences: readonly SettingDifference[],
  request: AwsRequest,
): string {
  const isNeeded = isRun || differences.length > 0;
  const report = { environment: name, domainId, region, isRun, differences, ...(isNeeded && { request }) };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function text(
  { name }: ApplyOptions,
  { domainId, region }: DomainSettings,
  differences: readonly SettingDifference[],
  request: AwsRequest,
): string {
  return differences.length === 0
    ? `${name}: ${domainId} has every setting of the configuration\n`
    : `${differenceLines(name, differences)}
Nothing was changed. With --run, this request is sent, here as a command of the AWS CLI:

  AWS_REGION=${region} ${awsCommandLine(request)}
`;
}

function differenceLines(title: string, differences: readonly SettingDifference[]): string {
  const lines = differences.map(
    ({ path, current, configured }) =>
      `  ${path}: ${current === undefined ? "unset" : JSON.stringify(current)} -> ${JSON.stringify(configured)}`,
  );
  return `${title}: ${differences.length === 1 ? "1 setting" : `${differences.length} settings`} of the domain differ${differences.length === 1 ? "s" : ""}\n${lines.join("\n")}\n`;
}
