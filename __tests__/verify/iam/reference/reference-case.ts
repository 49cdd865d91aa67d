import { authorize, type PolicySet } from "../../../../verify/iam/evaluation/authorize";
import { type Principal, requestContextOf } from "../../../../verify/iam/language/authorization-request";
import { parsePolicy } from "../../../../verify/iam/language/parse-policy";

/** A statement as people write it. */
export type Written = Readonly<Record<string, unknown>>;

/** One request that AWS's documentation, or a measurement, answers. */
export interface ReferenceCase {
  /** A sentence one can dispute. */
  readonly says: string;
  readonly source: string;
  readonly identity?: readonly Written[];
  readonly boundary?: readonly Written[];
  readonly session?: readonly Written[];
  readonly control?: readonly (readonly Written[])[];
  readonly endpoint?: readonly Written[];
  readonly resourcePolicy?: readonly Written[];
  readonly resourceMode?: PolicySet["resourcePolicyMode"];
  /** @default - a role of the account that owns the resource */
  readonly principal?: Principal;
  /** @default "s3:GetObject" */
  readonly action?: string;
  /** @default - an object */
  readonly resource?: string;
  readonly keys?: Readonly<Record<string, string | readonly string[]>>;
  readonly expected: "allowed" | "explicit-deny" | "implicit-deny" | "unknown";
}

export const account = "111122223333";
export const otherAccount = "444455556666";
export const object = "arn:aws:s3:::bucket/key";
export const bucket = "arn:aws:s3:::bucket";
export const roleArn = `arn:aws:iam::${account}:role/analyst`;
export const sessionArn = `arn:aws:sts::${account}:assumed-role/analyst/today`;
export const userArn = `arn:aws:iam::${account}:user/ana`;

export const role: Principal = { kind: "iam-principal", account, arn: roleArn };
export const session: Principal = { kind: "iam-principal", account, arn: roleArn, session: sessionArn };
export const user: Principal = { kind: "iam-principal", account, arn: userArn };
export const stranger: Principal = {
  kind: "iam-principal",
  account: otherAccount,
  arn: `arn:aws:iam::${otherAccount}:role/guest`,
};
export const anybody: Principal = { kind: "anonymous" };

export const allow = (rest: Written = {}): Written => ({ Effect: "Allow", Action: "*", Resource: "*", ...rest });
export const deny = (rest: Written = {}): Written => ({ Effect: "Deny", Action: "*", Resource: "*", ...rest });

/** What the evaluator says to the case. */
export function outcome(reference: ReferenceCase): ReferenceCase["expected"] {
  const layer = (statements: readonly Written[] | undefined) =>
    statements === undefined
      ? undefined
      : [parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }), "p")];
  const authority: PolicySet = {
    identity: layer(reference.identity) ?? [],
    resourceAccount: account,
    ...(reference.boundary && { boundary: layer(reference.boundary) }),
    ...(reference.session && { session: layer(reference.session) }),
    ...(reference.control && { control: reference.control.map((level) => layer(level) ?? []) }),
    ...(reference.endpoint && { endpoint: layer(reference.endpoint) }),
    ...(reference.resourcePolicy && { resource: layer(reference.resourcePolicy) }),
    ...(reference.resourceMode && { resourcePolicyMode: reference.resourceMode }),
  };
  const request = {
    principal: reference.principal ?? role,
    action: reference.action ?? "s3:GetObject",
    resource: reference.resource ?? object,
    context: requestContextOf(reference.keys ?? {}),
  };
  return authorize(request, authority).kind;
}
