import {
  add,
  at,
  claimsAbout,
  editPolicy,
  editStatement,
  type Mutant,
  removeStatement,
  type Stack,
  type Statement,
  set,
} from "./mutant";

const denials = "aws_iam_policy.permissions_denials";
const network = "aws_iam_policy.permissions_job_network";
const role = "aws_iam_role.execution_role_role";

/** Lets the execution role do more; what the denials still forbid stays forbidden. */
function allow(statement: Omit<Statement, "Effect">): (stack: Stack) => void {
  return (stack) =>
    editPolicy(stack, "aws_iam_policy.permissions_studio", (statements) => [
      ...statements,
      { Effect: "Allow", Sid: "More", ...statement } as Statement,
    ]);
}

function allowPastDenial(sid: string, statement: Omit<Statement, "Effect">): (stack: Stack) => void {
  return (stack) => {
    removeStatement(stack, denials, sid);
    allow(statement)(stack);
  };
}

export const identityMutants: readonly Mutant[] = [
  {
    name: "the role passes any role to any service",
    environments: ["dev"],
    edit: allowPastDenial("DenyPassingRolesToOtherServices", { Action: "iam:PassRole", Resource: "*" }),
    turns: ["role-passes-only-itself"],
  },
  {
    name: "the role passes any role to SageMaker",
    environments: ["dev"],
    edit: allow({
      Action: "iam:PassRole",
      Resource: "*",
      Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
    }),
    turns: ["role-passes-only-itself"],
  },
  {
    name: "the role may attach policies to itself",
    environments: ["dev"],
    edit: allowPastDenial("DenyIdentityAdministration", { Action: "iam:AttachRolePolicy", Resource: "*" }),
    turns: ["studio-cannot-widen-itself"],
  },
  {
    name: "the role may change the domain",
    environments: ["dev"],
    edit: allowPastDenial("DenyDomainAdministration", { Action: "sagemaker:UpdateDomain", Resource: "*" }),
    turns: ["jobs-stay-in-vpc", "studio-cannot-widen-itself"],
  },
  {
    name: "the role may add routes",
    environments: ["dev"],
    edit: allow({ Action: ["ec2:CreateRoute", "ec2:ReplaceRoute"], Resource: "*" }),
    turns: ["studio-cannot-widen-itself"],
  },
  {
    name: "the role may change bucket policies",
    environments: ["dev"],
    edit: allowPastDenial("DenyBucketConfiguration", {
      Action: "s3:PutBucketPolicy",
      Resource: "${aws_s3_bucket.locked_buckets_data.arn}",
    }),
    turns: ["studio-cannot-widen-itself"],
  },
  {
    name: "the role may create functions outside the VPC",
    environments: ["dev"],
    edit: allow({ Action: ["lambda:CreateFunction", "lambda:InvokeFunction"], Resource: "*" }),
    turns: ["studio-cannot-widen-itself"],
  },
  {
    name: "the role may assume other roles",
    environments: ["dev"],
    edit: allow({ Action: "sts:AssumeRole", Resource: "*" }),
    turns: ["studio-cannot-widen-itself"],
  },
  {
    name: "the role got the managed policy AmazonSageMakerFullAccess",
    environments: ["dev"],
    edit: (stack) => {
      add(stack, "aws_iam_role_policy_attachment.full", {
        role: `\${${role}.name}`,
        policy_arn: "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess",
      });
    },
    turns: [
      "only-own-buckets-from-studio",
      "role-passes-only-itself",
      "jobs-stay-in-vpc",
      "studio-cannot-widen-itself",
      "user-gets-only-own-url",
      "presigned-url-only-inside",
    ],
  },
  {
    name: "a function outside the VPC runs with the role",
    environments: ["dev"],
    edit: (stack) => {
      add(stack, "aws_lambda_function.outside", { function_name: "outside", role: `\${${role}.arn}` });
      editPolicy(
        stack,
        role,
        (statements) => [
          ...statements,
          { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
        ],
        "assume_role_policy",
      );
    },
    turns: ["jobs-stay-in-vpc", ...claimsAbout("network", "data")],
  },
  {
    name: "the role trusts another account",
    environments: ["dev"],
    edit: (stack) =>
      editPolicy(
        stack,
        role,
        (statements) => [
          ...statements,
          { Effect: "Allow", Principal: { AWS: "arn:aws:iam::999988887777:root" }, Action: "sts:AssumeRole" },
        ],
        "assume_role_policy",
      ),
    turns: ["jobs-stay-in-vpc"],
  },
  {
    name: "the role reads every bucket",
    environments: ["dev"],
    edit: allow({ Action: ["s3:GetObject", "s3:PutObject"], Resource: "*" }),
    turns: ["bucket-only-through-endpoint", "only-own-buckets-from-studio", "data-encrypted-with-own-key"],
  },
  {
    name: "jobs may open a debug shell",
    environments: ["dev"],
    edit: (stack) => removeStatement(stack, denials, "DenyDebugShellsInJobs"),
    turns: ["jobs-stay-in-vpc"],
  },
  {
    name: "spaces may be joined to editors outside",
    environments: ["dev"],
    edit: (stack) => removeStatement(stack, denials, "DenySpacesOpenToRemoteAccess"),
    turns: ["jobs-stay-in-vpc"],
  },
  {
    name: "whoever holds the role's credentials starts a session in a space",
    environments: ["dev"],
    edit: (stack) => {
      removeStatement(stack, denials, "DenyRemoteSessions");
      allow({ Action: "sagemaker:StartSession", Resource: "*" })(stack);
    },
    turns: ["studio-cannot-widen-itself"],
  },
  {
    name: "jobs may leave out their subnets",
    environments: ["dev"],
    edit: (stack) => removeStatement(stack, network, "DenyVpcSubnetsAbsent"),
    turns: ["jobs-stay-in-vpc"],
  },
  {
    name: "jobs may run in foreign subnets",
    environments: ["dev"],
    edit: (stack) => removeStatement(stack, network, "DenyVpcSubnetsForeign"),
    turns: ["jobs-stay-in-vpc"],
  },
  {
    name: "a job may mix own subnets with foreign ones",
    environments: ["dev"],
    edit: (stack) =>
      editStatement(stack, network, "DenyVpcSubnetsForeign", (statement) => {
        statement.Condition = {
          "ForAllValues:StringNotEquals": statement.Condition?.["ForAnyValue:StringNotEquals"] ?? {},
        };
      }),
    turns: ["jobs-stay-in-vpc"],
  },
  {
    name: "the guard of training jobs is gone",
    environments: ["dev"],
    edit: (stack) =>
      editPolicy(stack, network, (statements) =>
        statements.map((statement) => ({
          ...statement,
          Action: [statement.Action].flat().filter((action) => action !== "sagemaker:CreateTrainingJob"),
        })),
      ),
    turns: ["jobs-stay-in-vpc"],
  },
  {
    name: "notebook instances may be created",
    environments: ["dev"],
    edit: allowPastDenial("DenyNotebookInstances", { Action: "sagemaker:CreateNotebookInstance", Resource: "*" }),
    turns: ["jobs-stay-in-vpc", "studio-cannot-widen-itself"],
  },
  {
    name: "the key of the buckets lost its administrators",
    environments: ["dev"],
    edit: (stack) => removeStatement(stack, "aws_kms_key.locked_buckets_key_cmk", "AccountAdministersKey"),
    turns: ["key-keeps-its-owner"],
  },
  {
    name: "the key of the buckets is open to another account",
    environments: ["dev"],
    edit: (stack) =>
      editPolicy(stack, "aws_kms_key.locked_buckets_key_cmk", (statements) => [
        ...statements,
        {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::999988887777:root" },
          Action: ["kms:DescribeKey", "kms:PutKeyPolicy"],
          Resource: "*",
        },
      ]),
    turns: ["key-keeps-its-owner"],
  },
  {
    name: "home directories are encrypted with a key of AWS",
    environments: ["dev"],
    edit: (stack) => {
      delete at(stack, "aws_sagemaker_domain.studio_domain").kms_key_id;
    },
    turns: ["data-encrypted-with-own-key"],
  },
  {
    name: "the domain gives apps a way to the internet of their own",
    environments: ["dev", "staging"],
    edit: (stack) =>
      set(stack, "aws_sagemaker_domain.studio_domain", { app_network_access_type: "PublicInternetOnly" }),
    turns: ["no-internet-path", "egress-only-through-firewall", "domain-vpc-only"],
  },
  {
    name: "shared spaces run without security groups",
    environments: ["dev"],
    edit: (stack) => set(stack, "aws_sagemaker_domain.studio_domain", { default_space_settings: {} }),
    turns: ["domain-vpc-only"],
  },
  {
    name: "a notebook instance with direct internet access was added",
    environments: ["dev"],
    edit: (stack) =>
      add(stack, "aws_sagemaker_notebook_instance.old", {
        name: "old",
        role_arn: `\${${role}.arn}`,
        instance_type: "ml.t3.medium",
        kms_key_id: "${aws_kms_key.studio_key_cmk.arn}",
        subnet_id: "${aws_subnet.network_studio_a.id}",
      }),
    turns: ["no-internet-path", "jobs-stay-in-vpc", "domain-vpc-only"],
  },
  {
    name: "home directories go with the domain though it is declared protected",
    environments: ["prod"],
    edit: (stack) =>
      set(stack, "aws_sagemaker_domain.studio_domain", { retention_policy: { home_efs_file_system: "Delete" } }),
    turns: ["protections-as-declared"],
  },
  {
    name: "a key may be destroyed by Terraform though it is declared protected",
    environments: ["prod"],
    edit: (stack) => set(stack, "aws_kms_key.studio_key_cmk", { lifecycle: {} }),
    turns: ["protections-as-declared"],
  },
  {
    name: "the VPC's flow log records rejected packets only",
    environments: ["dev"],
    edit: (stack) => set(stack, "aws_flow_log.network_flow_logs_all", { traffic_type: "REJECT" }),
    turns: ["everything-logged"],
  },
  {
    name: "logs are kept a day",
    environments: ["dev"],
    edit: (stack) => set(stack, "aws_cloudwatch_log_group.network_flow_logs_records", { retention_in_days: 1 }),
    turns: ["everything-logged"],
  },
];
