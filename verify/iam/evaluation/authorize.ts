import type { Request } from "../language/authorization-request";
import type { Policy, Statement } from "../language/parse-policy";
import type { Trilean } from "../patterns/three-valued-logic";
import { mostDirect, type Reach, reach } from "./principal-matching";
import { applies } from "./statement-matching";

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
  /** A layer of the authority, or a level of control. */
  readonly layer: string;
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
  const found = matchesIn(authority, request, known);
  const uncertain = found.filter((match) => !match.certain);
  const strict = decideAs("strict", request, authority, found);
  if (uncertain.length === 0) {
    return strict;
  }
  const lenient = decideAs("lenient", request, authority, found);
  return (strict.kind === "allowed") === (lenient.kind === "allowed") ? lenient : { kind: "unknown", by: uncertain };
}

const layers = ["identity", "boundary", "session", "endpoint", "resource"] as const;

/** The statements that apply, in the order in which one that denies is named. */
function matchesIn(authority: Authority, request: Request, known: ReadonlyMap<Statement, Trilean>): readonly Match[] {
  const found: Match[] = [];
  const add = (layer: string, policies: readonly Policy[]): void => {
    for (const policy of policies) {
      for (const statement of policy.statements) {
        const applied = applies(statement, request, known.get(statement));
        if (applied !== "no") {
          found.push({ layer, policy, statement, certain: applied === "yes" });
        }
      }
    }
  };
  for (const layer of layers) {
    const policies = authority[layer] ?? [];
    add(layer, policies === "everything" ? [] : policies);
  }
  authority.control?.forEach((level, index) => {
    add(controlLayer(index), level);
  });
  return found;
}

function controlLayer(level: number): string {
  return `control ${level}`;
}

/** `strict` takes uncertain Denies as matching and uncertain Allows as not; `lenient` the other way round. */
function decideAs(
  reading: "strict" | "lenient",
  request: Request,
  authority: Authority,
  found: readonly Match[],
): Decision {
  const counted = found.filter(
    ({ certain, statement }) => certain || (statement.effect === "Deny") === (reading === "strict"),
  );
  const denying = counted.find(({ statement }) => statement.effect === "Deny");
  return denying === undefined
    ? allowedBy(request, authority, (layer) => counted.filter((match) => match.layer === layer))
    : { kind: "denied", by: denying };
}

function allowedBy(request: Request, authority: Authority, allowing: (layer: string) => readonly Match[]): Decision {
  for (const index of (authority.control ?? []).keys()) {
    if (request.principal.kind === "member" && allowing(controlLayer(index)).length === 0) {
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
