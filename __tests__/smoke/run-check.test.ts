import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import type { CommandLine, Expectation } from "../../smoke/check";
import { type CheckSurroundings, runCheck } from "../../smoke/run-check";
import { onlyWith } from "../fixtures/only-if";
import { startDnsServer } from "./fixtures/dns-server";

const surroundings = (overrides: Partial<CheckSurroundings> = {}): CheckSurroundings => ({
  environment: { PATH: process.env.PATH, HOME: "/nowhere", GIT_TERMINAL_PROMPT: "0" },
  variables: new Map(),
  milliseconds: 5000,
  ...overrides,
});

const outcomeOf = async (expectation: Expectation, overrides: Partial<CheckSurroundings> = {}) =>
  (await runCheck({ title: "a check", expectation }, surroundings(overrides))).outcome;

const node = (script: string): CommandLine => [process.execPath, "-e", script];

describe("names", () => {
  const dns = startDnsServer({
    "inside.example": ["10.20.0.7", "10.20.1.7"],
    "half.example": ["10.20.0.7", "52.1.2.3"],
    "public.example": ["52.1.2.3"],
    "empty.example": [],
    "broken.example": "SERVFAIL",
    "silent.example": "silence",
  });
  afterAll(async () => (await dns).close());

  const ask = async (expectation: Expectation) =>
    outcomeOf(expectation, { dnsServers: [(await dns).address], milliseconds: 300 });

  test.each([
    ["inside.example", "passed"],
    ["half.example", "failed"],
    ["public.example", "failed"],
    ["empty.example", "failed"],
    ["absent.example", "failed"],
    ["broken.example", "undecided"],
    ["silent.example", "undecided"],
  ])("a name resolves privately only if every address is in the block: %s %s", async (host, outcome) => {
    expect(await ask({ kind: "resolves-within", host, cidr: "10.20.0.0/16" })).toBe(outcome);
  });

  test.each([
    ["absent.example", "passed"],
    ["empty.example", "passed"],
    ["public.example", "failed"],
    ["broken.example", "undecided"],
    ["silent.example", "undecided"],
  ])("a resolver that fails or is silent does not show that a name has no address: %s %s", async (host, outcome) => {
    expect(await ask({ kind: "does-not-resolve", host })).toBe(outcome);
  });
});

describe("commands", () => {
  const fails = (text: string) => node(`process.stderr.write(${JSON.stringify(text)}); process.exitCode = 9`);

  test.each<[Expectation["kind"] & ("succeeds" | "is-denied" | "is-unreachable"), CommandLine, string]>([
    ["succeeds", node(""), "passed"],
    ["succeeds", fails("no"), "failed"],
    ["is-denied", node(""), "failed"],
    [
      "is-denied",
      fails("An error occurred (AccessDenied) when calling the GetObject operation: Access Denied"),
      "passed",
    ],
    ["is-denied", fails("An error occurred (403) when calling the HeadObject operation: Forbidden"), "passed"],
    ["is-denied", fails("An error occurred (NoSuchBucket) when calling the GetObject operation"), "undecided"],
    ["is-unreachable", node(""), "failed"],
    ["is-unreachable", fails("fatal: unable to access 'https://x/': Could not resolve host: x"), "passed"],
    ["is-unreachable", fails("curl: (35) Recv failure: Connection reset by peer"), "passed"],
    ["is-unreachable", fails("fatal: repository 'https://x/' not found"), "undecided"],
    ["is-unreachable", fails("curl: (60) SSL certificate problem: self-signed certificate"), "undecided"],
  ])("%s of %j is %s", async (kind, command, outcome) => {
    expect(await outcomeOf({ kind, command })).toBe(outcome);
  });

  test("a program that is missing could not run, whatever was expected", async () => {
    const command = ["no-such-program"] as const;
    const kinds = ["succeeds", "is-denied", "is-unreachable"] as const;
    expect(await Promise.all(kinds.map((kind) => outcomeOf({ kind, command })))).toEqual(
      kinds.map(() => "could not run"),
    );
  });

  test("credentials that are missing or expired are no refusal: the check could not run", async () => {
    const texts = ["Unable to locate credentials.", "An error occurred (ExpiredToken): AccessDenied"];
    const outcomes = texts.map((text) => outcomeOf({ kind: "is-denied", command: fails(text) }));
    expect(await Promise.all(outcomes)).toEqual(["could not run", "could not run"]);
  });

  test("a command that hangs is ended, with the programs that it started", async () => {
    const start = `require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
      console.log(process.pid); setInterval(() => {}, 1000)`;
    const before = Date.now();
    const outcomes = await Promise.all(
      (["succeeds", "is-denied", "is-unreachable"] as const).map((kind) =>
        outcomeOf({ kind, command: node(start) }, { milliseconds: 400 }),
      ),
    );
    expect(outcomes).toEqual(["failed", "undecided", "passed"]);
    expect(Date.now() - before).toBeLessThan(3000);
  });

  test("a check that needs a value which no earlier check gave could not run", async () => {
    expect(
      await runCheck({ title: "t", expectation: { kind: "succeeds", command: ["echo", "$DOMAIN"] } }, surroundings()),
    ).toEqual({
      title: "t",
      outcome: "could not run",
      evidence: "$DOMAIN has no value",
    });
  });

  test("a check keeps what its command prints for the checks after it, and a shell never reads it", async () => {
    const shared = surroundings();
    const hostile = "a; touch /tmp/x $(id)";
    const print = node(`console.log(${JSON.stringify(hostile)})`);
    await runCheck({ title: "t", expectation: { kind: "succeeds", command: print, sets: "NAME" } }, shared);
    const compare = ["-e", `process.exitCode = process.argv[1] === ${JSON.stringify(`<${hostile}>`)} ? 0 : 1`] as const;
    const command = [process.execPath, ...compare, "<$NAME>"] as const;
    expect((await runCheck({ title: "t", expectation: { kind: "succeeds", command } }, shared)).outcome).toBe("passed");
  });
});

