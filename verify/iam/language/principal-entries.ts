import { memoizeByText } from "../../collections/memoize";
import { containsUnknown } from "../patterns/placeholders";
import type { PrincipalEntry } from "./parse-policy";

/** What an entry of `Principal` names, as far as it is understood. */
export type ParsedPrincipal =
  | { readonly kind: "anyone" }
  | { readonly kind: "account"; readonly account: string }
  /** A role, a user, or the session of a federated user, by its ARN. */
  | { readonly kind: "iam-principal"; readonly account: string; readonly arn: string }
  /** A session of a role, whose path its ARN leaves out. */
  | { readonly kind: "session"; readonly account: string; readonly role: string; readonly session: string }
  | { readonly kind: "canonical"; readonly id: string }
  /** One service or identity provider; all of them where there is none. */
  | { readonly kind: "service" | "federated"; readonly name: string | undefined }
  /** AWS accepts no such entry of the kind, or means more by it than is modelled. */
  | { readonly kind: "unsupported" }
  /** An expression that may stand for anybody. */
  | { readonly kind: "unknown" };

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function parsePrincipalEntry({ kind, value }: PrincipalEntry): ParsedPrincipal {
  return parsersByKind[kind](value);
}

type ValueParser = (value: string) => ParsedPrincipal;

const parsersByKind: Readonly<Record<PrincipalEntry["kind"], ValueParser>> = {
  AWS: valueParser((value) => (value === "*" ? { kind: "anyone" } : parseAwsPrincipal(value))),
  Service: valueParser((value) => ({ kind: "service", name: value === "*" ? undefined : value })),
  Federated: valueParser((value) => ({ kind: "federated", name: value === "*" ? undefined : value })),
  CanonicalUser: valueParser((id) => ({ kind: "canonical", id })),
};

function valueParser(parse: ValueParser): ValueParser {
  return memoizeByText((value) => (containsUnknown(value) ? { kind: "unknown" } : parse(value)));
}

const unsupportedEntry: ParsedPrincipal = { kind: "unsupported" };

/** Wildcards mean nothing here, and variables are not replaced: where either stands for an account, AWS takes no such entry. */
function parseAwsPrincipal(value: string): ParsedPrincipal {
  const [scheme, , service = "", , account = "", ...rest] = value.includes(":")
    ? value.split(":")
    : ["arn", "", "iam", "", value, "root"];
  const isWritten = scheme === "arn" && account !== "" && !/[*?]|\$\{/u.test(account);
  return isWritten ? parsePrincipalArn(service, account, rest.join(":"), value) : unsupportedEntry;
}

function parsePrincipalArn(service: string, account: string, resource: string, arn: string): ParsedPrincipal {
  if (service === "iam" && resource === "root") {
    return { kind: "account", account };
  }
  if (service === "iam" && /^(?:role|user)\/./u.test(resource)) {
    return { kind: "iam-principal", account, arn };
  }
  if (service === "sts" && /^federated-user\/./u.test(resource)) {
    return { kind: "iam-principal", account, arn };
  }
  const [, role] = /^assumed-role\/([^/]+)\/[^/]+$/u.exec(resource) ?? [];
  return service === "sts" && role !== undefined ? { kind: "session", account, role, session: arn } : unsupportedEntry;
}
