import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import { AwsRefusal, type AwsRequest, type SendAwsRequest } from "./aws-request";

/** The package of a service, and its client. Only the packages of the services that are called are loaded. */
const CLIENTS: Readonly<Record<AwsRequest["service"], readonly [packageName: string, client: string]>> = {
  ec2: ["@aws-sdk/client-ec2", "EC2Client"],
  efs: ["@aws-sdk/client-efs", "EFSClient"],
  sagemaker: ["@aws-sdk/client-sagemaker", "SageMakerClient"],
  servicecatalog: ["@aws-sdk/client-service-catalog", "ServiceCatalogClient"],
  sts: ["@aws-sdk/client-sts", "STSClient"],
};

/** Where an answer has the token of the next page, and where the request for that page has it. */
const PAGE_TOKENS = [
  ["NextToken", "NextToken"],
  ["NextPageToken", "PageToken"],
  ["NextMarker", "Marker"],
] as const;

/** The version of the SDK is pinned, so that what its later versions need is no news for a user. */
const WITHOUT_NEWS = "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED";

/** The part of a client that is used; each service has a package of its own, and all have this in common. */
interface SdkClient {
  send(command: object, options: { readonly abortSignal: AbortSignal }): Promise<JsonObject>;
}

type SdkModule = Readonly<Record<string, new (input: object) => object>>;

/**
 * Requests through the AWS SDK. It finds credentials as Terraform does: in variables, in profiles with their roles and sign-in, and from
 * the machine. `AWS_ENDPOINT_URL` names another endpoint.
 *
 * @param region overrides that of variables and profiles
 */
export function awsSdk(region: string, signal: AbortSignal): SendAwsRequest {
  process.env[WITHOUT_NEWS] ??= "true";
  const clients = new Map<AwsRequest["service"], SdkClient>();
  const clientOf = (service: AwsRequest["service"]): SdkClient => {
    const [packageName, client] = CLIENTS[service];
    const known = clients.get(service) ?? construct<SdkClient>(packageName, client, { region });
    clients.set(service, known);
    return known;
  };
  return async ({ service, operation, input }) => {
    const [packageName] = CLIENTS[service];
    const name = pascalCase(operation);
    const sendPage = async (page: JsonObject): Promise<JsonObject> => {
      signal.throwIfAborted();
      const command = construct<object>(packageName, `${name}Command`, page);
      return await clientOf(service)
        .send(command, { abortSignal: signal })
        .then(jsonOf)
        .catch((error) => {
          signal.throwIfAborted();
          throw awsError(`${service}:${name}`, error);
        });
    };
    const answer = await sendPage(input);
    for (let token = nextPage(answer); token !== undefined; ) {
      const page = await sendPage({ ...input, ...token });
      appendLists(answer, page);
      token = nextPage(page);
    }
    return answer;
  };
}

function nextPage(answer: JsonObject): JsonObject | undefined {
  for (const [from, to] of PAGE_TOKENS) {
    const token = answer[from];
    if (typeof token === "string" && token !== "") {
      return { [to]: token };
    }
  }
  return undefined;
}

function appendLists(answer: JsonObject, page: JsonObject): void {
  for (const [name, value] of Object.entries(page)) {
    const list = answer[name];
    if (Array.isArray(value) && Array.isArray(list)) {
      list.push(...value);
    }
  }
}

/** @throws one line when the package is not installed */
function construct<Instance extends object>(packageName: string, name: string, input: object): Instance {
  let loaded: SdkModule;
  try {
    loaded = require(packageName);
  } catch {
    throw new Error(`${packageName}: is not installed; run npm ci in the folder of the project`);
  }
  const Constructor = loaded[name];
  if (Constructor === undefined) {
    throw new Error(`${packageName}: has no ${name}; run npm ci in the folder of the project`);
  }
  return new Constructor(input) as Instance;
}

/** `list-apps` -> `ListApps`. */
function pascalCase(operation: string): string {
  return operation.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Times become texts, and what the SDK adds about the transfer goes. */
function jsonOf({ $metadata: _, ...answer }: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(answer));
}

/** An error of the SDK. `$fault` says that AWS answered. */
interface SdkError extends Error {
  readonly $fault?: "client" | "server";
}

function awsError(where: string, { name, message, $fault }: SdkError): Error {
  if ($fault !== undefined) {
    return new AwsRefusal(name, `${where}: ${name}: ${message}`);
  }
  return new Error(
    name === "CredentialsProviderError"
      ? `${where}: no credentials: ${message}; sign in, or set AWS_PROFILE`
      : `${where}: ${message || name}`,
  );
}
