import { putResponse } from "../../../functions/studio-url/cloudformation/put-response";
import { isCloudFormationResponseUrl } from "../../../functions/studio-url/cloudformation/response-url";
import { handleCustomResource } from "../../../functions/studio-url/handler";
import { createDependencies } from "../../../functions/studio-url/handler-dependencies";
import { errorReply, type FakeAwsServer, type FakeReply, okReply } from "./fixtures/aws-server";
import {
  CustomResourceDriver,
  type InvokeFunction,
  type ReceivedCloudFormationResponse,
} from "./fixtures/cloudformation-requests";
import {
  ACCOUNT,
  DEVELOPER_ROLE_NAME,
  ENDPOINT_ADDRESS,
  FUNCTION_VARIABLES,
  NOTEBOOK_URL,
  provisionedProductReply,
  STUDIO_URL,
  startFakeSelfService,
} from "./fixtures/fake-services";

let server: FakeAwsServer;
let logged: string[];

beforeEach(async () => {
  server = await startFakeSelfService();
  logged = [];
});

afterEach(async () => {
  await server.close();
});

interface InvocationOptions {
  readonly milliseconds?: number;
  readonly address?: string;
  readonly variables?: Readonly<Record<string, string | undefined>>;
  readonly attemptMilliseconds?: number;
}

/** The handler with a resolver that always returns one address, and with pauses of zero length. */
function invocation({
  milliseconds = 600_000,
  address = ENDPOINT_ADDRESS,
  variables = FUNCTION_VARIABLES,
  attemptMilliseconds,
}: InvocationOptions = {}): InvokeFunction {
  const pause = async (_milliseconds: number, signal?: AbortSignal) => {
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  };
  const dependencies = () =>
    createDependencies(
      { ...variables, AWS_ENDPOINT_URL: server.url },
      { lookup: async () => address, pause, attemptMilliseconds },
    );
  return (event) =>
    handleCustomResource(event, milliseconds, dependencies, {
      isResponseUrl: (url, stackId) =>
        isCloudFormationResponseUrl(url, {
          stackId,
          region: "eu-west-1",
          dnsSuffix: "amazonaws.com",
          endpointOverride: server.url,
        }),
      putResponse: (url, body) => putResponse(url, body, pause),
      log: (line) => void logged.push(JSON.stringify(line)),
    });
}

function studio(options: InvocationOptions = {}): CustomResourceDriver {
  return new CustomResourceDriver(server, invocation(options));
}

function notebook(options: InvocationOptions = {}): CustomResourceDriver {
  return new CustomResourceDriver(server, invocation(options), "Custom::NotebookUrl");
}

/** Limits of one attempt, in milliseconds: a machine that is busy with other work may not answer within the first. */
const ATTEMPT_LIMITS = [20, 200, 2_000, 10_000] as const;

/**
 * What a request leads to with the shortest limit that leads to what is expected; with the longest, if none does. Each limit gets services of
 * its own, which have received no call.
 */
async function outcomeWithinSomeLimit(
  reply: readonly [name: string, replies: readonly FakeReply[] | "always silent"],
  expected: (limit: number) => Partial<ReceivedCloudFormationResponse>,
): Promise<{ readonly received: ReceivedCloudFormationResponse; readonly limit: number }> {
  const [name, replies] = reply;
  for (const limit of ATTEMPT_LIMITS) {
    await server.close();
    server = await startFakeSelfService();
    if (replies === "always silent") {
      server.answer(name, () => ({ silent: true }));
    } else {
      server.answerFirst(name, replies);
    }
    const received = await studio({ attemptMilliseconds: limit }).create();
    const { Status, Reason } = expected(limit);
    if ((received.Status === Status && received.Reason === Reason) || limit === ATTEMPT_LIMITS.at(-1)) {
      return { received, limit };
    }
  }
  throw new Error("there is no limit");
}

function namesOf(prefix: string): readonly string[] {
  return server.calls.map(({ name }) => name).filter((name) => name.startsWith(prefix));
}

