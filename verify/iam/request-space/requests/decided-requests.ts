import { memoize } from "../../../collections/memoize";
import type { Evidence } from "../../../verdict/claim";
import type { IamAction } from "../../aws/action-catalog";
import { authorize, type Decision, type MatchedStatement, type PolicySet } from "../../evaluation/authorize";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import type { CallerKind } from "../principals/caller";
import { describeContextKey } from "./describe-context-key";
import { requestOfExample } from "./example-request";
import { type RequestClass, type RequestSpace, requestClasses, type TargetResource } from "./request-space";

/** One class of requests and the decision of the policies. */
export type DecidedRequest<Key extends string = never> = RequestClass<Decision, Key>;

/** Decides every class of requests in the space. */
export function decideRequests(space: RequestSpace, policySet: PolicySet): Generator<DecidedRequest> {
  return requestClasses(space, (request, knownMatches, applies) =>
    authorize(request, policySet, knownMatches, applies),
  );
}

/** The request and its decision as one piece of evidence. */
export function evidenceOfDecision(decided: DecidedRequest, text: PolicyTextResolver): Evidence {
  const { caller, target, path, actions, request, chosenKeys, decision } = decided;
  const [first, ...others] = actions;
  const statements = [...decided.knownMatches.keys()];
  const keys = [...new Set(chosenKeys)].map((key) =>
    describeContextKey(key, requestOfExample(request).context.get(key), statements, text),
  );
  const words = [
    `${caller.label} calls ${first?.name}${others.length > 0 ? ` (and ${others.length} more: ${listActionNames(others)})` : ""}`,
    `on ${labelOfTarget(target, text)}`,
    ...(caller.kind === "service" && path.isInternet === true ? [] : [path.label]),
    ...(keys.length > 0 ? [`with ${keys.join(", ")}`] : []),
  ];
  const { text: outcome, addresses } = describeDecision(decision);
  return { text: `${words.join(" ")}: ${outcome}`, addresses };
}

/** The resource and its owner, for people. */
export function labelOfTarget({ resource, ownerLabel }: TargetResource, text: PolicyTextResolver): string {
  return `${resource === "*" ? "no resource in particular" : text.placeholders.readable(resource)} ${ownerLabel}`;
}

function listActionNames(actions: readonly IamAction[]): string {
  const names = actions.slice(0, 4).map(({ name }) => name);
  return `${names.join(", ")}${actions.length > names.length ? ", ..." : ""}`;
}

/** The decision as the end of a sentence about the request, with the policies that decided. */
export function describeDecision(decision: Decision): Evidence {
  switch (decision.kind) {
    case "allowed": {
      const by = decision.by.map(citeStatement);
      return {
        text: by.length === 0 ? "allowed, and no statement denies it" : `allowed by ${by.join(" and ")}`,
        addresses: addressesOf(decision.by),
      };
    }
    case "explicit-deny":
      return { text: `denied by ${citeStatement(decision.by)}`, addresses: addressesOf([decision.by]) };
    case "implicit-deny":
      return { text: `no ${policyTypeNames[decision.policyType]} allows it`, addresses: [] };
    case "unknown":
      return {
        text: `undecided, because ${decision.by.map(citeStatement).join(" and ")} is not understood`,
        addresses: addressesOf(decision.by),
      };
  }
}

const policyTypeNames = {
  identity: "policy of the caller",
  boundary: "permissions boundary",
  session: "session policy",
  control: "control policy",
  endpoint: "endpoint policy",
  resource: "policy of the resource",
} as const;

/** A statement with the address of its policy, for messages. */
export function citeStatement({ policy, statement }: MatchedStatement): string {
  return policy.address === ""
    ? "a resource policy outside the configuration"
    : `"${statement.sid}" in ${policy.address}`;
}

function addressesOf(citations: readonly MatchedStatement[]): readonly string[] {
  return [...new Set(citations.map(({ policy }) => policy.address).filter((address) => address !== ""))];
}

/** Counts the reasons of decisions, for the evidence of a proof. */
export interface DecisionTally {
  add(decided: DecidedRequest): void;
  total(): number;
  /** `1,204 requests, denied by "DenyList" in ... (900), ...` */
  evidence(): Evidence;
}

/** A tally without requests. */
export function newDecisionTally(): DecisionTally {
  const counts = new Map<string, { readonly caller: CallerKind; readonly decision: Decision; count: number }>();
  let total = 0;
  return {
    add({ decision, caller: { kind: caller } }) {
      total += 1;
      const key = decision.kind === "allowed" ? caller : tallyKey(decision);
      const entry = counts.get(key) ?? { caller, decision, count: 0 };
      entry.count += 1;
      counts.set(key, entry);
    },
    total: () => total,
    evidence() {
      const entries = [...counts.values()].sort((left, right) => right.count - left.count);
      const described = entries.map((entry) => ({ ...describeDecision(entry.decision), ...entry }));
      const reasons = described.map(({ text, count, decision, caller }) =>
        decision.kind === "allowed" ? `${count} allowed to ${callerKindNames[caller]}` : `${count} ${text}`,
      );
      const addresses = new Set(described.flatMap((entry) => entry.addresses));
      return {
        text: `${total} ${total === 1 ? "class" : "classes"} of requests: ${reasons.join("; ")}`,
        addresses: [...addresses],
      };
    },
  };
}

const callerKindNames: Readonly<Record<CallerKind, string>> = {
  "stack-role": "the role",
  "execution-role": "the execution role",
  deployer: "deployers",
  "break-glass": "break-glass principals",
  account: "principals of the account",
  organization: "other accounts of the organization",
  foreign: "other accounts",
  federated: "identities of identity providers",
  anonymous: "anonymous callers",
  service: "AWS services",
};

/** Thousands of requests share a decision. */
const tallyKey = memoize((decision: Decision): string => {
  switch (decision.kind) {
    case "explicit-deny":
      return `denied ${decision.by.policy.address} ${decision.by.statement.sid}`;
    case "implicit-deny":
      return `not-allowed ${decision.policyType}`;
    default:
      return `${decision.kind} ${decision.by.map(citeStatement).join(" ")}`;
  }
});
