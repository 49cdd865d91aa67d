import { policyModel } from "../../../../../verify/iam/ask";
import { declaredPrincipals } from "../../../../../verify/iam/questions/common/declared-principals";
import { readPosture } from "../../../../../verify/posture/read-posture";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import type { MutableStack } from "../../../fixtures/mutant";
import { account } from "../real-policies";
import { NotEncodable } from "./encoding/patterns";
import type { SmtSolver } from "./solver";
import { answerOfSolver } from "./solver-answers";
import type { AskedStack, UniversalQuestion } from "./universal-question";

/** How often engine and solver agree. */
export interface Comparison {
  agreed: number;
  /** Those of the agreed answers that say that it depends on what nobody knows. */
  undecided: number;
  /** The solver did not answer in time. */
  readonly unsolved: string[];
  /** What holds something that the encoding does not express. */
  readonly notEncodable: string[];
  readonly differences: string[];
}

export function newComparison(): Comparison {
  return { agreed: 0, undecided: 0, unsolved: [], notEncodable: [], differences: [] };
}

/** A stack as the engine reads it, and whom its posture excepts, as the solver and the engine name them. */
export function askedStack(
  stack: MutableStack,
  name: string,
): AskedStack & { readonly exemptRoles: readonly string[] } {
  const configuration = readConfiguration(stack, name);
  const posture = readPosture(configuration);
  if (posture.kind === "bootstrap") {
    return { configuration, exempt: [], exemptRoles: [] };
  }
  const { deployers, breakGlass } = declaredPrincipals({ configuration, posture }, policyModel(configuration));
  return {
    configuration,
    exempt: [...deployers, ...breakGlass],
    exemptRoles: [...posture.deployers, ...posture.breakGlass].map(
      (pattern) => `arn:aws:iam::${account}:${pattern.replace(/^.*:/, "")}`,
    ),
  };
}

/** Asks both, and adds the answers to the comparison. */
export async function compareAnswers(
  comparison: Comparison,
  name: string,
  question: UniversalQuestion,
  stack: AskedStack,
  solver: Pick<SmtSolver, "solve">,
): Promise<void> {
  const about = `${name}: ${question.name}`;
  try {
    const ofSolver = await answerOfSolver(question, solver);
    const ofEngine = question.askEngine(stack);
    if (ofSolver === "unsolved") {
      comparison.unsolved.push(about);
    } else if (ofSolver === ofEngine) {
      comparison.agreed += 1;
      comparison.undecided += ofSolver === "undecided" ? 1 : 0;
    } else {
      comparison.differences.push(`${about}: the solver says ${ofSolver}, the engine ${ofEngine}`);
    }
  } catch (error) {
    if (!(error instanceof NotEncodable)) {
      throw error;
    }
    comparison.notEncodable.push(`${about}: ${error.message}`);
  }
}

export function summaryOf({ agreed, undecided, unsolved, notEncodable, differences }: Comparison): string {
  return `${agreed} agreed (${undecided} undecided by both), ${unsolved.length} unsolved, ${notEncodable.length} not encodable, ${differences.length} differ`;
}
