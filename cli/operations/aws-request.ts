import type { JsonObject } from "../../verify/terraform/terraform-configuration";

/** One request to AWS, in the names of the AWS CLI: `sagemaker`, `update-domain`. */
export interface AwsRequest {
  readonly service: "ec2" | "efs" | "sagemaker" | "servicecatalog" | "sts";
  readonly operation: string;
  /** Input of the operation, as its API reference names it. */
  readonly input: JsonObject;
}

/**
 * Sends a request and returns the answer, with all pages of a list; an answer without content is an empty object.
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

/** The request as a command line for a POSIX shell, for a person who wants to send it. */
export function awsCommandLine({ service, operation, input }: AwsRequest): string {
  return `aws ${service} ${operation} --cli-input-json '${JSON.stringify(input).replaceAll("'", "'\\''")}'`;
}
