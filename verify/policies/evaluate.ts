import type { Policy, Statement } from "./policy-grammar";
import { mostDirect, type Reach, reach } from "./principal-matching";
import type { Request } from "./request";
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
  readonly certain: boolean;
}

/**
 * Decides one request. Uncertain statements are read both ways; where that changes the outcome, the outcome is unknown.
 *
 * @param irrelevant statements that are known not to speak of the request
 */
export function decide(
  request: Request,
  authority: Authority,
  irrelevant: ReadonlySet<Statement> = new Set(),
): Decision {
  const found = matchesByLayer(request, authority, irrelevant);
  const uncertain = Object.values(found).flatMap((matches) => matches.filter((match) => !match.certain));
  const strict = decideAs("strict", request, authority, found);
  if (uncertain.length === 0) {
    return strict;
  }
  const lenient = decideAs("lenient", request, authority, found);
  return (strict.kind === "allowed") === (lenient.kind === "allowed") ? lenient : { kind: "unknown", by: uncertain };
}

type Found = Readonly<Record<string, readonly Match[]>>;

const layers = ["identity", "boundary", "session", "endpoint", "resource"] as const;

function matchesByLayer(request: Request, authority: Authority, irrelevant: ReadonlySet<Statement>): Found {
  const entries = layers.map((layer) => [layer, matchesIn(policiesOf(authority, layer), request, irrelevant)] as const);
  const levels = (authority.control ?? []).map(
    (level, index) => [`control ${index}`, matchesIn(level, request, irrelevant)] as const,
  );
  return Object.fromEntries([...entries, ...levels]);
}

function policiesOf(authority: Authority, layer: (typeof layers)[number]): readonly Policy[] {
  const policies = authority[layer] ?? [];
  return policies === "everything" ? [] : policies;
}

function matchesIn(
  policies: readonly Policy[],
  request: Request,
  irrelevant: ReadonlySet<Statement>,
): readonly Match[] {
  return policies.flatMap((policy) =>
    policy.statements.flatMap((statement) => {
      const applied = irrelevant.has(statement) ? "no" : applies(statement, request);
      return applied === "no" ? [] : [{ policy, statement, certain: applied === "yes" }];
    }),
  );
}

/** `strict` takes uncertain Denies as matching and uncertain Allows as not; `lenient` the other way round. */
function decideAs(reading: "strict" | "lenient", request: Request, authority: Authority, found: Found): Decision {
  const counts = (match: Match): boolean =>
    match.certain || (match.statement.effect === "Deny") === (reading === "strict");
  const counted = (layer: string): readonly Match[] => (found[layer] ?? []).filter(counts);
  const denying = Object.keys(found)
    .flatMap((layer) => counted(layer))
    .find((match) => match.statement.effect === "Deny");
  if (denying !== undefined) {
    return { kind: "denied", by: denying };
  }
  return allowedBy(request, authority, (layer) => counted(layer));
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
