/** One value or a list, as IAM's JSON grammar allows. */
type OneOrMany = string | readonly string[];

/** Principal element of a resource or trust policy: all principals, or lists by type. */
export type Principal =
  | "*"
  | { readonly AWS?: OneOrMany; readonly Service?: OneOrMany; readonly Federated?: OneOrMany };

/** Condition operator -> condition key -> values. IAM combines operators and keys by AND, and values by OR. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>;

/**
 * One statement of an IAM policy.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface Statement {
  /** Statement id of letters and digits, unique in the policy. */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  /**
   * Principals of a resource or trust policy.
   * @default - none; an identity policy has no principal
   */
  readonly Principal?: Principal;
  readonly Action: OneOrMany;
  /**
   * Resource ARNs.
   * @default - none; a trust policy has no resource
   */
  readonly Resource?: OneOrMany;
  /**
   * Conditions of the statement.
   * @default - none; the statement matches every request
   */
  readonly Condition?: Conditions;
}

/**
 * Renders statements as the JSON of a policy document.
 *
 * It uses `JSON.stringify` instead of `Fn.jsonencode`, so that programs can parse the document in the synthesized Terraform.
 * Terraform references are `${...}` inside its strings.
 *
 * @throws if two statements have the same Sid, which AWS refuses
 */
export function policyDocument(statements: readonly Statement[]): string {
  const sids = statements.map((statement) => statement.Sid);
  const repeated = sids.filter((sid, index) => sids.indexOf(sid) !== index);
  if (repeated.length > 0) {
    throw new Error(`policy document: Sids must be unique, got ${repeated.join(", ")} twice; rename one`);
  }
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
