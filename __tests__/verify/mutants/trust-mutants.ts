import { add, at, editPolicy, type Mutant, open, type Stack, type Statement, set } from "./mutant";

const account = "${data.aws_caller_identity.account_caller.account_id}";
const execution = "aws_iam_role.execution_role_role";
const presign = "aws_iam_role.access_self_service_url_presign_role";
const launch = "aws_iam_role.access_self_service_launch_role";
const developer = "aws_iam_role.access_self_service_developer_role_role";
const scheduler = "aws_iam_role.access_client_after_hours_stopper";
const stranger = "111122223333";
const strangersSession = `arn:aws:sts::${stranger}:assumed-role/Intruder/me`;

const turns = ["roles-keep-their-callers"];

/** What a role of so many rights breaks whoever assumes it. */
const rights = ["self-service-cannot-escalate", "bucket-only-through-endpoint", "data-encrypted-with-own-key"];

/** Lets somebody else become a role. */
function trust(role: string, Principal: unknown, Action: string | string[] = "sts:AssumeRole"): (stack: Stack) => void {
  return (stack) => editTrust(stack, role, (statements) => [...statements, { Effect: "Allow", Principal, Action }]);
}

function editTrust(stack: Stack, role: string, change: (statements: Statement[]) => Statement[]): void {
  editPolicy(stack, role, change, "assume_role_policy");
}

/** A role beside the others that changes the network. */
function addAdministrator(Principal: unknown): (stack: Stack) => void {
  return (stack) => {
    const document = (statement: object): string =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
    add(stack, "aws_iam_role.administrator", {
      name: "administrator",
      assume_role_policy: document({ Principal, Action: "sts:AssumeRole" }),
    });
    add(stack, "aws_iam_role_policy.administrator", {
      name: "everything",
      role: "${aws_iam_role.administrator.id}",
      policy: document({ Action: ["ec2:*", "network-firewall:*", "s3:*"], Resource: "*" }),
    });
  };
}

function alsoAllow(policy: string, Principal: unknown, Action: string, Resource: unknown): (stack: Stack) => void {
  return (stack) =>
    editPolicy(stack, policy, (statements) => [
      ...statements,
      { Effect: "Allow", Principal, Action, Resource } as Statement,
    ]);
}

