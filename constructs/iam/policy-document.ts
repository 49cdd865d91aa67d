/** One value or several, as IAM's JSON grammar allows. */
type OneOrMany = string | readonly string[];

/** Who a resource policy speaks of: everybody, or principals by kind. */
export type Principal =
  | "*"
  | { readonly AWS?: OneOrMany; readonly Service?: OneOrMany; readonly Federated?: OneOrMany };

/** Condition operator -> condition key -> value(s); IAM joins keys by AND and values by OR. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>;

/**
 * One statement of an IAM policy, in IAM's own vocabulary.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface Statement {
  /** Letters and digits only; names the statement in evidence and plan reviews. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  /** Only in resource and trust policies. */
  readonly Principal?: Principal;
  readonly Action: OneOrMany;
  /** Absent only in trust policies. */
  readonly Resource?: OneOrMany;
  /** @default - the statement applies to every request */
  readonly Condition?: Conditions;
}

/**
 * Renders statements to the JSON text of a policy document.
 *
 * `JSON.stringify` and not `Fn.jsonencode`: the synthesized Terraform then holds a document that a program can parse,
 * with references as `${...}` inside its strings.
 *
 * @throws when two statements share a Sid, which AWS refuses
 */
export function policyDocument(statements: readonly Statement[]): string {
  const sids = statements.map((statement) => statement.Sid);
  const repeated = sids.filter((sid, index) => sids.indexOf(sid) !== index);
  if (repeated.length > 0) {
    throw new Error(`policy document: statement ids must differ, got ${repeated.join(", ")} twice; rename one`);
  }
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
