import { randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** Keeps the states of Terraform in memory. */
export interface StateServer {
  /** Environment variables that connect the backend `http` to the state of this name. */
  variables(name: string): Readonly<Record<string, string>>;
  /** The state as Terraform wrote it last. @default - nothing was written */
  read(name: string): string | undefined;
  /** Closes all connections. */
  close(): Promise<void>;
}

/** Backend of a working copy. The variables of {@link StateServer} hold its address and password, so that no file does. */
export const STATE_BACKEND = { http: {} };

const USER = "rehearsal";
const PASSWORD_BYTES = 32;
const LOOPBACK = "127.0.0.1";

/**
 * Serves the states of one run to the backend `http`, at a loopback address and with a password of this run. With a local state, Terraform
 * writes the whole file after each resource, which is half of its time; this backend writes once at the end and every 20 seconds.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/http
 */
export async function startStateServer(): Promise<StateServer> {
  const states = new Map<string, Buffer>();
  const password = randomBytes(PASSWORD_BYTES).toString("hex");
  const authorization = Buffer.from(`Basic ${Buffer.from(`${USER}:${password}`).toString("base64")}`);
  const server = createServer((request, response) => {
    // A request breaks off where its Terraform is killed, which is no fault of this process.
    answer(request, response, states, authorization).catch(() => response.destroy());
  });
  server.listen(0, LOOPBACK);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    variables: (name) => ({
      TF_HTTP_ADDRESS: `http://${LOOPBACK}:${port}${pathOf(name)}`,
      TF_HTTP_USERNAME: USER,
      TF_HTTP_PASSWORD: password,
      // The server ends with the run: nobody answers later.
      TF_HTTP_RETRY_MAX: "0",
    }),
    read: (name) => states.get(pathOf(name))?.toString("utf8"),
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function pathOf(name: string): string {
  return `/${encodeURIComponent(name)}`;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  states: Map<string, Buffer>,
  authorization: Buffer,
): Promise<void> {
  const given = Buffer.from(request.headers.authorization ?? "");
  if (given.length !== authorization.length || !timingSafeEqual(given, authorization)) {
    response.writeHead(401).end();
    return;
  }
  const { method, url = "" } = request;
  const state = states.get(url);
  if (method === "POST") {
    states.set(url, await buffer(request));
    response.writeHead(200).end();
  } else if (method === "GET") {
    response.writeHead(state === undefined ? 404 : 200).end(state);
  } else {
    response.writeHead(405).end();
  }
}
