import { AwsRefusal, type AwsRequest } from "../../../cli/operations/aws-request";
import { awsSdk } from "../../../cli/operations/aws-sdk";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { type AwsAnswer, type AwsService, asCallerOf, startAwsServer } from "./fixtures/aws-server";

/** Sends requests to a server on loopback, which knows the given service. */
async function sendTo(
  service: AwsService,
  requests: readonly AwsRequest[],
  variables: Readonly<Record<string, string>> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly JsonObject[]> {
  const server = await startAwsServer(service);
  return asCallerOf({ ...server, environment: { ...server.environment, ...variables } }, async () => {
    const send = awsSdk("eu-west-1", signal);
    const answers: JsonObject[] = [];
    for (const request of requests) {
      answers.push(await send(request));
    }
    return answers;
  });
}

const describeDomain: AwsRequest = { service: "sagemaker", operation: "describe-domain", input: { DomainId: "d-1" } };

test.each<[request: AwsRequest, list: string, token: string, nextToken: string, one: JsonObject, other: JsonObject]>([
  [
    { service: "sagemaker", operation: "list-apps", input: { DomainIdEquals: "d-1" } },
    ...(["Apps", "NextToken", "NextToken", { AppName: "one" }, { AppName: "two" }] as const),
  ],
  [
    { service: "servicecatalog", operation: "scan-provisioned-products", input: {} },
    ...(["ProvisionedProducts", "PageToken", "NextPageToken", { Id: "pp-1" }, { Id: "pp-2" }] as const),
  ],
  [
    { service: "efs", operation: "describe-file-systems", input: {} },
    ...(["FileSystems", "Marker", "NextMarker", { FileSystemId: "fs-1" }, { FileSystemId: "fs-2" }] as const),
  ],
  [
    { service: "ec2", operation: "describe-security-groups", input: {} },
    ...(["SecurityGroups", "NextToken", "NextToken", { GroupId: "sg-1" }, { GroupId: "sg-2" }] as const),
  ],
])("a list of AWS is read to its last page: %j", async (request, list, token, nextToken, one, other) => {
  const pages: AwsService = (_, input): AwsAnswer =>
    input[token] === "second" ? { [list]: [other] } : { [list]: [one], [nextToken]: "second" };

  expect((await sendTo(pages, [request]))[0]?.[list]).toEqual([one, other]);
});

test("a refusal of AWS has its code and one line", async () => {
  const refusal = sendTo(() => ({ refusal: "ResourceNotFound", message: "no domain" }), [describeDomain]);

  await expect(refusal).rejects.toBeInstanceOf(AwsRefusal);
  await expect(refusal).rejects.toMatchObject({
    code: "ResourceNotFound",
    message: "sagemaker:DescribeDomain: ResourceNotFound: no domain",
  });
});

test("a request without credentials says so in one line, and reaches nobody", async () => {
  const asked: string[] = [];
  const withoutKeys = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
  const sent = sendTo(
    (operation) => {
      asked.push(operation);
      return {};
    },
    [describeDomain],
    withoutKeys,
  );

  await expect(sent).rejects.toThrow(/^sagemaker:DescribeDomain: no credentials: [^\n]+; sign in, or set AWS_PROFILE$/);
  expect(asked).toEqual([]);
});

test("a request that is interrupted ends at once, and no other one is sent", async () => {
  const interruption = new AbortController();
  const asked: string[] = [];
  const silent: AwsService = (operation) => {
    asked.push(operation);
    interruption.abort();
    return new Promise<AwsAnswer>(() => {});
  };

  await expect(sendTo(silent, [describeDomain, describeDomain], {}, interruption.signal)).rejects.toMatchObject({
    name: "AbortError",
  });
  expect(asked).toEqual(["describe-domain"]);
});
