import type { AwsServer } from "./aws-server";
import { ACCOUNT } from "./self-service-world";

/** An answer as CloudFormation reads it. */
export interface Answer {
  readonly Status: "SUCCESS" | "FAILED";
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly NoEcho: boolean;
  readonly Data?: Readonly<Record<string, string>>;
}

export type Invoke = (event: Readonly<Record<string, unknown>>) => Promise<void>;

export const PRODUCT_STACK = `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/SC-${ACCOUNT}-pp-abc/0d5e`;

/**
 * Drives one custom resource through its life as CloudFormation does: an identifier for each request, an address to answer
 * to, the physical id carried from answer to request, and exactly one answer a request.
 */
export class DrivenResource {
  private physicalId: string | undefined;
  private requests = 0;

  constructor(
    private readonly server: AwsServer,
    private readonly invoke: Invoke,
    private readonly resourceType = "Custom::StudioUrl",
    private readonly stackId = PRODUCT_STACK,
  ) {}

  create(): Promise<Answer> {
    return this.request("Create");
  }

  update(): Promise<Answer> {
    return this.request("Update");
  }

  delete(): Promise<Answer> {
    return this.request("Delete");
  }

  private async request(kind: string): Promise<Answer> {
    const requestId = `request-${++this.requests}`;
    const object = `/answers/${requestId}?X-Amz-Signature=response-secret`;
    await this.invoke({
      RequestType: kind,
      ResponseURL: `${this.server.url}${object}`,
      StackId: this.stackId,
      RequestId: requestId,
      ResourceType: this.resourceType,
      LogicalResourceId: "Url",
      ...(this.physicalId === undefined ? {} : { PhysicalResourceId: this.physicalId }),
      ResourceProperties: { ServiceToken: "arn", Renewal: "1", UserProfileName: "grace" },
    });
    const given = this.server.answers.get(object) ?? [];
    if (given.length !== 1) {
      throw new Error(`${kind}: must be answered once, got ${given.length} answers`);
    }
    const answer = JSON.parse(given[0] ?? "") as Answer;
    this.physicalId = answer.PhysicalResourceId;
    return answer;
  }
}
