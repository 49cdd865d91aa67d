import { type Policy, parsePolicy } from "../language/parse-policy";

/** What is known of a policy that AWS writes. Documents change without notice: a partial one proves a hole, never its absence. */
export interface ManagedPolicy {
  /** Statements that it holds at least. */
  readonly policy: Policy;
  readonly complete: boolean;
}

const administrator = [{ Effect: "Allow", Action: "*", Resource: "*" }];

/** SageMaker without the domain's own administration. */
const sagemaker = [
  {
    Effect: "Allow",
    Action: ["sagemaker:*"],
    NotResource: ["domain", "user-profile", "app", "space", "flow-definition"].map(
      (type) => `arn:aws:sagemaker:*:*:${type}/*`,
    ),
  },
];

/** @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html */
const known: Readonly<Record<string, { readonly statements: readonly object[]; readonly complete: boolean }>> = {
  AdministratorAccess: { statements: administrator, complete: true },
  AmazonSageMakerFullAccess: { statements: sagemaker, complete: false },
  AmazonS3FullAccess: { statements: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }], complete: false },
  AmazonEC2FullAccess: { statements: [{ Effect: "Allow", Action: "ec2:*", Resource: "*" }], complete: false },
  IAMFullAccess: { statements: [{ Effect: "Allow", Action: "iam:*", Resource: "*" }], complete: false },
  PowerUserAccess: {
    statements: [{ Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" }],
    complete: false,
  },
};

/** Name of an AWS managed policy, `undefined` when the ARN is not one. */
export function managedPolicyName(arn: string): string | undefined {
  return /^arn:[^:]+:iam::aws:policy\/(?:[\w-]+\/)*([\w+=,.@-]+)$/u.exec(arn)?.[1];
}

/** What the policy is known to hold, `undefined` when nothing is known of it. */
export function managedPolicy(name: string, address: string): ManagedPolicy | undefined {
  const entry = Object.hasOwn(known, name) ? known[name] : undefined;
  return (
    entry && { policy: parsePolicy(JSON.stringify({ Statement: entry.statements }), address), complete: entry.complete }
  );
}
