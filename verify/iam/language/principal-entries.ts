import { memoizeByText } from "../../collections/memoize";
import { containsUnknown } from "../patterns/placeholders";
import type { PrincipalEntry } from "./parse-policy";

/** The principals that an entry of `Principal` names. */
export type ParsedPrincipal =
  | { readonly kind: "anyone" }
  | { readonly kind: "account"; readonly account: string }
  /** A role, an IAM user, or a federated user session, by its ARN. */
  | { readonly kind: "iam-principal"; readonly account: string; readonly arn: string }
  /** An assumed-role session. Its ARN does not contain the path of the role. */
  | { readonly kind: "session"; readonly account: string; readonly role: string; readonly session: string }
  | { readonly kind: "canonical"; readonly id: string }
  /** One service or identity provider; without a name, all of them. */
  | { readonly kind: "service" | "federated"; readonly name: string | undefined }
  /** AWS accepts no such entry, or it means more than is modeled. */
  | { readonly kind: "unsupported" }
  /** An unresolved expression, which may name any principal. */
  | { readonly kind: "unknown" };

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function parsePrincipalEntry({ kind, value }: PrincipalEntry): ParsedPrincipal {
  return parsersByKind[kind](value);
}

/** Whether the entry is the account as a whole, which leaves the decision to its IAM policies. */
export function namesAccount(entry: PrincipalEntry, account: string): boolean {
  const named = parsePrincipalEntry(entry);
  return named.kind === "account" && named.account === account;
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

/** `Principal` supports neither wildcards nor variables; AWS rejects an entry with one in place of the account. */
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
