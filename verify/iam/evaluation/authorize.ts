import { memoize } from "../../collections/memoize";
import { isPermissionless } from "../aws/permissionless-actions";
import type { AuthorizationRequest, Principal } from "../language/authorization-request";
import type { Policy, Statement } from "../language/parse-policy";
import type { ThreeValued } from "../patterns/three-valued-logic";
import { bestPrincipalMatch, mostSpecificMatch, type PrincipalMatch } from "./principal-matching";
import { statementApplies } from "./statement-matching";

/**
 * The policies that decide over a request.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export interface PolicySet {
  /** Policies attached to the caller; `everything` if they are unknown and are assumed to allow every request. */
  readonly identity: readonly Policy[] | "everything";
  /** Permissions boundary of the caller. */
  readonly boundary?: readonly Policy[];
  /** Session policies of the caller. */
  readonly session?: readonly Policy[];
  /** Service or resource control policies, one entry per level of the organization; every level must allow. */
  readonly control?: readonly (readonly Policy[])[];
  /** Policies of the endpoint that the request travels through. */
  readonly endpoint?: readonly Policy[];
  /** The policy of the resource. */
  readonly resource?: readonly Policy[];
  /**
   * - `union`: within one account the resource's policy or the caller's suffices.
   * - `required`: the resource's policy must allow, or delegate to its account (KMS keys, role trust).
   */
  readonly resourcePolicyMode?: "union" | "required";
  /** Account that owns the resource, as text. */
  readonly resourceAccount: string;
}

/** A statement that decides a request. */
export interface MatchedStatement {
  readonly policy: Policy;
  readonly statement: Statement;
}

/** The decision on a request, and the statements that make it; `unknown` if it depends on statements that may or may not apply. */
export type Decision =
  | { readonly kind: "allowed"; readonly by: readonly MatchedStatement[] }
  | { readonly kind: "explicit-deny"; readonly by: MatchedStatement }
  /** No Deny applies, and no policy of the required type `policyType` allows the request. */
  | { readonly kind: "implicit-deny"; readonly policyType: PolicyType }
  | { readonly kind: "unknown"; readonly by: readonly MatchedStatement[] };

/** Types of policies in the evaluation logic; `control` is a service or resource control policy of the organization. */
export type PolicyType = "identity" | "boundary" | "session" | "control" | "endpoint" | "resource";

/** A statement that applies to a request, or may apply. */
export interface StatementMatch extends MatchedStatement {
  /** A policy type, or a level of the control policies. */
  readonly policyType: string;
  readonly isCertain: boolean;
}

/** Whether a statement applies to a request, conditions included. */
export type StatementEvaluation = (statement: Statement) => ThreeValued;

/**
 * Decides one request. A statement that may or may not apply is evaluated both ways; if the decision differs, it is unknown.
 *
 * @param knownMatches whether statements match the request, conditions aside, where that is known
 * @param applies whether a statement applies, for a caller that has evaluated it already. @default - evaluates the statement
 */
export function authorize(
  request: AuthorizationRequest,
  attached: PolicySet,
  knownMatches: KnownMatches = new Map(),
  applies: StatementEvaluation = (statement) => statementApplies(statement, request, knownMatches.get(statement)),
): Decision {
  const policySet = decisivePolicies(request, attached);
  const candidates = candidatesOf(policySet)(knownMatches);
  // A Deny that applies decides, whatever else is uncertain.
  const denial = candidates.denying.find(({ statement }) => applies(statement) === "yes");
  if (denial !== undefined) {
    return denial.decision;
  }
  let applied = "";
  for (const { statement } of candidates.all) {
    applied += applies(statement).charAt(0);
  }
  const decisions = candidates.decisionsFor(request.principal);
  const known = decisions.get(applied) ?? decide(request, policySet, findStatementMatches(candidates, applies));
  decisions.set(applied, known);
  return known;
}

function decide(request: AuthorizationRequest, policySet: PolicySet, found: readonly StatementMatch[]): Decision {
  const uncertain = found.filter((match) => !match.isCertain);
  const strict = authorizeAs("strict", request, policySet, found);
  if (uncertain.length === 0) {
    return strict;
  }
  const lenient = authorizeAs("lenient", request, policySet, found);
  return (strict.kind === "allowed") === (lenient.kind === "allowed") ? lenient : { kind: "unknown", by: uncertain };
}

/**
 * The statements that apply to a request, or may apply: those of policies that deny, allow, or only support the decision.
 *
 * @param knownMatches see {@link authorize}
 */
export function applicableStatements(
  request: AuthorizationRequest,
  attached: PolicySet,
  knownMatches: KnownMatches = new Map(),
): readonly StatementMatch[] {
  const candidates = candidatesOf(decisivePolicies(request, attached))(knownMatches);
  return findStatementMatches(candidates, (statement) =>
    statementApplies(statement, request, knownMatches.get(statement)),
  );
}

/** Whether statements match a request, conditions aside. */
export type KnownMatches = ReadonlyMap<Statement, ThreeValued>;

/** The policies that decide over a request: for an action that needs no permission, those of the endpoint alone. */
export function decisivePolicies(request: AuthorizationRequest, attached: PolicySet): PolicySet {
  return isPermissionless(request.action) ? endpointPolicies(attached, request) : attached;
}