const needs = (program: string): jest.It => onlyWith(program, `checks with ${program}`).test;

describe("servers on loopback", () => {
  const statuses = new Map([
    ["/open", 200],
    ["/refused", 403],
  ]);
  const server = listen(
    createServer((request, response) => response.writeHead(statuses.get(request.url ?? "") ?? 404).end()),
  );
  // It accepts connections and never answers, as a firewall that drops the packets after the TLS hello.
  const silent = listen(createTcpServer(() => {}) as unknown as Server);
  afterAll(() => {
    server.instance.close();
    silent.instance.close();
  });

  const curl = (url: string): CommandLine => ["curl", "--silent", "--show-error", "--output", "/dev/null", url];
  const status = (url: string): CommandLine => [...curl(url), "--write-out", "%{http_code}"];

  needs("curl")("curl shows whether a URL opens, is refused, or has no server", async () => {
    const base = await server.url;
    const closed = "http://127.0.0.1:1";
    const opens = (path: string) => outcomeOf({ kind: "has-status", command: status(path), first: 200, last: 399 });
    const isRefused = (path: string) => outcomeOf({ kind: "has-status", command: status(path), first: 401, last: 403 });
    const isUnreachable = async (path: string) =>
      outcomeOf({ kind: "is-unreachable", command: curl(path) }, { milliseconds: 500 });
    expect({
      open: await opens(`${base}/open`),
      openOfRefused: await opens(`${base}/refused`),
      refused: await isRefused(`${base}/refused`),
      refusedOfOpen: await isRefused(`${base}/open`),
      statusOfNothing: await opens(closed),
      closed: await isUnreachable(closed),
      silent: await isUnreachable(await silent.url),
      answering: await isUnreachable(`${base}/open`),
    }).toEqual({
      open: "passed",
      openOfRefused: "failed",
      refused: "passed",
      refusedOfOpen: "failed",
      statusOfNothing: "undecided",
      closed: "passed",
      silent: "passed",
      answering: "failed",
    });
  });

  needs("git")("git shows whether a host is reached: a closed port and a silent server are no answer", async () => {
    const git = (url: string): Expectation => ({ kind: "is-unreachable", command: ["git", "ls-remote", url, "HEAD"] });
    const base = await server.url;
    expect({
      closed: await outcomeOf(git("http://127.0.0.1:1/r.git")),
      silent: await outcomeOf(git(`${await silent.url}/r.git`), { milliseconds: 800 }),
      answering: await outcomeOf(git(`${base}/r.git`)),
    }).toEqual({ closed: "passed", silent: "passed", answering: "undecided" });
  });

  needs("aws")(
    "the AWS CLI's answers are distinguished: allowed, denied by a policy, no such bucket, never asked",
    async () => {
      const xml = (code: string) =>
        `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
      const replies: Readonly<Record<string, readonly [number, string]>> = {
        own: [200, '<?xml version="1.0"?><ListBucketResult><Name>own</Name></ListBucketResult>'],
        other: [403, xml("AccessDenied")],
        absent: [404, xml("NoSuchBucket")],
      };
      const s3 = listen(
        createServer((request, response) => {
          const [code, body] = replies[request.url?.split(/[/?]/)[1] ?? ""] ?? [400, ""];
          response.writeHead(code, { "content-type": "application/xml" }).end(body);
        }),
      );
      const environment = {
        ...surroundings().environment,
        HOME: process.env.HOME,
        AWS_ENDPOINT_URL: await s3.url,
        AWS_REGION: "eu-west-1",
        AWS_DEFAULT_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "example",
        AWS_CONFIG_FILE: "/nowhere",
      };
      const { AWS_REGION: _, AWS_DEFAULT_REGION: __, ...withoutRegion } = environment;
      const list = { kind: "succeeds", command: ["aws", "sagemaker", "list-domains"] } as const;
      expect(await outcomeOf(list, { environment: withoutRegion, milliseconds: 20_000 })).toBe("could not run");
      const isDenied = (bucket: string) =>
        outcomeOf(
          { kind: "is-denied", command: ["aws", "s3api", "list-objects-v2", "--bucket", bucket] },
          { environment, milliseconds: 20_000 },
        );
      const outcomes = await Promise.all(["own", "other", "absent"].map(isDenied));
      s3.instance.close();
      expect(outcomes).toEqual(["failed", "passed", "undecided"]);
    },
    30_000,
  );
});

function listen(instance: Server): { readonly instance: Server; readonly url: Promise<string> } {
  const url = new Promise<string>((resolve) => {
    instance.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(instance.address() as AddressInfo).port}`));
  });
  return { instance, url };
}
