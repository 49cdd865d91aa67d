import { isVague } from "../patterns/placeholders";
import type { PrincipalEntry } from "./parse-policy";

/** What an entry of `Principal` names, as far as it is understood. */
export type Named =
  | { readonly kind: "anyone" }
  | { readonly kind: "account"; readonly account: string }
  /** A role, a user, or the session of a federated user, by its ARN. */
  | { readonly kind: "member"; readonly account: string; readonly arn: string }
  /** A session of a role, whose path its ARN leaves out. */
  | { readonly kind: "session"; readonly account: string; readonly role: string; readonly session: string }
  | { readonly kind: "canonical"; readonly id: string }
  /** One service or identity provider; all of them where there is none. */
  | { readonly kind: "service" | "federated"; readonly name: string | undefined }
  /** AWS accepts no such entry of the kind, or means more by it than is modelled. */
  | { readonly kind: "unreadable" }
  /** An expression that may stand for anybody. */
  | { readonly kind: "vague" };

const read = new Map<string, Named>();

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function readEntry({ kind, value }: PrincipalEntry): Named {
  const key = `${kind} ${value}`;
  const known = read.get(key) ?? understand(kind, value);
  read.set(key, known);
  return known;
}

function understand(kind: PrincipalEntry["kind"], value: string): Named {
  if (isVague(value)) {
    return { kind: "vague" };
  }
  switch (kind) {
    case "AWS":
      return value === "*" ? { kind: "anyone" } : member(value);
    case "Service":
      return { kind: "service", name: value === "*" ? undefined : value };
    case "Federated":
      return { kind: "federated", name: value === "*" ? undefined : value };
    case "CanonicalUser":
      return { kind: "canonical", id: value };
  }
}

const unreadable: Named = { kind: "unreadable" };

/** Wildcards mean nothing here, and variables are not replaced: where either stands for an account, AWS takes no such entry. */
function member(value: string): Named {
  const [scheme, , service = "", , account = "", ...rest] = value.includes(":")
    ? value.split(":")
    : ["arn", "", "iam", "", value, "root"];
  const isWritten = scheme === "arn" && account !== "" && !/[*?]|\$\{/u.test(account);
  return isWritten ? ofService(service, account, rest.join(":"), value) : unreadable;
}

function ofService(service: string, account: string, resource: string, arn: string): Named {
  if (service === "iam" && resource === "root") {
    return { kind: "account", account };
  }
  if (service === "iam" && /^(?:role|user)\/./u.test(resource)) {
    return { kind: "member", account, arn };
  }
  if (service === "sts" && /^federated-user\/./u.test(resource)) {
    return { kind: "member", account, arn };
  }
  const [, role] = /^assumed-role\/([^/]+)\/[^/]+$/u.exec(resource) ?? [];
  return service === "sts" && role !== undefined ? { kind: "session", account, role, session: arn } : unreadable;
}
