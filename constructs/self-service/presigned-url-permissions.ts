import type { IAccount } from "../context/account";
import type { Statement } from "../iam/policy-document";
import { USER_TAG } from "../studio/user-profiles";

/** IAM policy variables with the user of a session. `$$` escapes them in Terraform. */
const PRINCIPAL_TAG_VARIABLE = `$\${aws:PrincipalTag/${USER_TAG}}`;
const REQUEST_TAG_VARIABLE = `$\${aws:RequestTag/${USER_TAG}}`;

/** Actions that Lambda needs to connect a function to a VPC, on resources of the account. */
const NETWORK_INTERFACE_WRITES = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:UnassignPrivateIpAddresses",
];

/** The others: they support no resource. */
const NETWORK_INTERFACE_READS = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];

/** Trust policy of the function role. */
export function lambdaTrustStatement(): Statement {
  return {
    Sid: "LambdaRunsTheFunction",
    Effect: "Allow",
    Principal: { Service: "lambda.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
}

/** Props of {@link functionRoleStatements}. */
export interface FunctionRoleStatementsProps {
  readonly account: Pick<IAccount, "arn">;
  readonly functionArn: string;
  readonly logGroupArn: string;
  readonly deadLetterQueueArn: string;
  readonly queueKeyArn: string;
  /** Host name of SQS in the region, as in `kms:ViaService`. */
  readonly sqsServiceHost: string;
  readonly presignRoleArn: string;
}

/**
 * Policy of the function role: network interfaces, logs, dead-letter queue, looking up who launched a product, and assuming
 * the presign role. The role itself cannot create a URL.
 *
 * Only the Lambda service may manage network interfaces with the role. The code of the function is denied these actions.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-best-practice-security
 */
export function functionRoleStatements(props: FunctionRoleStatementsProps): readonly Statement[] {
  return [
    {
      Sid: "ManageNetworkInterfaces",
      Effect: "Allow",
      Action: NETWORK_INTERFACE_WRITES,
      Resource: props.account.arn("ec2", "*"),
    },
    { Sid: "DescribeNetworkInterfaces", Effect: "Allow", Action: NETWORK_INTERFACE_READS, Resource: "*" },
    {
      Sid: "DenyNetworkInterfacesToCode",
      Effect: "Deny",
      Action: [...NETWORK_INTERFACE_WRITES, ...NETWORK_INTERFACE_READS].sort(),
      Resource: "*",
      Condition: { ArnEquals: { "lambda:SourceFunctionArn": props.functionArn } },
    },
    {
      Sid: "Log",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `${props.logGroupArn}:*`,
    },
    { Sid: "SendFailedRequests", Effect: "Allow", Action: "sqs:SendMessage", Resource: props.deadLetterQueueArn },
    {
      Sid: "EncryptFailedRequests",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: props.queueKeyArn,
      Condition: { StringEquals: { "kms:ViaService": props.sqsServiceHost } },
    },
    {
      Sid: "SearchProvisionedProducts",
      Effect: "Allow",
      Action: "servicecatalog:SearchProvisionedProducts",
      Resource: "*",
      Condition: { StringEquals: { "servicecatalog:accountLevel": "self" } },
    },
    {
      Sid: "AssumePresignRole",
      Effect: "Allow",
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Resource: props.presignRoleArn,
    },
  ];
}

/**
 * Trust policy of the presign role: only the function may assume it. Session name and session tag must both be the name of the
 * user, so that CloudTrail shows for whom a URL was created.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function presignTrustStatements(functionRoleArn: string): readonly Statement[] {
  const principal = { AWS: functionRoleArn };
  return [
    {
      Sid: "FunctionAssumesForOneUser",
      Effect: "Allow",
      Principal: principal,
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:RoleSessionName": REQUEST_TAG_VARIABLE } },
    },
    {
      Sid: "FunctionTagsSessionWithUser",
      Effect: "Allow",
      Principal: principal,
      Action: "sts:TagSession",
      Condition: {
        Null: { [`aws:RequestTag/${USER_TAG}`]: "false" },
        "ForAllValues:StringEquals": { "aws:TagKeys": [USER_TAG] },
      },
    },
  ];
}

/** Props of {@link presignRoleStatements}. */
export interface PresignRoleStatementsProps {
  readonly account: Pick<IAccount, "arn" | "serviceHost">;
  /** Id of the Studio domain. */
  readonly domainId: string;
  /**
   * ARN of the KMS key of the notebook instance's volume. Starting an instance creates a grant on it.
   * @default - there is no notebook instance
   */
  readonly notebookKeyArn?: string;
}

/** Policy of the presign role: it may open only resources whose tag equals the user in the session tag. */
export function presignRoleStatements({
  account,
  domainId,
  notebookKeyArn,
}: PresignRoleStatementsProps): readonly Statement[] {
  const own = { StringEquals: { [`sagemaker:ResourceTag/${USER_TAG}`]: PRINCIPAL_TAG_VARIABLE } };
  const studio: Statement = {
    Sid: "CreateOwnProfileUrl",
    Effect: "Allow",
    Action: "sagemaker:CreatePresignedDomainUrl",
    Resource: account.arn("sagemaker", `user-profile/${domainId}/*`),
    Condition: own,
  };
  if (notebookKeyArn === undefined) {
    return [studio];
  }
  return [
    studio,
    {
      Sid: "OpenOwnNotebookInstance",
      Effect: "Allow",
      Action: [
        "sagemaker:CreatePresignedNotebookInstanceUrl",
        "sagemaker:DescribeNotebookInstance",
        "sagemaker:StartNotebookInstance",
      ],
      Resource: account.arn("sagemaker", "notebook-instance/*"),
      Condition: own,
    },
    {
      Sid: "StartOnEncryptedVolume",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: notebookKeyArn,
      Condition: {
        StringEquals: { "kms:ViaService": account.serviceHost("sagemaker") },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    },
  ];
}
