import { once } from "node:events";
import type { Http2Session, IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { createServer } from "node:http2";

/** Handles one call. `connection` is the same object for all calls of one connection. */
export type UnaryMethod = (request: Buffer, connection: object) => Uint8Array;

/** A running gRPC server. */
export interface GrpcServer {
  /** Closes all connections and removes the socket. */
  close(): Promise<void>;
}

const FRAME_HEADER_BYTES = 5;
const STATUS_UNIMPLEMENTED = "12";
const STATUS_INTERNAL = "13";

/** A longer path does not fit into a socket address of every system. @see https://man7.org/linux/man-pages/man7/unix.7.html */
const SOCKET_PATH_BYTES = 103;

/**
 * Serves unary gRPC calls over cleartext HTTP/2 on a Unix socket. Terraform needs nothing else from a provider: the streams
 * of its plugin client (stdio, broker) are optional and get the status unimplemented.
 *
 * @param methods handlers by path, such as `/package.Service/Method`
 * @param socketPath path of the socket; the permissions of its folder are the only access control
 * @throws when the path is too long for a socket
 */
export async function startGrpcServer(
  methods: ReadonlyMap<string, UnaryMethod>,
  socketPath: string,
): Promise<GrpcServer> {
  if (Buffer.byteLength(socketPath) > SOCKET_PATH_BYTES) {
    throw new Error(`the path of the socket is too long, got ${socketPath}; set TMPDIR to a shorter folder`);
  }
  const sessions = new Set<Http2Session>();
  const server = createServer();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
  });
  server.on("stream", (stream, headers) => void handleStream(methods, stream, headers));
  server.listen(socketPath);
  await once(server, "listening");
  return {
    close: async () => {
      for (const session of sessions) {
        session.destroy();
      }
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function handleStream(
  methods: ReadonlyMap<string, UnaryMethod>,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): Promise<void> {
  stream.on("error", () => stream.destroy());
  const path = String(headers[":path"]);
  const method = methods.get(path);
  if (method === undefined) {
    replyWithStatus(stream, STATUS_UNIMPLEMENTED, `${path} is not implemented`);
    return;
  }
  try {
    const body = await readBody(stream);
    reply(stream, method(body.subarray(FRAME_HEADER_BYTES), stream.session ?? stream));
  } catch (error) {
    replyWithStatus(
      stream,
      STATUS_INTERNAL,
      `stand-in provider, ${path}: ${error instanceof Error ? error.stack : String(error)}`,
    );
  }
}

/** By events: an iterator costs as much as the answer, for thousands of short requests. */
function readBody(stream: ServerHttp2Stream): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => resolve(Buffer.concat(chunks)));
    stream.on("error", reject);
  });
}

function reply(stream: ServerHttp2Stream, message: Uint8Array): void {
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  header.writeUInt32BE(message.length, 1);
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
  stream.end(Buffer.concat([header, message]));
}

function replyWithStatus(stream: ServerHttp2Stream, status: string, message: string): void {
  if (stream.destroyed || stream.headersSent) {
    return;
  }
  const trailers = { "grpc-status": status, "grpc-message": encodeURIComponent(message) };
  stream.respond({ ":status": 200, "content-type": "application/grpc", ...trailers }, { endStream: true });
}
