import { accountOfArn, type Ownership } from "../language/arn-owner";
import type { ConditionTest, PrincipalEntry, Statement } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import { containsUnknown } from "../patterns/placeholders";

/** Whom a statement allows: this account or a service on its behalf, an external principal, or unknown. */
export type GrantRecipient = Ownership;

/** What is taken to be ours. */
export interface OwnAccountScope {
  readonly text: PolicyTextResolver;
  /** The organization that the endpoints are bound to, if any. */
  readonly organization: string | undefined;
}

/** The principals that an Allow of a resource-based policy allows. A statement without a principal belongs to no resource-based policy. */
export function grantRecipientOf({ principal, conditions }: Statement, ownAccount: OwnAccountScope): GrantRecipient {
  if (principal === undefined) {
    return "own";
  }
  const bounds = conditions.map((test) => recipientBoundByCondition(test, ownAccount));
  if (bounds.includes("own")) {
    return "own";
  }
  const named = principal.isNegated
    ? ["foreign" as const]
    : principal.entries.map((entry) => recipientOfEntry(entry, ownAccount));
  const worst = named.includes("foreign") ? "foreign" : named.includes("unknown") ? "unknown" : "own";
  return worst === "foreign" && bounds.includes("unknown") ? "unknown" : worst;
}

/** A service says for whom it acts by conditions alone; a canonical user or a provider does not say whose it is. */
function recipientOfEntry({ kind, value }: PrincipalEntry, ownAccount: OwnAccountScope): GrantRecipient {
  switch (kind) {
    case "AWS":
      return value === "*" ? "foreign" : ownershipOfAccount(value, ownAccount);
    case "Service":
      return "foreign";
    case "Federated":
    case "CanonicalUser":
      return "unknown";
  }
}

/** Whose the account is that an ARN names, or that stands for itself. */
function ownershipOfAccount(value: string, { text }: OwnAccountScope): GrantRecipient {
  const account = accountOfArn(value) ?? value;
  if (account === text.account) {
    return "own";
  }
  const isAccount = account !== value || /^\d{12}$/.test(value);
  return isAccount && account !== "" && !containsUnknown(account) ? "foreign" : "unknown";
}

const accountKeys = ["aws:principalaccount", "aws:sourceaccount", "aws:sourceowner"];
const arnKeys = ["aws:principalarn", "aws:sourcearn"];
const organizationKeys = ["aws:principalorgid", "aws:sourceorgid"];

/**
 * Whether a test holds for nobody but ourselves. A key that is absent passes no test but negated ones and those of `IfExists`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
function recipientBoundByCondition(test: ConditionTest, ownAccount: OwnAccountScope): GrantRecipient | undefined {
  const { key, operator, setOperator, ifExists, values } = test;
  const isBinding = operator.family === "text" && !operator.negated && setOperator === "none" && !ifExists;
  const read = accountKeys.includes(key) || arnKeys.includes(key) || organizationKeys.includes(key);
  if (!isBinding || !read || values.length === 0) {
    return undefined;
  }
  const owners = values.map((value) => ownershipOfConditionValue(test, value, ownAccount));
  return owners.every((one) => one === "own") ? "own" : owners.includes("foreign") ? undefined : "unknown";
}

function ownershipOfConditionValue(
  { key, operator }: ConditionTest,
  value: string,
  ownAccount: OwnAccountScope,
): GrantRecipient {
  if (organizationKeys.includes(key)) {
    return value === ownAccount.organization ? "own" : "unknown";
  }
  const beforeAccount = value.split(":").slice(0, 4).join(":");
  // Only ARN operators keep a wildcard within its field.
  if (operator.wildcards === "text" && arnKeys.includes(key) && /[*?]/.test(beforeAccount)) {
    return "unknown";
  }
  return /[*?]/.test(accountFieldOfArn(value)) ? "foreign" : ownershipOfAccount(value, ownAccount);
}

function accountFieldOfArn(value: string): string {
  return value.startsWith("arn:") ? (value.split(":")[4] ?? "*") : value;
}