describe("create, update and delete", () => {
  test("create and update return a URL under the same physical id, and delete succeeds without an AWS call", async () => {
    const resource = studio();

    const created = await resource.create();
    const updated = await resource.update();
    const callsBefore = server.calls.length;
    const deleted = await resource.delete();
    const again = await resource.delete();

    expect(created).toMatchObject({
      Status: "SUCCESS",
      NoEcho: true,
      LogicalResourceId: "Url",
      Data: {
        Url: STUDIO_URL,
        Address: ENDPOINT_ADDRESS,
        HostsFileLine: `${ENDPOINT_ADDRESS} d-ours.studio.eu-west-1.sagemaker.aws`,
      },
    });
    expect(updated.PhysicalResourceId).toBe(created.PhysicalResourceId);
    expect([deleted, again].map(({ Status, Data }) => [Status, Data])).toEqual([
      ["SUCCESS", undefined],
      ["SUCCESS", undefined],
    ]);
    expect(server.calls).toHaveLength(callsBefore);
  });

  test("the URL is requested for the profile of the user who launched the product, not for the profile in the request", async () => {
    await studio().create();

    const call = server.calls.find(({ name }) => name === "SageMaker.CreatePresignedDomainUrl");
    expect(call?.input).toEqual({
      DomainId: "d-ours",
      UserProfileName: "ada",
      ExpiresInSeconds: 60,
      SessionExpirationDurationInSeconds: 3600,
    });
  });

  test("the URL is requested with a presign role session that is tagged with the user", async () => {
    await studio().create();

    expect(server.calls.find(({ name }) => name === "sts.AssumeRole")).toMatchObject({
      signer: "AKIAFUNCTION",
      input: {
        RoleArn: FUNCTION_VARIABLES.PRESIGN_ROLE_ARN,
        RoleSessionName: "ada",
        "Tags.member.1.Key": "studiouserid",
        "Tags.member.1.Value": "ada",
      },
    });
    expect(server.calls.at(-1)).toMatchObject({ name: "SageMaker.CreatePresignedDomainUrl", signer: "ASIAADA" });
  });

  test("the response is uploaded without a content type, because the URL's signature does not cover one", async () => {
    await studio().create();

    expect(server.answerTypes).toEqual([undefined]);
  });
});

