import { wildcardPattern } from "../../aws/wildcard-pattern";
import { isExpression, isObject, type Values } from "../configuration/terraform-values";
import type { ArgumentRefusal } from "../refusal";
import { POLICY_ARGUMENTS, type PolicyArgument } from "./policy-arguments";
import { documentGrammarErrors, parsePolicyDocument } from "./policy-grammar";
import { scopeProblems } from "./policy-scopes";
import { statementProblems, statementsOf } from "./policy-statements";

const QUOTAS_PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const GRAMMAR_PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html";
const LOCKOUT_PAGE = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html";
/** A policy whose grammar may be checked although it holds expressions: every expression is inside a text. */
const EXPRESSION = /(?<!\$)\$\{[^{}"]*\}/g;

/** The least number of characters that a policy text has when its expressions are evaluated. */
export function policyCharacters(text: string): number {
  return text.replaceAll(EXPRESSION, "").replaceAll("$${", "${").length;
}

/** What AWS would refuse in the policy documents of one resource. */
export function policyRefusals(type: string, values: Values): readonly ArgumentRefusal[] {
  return POLICY_ARGUMENTS.filter((known) => known.type === type).flatMap((known) => {
    const text = values[known.argument];
    return typeof text === "string" && text !== "" ? documentRefusals(known, text, values) : [];
  });
}

function documentRefusals(known: PolicyArgument, text: string, values: Values): readonly ArgumentRefusal[] {
  const { argument, maxCharacters, kind } = known;
  const least = policyCharacters(text);
  const tooLong =
    least > maxCharacters
      ? [
          {
            argument,
            problem: `LimitExceeded: Cannot exceed quota for PolicySize: ${maxCharacters}, got ${least} characters`,
            remedy: "shorten the policy, or split it",
            source: QUOTAS_PAGE,
          },
        ]
      : [];
  const document = parsePolicyDocument(text);
  // A document that expressions make up cannot be read before Terraform has evaluated them.
  if (typeof document === "string" && isExpression(text)) {
    return tooLong;
  }
  const grammar = documentGrammarErrors(document, kind).map((error) => ({
    argument,
    problem: error,
    remedy: "correct the policy",
    source: GRAMMAR_PAGE,
  }));
  const statements = statementsOf(document);
  return [
    ...tooLong,
    ...grammar,
    ...statements.flatMap((statement) => statementProblems(statement, kind).map((found) => ({ argument, ...found }))),
    ...statements.flatMap((statement) => scopeProblems(known.type, statement).map((found) => ({ argument, ...found }))),
    ...(known.type.startsWith("aws_kms_key") ? lockoutRefusals(argument, statements, values) : []),
  ];
}

/** AWS refuses a key policy after which nobody could change the policy. */
function lockoutRefusals(
  argument: string,
  statements: readonly Values[],
  { bypass_policy_lockout_safety_check }: Values,
): readonly ArgumentRefusal[] {
  const keeps = statements.some(
    ({ Effect, Principal, Action, NotAction }) =>
      Effect === "Allow" &&
      hasAccountPrincipal(Principal) &&
      (NotAction !== undefined || [Action].flat().some((action) => coversPutKeyPolicy(action))),
  );
  const loses = statements.some(
    ({ Effect, Principal, Action, Condition }) =>
      Effect === "Deny" &&
      Condition === undefined &&
      (Principal === "*" || (isObject(Principal) && [Principal.AWS].flat().includes("*"))) &&
      [Action].flat().some((action) => coversPutKeyPolicy(action)),
  );
  return bypass_policy_lockout_safety_check === true || (keeps && !loses) || statements.length === 0
    ? []
    : [
        {
          argument,
          problem: `${loses ? "a statement denies kms:PutKeyPolicy to everybody" : "no statement allows kms:PutKeyPolicy"}, so nobody could change the key policy any more`,
          remedy: "allow it to the account or to its administrators",
          source: LOCKOUT_PAGE,
        },
      ];
}

/** A service never changes a key policy. */
function hasAccountPrincipal(principal: unknown): boolean {
  return !isObject(principal) || Object.keys(principal).some((type) => type !== "Service");
}

function coversPutKeyPolicy(action: unknown): boolean {
  return wildcardPattern(String(action), "i").test("kms:PutKeyPolicy");
}
