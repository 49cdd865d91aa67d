import type { Evidence } from "../../verdict/claim";
import { type Findings, findingsForEach, findingsOf, mergeFindings, notApplicable } from "../../verdict/findings";
import { withOthers } from "../../verdict/marked-finding";
import type { PolicyModel } from "../attachments/policy-model";
import { policiesOfRole, type RoleWithPolicies } from "../attachments/role-with-policies";
import { isKnownConditionKey } from "../aws/action-catalog";
import type { Decision } from "../evaluation/authorize";
import type { Policy } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import { organizationConditionKeys } from "../request-space/principals/foreign-accounts";
import {
  type DecidedRequest,
  evidenceOfDecision,
  labelOfTarget,
  newDecisionTally,
} from "../request-space/requests/decided-requests";
import { requestOfExample } from "../request-space/requests/example-request";
import { conditionKeysIn } from "../request-space/statements/statement-queries";
import { findingMark } from "./finding-mark";

type JudgingModel = Pick<PolicyModel, "text">;

/**
 * Judges decided requests: a violation is a counterexample, a request that the policies do not decide is a doubt where it may
 * be a violation, and the others together are one proof.
 *
 * @param about what the requests are, for the proof: `uploads to aws_s3_bucket.data`
 */
export function judgeRequests<Request extends DecidedRequest>(
  { text }: JudgingModel,
  about: string,
  requests: Iterable<Request>,
  isViolation: (request: Request) => boolean,
): Findings {
  const tally = newDecisionTally();
  const violations = newRequestSummary();
  const undecided = newRequestSummary();
  for (const request of requests) {
    tally.add(request);
    if (request.decision.kind === "unknown") {
      if (settledDecisions.some((decision) => isViolation({ ...request, decision }))) {
        undecided.add(request);
      }
    } else if (isViolation(request)) {
      violations.add(request);
    }
  }
  const counted = tally.evidence();
  return {
    proofs: tally.total() === 0 ? [] : [{ ...counted, text: `${about}: ${counted.text}` }],
    counterexamples: violations.lines(text),
    doubts: undecided.lines(text),
  };
}

/** The decisions that an undecided request may have. */
const settledDecisions: readonly Decision[] = [
  { kind: "allowed", by: [] },
  { kind: "implicit-deny", policyType: "identity" },
];

/** Whether the policies allow the request: the usual start of a violation. */
export function isAllowed({ decision }: DecidedRequest): boolean {
  return decision.kind === "allowed";
}

/**
 * Judges each role that can be decided. What is not understood of a role is a doubt. Where it may contain a Deny, nothing
 * that the role seems to be allowed is certain, and the role is not judged.
 */
export function judgeRoles(
  { text }: JudgingModel,
  roles: readonly RoleWithPolicies[],
  judge: (role: RoleWithPolicies) => Findings,
): Findings {
  return findingsForEach(roles, (role) => {
    const unknownKeys = unknownKeysOfRole(text, role);
    const doubts = findingsOf({ doubts: [...role.doubts, ...unknownKeys] });
    return role.hasKnownDenies && unknownKeys.length === 0 ? mergeFindings([doubts, judge(role)]) : doubts;
  });
}

/** Parts of the policies of a role that are not understood, boundary included. For checks of what a role must be able to do. */
export function doubtsAboutRole({ text }: JudgingModel, role: RoleWithPolicies): readonly Evidence[] {
  const boundary = role.hasDeclaredBoundary ? [] : (role.unreadBoundary ?? []);
  return [...role.doubts, ...boundary, ...unknownKeysOfRole(text, role)];
}

function unknownKeysOfRole(text: PolicyTextResolver, role: RoleWithPolicies): readonly Evidence[] {
  return unknownConditionKeys([...policiesOfRole(role), ...role.trustPolicies], text);
}

/** Judges the execution roles of Studio, if there are any; one that the configuration names but does not contain is a doubt. */
export function judgeExecutionRoles(model: PolicyModel, judge: (role: RoleWithPolicies) => Findings): Findings {
  const missing = findingsOf({ doubts: model.missingExecutionRoles });
  return model.executionRoles.length === 0 && model.missingExecutionRoles.length === 0
    ? notApplicable("this configuration has no execution role of Studio")
    : mergeFindings([missing, judgeRoles(model, model.executionRoles, judge)]);
}