/** The policies that decide over an action that needs no permission: anyone who has credentials calls it for themselves. */
function endpointPolicies({ endpoint, resourceAccount }: PolicySet, { principal }: AuthorizationRequest): PolicySet {
  return {
    identity: "everything",
    resourceAccount: principal.kind === "iam-principal" ? principal.account : resourceAccount,
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

const evaluatedPolicyTypes = ["identity", "boundary", "session", "endpoint", "resource"] as const;

/** The statements that apply or may apply. The first Deny is the one that reports name. */
function findStatementMatches({ all }: Candidates, applies: StatementEvaluation): readonly StatementMatch[] {
  const found: StatementMatch[] = [];
  for (const candidate of all) {
    const applied = applies(candidate.statement);
    if (applied !== "no") {
      found.push({ ...candidate, isCertain: applied === "yes" });
    }
  }
  return found;
}

type Candidate = Omit<StatementMatch, "isCertain">;

/** A statement that denies, with the decision where it applies. */
interface DenyingCandidate extends Candidate {
  readonly decision: Decision;
}

/** The statements that may match the request. */
interface Candidates {
  readonly all: readonly Candidate[];
  readonly denying: readonly DenyingCandidate[];
  /** The decisions that were made for a principal, by which of the statements apply. */
  readonly decisionsFor: (principal: Principal) => Map<string, Decision>;
}

/** Memoized, because thousands of requests share their candidates. */
const candidatesOf = memoize((policySet: PolicySet) =>
  memoize((knownMatches: KnownMatches): Candidates => {
    const layers = evaluatedPolicyTypes.map((layer) => [layer, policySet[layer] ?? []] as const);
    const levels = (policySet.control ?? []).map((level, index) => [controlPolicyLevel(index), level] as const);
    const all = [...layers, ...levels].flatMap(([policyType, policies]) =>
      policies === "everything" ? [] : policies.flatMap((policy) => candidatesIn(policy, policyType, knownMatches)),
    );
    return {
      all,
      denying: all
        .filter(({ statement }) => statement.effect === "Deny")
        .map((candidate) => ({ ...candidate, decision: { kind: "explicit-deny", by: candidate } })),
      decisionsFor: memoize((_: Principal) => new Map<string, Decision>()),
    };
  }),
);

function candidatesIn(policy: Policy, policyType: string, knownMatches: KnownMatches): readonly Candidate[] {
  return policy.statements
    .filter((statement) => knownMatches.get(statement) !== "no")
    .map((statement) => ({ policyType, policy, statement }));
}

function controlPolicyLevel(level: number): string {
  return `control ${level}`;
}

/** `strict`: an uncertain Deny applies, and an uncertain Allow does not. `lenient`: the opposite. */
function authorizeAs(
  reading: "strict" | "lenient",
  request: AuthorizationRequest,
  policySet: PolicySet,
  found: readonly StatementMatch[],
): Decision {
  const counted = found.filter(
    ({ isCertain, statement }) => isCertain || (statement.effect === "Deny") === (reading === "strict"),
  );
  const denying = counted.find(({ statement }) => statement.effect === "Deny");
  return denying === undefined
    ? decisionWithoutDeny(request, policySet, (layer) => counted.filter((match) => match.policyType === layer))
    : { kind: "explicit-deny", by: denying };
}

function decisionWithoutDeny(
  request: AuthorizationRequest,
  policySet: PolicySet,
  allowing: (layer: string) => readonly StatementMatch[],
): Decision {
  for (const index of (policySet.control ?? []).keys()) {
    if (request.principal.kind === "iam-principal" && allowing(controlPolicyLevel(index)).length === 0) {
      return { kind: "implicit-deny", policyType: "control" };
    }
  }
  if (policySet.endpoint !== undefined && allowing("endpoint").length === 0) {
    return { kind: "implicit-deny", policyType: "endpoint" };
  }
  const granting = allowing("resource");
  const principalMatch = mostSpecificMatch(
    granting.map(({ statement }) => statement.principal && bestPrincipalMatch(statement.principal, request.principal)),
  );
  const missing = policyTypeWithoutAllow(request, policySet, principalMatch, (layer) => allowing(layer).length > 0);
  if (missing !== undefined) {
    return { kind: "implicit-deny", policyType: missing };
  }
  return { kind: "allowed", by: [...allowing("identity"), ...granting, ...allowing("endpoint")] };
}

/** The policy type without a necessary Allow, if any. Depends on the caller, and on whether the resource is in its account. */
function policyTypeWithoutAllow(
  { principal }: AuthorizationRequest,
  policySet: PolicySet,
  principalMatch: PrincipalMatch | undefined,
  allows: (layer: PolicyType) => boolean,
): PolicyType | undefined {
  if (principal.kind !== "iam-principal") {
    return principalMatch === undefined ? "resource" : undefined;
  }
  const sameAccount = principal.account === policySet.resourceAccount;
  if ((!sameAccount || policySet.resourcePolicyMode === "required") && principalMatch === undefined) {
    return "resource";
  }
  const direct = sameAccount && principalMatch !== undefined && principalMatch !== "account";
  if (policySet.identity !== "everything" && !allows("identity") && !direct) {
    return "identity";
  }
  // A resource policy that names a session or user is not limited by the boundary; one that names a session not by session policies either.
  const session = direct && principalMatch === "session";
  const user = direct && principal.arn.includes(":user/");
  if (policySet.boundary !== undefined && !allows("boundary") && !session && !user) {
    return "boundary";
  }
  return policySet.session !== undefined && !allows("session") && !session ? "session" : undefined;
}
