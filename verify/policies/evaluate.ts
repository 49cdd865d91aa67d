import type { Policy, Statement } from "./policy-grammar";
import { mostDirect, type Reach, reach } from "./principal-matching";
import type { Request } from "./request";
import { applies } from "./statement-matching";
import type { Trilean } from "./trilean";

/**
 * The policies that decide over a request.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export interface Authority {
  /** Policies attached to the caller; `everything` where they are not known and the worst is assumed. */
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
   * - `required`: the resource's policy must allow, or hand the decision to its account (KMS keys, role trust).
   */
  readonly resourceMode?: "union" | "required";
  /** Account that owns the resource, as text. */
  readonly resourceAccount: string;
}

/** The statement that decided. */
export interface Citation {
  readonly policy: Policy;
  readonly statement: Statement;
}

export type Decision =
  | { readonly kind: "allowed"; readonly by: readonly Citation[] }
  | { readonly kind: "denied"; readonly by: Citation }
  /** Nothing allows it; `layer` is where the permission is missing. */
  | { readonly kind: "not-allowed"; readonly layer: Layer }
  | { readonly kind: "unknown"; readonly by: readonly Citation[] };

export type Layer = "identity" | "boundary" | "session" | "control" | "endpoint" | "resource";

interface Match extends Citation {
  readonly certain: boolean;
}

/**
 * Decides one request. Uncertain statements are read both ways; where that changes the outcome, the outcome is unknown.
 *
 * @param known whether statements speak of the request, where that is known
 */
export function decide(
  request: Request,
  authority: Authority,
  known: ReadonlyMap<Statement, Trilean> = new Map(),
): Decision {
  const found = matchesByLayer(request, authority, known);
  const uncertain = [...found.values()].flat().filter((match) => !match.certain);
  const strict = decideAs("strict", request, authority, found);
  if (uncertain.length === 0) {
    return strict;
  }
  const lenient = decideAs("lenient", request, authority, found);
  return (strict.kind === "allowed") === (lenient.kind === "allowed") ? lenient : { kind: "unknown", by: uncertain };
}

/** In the order in which statements that deny are named. */
type Found = ReadonlyMap<string, readonly Match[]>;

const layers = ["identity", "boundary", "session", "endpoint", "resource"] as const;

function matchesByLayer(request: Request, authority: Authority, known: ReadonlyMap<Statement, Trilean>): Found {
  const found = new Map<string, readonly Match[]>();
  for (const layer of layers) {
    const policies = authority[layer] ?? [];
    found.set(layer, policies === "everything" ? [] : matchesIn(policies, request, known));
  }
  for (const [index, level] of (authority.control ?? []).entries()) {
    found.set(`control ${index}`, matchesIn(level, request, known));
  }
  return found;
}

function matchesIn(
  policies: readonly Policy[],
  request: Request,
  known: ReadonlyMap<Statement, Trilean>,
): readonly Match[] {
  const matches: Match[] = [];
  for (const policy of policies) {
    for (const statement of policy.statements) {
      const applied = applies(statement, request, known.get(statement));
      if (applied !== "no") {
        matches.push({ policy, statement, certain: applied === "yes" });
      }
    }
  }
  return matches;
}

/** `strict` takes uncertain Denies as matching and uncertain Allows as not; `lenient` the other way round. */
function decideAs(reading: "strict" | "lenient", request: Request, authority: Authority, found: Found): Decision {
  const counts = (match: Match): boolean =>
    match.certain || (match.statement.effect === "Deny") === (reading === "strict");
  for (const matches of found.values()) {
    const denying = matches.find((match) => match.statement.effect === "Deny" && counts(match));
    if (denying !== undefined) {
      return { kind: "denied", by: denying };
    }
  }
  return allowedBy(request, authority, (layer) => (found.get(layer) ?? []).filter(counts));
}

function allowedBy(request: Request, authority: Authority, allowing: (layer: string) => readonly Match[]): Decision {
  for (const index of (authority.control ?? []).keys()) {
    if (request.principal.kind === "member" && allowing(`control ${index}`).length === 0) {
      return { kind: "not-allowed", layer: "control" };
    }
  }
  if (authority.endpoint !== undefined && allowing("endpoint").length === 0) {
    return { kind: "not-allowed", layer: "endpoint" };
  }
  const granting = allowing("resource");
  const reached = mostDirect(
    granting.map(({ statement }) => statement.principal && reach(statement.principal, request.principal)),
  );
  const missing = missingLayer(request, authority, reached, (layer) => allowing(layer).length > 0);
  if (missing !== undefined) {
    return { kind: "not-allowed", layer: missing };
  }
  return { kind: "allowed", by: [...allowing("identity"), ...granting, ...allowing("endpoint")] };
}

/** Which layer lacks an Allow, if any: the difference between one account and two, and between sorts of callers. */
function missingLayer(
  { principal }: Request,
  authority: Authority,
  reached: Reach | undefined,
  allows: (layer: Layer) => boolean,
): Layer | undefined {
  if (principal.kind !== "member") {
    return reached === undefined ? "resource" : undefined;
  }
  const sameAccount = principal.account === authority.resourceAccount;
  if ((!sameAccount || authority.resourceMode === "required") && reached === undefined) {
    return "resource";
  }
  const direct = sameAccount && reached !== undefined && reached !== "account";
  if (authority.identity !== "everything" && !allows("identity") && !direct) {
    return "identity";
  }
  // A grant to a session, or to a user, is not cut by an implicit denial of the boundary; one to a session not by its policies.
  const session = direct && reached === "session";
  const user = direct && principal.arn.includes(":user/");
  if (authority.boundary !== undefined && !allows("boundary") && !session && !user) {
    return "boundary";
  }
  return authority.session !== undefined && !allows("session") && !session ? "session" : undefined;
}
