/** How a request to a registry failed, or what it answered. */
export interface RegistryReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A request to a registry. */
export interface RegistryRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @default - no body */
  readonly body?: string | Uint8Array;
  /** Statuses that the caller handles. Any other one is an error. */
  readonly expected: readonly number[];
}

const REQUEST_LIMIT_MS = 60_000;
const SHOWN_CHARACTERS = 300;

/**
 * Sends one request. It follows no redirection, because a redirection would receive the token.
 *
 * @throws one line, without the token, when there is no answer in time or one that is not expected
 */
export async function requestRegistry({ expected, ...request }: RegistryRequest): Promise<RegistryReply> {
  const { method, url, headers, body } = request;
  const where = `${method} ${withoutQuery(url)}`;
  const reply = await fetch(url, {
    method,
    headers,
    redirect: "manual",
    signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
    ...(body === undefined ? {} : { body }),
  }).catch((error: Error & { readonly cause?: Error }) => {
    throw new Error(`${where}: no answer, got ${error.cause?.message ?? error.message}; check the address`);
  });
  const text = await reply.text();
  if (!expected.includes(reply.status)) {
    throw new Error(`${where}: refused, got ${reply.status} ${oneLine(text)}; ${remedyOf(reply.status)}`);
  }
  return { status: reply.status, headers: reply.headers, text };
}

/** The query of an upload address can be a credential. */
function withoutQuery(url: string): string {
  return url.replace(/\?.*$/s, "");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().slice(0, SHOWN_CHARACTERS);
}

function remedyOf(status: number): string {
  return status === 401 || status === 403 || status === 404
    ? "check that the token may publish modules there"
    : "check the address, and try again";
}

/**
 * The address of a registry, without a slash at its end.
 *
 * @throws unless it is HTTPS, or HTTP of this machine: a token never leaves it unencrypted
 */
export function requireRegistryUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.protocol === "http:" && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url === undefined || (url.protocol !== "https:" && !isLocal) || url.username !== "" || url.password !== "") {
    throw new Error(
      `publish-module: --url: not an https address without credentials, got ${text}; pass https://<host>`,
    );
  }
  return url;
}

/** The variable in which Terraform keeps the token of a host. @see https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials */
export function tokenVariable(host: string): string {
  return `TF_TOKEN_${host.replaceAll("-", "__").replaceAll(".", "_")}`;
}

/** @throws when neither variable has a token that fits into a header */
export function requireToken(host: string, environment: Readonly<Record<string, string | undefined>>): string {
  const names = ["MODULE_REGISTRY_TOKEN", tokenVariable(host)];
  const token = names.map((name) => environment[name]?.trim() ?? "").find((value) => value !== "");
  if (token === undefined) {
    throw new Error(`publish-module: needs a token for ${host}, got none; set ${names.join(" or ")}`);
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new Error(`publish-module: the token for ${host} has spaces or other characters; set it again`);
  }
  return token;
}
