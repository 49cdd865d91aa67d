import {
  isRefusedToken,
  isToken,
  sendWithToken,
  shownReply,
  type TokenReply,
  type TokenRequest,
  tokenUrl,
} from "../shared/token-requests";

/** A request to a registry. */
export interface RegistryRequest extends TokenRequest {
  /** Statuses that the caller handles. Any other one is an error. */
  readonly expected: readonly number[];
}

/**
 * Sends one request.
 *
 * @throws one line, without the token, when there is no answer in time or one that is not expected
 */
export async function requestRegistry({ expected, ...request }: RegistryRequest): Promise<TokenReply> {
  const where = `${request.method} ${withoutQuery(request.url)}`;
  const reply = await sendWithToken(request).catch((error: Error) => {
    throw new Error(`${where}: no answer, got ${error.message}; check the address`);
  });
  if (!expected.includes(reply.status)) {
    throw new Error(`${where}: refused, got ${shownReply(reply)}; ${remedyOf(reply)}`);
  }
  return reply;
}

/** The query of an upload address can be a credential. */
function withoutQuery(url: string): string {
  return url.replace(/\?.*$/s, "");
}

function remedyOf(reply: TokenReply): string {
  return isRefusedToken(reply) ? "check that the token may publish modules there" : "check the address, and try again";
}

/**
 * The address of a registry, without a slash at its end.
 *
 * @throws unless it is HTTPS, or HTTP of this machine: a token never leaves it unencrypted
 */
export function requireRegistryUrl(text: string): URL {
  const url = tokenUrl(text);
  if (url === undefined || url.username !== "" || url.password !== "") {
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
  if (!isToken(token)) {
    throw new Error(`publish-module: the token for ${host} has spaces or other characters; set it again`);
  }
  return token;
}
