import { AwsRefusal } from "../../../cli/operations/aws-request";
import { awsSdk } from "../../../cli/operations/aws-sdk";
import { type DestroyOptions, destroyEnvironment } from "../../../cli/operations/destroy/destroy-environment";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { collectingTerminal, runCli } from "../fixtures/cli-run";
import { asCallerOf, startAwsServer } from "./fixtures/aws-server";
import { resource, type SimulatedEnvironment, simulatedEnvironment } from "./fixtures/simulated-environment";

async function destroy(environment: SimulatedEnvironment, options: Partial<DestroyOptions> = {}) {
  const { terminal, texts } = collectingTerminal();
  const { signal } = new AbortController();
  const defaults = { isDryRun: false, isJson: false, confirmed: "dev", ask: async () => undefined, pauseMs: 0, signal };
  const all = { ...defaults, ...options };
  return { code: await destroyEnvironment(environment.terraform, environment.send, all, terminal), ...texts };
}

const ORDER = [
  ...["product pp-1", "app data", "app code", "space shared", "profile by-hand", "terraform domain"],
  ...["mount-target fsmt-0123456789abcdef0", "rule sg-in", "rule sg-out", "group sg-in", "group sg-out"],
  "terraform rest",
];

test("destroy deletes products, apps, spaces, the domain, what SageMaker leaves, and the rest, in this order", async () => {
  const environment = simulatedEnvironment();
  const { code, out, err } = await destroy(environment);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(environment.deleted).toEqual(ORDER);
  expect(environment.resources).toEqual([]);
  expect(out).toMatch(/^dev: a destroy deletes, in this order:[\s\S]*dev: destroyed\n$/);
});

test("destroy --dry-run prints every step with what it deletes, and deletes nothing", async () => {
  const environment = simulatedEnvironment();
  const { code, out } = await destroy(environment, { isDryRun: true });
  expect({ code, deleted: environment.deleted }).toEqual({ code: 3, deleted: [] });
  expect(out).toBe(`dev: a destroy deletes, in this order:

  1. launched products
     - pp-1 (AVAILABLE)
  2. apps
     - shared/JupyterLab/data (InService)
     - shared/JupyterLab/code (InService)
  3. spaces
     - shared (InService)
  4. user profiles that Terraform did not create
     - by-hand (InService)
  5. Studio domain, its user profiles, and what refers to them
     - d-1, its home directories stay on a file system
  6. mount targets of home directories
     - those that SageMaker leaves
  7. NFS security groups
     - those that SageMaker leaves
  8. everything else of the 6 resources in the state
     - bucket data: with all objects

`);
});

test("destroy --json prints the steps as data, and keeps progress off the standard output", async () => {
  const { out, err } = await destroy(simulatedEnvironment(), { isJson: true });
  const { environment, account, steps } = JSON.parse(out);
  expect([environment, account, steps.length]).toEqual(["dev", "111122223333", 8]);
  expect(err).toContain("Deleting apps: shared/JupyterLab/data (InService)\n");
});

test.each([
  [undefined, "no terminal"],
  ["", "nothing"],
  ["prod", "prod"],
])("destroy deletes nothing when the typed name is %j", async (typed, got) => {
  const environment = simulatedEnvironment();
  const { confirmed: _, ...unconfirmed } = { confirmed: undefined, ask: async () => typed };
  const result = await destroy(environment, { ...unconfirmed, confirmed: undefined as never });
  expect(result).toMatchObject({
    code: 3,
    err: `dev: not confirmed, got ${got}; nothing deleted; type the name, or pass --confirm dev\n`,
  });
  expect(environment.deleted).toEqual([]);
});

test.each<[string, JsonObject, (environment: SimulatedEnvironment) => void]>([
  [
    "prevent_destroy",
    { resource: { aws_vpc: { network: { lifecycle: { prevent_destroy: true } } } } },
    () => undefined,
  ],
  [
    "delete_protection, as last deployed",
    {},
    ({ resources }) => {
      resources.push({ address: "aws_vpc.network", mode: "managed", type: "x", values: { delete_protection: true } });
    },
  ],
])("destroy deletes nothing while a resource has %s", async (protection, stack, protect) => {
  const environment = simulatedEnvironment(stack);
  protect(environment);
  const { code, out, err } = await destroy(environment);
  expect(code).toBe(1);
  expect(out).toContain(`Protected:\n  aws_vpc.network: ${protection}\n`);
  expect(err).toMatch(/^dev: protections are on; nothing deleted; set protections to false/);
  expect(environment.deleted).toEqual([]);
});

test("destroy refuses credentials of another account, whose lists would be empty", async () => {
  const environment = simulatedEnvironment();
  const send: typeof environment.send = async (request) =>
    request.service === "sts" ? { Account: "444455556666" } : environment.send(request);
  await expect(destroy({ ...environment, send })).rejects.toThrow(
    "dev: is deployed in account 111122223333, got credentials of 444455556666; use credentials of 111122223333",
  );
  expect(environment.deleted).toEqual([]);
});

