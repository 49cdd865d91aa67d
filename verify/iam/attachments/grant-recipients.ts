import { accountIn, type Whose } from "../language/arn-owner";
import type { ConditionTest, PrincipalEntry, Statement } from "../language/parse-policy";
import type { TextReader } from "../language/resolve-policy-text";
import { isVague } from "../patterns/placeholders";

/** Whom a statement lets in: this account, or somebody on its behalf; somebody else; or nobody can tell. */
export type Grantee = Whose;

/** What is taken to be ours. */
export interface Ourselves {
  readonly text: TextReader;
  /** The organization that the endpoints are bound to, if any. */
  readonly organization: string | undefined;
}

/** Whom an Allow of a resource's policy lets in. What has no principal is no policy of a resource. */
export function granteeOf({ principal, conditions }: Statement, ourselves: Ourselves): Grantee {
  if (principal === undefined) {
    return "ours";
  }
  const bounds = conditions.map((test) => boundBy(test, ourselves));
  if (bounds.includes("ours")) {
    return "ours";
  }
  const named = principal.excluded
    ? ["theirs" as const]
    : principal.entries.map((entry) => granteeNamed(entry, ourselves));
  const worst = named.includes("theirs") ? "theirs" : named.includes("unknown") ? "unknown" : "ours";
  return worst === "theirs" && bounds.includes("unknown") ? "unknown" : worst;
}

/** A service says for whom it acts by conditions alone; a canonical user or a provider does not say whose it is. */
function granteeNamed({ kind, value }: PrincipalEntry, ourselves: Ourselves): Grantee {
  switch (kind) {
    case "AWS":
      return value === "*" ? "theirs" : accountOf(value, ourselves);
    case "Service":
      return "theirs";
    case "Federated":
    case "CanonicalUser":
      return "unknown";
  }
}

/** Whose the account is that an ARN names, or that stands for itself. */
function accountOf(value: string, { text }: Ourselves): Grantee {
  const account = accountIn(value) ?? value;
  if (account === text.account) {
    return "ours";
  }
  const isAccount = account !== value || /^\d{12}$/.test(value);
  return isAccount && account !== "" && !isVague(account) ? "theirs" : "unknown";
}

const accountKeys = ["aws:principalaccount", "aws:sourceaccount", "aws:sourceowner"];
const arnKeys = ["aws:principalarn", "aws:sourcearn"];
const organizationKeys = ["aws:principalorgid", "aws:sourceorgid"];

/**
 * Whether a test holds for nobody but ourselves. A key that is absent passes no test but negated ones and those of `IfExists`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
function boundBy(test: ConditionTest, ourselves: Ourselves): Grantee | undefined {
  const { key, operator, quantifier, ifExists, values } = test;
  const isBinding = operator.family === "text" && !operator.negated && quantifier === "none" && !ifExists;
  const read = accountKeys.includes(key) || arnKeys.includes(key) || organizationKeys.includes(key);
  if (!isBinding || !read || values.length === 0) {
    return undefined;
  }
  const whose = values.map((value) => whoseValue(test, value, ourselves));
  return whose.every((one) => one === "ours") ? "ours" : whose.includes("theirs") ? undefined : "unknown";
}

function whoseValue({ key, operator }: ConditionTest, value: string, ourselves: Ourselves): Grantee {
  if (organizationKeys.includes(key)) {
    return value === ourselves.organization ? "ours" : "unknown";
  }
  const beforeAccount = value.split(":").slice(0, 4).join(":");
  // Only ARN operators keep a wildcard within its field.
  if (operator.wildcards === "text" && arnKeys.includes(key) && /[*?]/.test(beforeAccount)) {
    return "unknown";
  }
  return /[*?]/.test(accountFieldOf(value)) ? "theirs" : accountOf(value, ourselves);
}

function accountFieldOf(value: string): string {
  return value.startsWith("arn:") ? (value.split(":")[4] ?? "*") : value;
}
