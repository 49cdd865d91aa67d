import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One call that the server took. */
export interface TakenCall {
  /** `SageMaker.CreatePresignedDomainUrl`, `sts.AssumeRole`, ... */
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Access key that signed it. */
  readonly signer: string;
}

/** What a call is answered with. */
export type Reply =
  | { readonly status: number; readonly body: unknown }
  | { readonly status: number; readonly xml: string }
  | { readonly silent: true };

export interface AwsServer {
  readonly url: string;
  readonly calls: TakenCall[];
  /** Answers that CloudFormation's bucket took, in order, by object. */
  readonly answers: Map<string, string[]>;
  /** Content types that answers came with. */
  readonly answerTypes: (string | undefined)[];
  /** Changes what one call is answered with. */
  answer(name: string, reply: (call: TakenCall, nth: number) => Reply): void;
  /** Answers the first calls of a name with these, the later ones as before. */
  answerFirst(name: string, replies: readonly Reply[]): void;
  close(): Promise<void>;
}

type Script = Map<string, (call: TakenCall, nth: number) => Reply>;

/** A server on the loopback interface that speaks the protocols of SageMaker, Service Catalog, STS and S3 uploads. */
export async function startAwsServer(): Promise<AwsServer> {
  const script: Script = new Map();
  const calls: TakenCall[] = [];
  const answers = new Map<string, string[]>();
  const answerTypes: (string | undefined)[] = [];
  const server = createServer(async (request, response) => {
    const body = await read(request);
    if (request.method === "PUT") {
      const key = request.url ?? "";
      answerTypes.push(request.headers["content-type"]);
      const reply = script.get("PUT")?.({ name: "PUT", input: {}, signer: "" }, answerTypes.length) ?? ok({});
      if ("status" in reply && reply.status === 200) {
        answers.set(key, [...(answers.get(key) ?? []), body]);
      }
      return send(response, reply);
    }
    const call = callOf(request, body);
    calls.push(call);
    const nth = calls.filter(({ name }) => name === call.name).length;
    send(
      response,
      script.get(call.name)?.(call, nth) ?? { status: 400, body: { __type: "UnknownOperationException" } },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answers,
    answerTypes,
    answer: (name, reply) => void script.set(name, reply),
    answerFirst: (name, replies) => {
      const usual = script.get(name) ?? (() => ok({}));
      script.set(name, (call, nth) => replies[nth - 1] ?? usual(call, nth));
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

/** An error as the JSON protocol writes it. */
export function refusal(type: string, message = "no"): Reply {
  return { status: 400, body: { __type: type, message } };
}

function callOf(request: IncomingMessage, body: string): TakenCall {
  const signer = /Credential=([^/]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "nobody";
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") {
    return { name: target, input: JSON.parse(body) as Record<string, unknown>, signer };
  }
  const form = Object.fromEntries(new URLSearchParams(body));
  return { name: `sts.${form.Action}`, input: form, signer };
}

function send(response: ServerResponse, reply: Reply): void {
  if ("silent" in reply) {
    return;
  }
  const xml = "xml" in reply;
  response.writeHead(reply.status, { "content-type": xml ? "text/xml" : "application/x-amz-json-1.1" });
  response.end(xml ? reply.xml : JSON.stringify(reply.body));
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}
