import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { JsonObject } from "../../verify/terraform/terraform-configuration";

/** One request to AWS, in the names of the AWS CLI: `sagemaker`, `update-domain`. */
export interface AwsRequest {
  readonly service: string;
  readonly operation: string;
  /** Input of the operation, as its API reference names it. */
  readonly input: JsonObject;
}

/**
 * Sends a request and returns the answer; an answer without content is an empty object.
 *
 * @throws an {@link AwsRefusal} when AWS refuses, one line when the request could not be sent, an AbortError when it was interrupted
 */
export type SendAwsRequest = (request: AwsRequest) => Promise<JsonObject>;

/** An error that AWS answered with. */
export class AwsRefusal extends Error {
  constructor(
    /** Code of the error, such as `ResourceNotFound`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** No answer is larger: a list of ten thousand apps is about 5 MB. */
const MAX_OUTPUT_BYTES = 64_000_000;

/**
 * Requests through the AWS CLI. It knows every way to sign in that a person or a pipeline may use, reads all pages of a list, and is
 * what the printed commands use. An SDK would add one package for each service to the dependencies.
 *
 * @param environment variables with the credentials; `AWS_ENDPOINT_URL` names another endpoint
 */
export function awsCli(
  environment: Readonly<Record<string, string | undefined>>,
  region: string,
  signal: AbortSignal,
): SendAwsRequest {
  const env = {
    ...environment,
    AWS_REGION: region,
    // Version 1 reads this one.
    AWS_DEFAULT_REGION: region,
    AWS_PAGER: "",
    AWS_CLI_AUTO_PROMPT: "off",
  };
  return async (request) => {
    signal.throwIfAborted();
    const args = [...wordsOf(request), "--output", "json"];
    const { stdout } = await promisify(execFile)("aws", args, { env, signal, maxBuffer: MAX_OUTPUT_BYTES }).catch(
      (error) => {
        signal.throwIfAborted();
        throw awsError(request, error);
      },
    );
    return stdout.trim() === "" ? {} : JSON.parse(stdout);
  };
}

/** The request as a command line for a POSIX shell. */
export function awsCommandLine(request: AwsRequest): string {
  const [service, operation, option, input = ""] = wordsOf(request);
  return `aws ${service} ${operation} ${option} '${input.replaceAll("'", "'\\''")}'`;
}

function wordsOf({ service, operation, input }: AwsRequest): readonly string[] {
  return [service, operation, "--cli-input-json", JSON.stringify(input)];
}

function awsError(
  { service, operation }: AwsRequest,
  { code, stderr = "", message }: NodeJS.ErrnoException & { readonly stderr?: string },
): Error {
  const where = `aws ${service} ${operation}`;
  if (code === "ENOENT") {
    return new Error(`${where}: the AWS CLI does not start; install it, or put it on the PATH`);
  }
  const [, refusal = "", text = ""] = /An error occurred \(([\w.]+)\)[^:]*: ([^\n]*)/.exec(stderr) ?? [];
  const said = stderr.trim().split("\n").at(-1) || message;
  return refusal === "" ? new Error(`${where}: ${said}`) : new AwsRefusal(refusal, `${where}: ${refusal}: ${text}`);
}
