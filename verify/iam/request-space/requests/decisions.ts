import type { Evidence } from "../../../verdict/claim";
import type { CatalogueAction } from "../../aws/action-catalog";
import { type Authority, type Citation, type Decision, decide } from "../../evaluation/authorize";
import type { TextReader } from "../../language/resolve-policy-text";
import type { CallerKind } from "../principals/callers";
import type { RequestClass, Space } from "./request-space";
import { requestClasses } from "./request-space";

/** One class of requests and what the policies say to it. */
export interface Answer extends RequestClass {
  readonly decision: Decision;
}

/** Decides every class of the space. */
export function* answers(space: Space, authorityOf: (requests: RequestClass) => Authority): Generator<Answer> {
  for (const requests of requestClasses(space)) {
    yield { ...requests, decision: decide(requests.request, authorityOf(requests), requests.known) };
  }
}

/** The request and its decision as one piece of evidence. */
export function evidenceOf(answer: Answer, text: TextReader): Evidence {
  const { caller, target, path, actions, request, chosen, decision } = answer;
  const [first, ...others] = actions;
  const keys = [...new Set(chosen)].map((key) => describeKey(key, request.context.get(key), text));
  const words = [
    `${caller.label} calls ${first?.name}${others.length > 0 ? ` (and ${others.length} more: ${listed(others)})` : ""}`,
    `on ${target.label}`,
    path.label,
    ...(keys.length > 0 ? [`with ${keys.join(", ")}`] : []),
  ];
  const { text: outcome, addresses } = describeDecision(decision);
  return { text: `${words.join(" ")}: ${outcome}`, addresses };
}

function describeKey(key: string, values: readonly string[] | undefined, text: TextReader): string {
  const readable = values?.map((value) => text.letters.readable(value)).join(" and ");
  return readable === undefined ? `no ${key}` : `${key} = ${readable}`;
}

function listed(actions: readonly CatalogueAction[]): string {
  const names = actions.slice(0, 4).map(({ name }) => name);
  return `${names.join(", ")}${actions.length > names.length ? ", ..." : ""}`;
}

function describeDecision(decision: Decision): Evidence {
  switch (decision.kind) {
    case "allowed": {
      const by = decision.by.map(cite);
      return {
        text: by.length === 0 ? "allowed, and no statement denies it" : `allowed by ${by.join(" and ")}`,
        addresses: addressesOf(decision.by),
      };
    }
    case "denied":
      return { text: `denied by ${cite(decision.by)}`, addresses: addressesOf([decision.by]) };
    case "not-allowed":
      return { text: `no ${layerNames[decision.layer]} allows it`, addresses: [] };
    case "unknown":
      return {
        text: `undecided, for ${decision.by.map(cite).join(" and ")} is not understood`,
        addresses: addressesOf(decision.by),
      };
  }
}

const layerNames = {
  identity: "policy of the caller",
  boundary: "permissions boundary",
  session: "session policy",
  control: "control policy",
  endpoint: "endpoint policy",
  resource: "policy of the resource",
} as const;

function cite({ policy, statement }: Citation): string {
  return policy.address === "" ? "a resource's own policy elsewhere" : `"${statement.sid}" in ${policy.address}`;
}

function addressesOf(citations: readonly Citation[]): readonly string[] {
  return [...new Set(citations.map(({ policy }) => policy.address).filter((address) => address !== ""))];
}

/** Counts what decided, for the evidence of a proof. */
export interface Tally {
  add(answer: Answer): void;
  total(): number;
  /** `1,204 requests, denied by "DenyList" in ... (900), ...` */
  evidence(): Evidence;
}

export function newTally(): Tally {
  const counts = new Map<string, { readonly caller: CallerKind; readonly decision: Decision; count: number }>();
  let total = 0;
  return {
    add({ decision, caller: { kind: caller } }) {
      total += 1;
      const key = decision.kind === "allowed" ? `allowed ${caller}` : keyOf(decision);
      const entry = counts.get(key) ?? { caller, decision, count: 0 };
      entry.count += 1;
      counts.set(key, entry);
    },
    total: () => total,
    evidence() {
      const entries = [...counts.values()].sort((left, right) => right.count - left.count);
      const described = entries.map((entry) => ({ ...describeDecision(entry.decision), ...entry }));
      const reasons = described.map(({ text, count, decision, caller }) =>
        decision.kind === "allowed" ? `${count} allowed to ${callerNames[caller]}` : `${count} ${text}`,
      );
      const addresses = new Set(described.flatMap((entry) => entry.addresses));
      return {
        text: `${total} ${total === 1 ? "class" : "classes"} of requests: ${reasons.join("; ")}`,
        addresses: [...addresses],
      };
    },
  };
}

const callerNames: Readonly<Record<CallerKind, string>> = {
  "execution-role": "the execution role",
  deployer: "deployers",
  "break-glass": "break-glass principals",
  account: "principals of the account",
  organization: "other accounts of the organization",
  foreign: "other accounts",
  federated: "identities of other providers",
  anonymous: "anybody",
  service: "AWS services",
};

function keyOf(decision: Decision): string {
  switch (decision.kind) {
    case "denied":
      return `denied ${decision.by.policy.address} ${decision.by.statement.sid}`;
    case "not-allowed":
      return `not-allowed ${decision.layer}`;
    default:
      return `${decision.kind} ${decision.by.map(cite).join(" ")}`;
  }
}
