import type { TerraformConfiguration } from "../../../../../verify/terraform/terraform-configuration";
import { account, type RealPolicy } from "../real-policies";
import type { PolicyGroups, SymbolicRequest } from "./encoding/script";
import { equal, has, not, quote, type Term } from "./encoding/terms";

/** Whether there is such a request; `undecided` where that depends on what AWS does not document, or on a value that nobody knows. */
export type UniversalAnswer = "yes" | "no" | "undecided";

/** A question that both the engine and the solver answer: is there a request that one policy allows and that fits? */
export interface UniversalQuestion {
  /** Unique within a stack. */
  readonly name: string;
  readonly policies: readonly RealPolicy[];
  /** Whether something decides as well that the stack does not say. @default - no */
  readonly isOpen?: boolean;
  /** Documents of which each group must allow the request. */
  readonly groups: PolicyGroups;
  readonly request: SymbolicRequest;
  readonly askEngine: (subject: AskedStack) => UniversalAnswer;
}

/** A stack, and whom its posture excepts from its bucket policies. */
export interface AskedStack {
  readonly configuration: TerraformConfiguration;
  /** Patterns of ARNs: those of the engine's own account name its references. */
  readonly exempt: readonly string[];
}

type EngineAnswer = { readonly decision: { readonly kind: string } };

/** Whether some answer of those that the question is about is allowed. */
export function witness<Answer extends EngineAnswer>(
  answers: Iterable<Answer>,
  isAsked: (answer: Answer) => boolean,
): UniversalAnswer {
  let isUndecided = false;
  for (const answer of answers) {
    const { kind } = answer.decision;
    if ((kind === "allowed" || kind === "unknown") && isAsked(answer)) {
      if (kind === "allowed") {
        return "yes";
      }
      isUndecided = true;
    }
  }
  return isUndecided ? "undecided" : "no";
}

/** Constraint that the caller is of the account of the stack. */
export const isOwn = equal("|account|", quote(account));
export const isForeign = not(isOwn);

export function noOrganization(): readonly Term[] {
  const keys = ["aws:principalorgid", "aws:resourceorgid", "aws:principalorgpaths", "aws:resourceorgpaths"];
  return keys.map((key) => not(has(key)));
}

/** The entry at an address, which the engine must know. */
export function found<Item extends { readonly address: string }>(address: string, items: readonly Item[]): Item {
  const item = items.find((one) => one.address === address);
  if (item === undefined) {
    throw new Error(`smt: the engine knows nothing at ${address}`);
  }
  return item;
}
