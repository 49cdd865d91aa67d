import type { Account } from "../account";
import type { Statement } from "../iam/policy-document";
import { USER_TAG } from "../studio/user-profiles";

/** The person of a session; the `$$` keeps Terraform from reading IAM's variable as one of its own. */
const PERSON_OF_SESSION = `$\${aws:PrincipalTag/${USER_TAG}}`;
const PERSON_ASKED_FOR = `$\${aws:RequestTag/${USER_TAG}}`;

/** Verbs by which Lambda places a function into a network. */
const INTERFACE_VERBS = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:UnassignPrivateIpAddresses",
];

/** Lambda runs the function as its role. */
export function lambdaAssumes(): Statement {
  return {
    Sid: "LambdaRunsTheFunction",
    Effect: "Allow",
    Principal: { Service: "lambda.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
}

/** Props of {@link functionPermissions}. */
export interface FunctionPermissionsProps {
  readonly functionArn: string;
  readonly logGroupArn: string;
  readonly deadLetterQueueArn: string;
  readonly queueKeyArn: string;
  /** Host of SQS in the region, as KMS names services. */
  readonly queueService: string;
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
export function functionPermissions(props: FunctionPermissionsProps): readonly Statement[] {
  return [
    { Sid: "PlaceIntoNetwork", Effect: "Allow", Action: INTERFACE_VERBS, Resource: "*" },
    {
      Sid: "DenyInterfacesToTheCode",
      Effect: "Deny",
      Action: INTERFACE_VERBS,
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
      Condition: { StringEquals: { "kms:ViaService": props.queueService } },
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
export function presignTrust(functionRoleArn: string): readonly Statement[] {
  const principal = { AWS: functionRoleArn };
  return [
    {
      Sid: "FunctionActsForOnePerson",
      Effect: "Allow",
      Principal: principal,
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:RoleSessionName": PERSON_ASKED_FOR } },
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

/** Props of {@link presignPermissions}. */
export interface PresignPermissionsProps {
  readonly account: Account;
  readonly domainId: string;
  /**
   * Key of the notebook instances' volumes, which a start makes a grant on.
   * @default - nobody has a notebook instance
   */
  readonly notebookKeyArn?: string;
}

/** What carries the tag of the session's person is opened, and nothing else, whatever the function asks for. */
export function presignPermissions({
  account,
  domainId,
  notebookKeyArn,
}: PresignPermissionsProps): readonly Statement[] {
  const own = { StringEquals: { [`sagemaker:ResourceTag/${USER_TAG}`]: PERSON_OF_SESSION } };
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