export const trustMutants: readonly Mutant[] = [
  {
    name: "Studio's users become the role that opens Studio for whomever it is tagged with",
    environments: [...open, "prod"],
    edit: trust(presign, { AWS: `\${${execution}.arn}` }, ["sts:AssumeRole", "sts:TagSession"]),
    turns: ["studio-cannot-widen-itself", "user-gets-only-own-url", ...turns],
  },
  {
    name: "anybody becomes the role that opens Studio",
    environments: open,
    edit: trust(presign, "*", ["sts:AssumeRole", "sts:TagSession"]),
    turns: ["studio-cannot-widen-itself", "user-gets-only-own-url", ...turns],
  },
  {
    name: "the role of the products opens Studio though its own policies do not say so",
    environments: open,
    edit: trust(presign, { AWS: `\${${launch}.arn}` }, ["sts:AssumeRole", "sts:TagSession"]),
    turns: ["user-gets-only-own-url", ...turns],
  },
  {
    name: "one session of the role of the products opens Studio",
    environments: open,
    edit: trust(presign, { AWS: `arn:aws:sts::${account}:assumed-role/studio-perimeter-staging-launch/me` }),
    turns: ["user-gets-only-own-url", ...turns],
  },
  {
    name: "the role of the products trusts another account",
    environments: open,
    edit: trust(launch, { AWS: `arn:aws:iam::${stranger}:root` }),
    turns,
  },
  {
    name: "the role of the products runs functions of whoever may pass it",
    environments: open,
    edit: trust(launch, { Service: "lambda.amazonaws.com" }),
    turns,
  },
  {
    name: "people who launch products name their sessions as they like",
    environments: [...open, "prod"],
    edit: (stack) =>
      editTrust(stack, developer, (statements) =>
        statements.map(({ Condition: { StringEquals: _, ...others } = {}, ...rest }) => ({
          ...rest,
          Condition: others,
        })),
      ),
    turns,
  },
  {
    name: "EventBridge Scheduler assumes the role that stops the client for anybody's schedule",
    environments: open,
    edit: (stack) => editTrust(stack, scheduler, (statements) => statements.map(({ Condition: _, ...rest }) => rest)),
    turns,
  },
  {
    name: "a role of all the network's rights trusts another account",
    environments: ["dev"],
    edit: addAdministrator({ AWS: `arn:aws:iam::${stranger}:root` }),
    turns: [...rights, ...turns],
  },
  {
    name: "a role of all the network's rights trusts Studio's",
    environments: ["dev"],
    edit: addAdministrator({ AWS: `\${${execution}.arn}` }),
    turns: ["studio-cannot-widen-itself", ...rights, ...turns],
  },
  {
    name: "a role of all the network's rights trusts whoever the account lets",
    environments: ["dev"],
    edit: addAdministrator({ AWS: account }),
    turns: [...rights, ...turns],
  },
  {
    name: "the execution role is assumed with a token of Cognito",
    environments: ["dev"],
    edit: trust(execution, { Federated: "cognito-identity.amazonaws.com" }, "sts:AssumeRoleWithWebIdentity"),
    turns: ["jobs-stay-in-vpc"],
  },
  {
    name: "the execution role is assumed with a token of the account's own provider",
    environments: ["dev"],
    edit: trust(
      execution,
      { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
      "sts:AssumeRoleWithWebIdentity",
    ),
    turns: ["jobs-stay-in-vpc"],
  },
  {
    name: "the execution role trusts a session of another account",
    environments: ["dev"],
    edit: trust(execution, { AWS: strangersSession }),
    turns: ["jobs-stay-in-vpc"],
  },
  {
    name: "the execution role trusts a session of the account",
    environments: ["dev"],
    edit: trust(execution, { AWS: `arn:aws:sts::${account}:assumed-role/Any/me` }),
    turns: ["jobs-stay-in-vpc"],
  },
  {
    name: "the execution role trusts whom a variable names",
    environments: ["dev"],
    edit: trust(execution, { AWS: "${var.trusted}" }),
    turns: ["jobs-stay-in-vpc"],
  },
  {
    name: "users' profiles are guarded by a variable that is plain text",
    environments: ["dev"],
    edit: (stack) => {
      const guarded = "sagemaker:UpdateUserProfile";
      const denials = "aws_iam_policy.permissions_denials";
      editPolicy(stack, "aws_iam_policy.permissions_studio", (statements) => [
        ...statements,
        { Effect: "Allow", Action: guarded, Resource: "*" },
      ]);
      editPolicy(stack, denials, (statements) => [
        ...statements.map(({ Action, ...rest }) => ({
          ...rest,
          Action: [Action].flat().filter((action) => action !== guarded),
        })),
        {
          Effect: "Deny",
          Action: guarded,
          Resource: "arn:aws:sagemaker:*:$${aws:PrincipalAccount}:user-profile/*",
        },
      ]);
      const { Version: _, ...document } = JSON.parse(String(at(stack, denials).policy)) as Record<string, unknown>;
      set(stack, denials, { policy: JSON.stringify(document) });
    },
    turns: ["studio-cannot-widen-itself"],
  },
  {
    name: "a key decrypts for a session of another account",
    environments: ["dev"],
    edit: alsoAllow("aws_kms_key.studio_key_cmk", { AWS: strangersSession }, "kms:*", "*"),
    turns: ["key-keeps-its-owner"],
  },
  {
    name: "a key decrypts for a federated user of another account",
    environments: ["dev"],
    edit: alsoAllow("aws_kms_key.studio_key_cmk", { AWS: `arn:aws:sts::${stranger}:federated-user/bob` }, "kms:*", "*"),
    turns: ["key-keeps-its-owner"],
  },
  {
    name: "the data bucket spares an account by its canonical id",
    environments: ["dev"],
    edit: (stack) => {
      const policy = "aws_s3_bucket_policy.locked_buckets_data_policy";
      const CanonicalUser = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
      editPolicy(stack, policy, (statements) =>
        statements.map(({ Principal, ...rest }) =>
          rest.Effect === "Deny" ? { ...rest, NotPrincipal: { CanonicalUser } } : { ...rest, Principal },
        ),
      );
      alsoAllow(policy, { CanonicalUser }, "s3:*", [
        "${aws_s3_bucket.locked_buckets_data.arn}",
        "${aws_s3_bucket.locked_buckets_data.arn}/*",
      ])(stack);
    },
    turns: ["bucket-only-through-endpoint", "data-encrypted-with-own-key"],
  },
];
