import type { Account } from "../account";
import type { Statement } from "../iam/policy-document";
import { USER_TAG } from "../studio/user-profiles";

/** The person of a session; the `$$` keeps Terraform from reading IAM's variable as one of its own. */
const PRINCIPAL_TAG_VARIABLE = `$\${aws:PrincipalTag/${USER_TAG}}`;
const REQUEST_TAG_VARIABLE = `$\${aws:RequestTag/${USER_TAG}}`;

/** Verbs by which Lambda places a function into a network. */
const NETWORK_INTERFACE_ACTIONS = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:UnassignPrivateIpAddresses",
];

/** Lambda runs the function as its role. */
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
  readonly functionArn: string;
  readonly logGroupArn: string;
  readonly deadLetterQueueArn: string;
  readonly queueKeyArn: string;
  /** Host of SQS in the region, as KMS names services. */
  readonly sqsServiceHost: string;
  readonly presignRoleArn: string;
}

/**
 * What the function's own role may do: be placed into the network, log, leave what failed in its queue, look up who launched
 * a product, and open for that person through the presign role. It opens nothing by itself.
 *
 * Lambda's own use of the role for network interfaces is the only one: the code of the function is denied it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-best-practice-security
 */
export function functionRoleStatements(props: FunctionRoleStatementsProps): readonly Statement[] {
  return [
    { Sid: "PlaceIntoNetwork", Effect: "Allow", Action: NETWORK_INTERFACE_ACTIONS, Resource: "*" },
    {
      Sid: "DenyInterfacesToTheCode",
      Effect: "Deny",
      Action: NETWORK_INTERFACE_ACTIONS,
      Resource: "*",
      Condition: { ArnEquals: { "lambda:SourceFunctionArn": props.functionArn } },
    },
    {
      Sid: "Log",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `${props.logGroupArn}:*`,
    },
    { Sid: "KeepFailedRequests", Effect: "Allow", Action: "sqs:SendMessage", Resource: props.deadLetterQueueArn },
    {
      Sid: "EncryptFailedRequests",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: props.queueKeyArn,
      Condition: { StringEquals: { "kms:ViaService": props.sqsServiceHost } },
    },
    {
      Sid: "LookUpWhoLaunched",
      Effect: "Allow",
      Action: "servicecatalog:SearchProvisionedProducts",
      Resource: "*",
      Condition: { StringEquals: { "servicecatalog:accountLevel": "self" } },
    },
    {
      Sid: "OpenForThatPerson",
      Effect: "Allow",
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Resource: props.presignRoleArn,
    },
  ];
}

/**
 * The function alone assumes the presign role, for one person at a time, who is named alike by tag and by session: CloudTrail
 * shows for whom a URL was made.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function presignTrustStatements(functionRoleArn: string): readonly Statement[] {
  const principal = { AWS: functionRoleArn };
  return [
    {
      Sid: "FunctionActsForOnePerson",
      Effect: "Allow",
      Principal: principal,
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:RoleSessionName": REQUEST_TAG_VARIABLE } },
    },
    {
      Sid: "FunctionNamesThatPerson",
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
  readonly account: Account;
  readonly domainId: string;
  /**
   * Key of the notebook instances' volumes, which a start makes a grant on.
   * @default - nobody has a notebook instance
   */
  readonly notebookKeyArn?: string;
}

/** What carries the tag of the session's person is opened, and nothing else, whatever the function asks for. */
export function presignRoleStatements({
  account,
  domainId,
  notebookKeyArn,
}: PresignRoleStatementsProps): readonly Statement[] {
  const own = { StringEquals: { [`sagemaker:ResourceTag/${USER_TAG}`]: PRINCIPAL_TAG_VARIABLE } };
  const studio: Statement = {
    Sid: "OpenOwnProfile",
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
      Sid: "OpenOwnNotebook",
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
        StringEquals: { "kms:ViaService": `sagemaker.${account.region}.amazonaws.com` },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    },
  ];
}