/** A bucket, key or endpoint. */
interface ResourceWithPolicies {
  readonly policies: readonly Policy[];
  /** Parts of its policies that are not understood. */
  readonly doubts: readonly Evidence[];
}

/** Judges each resource whose policies are understood; what is not understood of the others is a doubt. */
export function judgeResources<Item extends ResourceWithPolicies>(
  model: JudgingModel,
  resources: readonly Item[],
  judge: (resource: Item) => Findings,
): Findings {
  return findingsForEach(resources, (resource) => {
    const doubts = policyDoubts(model, resource);
    return doubts.length > 0 ? findingsOf({ doubts }) : judge(resource);
  });
}

/** Parts of a resource's policies that are not understood, and unknown condition keys. */
export function policyDoubts({ text }: JudgingModel, { doubts, policies }: ResourceWithPolicies): readonly Evidence[] {
  return [...doubts, ...unknownConditionKeys(policies, text)];
}

/** Condition keys that no service sends. A misspelled key disables a statement or makes it apply always, without an error. */
export function unknownConditionKeys(policies: readonly Policy[], text: PolicyTextResolver): readonly Evidence[] {
  return policies.flatMap(({ address, statements }) =>
    statements.flatMap((statement) =>
      [...conditionKeysIn([statement])]
        .flatMap((key) => reasonsAgainstKey(key, text))
        .map((reason) => ({
          text: `"${statement.sid}" in ${address} reads the condition key ${reason}`,
          addresses: [address],
        })),
    ),
  );
}

function reasonsAgainstKey(key: string, { placeholders, ownOrganization }: PolicyTextResolver): readonly string[] {
  if (!isKnownConditionKey(key)) {
    return [`${placeholders.readable(key)}, which AWS does not list`];
  }
  return organizationConditionKeys.includes(key) && ownOrganization === undefined
    ? [`${key}, but the stack does not say which organization is its own; declare organization_id in the posture`]
    : [];
}

/** More counterexamples of one kind tell a reader nothing new. */
const maxShownRequests = 6;

/**
 * One line for each action, resource and set of condition keys; other callers and paths are counted. A line ends with a mark of all
 * that it stands for, so that an accepted line covers no caller, resource or value that is added later.
 */
interface RequestSummary {
  add(decided: DecidedRequest): void;
  lines(text: PolicyTextResolver): readonly Evidence[];
}

/** Requests of one line: one of them, and what tells all of them from others. */
interface AlikeRequests {
  readonly first: DecidedRequest;
  count: number;
  readonly callers: Set<string>;
  readonly matches: Set<DecidedRequest["knownMatches"]>;
}

/** Keeps one request of each line, because an open role violates a claim with hundreds of thousands. */
function newRequestSummary(): RequestSummary {
  const alike = new Map<string, AlikeRequests>();
  return {
    add(decided) {
      const { request, chosenKeys, caller, knownMatches } = decided;
      const values = chosenKeys.map((name) => requestOfExample(request).context.get(name) ?? null);
      const key = `${request.action} ${JSON.stringify(values)} ${request.resource}`;
      const group = alike.get(key) ?? { first: decided, count: 0, callers: new Set(), matches: new Set() };
      group.count += 1;
      group.callers.add(caller.label);
      group.matches.add(knownMatches);
      alike.set(key, group);
    },
    lines(text) {
      const groups = [...alike.values()];
      const shown = groups
        .slice(0, maxShownRequests)
        .map((group) => withOthers(evidenceOfDecision(group.first, text), group.count - 1, markOf([group], text)));
      const rest = groups.slice(maxShownRequests);
      return rest.length === 0
        ? shown
        : [
            ...shown,
            {
              text: `and ${rest.length} more combinations of action, resource and condition keys [${markOf(rest, text)}]`,
              addresses: [],
            },
          ];
    },
  };
}

/** The mark of lines: by their callers, actions, resources, and the statements about them. */
function markOf(groups: readonly AlikeRequests[], text: PolicyTextResolver): string {
  const matches = new Set(groups.flatMap((group) => [...group.matches]));
  const statements = [...matches].flatMap((known) =>
    [...known].flatMap(([statement, matched]) => (matched === "no" ? [] : [statement])),
  );
  const asked = groups.flatMap(({ callers, first }) => [
    ...callers,
    `${first.request.action} ${labelOfTarget(first.target, text)}`,
  ]);
  return findingMark(statements, asked, text);
}