describe("the principal that launched a product", () => {
  test.each([
    ["a session of another role", `arn:aws:sts::${ACCOUNT}:assumed-role/other/ada`],
    [
      "a session of another account's role of that name",
      `arn:aws:sts::999988887777:assumed-role/${DEVELOPER_ROLE_NAME}/ada`,
    ],
    ["an IAM user", `arn:aws:iam::${ACCOUNT}:user/ada`],
    [
      "a session whose name is not a valid profile name",
      `arn:aws:sts::${ACCOUNT}:assumed-role/${DEVELOPER_ROLE_NAME}/mallory@example.org`,
    ],
  ])("a product that was launched by %s gets no URL", async (_who, principal) => {
    server.answer("AWS242ServiceCatalogService.SearchProvisionedProducts", () => provisionedProductReply(principal));

    const { Status, Reason } = await studio().create();

    expect(Status).toBe("FAILED");
    expect(Reason).toMatch(/^(principal|user): /);
    expect(namesOf("SageMaker")).toEqual([]);
    expect(namesOf("sts")).toEqual([]);
  });

  test.each(["mallory", "constructor"])(
    "user %s, who is not listed, gets a URL for the profile of the same name",
    async (name) => {
      server.answer("AWS242ServiceCatalogService.SearchProvisionedProducts", () =>
        provisionedProductReply(`arn:aws:sts::${ACCOUNT}:assumed-role/${DEVELOPER_ROLE_NAME}/${name}`),
      );

      await studio().create();

      expect(server.calls.find((call) => call.name === "sts.AssumeRole")?.input).toMatchObject({
        "Tags.member.1.Value": name,
      });
      expect(server.calls.at(-1)?.input).toMatchObject({ UserProfileName: name });
    },
  );

  test("sessions of every end user role are accepted, also of a role with a path", async () => {
    server.answer("AWS242ServiceCatalogService.SearchProvisionedProducts", () =>
      provisionedProductReply(`arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Studio_0123/grace@example.org`),
    );

    expect((await studio().create()).Status).toBe("SUCCESS");
    expect(server.calls.at(-1)?.input).toMatchObject({ UserProfileName: "grace" });
  });

  test("the handler waits until Service Catalog has recorded the launch", async () => {
    server.answer("AWS242ServiceCatalogService.SearchProvisionedProducts", (_call, nth) =>
      nth < 3
        ? okReply({ ProvisionedProducts: [] })
        : provisionedProductReply(`arn:aws:sts::${ACCOUNT}:assumed-role/${DEVELOPER_ROLE_NAME}/ada`),
    );

    expect((await studio().create()).Status).toBe("SUCCESS");
  });

  test("the provisioned product is matched by its whole id, not by a prefix", async () => {
    const others = {
      Id: "pp-abcd",
      UserArnSession: `arn:aws:sts::${ACCOUNT}:assumed-role/${DEVELOPER_ROLE_NAME}/grace@example.org`,
    };
    const own = { Id: "pp-abc", UserArnSession: `arn:aws:sts::${ACCOUNT}:assumed-role/${DEVELOPER_ROLE_NAME}/ada` };
    server.answer("AWS242ServiceCatalogService.SearchProvisionedProducts", () =>
      okReply({ ProvisionedProducts: [others, own] }),
    );

    await studio().create();

    expect(server.calls.at(-1)?.input).toMatchObject({ UserProfileName: "ada" });
  });

  test("a provisioned product that belongs to another stack is rejected", async () => {
    server.answer("AWS242ServiceCatalogService.SearchProvisionedProducts", () =>
      provisionedProductReply(`arn:aws:sts::${ACCOUNT}:assumed-role/${DEVELOPER_ROLE_NAME}/ada`, {
        PhysicalId: "arn:other",
      }),
    );

    expect((await studio().create()).Status).toBe("FAILED");
  });

  test.each([
    `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/mine/0d5e`,
    `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/SC-999988887777-pp-abc/0d5e`,
    `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/not-SC-${ACCOUNT}-pp-abc/0d5e`,
  ])("stack %s, which Service Catalog did not create, is rejected without an AWS call", async (stackId) => {
    const resource = new CustomResourceDriver(server, invocation(), "Custom::StudioUrl", stackId);

    expect(await resource.create()).toMatchObject({ Status: "FAILED", Reason: expect.stringMatching(/^stack: /) });
    expect(server.calls).toEqual([]);
  });
});

describe("notebook instances", () => {
  test("a notebook instance in service gets a URL without a start", async () => {
    expect((await notebook().create()).Data?.Url).toBe(NOTEBOOK_URL);
    expect(namesOf("SageMaker.Start")).toEqual([]);
  });

  test("a stopped notebook instance is started once, and the handler waits until it is in service", async () => {
    const states = ["Stopping", "Stopped", "Stopped", "Pending", "InService"];
    server.answer("SageMaker.StartNotebookInstance", () => okReply({}));
    server.answer("SageMaker.DescribeNotebookInstance", (_call, nth) =>
      okReply({ NotebookInstanceStatus: states[nth - 1] }),
    );

    expect((await notebook().create()).Status).toBe("SUCCESS");
    expect(namesOf("SageMaker.Start")).toHaveLength(1);
    expect(namesOf("SageMaker.Describe")).toHaveLength(states.length);
  });

  test.each(["Failed", "Deleting"])("a notebook instance with status %s fails the request", async (status) => {
    server.answer("SageMaker.DescribeNotebookInstance", () => okReply({ NotebookInstanceStatus: status }));

    expect((await notebook().create()).Reason).toContain(`got status ${status}`);
  });

  test("a notebook instance that never starts fails the request at the timeout, and polling stops", async () => {
    server.answer("SageMaker.DescribeNotebookInstance", () => okReply({ NotebookInstanceStatus: "Pending" }));

    expect((await notebook({ milliseconds: 300 }).create()).Reason).toMatch(/^timeout: no URL within 0\.3 s/);
    const asked = server.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.calls.length - asked).toBeLessThanOrEqual(1);
  });

  test("a request for a notebook URL by a user without a notebook instance fails and names the user", async () => {
    server.answer("AWS242ServiceCatalogService.SearchProvisionedProducts", () =>
      provisionedProductReply(`arn:aws:sts::${ACCOUNT}:assumed-role/${DEVELOPER_ROLE_NAME}/grace@example.org`),
    );

    expect((await notebook().create()).Reason).toMatch(/^user: has no notebook instance.*got grace@example.org/);
  });
});

