import type { PolicyDocument } from "../reference-evaluator";
import { type PolicyGroups, smtScripts } from "./encoding/script";
import type { RecordedSolver } from "./recorded-answers";
import { hasNoAnswer } from "./refused-policies";
import type { UniversalAnswer, UniversalQuestion } from "./universal-question";

/** The solver's answer; `unsolved` where it did not find one in time. */
export async function answerOfSolver(
  { request, groups, policies, isOpen = false }: UniversalQuestion,
  solver: Pick<RecordedSolver, "solve">,
): Promise<UniversalAnswer | "unsolved"> {
  if (isOpen || policies.some(hasNoAnswer)) {
    return "undecided";
  }
  const { surely, maybe } = smtScripts(request, withPlainVariables(groups));
  const inSomeReading = await solver.solve(maybe);
  if (inSomeReading !== "sat" || surely === maybe) {
    return { sat: "yes", unsat: "no", unknown: "unsolved" }[inSomeReading] as UniversalAnswer | "unsolved";
  }
  const inEvery = await solver.solve(surely);
  return { sat: "yes", unsat: "undecided", unknown: "unsolved" }[inEvery] as UniversalAnswer | "unsolved";
}

/** Documents of the first version have no variables. */
function withPlainVariables(groups: PolicyGroups): PolicyGroups {
  return groups.map((documents) =>
    documents.map((document) =>
      document.Version === "2012-10-17"
        ? document
        : (JSON.parse(JSON.stringify(document).replaceAll("${", "${$}{")) as PolicyDocument),
    ),
  );
}