test("destroy of an environment that is not deployed asks AWS nothing", async () => {
  const environment = simulatedEnvironment();
  environment.resources.length = 0;
  const send: typeof environment.send = () => Promise.reject(new Error("asked"));
  expect(await destroy({ ...environment, send })).toEqual({ code: 0, out: "dev: nothing is deployed\n", err: "" });
});

/** Runs until a kill, at any request or command, before or after its effect; then runs again. */
async function killedAndRunAgain(step: number, moment: "before" | "after") {
  const environment = simulatedEnvironment();
  environment.killAt(step, moment);
  const isKilled = await destroy(environment).then(
    () => false,
    () => true,
  );
  environment.killAt(Number.POSITIVE_INFINITY, moment);
  return { isKilled, again: (await destroy(environment)).code, environment };
}

test.each(["before", "after"] as const)(
  "destroy can be killed %s the effect of any request or command, and finishes when it runs again",
  async (moment) => {
    let step = 1;
    for (; ; step += 1) {
      const { isKilled, again, environment } = await killedAndRunAgain(step, moment);
      expect([step, again, environment.deleted.length]).toEqual([step, 0, ORDER.length]);
      expect(environment.deleted).toEqual(ORDER);
      expect([environment.resources, environment.items]).toEqual([[], []]);
      if (!isKilled) {
        break;
      }
    }
    expect(step).toBeGreaterThan(30);
  },
);

test("destroy stops with the name of what AWS does not delete, and goes on when it runs again", async () => {
  const environment = simulatedEnvironment();
  const send: typeof environment.send = async (request) =>
    request.operation === "delete-space" ? {} : environment.send(request);
  await expect(destroy({ ...environment, send })).rejects.toThrow(
    "spaces: not deleted: shared (InService); look at it in AWS, and run it again",
  );
  expect((await destroy(environment)).code).toBe(0);
});

test("destroy passes on what AWS refuses, and takes what is gone already as deleted", async () => {
  const environment = simulatedEnvironment();
  const refusing = (code: string) =>
    (async (request) => {
      if (request.operation === "delete-app") {
        environment.items.splice(
          0,
          environment.items.length,
          ...environment.items.filter(({ kind }) => kind !== "app"),
        );
        throw new AwsRefusal(code, code);
      }
      return environment.send(request);
    }) satisfies typeof environment.send;
  await expect(destroy({ ...environment, send: refusing("AccessDeniedException") })).rejects.toThrow("AccessDenied");
  environment.items.push({ kind: "app", name: "late" });
  expect(await destroy({ ...environment, send: refusing("ResourceNotFound") })).toMatchObject({ code: 0 });
});

test.each([
  [["destroy"], "destroy: needs one environment, got none; use one of "],
  [["destroy", "prd"], "destroy: no such environment, got prd; did you mean prod?"],
  [["destroy", "dev", "--force"], "destroy: --force: no such option; see studio-perimeter destroy --help"],
  [["destroy", "dev", "--confirm="], "destroy: --confirm: needs a value, got an empty one"],
])("a wrong command line of destroy says what is needed: %j", async (args, message) => {
  const { code, err } = await runCli(args);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
});

test("destroy deletes everything over HTTP", async () => {
  const environment = simulatedEnvironment();
  const server = await startAwsServer(async (operation, input) => {
    try {
      return await environment.send({ service: "sagemaker", operation, input });
    } catch (error) {
      const { code, message } = error as AwsRefusal;
      return { refusal: code, message };
    }
  });
  const { signal } = new AbortController();
  const result = await asCallerOf(server, () => destroy({ ...environment, send: awsSdk("eu-west-1", signal) }));
  expect(result).toMatchObject({ code: 0, err: "" });
  expect(environment.deleted).toEqual(ORDER);
});

test("destroy of an inspection environment deletes nothing as long as its transit gateway connects a spoke", async () => {
  const type = "aws_ec2_transit_gateway";
  const route = (name: string, attachment: string, block: string) =>
    resource(`${type}_route.${name}`, { transit_gateway_attachment_id: attachment, destination_cidr_block: block });
  const environment = simulatedEnvironment();
  environment.resources.push(
    resource(`${type}.gateway`, { id: "tgw-1" }),
    resource(`${type}_vpc_attachment.own`, { id: "tgw-attach-own" }),
    route("default", "tgw-attach-own", "0.0.0.0/0"),
    route("blackhole", "", "10.0.0.0/8"),
    route("to_team_a", "tgw-attach-team-a", "10.41.0.0/16"),
  );

  const { code, err } = await destroy(environment);

  expect({ code, deleted: environment.deleted }).toEqual({ code: 1, deleted: [] });
  expect(err).toContain("dev: spokes are attached, got 10.41.0.0/16; nothing deleted; remove them from spokes");
});