describe("failures", () => {
  test.each([
    ["an unknown user profile", "SageMaker.CreatePresignedDomainUrl", errorReply("ResourceNotFound")],
    ["access denied by SageMaker", "SageMaker.CreatePresignedDomainUrl", errorReply("AccessDeniedException")],
    ["access denied by STS", "sts.AssumeRole", { status: 403, xml: "<Error><Code>AccessDenied</Code></Error>" }],
    [
      "access denied by Service Catalog",
      "AWS242ServiceCatalogService.SearchProvisionedProducts",
      errorReply("AccessDenied"),
    ],
    ["an STS response without keys", "sts.AssumeRole", { status: 200, xml: "<AssumeRoleResponse/>" }],
    [
      "a response that is a web page",
      "AWS242ServiceCatalogService.SearchProvisionedProducts",
      { status: 200, xml: "<" },
    ],
    ["a SageMaker response without a URL", "SageMaker.CreatePresignedDomainUrl", okReply({})],
    [
      "a URL too long for CloudFormation",
      "SageMaker.CreatePresignedDomainUrl",
      okReply({ AuthorizedUrl: `${STUDIO_URL}${"x".repeat(5000)}` }),
    ],
  ])("%s sends a FAILED response with a reason", async (_what, name, reply) => {
    server.answer(name, () => reply);

    const { Status, Reason, Data } = await studio().create();

    expect([Status, Data]).toEqual(["FAILED", undefined]);
    expect(Reason).toBeTruthy();
  });

  test.each([
    "SageMaker.CreatePresignedDomainUrl",
    "sts.AssumeRole",
    "AWS242ServiceCatalogService.SearchProvisionedProducts",
  ])("no reply from %s sends a FAILED response before the function times out", async (name) => {
    server.answer(name, () => ({ silent: true }));

    expect((await studio({ milliseconds: 200 }).create()).Reason).toMatch(/timeout: no URL within 0\.2 s/);
  });

  test("a host name that resolves outside the network sends a FAILED response", async () => {
    expect((await studio({ address: "52.94.1.1" }).create()).Reason).toContain("resolves outside the network");
  });

  test.each(Object.keys(FUNCTION_VARIABLES).filter((name) => name !== "AWS_SESSION_TOKEN"))(
    "a missing variable %s sends a FAILED response that names it",
    async (name) => {
      const variables = { ...FUNCTION_VARIABLES, [name]: undefined };

      expect((await studio({ variables }).create()).Reason).toContain(name);
    },
  );

  test.each(["Custom::Other", "toString", "__proto__"])(
    "the unknown resource type %s sends a FAILED response that names it",
    async (type) => {
      const resource = new CustomResourceDriver(server, invocation(), type);

      expect((await resource.create()).Reason).toContain(`resource: unknown type, got ${type}`);
    },
  );

  test("a response that is not JSON sends a FAILED response in plain words", async () => {
    server.answer("AWS242ServiceCatalogService.SearchProvisionedProducts", () => ({ status: 200, xml: "<html>" }));

    expect((await studio().create()).Reason).toMatch(/^servicecatalog: response is not JSON, got 6 characters;/);
  });

  test("a product whose creation failed can be deleted", async () => {
    server.answer("SageMaker.CreatePresignedDomainUrl", () => errorReply("AccessDeniedException"));
    const resource = studio();

    const statuses = [(await resource.create()).Status, (await resource.delete()).Status];

    expect(statuses).toEqual(["FAILED", "SUCCESS"]);
  });
});

