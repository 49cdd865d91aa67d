import { isAnswerAddress } from "../../../functions/studio-url/answer-address";
import { handle } from "../../../functions/studio-url/handler";
import { putAnswer } from "../../../functions/studio-url/put-answer";
import { surroundings } from "../../../functions/studio-url/surroundings";
import { errorReply, type FakeAwsServer, okReply } from "./fixtures/aws-server";
import { CustomResourceDriver, type InvokeFunction } from "./fixtures/cloudformation-requests";
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

interface Circumstances {
  readonly milliseconds?: number;
  readonly address?: string;
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

/** The function, with a name server that knows one address, and pauses that cost nothing. */
function invocation({
  milliseconds = 20_000,
  address = ENDPOINT_ADDRESS,
  variables = FUNCTION_VARIABLES,
}: Circumstances = {}): InvokeFunction {
  const pause = async (_milliseconds: number, signal?: AbortSignal) => {
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  };
  const world = () =>
    surroundings({ ...variables, AWS_ENDPOINT_URL: server.url }, { lookup: async () => address, pause });
  return (event) =>
    handle(event, milliseconds, world, {
      isAnswerAddress: (url) => isAnswerAddress(url, "eu-west-1", server.url),
      putAnswer: (url, answer) => putAnswer(url, answer, pause),
      log: (line) => void logged.push(JSON.stringify(line)),
    });
}

function studio(circumstances: Circumstances = {}): CustomResourceDriver {
  return new CustomResourceDriver(server, invocation(circumstances));
}

function notebook(circumstances: Circumstances = {}): CustomResourceDriver {
  return new CustomResourceDriver(server, invocation(circumstances), "Custom::NotebookUrl");
}

function namesOf(prefix: string): readonly string[] {
  return server.calls.map(({ name }) => name).filter((name) => name.startsWith(prefix));
}

describe("the life of a product", () => {
  test("is a URL, a new URL under the same id, and an end without a trace", async () => {
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

  test("asks for the profile of the launcher, whatever the template's properties say, for the set times", async () => {
    await studio().create();

    const call = server.calls.find(({ name }) => name === "SageMaker.CreatePresignedDomainUrl");
    expect(call?.input).toEqual({
      DomainId: "d-ours",
      UserProfileName: "ada",
      ExpiresInSeconds: 60,
      SessionExpirationDurationInSeconds: 3600,
    });
  });

  test("opens as a session that is tagged with the launcher", async () => {
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

  test("puts its answer without a content type, which the signature does not cover", async () => {
    await studio().create();

    expect(server.answerTypes).toEqual([undefined]);
  });
});

describe("who launched a product", () => {
  test.each([
    ["a session of another role", `arn:aws:sts::${ACCOUNT}:assumed-role/other/ada`],
    [
      "a session of another account's role of that name",
      `arn:aws:sts::999988887777:assumed-role/${DEVELOPER_ROLE_NAME}/ada`,
    ],
    ["a user", `arn:aws:iam::${ACCOUNT}:user/ada`],
    [
      "somebody whose name no profile can have",
      `arn:aws:sts::${ACCOUNT}:assumed-role/${DEVELOPER_ROLE_NAME}/mallory@example.org`,
    ],
  ])("gets nothing as %s", async (_who, principal) => {
    server.answer("AWS242ServiceCatalogService.SearchProvisionedProducts", () => provisionedProductReply(principal));

    const { Status, Reason } = await studio().create();

    expect(Status).toBe("FAILED");
    expect(Reason).toMatch(/^(principal|person): /);
    expect(namesOf("SageMaker")).toEqual([]);
    expect(namesOf("sts")).toEqual([]);
  });

  test.each(["mallory", "constructor"])(
    "opens the profile of his own name where nothing else is listed: %s",
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

  test("is believed as a session of each launcher role, whatever the path of the role", async () => {
    server.answer("AWS242ServiceCatalogService.SearchProvisionedProducts", () =>
      provisionedProductReply(`arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Studio_0123/grace@example.org`),
    );

    expect((await studio().create()).Status).toBe("SUCCESS");
    expect(server.calls.at(-1)?.input).toMatchObject({ UserProfileName: "grace" });
  });

  test("is waited for while the record lags behind the launch", async () => {
    server.answer("AWS242ServiceCatalogService.SearchProvisionedProducts", (_call, nth) =>
      nth < 3
        ? okReply({ ProvisionedProducts: [] })
        : provisionedProductReply(`arn:aws:sts::${ACCOUNT}:assumed-role/${DEVELOPER_ROLE_NAME}/ada`),
    );

    expect((await studio().create()).Status).toBe("SUCCESS");
  });

  test("is looked up by the product's whole id, whatever else the search finds", async () => {
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

  test("is not believed of a product that has another stack", async () => {
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
  ])("is nobody where a stack is no product's: %s", async (stackId) => {
    const resource = new CustomResourceDriver(server, invocation(), "Custom::StudioUrl", stackId);

    expect(await resource.create()).toMatchObject({ Status: "FAILED", Reason: expect.stringMatching(/^stack: /) });
    expect(server.calls).toEqual([]);
  });
});

describe("a notebook", () => {
  test("that runs is opened", async () => {
    expect((await notebook().create()).Data?.Url).toBe(NOTEBOOK_URL);
    expect(namesOf("SageMaker.Start")).toEqual([]);
  });

  test("that is stopped is started once and waited for", async () => {
    const states = ["Stopping", "Stopped", "Stopped", "Pending", "InService"];
    server.answer("SageMaker.StartNotebookInstance", () => okReply({}));
    server.answer("SageMaker.DescribeNotebookInstance", (_call, nth) =>
      okReply({ NotebookInstanceStatus: states[nth - 1] }),
    );

    expect((await notebook().create()).Status).toBe("SUCCESS");
    expect(namesOf("SageMaker.Start")).toHaveLength(1);
    expect(namesOf("SageMaker.Describe")).toHaveLength(states.length);
  });

  test.each(["Failed", "Deleting"])("that is %s is reported", async (status) => {
    server.answer("SageMaker.DescribeNotebookInstance", () => okReply({ NotebookInstanceStatus: status }));

    expect((await notebook().create()).Reason).toContain(`got status ${status}`);
  });

  test("that never starts ends when the time is up, and the waiting ends with it", async () => {
    server.answer("SageMaker.DescribeNotebookInstance", () => okReply({ NotebookInstanceStatus: "Pending" }));

    expect((await notebook({ milliseconds: 300 }).create()).Reason).toMatch(/^time: is up/);
    const asked = server.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.calls.length - asked).toBeLessThanOrEqual(1);
  });

  test("that a person does not have is reported", async () => {
    server.answer("AWS242ServiceCatalogService.SearchProvisionedProducts", () =>
      provisionedProductReply(`arn:aws:sts::${ACCOUNT}:assumed-role/${DEVELOPER_ROLE_NAME}/grace@example.org`),
    );

    expect((await notebook().create()).Reason).toMatch(/^person: has no notebook instance.*got grace@example.org/);
  });
});

describe("every failure is answered", () => {
  test.each([
    ["a profile that SageMaker does not know", "SageMaker.CreatePresignedDomainUrl", errorReply("ResourceNotFound")],
    ["a refusal by SageMaker", "SageMaker.CreatePresignedDomainUrl", errorReply("AccessDeniedException")],
    ["a refusal by STS", "sts.AssumeRole", { status: 403, xml: "<Error><Code>AccessDenied</Code></Error>" }],
    [
      "a refusal by Service Catalog",
      "AWS242ServiceCatalogService.SearchProvisionedProducts",
      errorReply("AccessDenied"),
    ],
    ["an answer of STS without keys", "sts.AssumeRole", { status: 200, xml: "<AssumeRoleResponse/>" }],
    ["an answer that is no JSON", "AWS242ServiceCatalogService.SearchProvisionedProducts", { status: 200, xml: "<" }],
    ["an answer of SageMaker without a URL", "SageMaker.CreatePresignedDomainUrl", okReply({})],
    [
      "a URL too long for CloudFormation",
      "SageMaker.CreatePresignedDomainUrl",
      okReply({ AuthorizedUrl: `${STUDIO_URL}${"x".repeat(5000)}` }),
    ],
  ])("%s", async (_what, name, reply) => {
    server.answer(name, () => reply);

    const { Status, Reason, Data } = await studio().create();

    expect([Status, Data]).toEqual(["FAILED", undefined]);
    expect(Reason).toBeTruthy();
  });

  test.each([
    "SageMaker.CreatePresignedDomainUrl",
    "sts.AssumeRole",
    "AWS242ServiceCatalogService.SearchProvisionedProducts",
  ])("silence of %s, before the function's own time is up", async (name) => {
    server.answer(name, () => ({ silent: true }));

    expect((await studio({ milliseconds: 200 }).create()).Reason).toMatch(/time: is up/);
  });

  test("a name that resolves outside the network", async () => {
    expect((await studio({ address: "52.94.1.1" }).create()).Reason).toContain("resolves outside the network");
  });

  test.each(Object.keys(FUNCTION_VARIABLES).filter((name) => name !== "AWS_SESSION_TOKEN"))(
    "a missing %s",
    async (name) => {
      const variables = { ...FUNCTION_VARIABLES, [name]: undefined };

      expect((await studio({ variables }).create()).Reason).toContain(name);
    },
  );

  test("a type of resource that it does not serve", async () => {
    const resource = new CustomResourceDriver(server, invocation(), "Custom::Other");

    expect((await resource.create()).Reason).toContain("got Custom::Other");
  });

  test("and a product that could not be created is deleted all the same", async () => {
    server.answer("SageMaker.CreatePresignedDomainUrl", () => errorReply("AccessDeniedException"));
    const resource = studio();

    const statuses = [(await resource.create()).Status, (await resource.delete()).Status];

    expect(statuses).toEqual(["FAILED", "SUCCESS"]);
  });
});

describe("what passes by itself is tried again", () => {
  test.each([
    ["SageMaker.CreatePresignedDomainUrl", errorReply("ThrottlingException")],
    ["AWS242ServiceCatalogService.SearchProvisionedProducts", errorReply("ThrottlingException")],
    ["sts.AssumeRole", { status: 503, xml: "<Error><Code>ServiceUnavailable</Code></Error>" }],
    ["PUT", { status: 503, xml: "<Error/>" }],
  ])("%s", async (name, reply) => {
    server.answerFirst(name, [reply, reply]);

    expect((await studio().create()).Status).toBe("SUCCESS");
  });

  test("but an answer that is never taken is an error, so that Lambda keeps the request", async () => {
    server.answer("PUT", () => ({ status: 403, xml: "<Error/>" }));

    await expect(studio().create()).rejects.toThrow(/^cloudformation: does not take the answer, got status 403/);
  });

  test("and a request that would be answered to somebody else is an error, upon which nothing is asked", async () => {
    const elsewhere = invocation();
    const resource = new CustomResourceDriver(server, (event) =>
      elsewhere({ ...event, ResponseURL: "https://collector.example.org/?very-secret" }),
    );

    await expect(resource.create()).rejects.toThrow(
      /^ResponseURL: is not CloudFormation's, got one of collector.example.org;/,
    );
    expect(server.calls).toEqual([]);
  });

  test("and a request without an address to answer to is an error", async () => {
    await expect(invocation()({ RequestType: "Create" })).rejects.toThrow(/^StackId: /);
  });
});

describe("what is logged", () => {
  test("never holds a URL or a token, whether it succeeds or fails", async () => {
    const resource = studio();
    await resource.create();
    server.answer("SageMaker.CreatePresignedDomainUrl", () =>
      errorReply("ValidationException", `not ${STUDIO_URL} again`),
    );
    await resource.update();

    expect(logged).toHaveLength(2);
    expect(logged.join()).not.toMatch(/secret|https?:|token/);
    expect(logged[1]).toContain("ValidationException: not <address> again");
  });
});
