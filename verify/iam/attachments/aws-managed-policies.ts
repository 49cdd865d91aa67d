import { type Policy, parsePolicy } from "../language/parse-policy";

/** What is known of a policy that AWS writes. Documents change without notice: a partial one proves a hole, never its absence. */
export interface AwsManagedPolicy {
  /** Statements that it holds at least. */
  readonly policy: Policy;
  readonly isComplete: boolean;
}

const administratorStatements = [{ Effect: "Allow", Action: "*", Resource: "*" }];

/** SageMaker without the domain's own administration. */
const sageMakerStatements = [
  {
    Effect: "Allow",
    Action: ["sagemaker:*"],
    NotResource: ["domain", "user-profile", "app", "space", "flow-definition"].map(
      (type) => `arn:aws:sagemaker:*:*:${type}/*`,
    ),
  },
];

/** @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html */
const knownManagedPolicies: Readonly<
  Record<string, { readonly statements: readonly object[]; readonly complete: boolean }>
> = {
  AdministratorAccess: { statements: administratorStatements, complete: true },
  AmazonSageMakerFullAccess: { statements: sageMakerStatements, complete: false },
  AmazonS3FullAccess: { statements: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }], complete: false },
  AmazonEC2FullAccess: { statements: [{ Effect: "Allow", Action: "ec2:*", Resource: "*" }], complete: false },
  IAMFullAccess: { statements: [{ Effect: "Allow", Action: "iam:*", Resource: "*" }], complete: false },
  PowerUserAccess: {
    statements: [{ Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" }],
    complete: false,
  },
};

/** Name of an AWS managed policy, `undefined` when the ARN is not one. */
export function awsManagedPolicyName(arn: string): string | undefined {
  return /^arn:[^:]+:iam::aws:policy\/(?:[\w-]+\/)*([\w+=,.@-]+)$/u.exec(arn)?.[1];
}

/** What the policy is known to hold, `undefined` when nothing is known of it. */
export function awsManagedPolicy(name: string, address: string): AwsManagedPolicy | undefined {
  const entry = Object.hasOwn(knownManagedPolicies, name) ? knownManagedPolicies[name] : undefined;
  return (
    entry && {
      policy: parsePolicy(JSON.stringify({ Statement: entry.statements }), address),
      isComplete: entry.complete,
    }
  );
}