describe("retries", () => {
  test.each([
    ["SageMaker.CreatePresignedDomainUrl", errorReply("ThrottlingException")],
    ["AWS242ServiceCatalogService.SearchProvisionedProducts", errorReply("ThrottlingException")],
    ["sts.AssumeRole", { status: 503, xml: "<Error><Code>ServiceUnavailable</Code></Error>" }],
    ["PUT", { status: 503, xml: "<Error/>" }],
  ])("%s is retried after a temporary error", async (name, reply) => {
    server.answerFirst(name, [reply, reply]);

    expect((await studio().create()).Status).toBe("SUCCESS");
  });

  const services = [
    "SageMaker.CreatePresignedDomainUrl",
    "AWS242ServiceCatalogService.SearchProvisionedProducts",
    "sts.AssumeRole",
  ];

  test.each(
    services.flatMap((name): readonly (readonly [string, string, FakeReply])[] => [
      [name, "a lost connection", { lost: "before" }],
      [name, "half a response", { lost: "within" }],
    ]),
  )("%s is retried after %s", async (name, _, reply) => {
    server.answerFirst(name, [reply]);

    expect((await studio().create()).Status).toBe("SUCCESS");
  });

  test.each(services)("%s is retried after silence for the time limit of an attempt", async (name) => {
    const { received } = await outcomeWithinSomeLimit([name, [{ silent: true }]], () => ({ Status: "SUCCESS" }));

    expect(received.Status).toBe("SUCCESS");
    expect(namesOf(name).length).toBeGreaterThan(1);
  });

  test("a service that never answers is named in plain words, although time is left", async () => {
    const reason = (limit: number) =>
      `sts: no answer, got silence for ${limit / 1000} s; check its interface endpoint, and launch the product again`;
    const { received, limit } = await outcomeWithinSomeLimit(["sts.AssumeRole", "always silent"], (each) => ({
      Status: "FAILED",
      Reason: reason(each),
    }));

    expect(received).toMatchObject({ Status: "FAILED", Reason: reason(limit) });
  });

  test("a response that is never accepted throws, so that Lambda retries the request", async () => {
    server.answer("PUT", () => ({ status: 403, xml: "<Error/>" }));

    await expect(studio().create()).rejects.toThrow(/^cloudformation: does not accept the response, got status 403/);
  });

  test("a request whose response URL is not CloudFormation's throws before any AWS call", async () => {
    const invoke = invocation();
    const resource = new CustomResourceDriver(server, (event) =>
      invoke({ ...event, ResponseURL: "https://collector.example.org/?very-secret" }),
    );

    await expect(resource.create()).rejects.toThrow(
      /^ResponseURL: must belong to CloudFormation and to the stack of the request, got host collector.example.org;/,
    );
    expect(server.calls).toEqual([]);
  });

  test("a request without the members of a custom resource request throws", async () => {
    await expect(invocation()({ RequestType: "Create" })).rejects.toThrow(/^StackId: /);
  });
});

describe("the log", () => {
  test("log lines contain no URL and no token, for a success and for a failure", async () => {
    const resource = studio();
    await resource.create();
    server.answer("SageMaker.CreatePresignedDomainUrl", () =>
      errorReply("ValidationException", `not ${STUDIO_URL} again`),
    );
    await resource.update();

    expect(logged).toHaveLength(2);
    expect(logged.join()).not.toMatch(/secret|https?:|token/);
    expect(logged[1]).toContain("ValidationException: not <url> again");
  });
});
