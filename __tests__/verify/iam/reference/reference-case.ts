import { authorize, type PolicySet } from "../../../../verify/iam/evaluation/authorize";
import { type Principal, requestContextOf } from "../../../../verify/iam/language/authorization-request";
import { parsePolicy } from "../../../../verify/iam/language/parse-policy";

/** A statement as people write it. */
export type ReferenceStatement = Readonly<Record<string, unknown>>;

/** One request that AWS's documentation, or a measurement, answers. */
export interface ReferenceCase {
  /** A sentence one can dispute. */
  readonly says: string;
  readonly source: string;
  readonly identity?: readonly ReferenceStatement[];
  readonly boundary?: readonly ReferenceStatement[];
  readonly session?: readonly ReferenceStatement[];
  readonly control?: readonly (readonly ReferenceStatement[])[];
  readonly endpoint?: readonly ReferenceStatement[];
  readonly resourcePolicy?: readonly ReferenceStatement[];
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
export const objectArn = "arn:aws:s3:::bucket/key";
export const bucketArn = "arn:aws:s3:::bucket";
export const roleArn = `arn:aws:iam::${account}:role/analyst`;
export const sessionArn = `arn:aws:sts::${account}:assumed-role/analyst/today`;
export const userArn = `arn:aws:iam::${account}:user/ana`;

export const rolePrincipal: Principal = { kind: "iam-principal", account, arn: roleArn };
export const sessionPrincipal: Principal = { kind: "iam-principal", account, arn: roleArn, session: sessionArn };
export const userPrincipal: Principal = { kind: "iam-principal", account, arn: userArn };
export const foreignPrincipal: Principal = {
  kind: "iam-principal",
  account: otherAccount,
  arn: `arn:aws:iam::${otherAccount}:role/guest`,
};
export const anonymousPrincipal: Principal = { kind: "anonymous" };

export const allow = (rest: ReferenceStatement = {}): ReferenceStatement => ({
  Effect: "Allow",
  Action: "*",
  Resource: "*",
  ...rest,
});
export const deny = (rest: ReferenceStatement = {}): ReferenceStatement => ({
  Effect: "Deny",
  Action: "*",
  Resource: "*",
  ...rest,
});

/** What the evaluator says to the case. */
export function authorizeReferenceCase(reference: ReferenceCase): ReferenceCase["expected"] {
  const layer = (statements: readonly ReferenceStatement[] | undefined) =>
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
    principal: reference.principal ?? rolePrincipal,
    action: reference.action ?? "s3:GetObject",
    resource: reference.resource ?? objectArn,
    context: requestContextOf(reference.keys ?? {}),
  };
  return authorize(request, authority).kind;
}
