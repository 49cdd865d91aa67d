import type { Answer as DecidedRequest } from "../../iam/ask";
import {
  applicableStatements,
  decisivePolicies,
  type PolicySet,
  type StatementMatch,
} from "../../iam/evaluation/authorize";
import type { Policy } from "../../iam/language/parse-policy";
import type { PolicyTextResolver } from "../../iam/language/policy-text-resolver";
import { citeStatement, describeDecision, labelOfTarget } from "../../iam/request-space/requests/decided-requests";
import { describeContextKey } from "../../iam/request-space/requests/describe-context-key";
import { requestOfExample } from "../../iam/request-space/requests/example-request";
import type { AnswerCase, AnswerKind, Step, StepKind } from "../answer";

type PolicyLayer = "control" | "identity" | "boundary" | "endpoint" | "resource";

/** The policy types of a request, in the order in which AWS describes their evaluation. */
const layers: readonly (readonly [PolicyLayer, StepKind, string])[] = [
  ["control", "control-policy", "the organization"],
  ["resource", "resource-policy", "the resource"],
  ["identity", "identity-policy", "the caller"],
  ["boundary", "permissions-boundary", "the caller's boundary"],
  ["endpoint", "endpoint-policy", "the endpoint"],
];

const kinds: Readonly<Record<DecidedRequest["decision"]["kind"], AnswerKind>> = {
  allowed: "allowed",
  "explicit-deny": "denied",
  "implicit-deny": "denied",
  unknown: "cannot-be-told",
};

/** A decided class of requests as a case: what each policy type says, and what decides. */
export function caseOfRequest(decided: DecidedRequest, text: PolicyTextResolver): AnswerCase {
  const { decision } = decided;
  return {
    kind: kinds[decision.kind],
    examples: [exampleText(decided, text)],
    decidedBy: text.placeholders.readable(describeDecision(decision).text),
    steps: stepsOfRequest(decided),
  };
}

/** The resource, the path and the condition keys of a class. */
function exampleText(
  { caller, target, path, request, chosenKeys, knownMatches }: DecidedRequest,
  text: PolicyTextResolver,
): string {
  const statements = [...knownMatches.keys()];
  const keys = [...new Set(chosenKeys)].map((key) =>
    describeContextKey(key, requestOfExample(request).context.get(key), statements, text),
  );
  const who = caller.kind === "stack-role" || caller.kind === "anonymous" ? [] : [`${caller.label} on`];
  return [
    ...who,
    labelOfTarget(target, text),
    path.label,
    ...(keys.length > 0 ? [`with ${keys.join(", ")}`] : []),
  ].join(" ");
}

function stepsOfRequest(decided: DecidedRequest): readonly Step[] {
  const { policySet: attached, knownMatches, decision } = decided;
  const request = requestOfExample(decided.request);
  const policySet = decisivePolicies(request, attached);
  const found = applicableStatements(request, attached, knownMatches);
  return layers.flatMap(([layer, kind, name]): readonly Step[] => {
    const policies = policiesOf(policySet, layer);
    if (policies === undefined) {
      return [];
    }
    if (policies === "everything") {
      const text = "not in this configuration, and taken to allow it";
      return request.principal.kind === "iam-principal" ? [{ kind, outcome: "silent", text, addresses: [] }] : [];
    }
    const matches = found.filter(({ policyType }) => policyType === layer || policyType.startsWith(`${layer} `));
    const isMissing = decision.kind === "implicit-deny" && decision.policyType === layer;
    return [stepOfLayer({ kind, name, policies, isMissing }, matches)];
  });
}

function policiesOf(policySet: PolicySet, layer: PolicyLayer): readonly Policy[] | "everything" | undefined {
  return layer === "control" ? policySet.control?.flat() : policySet[layer];
}

/** The policies of one type that a request must pass. */
interface DecidingLayer {
  readonly kind: StepKind;
  /** For the sentence. */
  readonly name: string;
  readonly policies: readonly Policy[];
  /** Whether the request is denied because none of the policies allows it. */
  readonly isMissing: boolean;
}

/** @param matches statements of the policies that apply to the request, or may apply */
function stepOfLayer({ kind, name, policies, isMissing }: DecidingLayer, matches: readonly StatementMatch[]): Step {
  const certain = matches.filter(({ isCertain }) => isCertain);
  const denying = certain.filter(({ statement }) => statement.effect === "Deny");
  const allowing = certain.filter(({ statement }) => statement.effect === "Allow");
  const unclear = matches.filter(({ isCertain }) => !isCertain);
  const addressesOf = (some: readonly StatementMatch[]) => [
    ...new Set(some.map(({ policy }) => policy.address).filter((address) => address !== "")),
  ];
  const cite = (some: readonly StatementMatch[]) => some.map(citeStatement).join(" and ");
  if (denying.length > 0) {
    return { kind, outcome: "denies", text: `denied by ${cite(denying)}`, addresses: addressesOf(denying) };
  }
  if (unclear.some(({ statement }) => statement.effect === "Deny") || (allowing.length === 0 && unclear.length > 0)) {
    return { kind, outcome: "unknown", text: `${cite(unclear)} is not understood`, addresses: addressesOf(unclear) };
  }
  if (allowing.length > 0) {
    return { kind, outcome: "allows", text: `allowed by ${cite(allowing)}`, addresses: addressesOf(allowing) };
  }
  const documents = [...new Set(policies.map(({ address }) => address).filter((address) => address !== ""))];
  const where = documents.length === 0 ? `${name} has no policy` : `no statement of ${documents.join(", ")} applies`;
  return {
    kind,
    outcome: isMissing ? "denies" : "silent",
    text: isMissing ? `${where}, and one would have to allow it` : where,
    addresses: documents,
  };
}
