import { type Findings, mergeFindings } from "../../../verdict/findings";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { parsePrincipalEntry } from "../../language/principal-entries";
import { statementsOf } from "../../request-space/statements/statement-queries";

/** Services that run what people do not choose: code of the stack, SSM Agent, and launches of products. */
const servicesWithoutPeople = /^(?:lambda|ec2|servicecatalog)\.amazonaws\.com(?:\.cn)?$/;

const functions = /^lambda\.amazonaws\.com(?:\.cn)?$/;

/** Whether only these services assume a role by its trust policy. `unknown` where a part of the policy is not known. */
function assumedOnlyBy({ trustPolicies }: RoleWithPolicies, services: RegExp): "yes" | "no" | "unknown" {
  const allowing = statementsOf(trustPolicies).filter(({ effect }) => effect === "Allow");
  const entries = allowing.flatMap(({ principal }) => principal?.entries ?? []).map(parsePrincipalEntry);
  if (
    allowing.some(({ principal }) => principal?.isNegated === true) ||
    entries.some((entry) => entry.kind !== "unknown" && !(entry.kind === "service" && services.test(entry.name ?? "")))
  ) {
    return "no";
  }
  return entries.length === 0 || entries.some(({ kind }) => kind === "unknown") ? "unknown" : "yes";
}

/** Whether nobody but Lambda assumes the role, so that only code of functions acts as it. */
export function isRoleOfFunctionsAlone(role: RoleWithPolicies): boolean {
  return assumedOnlyBy(role, functions) === "yes";
}

/**
 * Judges a role by what roles of functions, instances and Service Catalog may do, where nobody else assumes it, and otherwise by what every
 * role may do. Where that is not known, a counterexample of the second kind is a doubt.
 */
export function judgeByRoleCallers(
  role: RoleWithPolicies,
  judge: (kind: "service role" | "any role") => Findings,
): Findings {
  switch (assumedOnlyBy(role, servicesWithoutPeople)) {
    case "yes":
      return judge("service role");
    case "no":
      return judge("any role");
    case "unknown": {
      const { counterexamples, doubts } = judge("any role");
      return mergeFindings([
        judge("service role"),
        { proofs: [], counterexamples: [], doubts: [...doubts, ...counterexamples] },
      ]);
    }
  }
}
