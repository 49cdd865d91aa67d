import { LambdaFunction, type LambdaFunctionConfig } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { EncryptionKey } from "../encryption/encryption-key";
import { type PresignedUrlSource, presignedUrlDenials } from "../execution-role/presigned-url-denials";
import { ExclusivePolicyRole } from "../iam/exclusive-policy-role";
import { policyDocument } from "../iam/policy-document";
import { sumAlarm } from "../monitoring/alarms";
import { encryptedLogGroup } from "../monitoring/log-group";
import { denyAllPrincipals } from "../storage/bucket-policy";
import { type SelfServiceUser, usersVariable } from "../studio/self-service-users";
import { FunctionArchive } from "./function-archive";
import {
  functionRoleStatements,
  lambdaTrustStatement,
  presignRoleStatements,
  presignTrustStatements,
} from "./presigned-url-permissions";

/** Props of {@link PresignedUrlFunction}. */
export interface PresignedUrlFunctionProps {
  readonly context: PerimeterContext;
  /** Path of the function's zip archive. */
  readonly archivePath: string;
  /** Ids of the function's subnets. */
  readonly subnetIds: readonly string[];
  /** Ids of the function's security groups. */
  readonly securityGroupIds: readonly string[];
  /** CIDR block of the VPC. The function refuses URLs whose host resolves to another address. */
  readonly networkCidr: string;
  /** Id of the Studio domain. */
  readonly domainId: string;
  /** ARNs of the roles that launch products. Session names identify the users. */
  readonly endUserRoleArns: readonly string[];
  /** Self-service users of the environment. */
  readonly users: readonly SelfServiceUser[];
  /**
   * Lifetime of a Studio URL, 5-300 seconds. The lifetime of a notebook instance URL is always five minutes.
   * @default 60
   */
  readonly urlExpirationInSeconds?: number;
  /**
   * Lifetime of the session that a URL starts, 1800-43200 seconds.
   * @default 28800
   */
  readonly sessionExpirationInSeconds?: number;
  /** Whether URLs are restricted to the listed networks; see {@link presignedUrlDenials}. */
  readonly restrictUrlsToNetwork: boolean;
  /** Networks that may use Studio URLs. */
  readonly studioUrlSources: readonly PresignedUrlSource[];
  /**
   * Networks that may use notebook instance URLs.
   * @default - notebook instance URLs are denied
   */
  readonly notebookUrlSources?: readonly PresignedUrlSource[];
  /**
   * ARN of the KMS key of the notebook instance's volume.
   * @default - there is no notebook instance
   */
  readonly notebookKeyArn?: string;
  /**
   * Reserved concurrency, which AWS takes from the account's limit.
   * @default 5
   */
  readonly concurrency?: number;
  /**
   * ARN of the permissions boundary of the roles.
   * @default - none
   */
  readonly permissionsBoundaryArn?: string;
}

/** Starting a stopped notebook instance takes minutes. */
const TIMEOUT_SECONDS = 600;

/**
 * The Lambda function of the self-service products. It runs in subnets without an outbound path and uses two roles: the
 * function role looks up who launched a product, and the presign role creates the URL for that user.
 *
 * Lambda and SQS cost per request, the key of the dead-letter queue $1 a month and the alarm $0.10 a month.
 */
export class PresignedUrlFunction extends Construct {
  readonly arn: string;
  /** Time after which CloudFormation can give up waiting for a response. */
  readonly responseTimeoutSeconds = TIMEOUT_SECONDS + 60;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PresignedUrlFunctionProps,
  ) {
    super(scope, id);
    const { context, permissionsBoundaryArn } = props;
    const { name, account } = context;
    const functionName = `${name}-studio-url`;
    const functionArn = account.arn("lambda", `function:${functionName}`);
    const logs = encryptedLogGroup(this, "logs", { context, logType: "studio-url" });
    const deadLetter = this.createDeadLetterQueue();
    const role = new ExclusivePolicyRole(this, "role", {
      name: functionName,
      description: "Function that creates presigned URLs for self-service products",
      trustStatements: [lambdaTrustStatement()],
      permissionsBoundaryArn,
    });
    const permissions = functionRoleStatements({
      account,
      functionArn,
      logGroupArn: logs.arn,
      deadLetterQueueArn: deadLetter.queue.arn,
      queueKeyArn: deadLetter.key.arn,
      sqsServiceHost: account.serviceHost("sqs"),
      presignRoleArn: account.iamArn(`role/${name}-presign`),
    });
    this.arn = this.createFunction({
      functionName,
      role: role.arn,
      loggingConfig: { logFormat: "JSON", logGroup: logs.name },
      deadLetterConfig: { targetArn: deadLetter.queue.arn },
      environment: { variables: this.environmentVariables(this.createPresignRole(role.arn).arn) },
      // Lambda needs the policies to create the function's network interfaces, and to delete them on destroy.
      dependsOn: [...role.setPolicies({ function: permissions })],
    }).arn;
    this.addErrorAlarm(functionName);
  }

  private createPresignRole(functionRoleArn: string): ExclusivePolicyRole {
    const { context, domainId, notebookKeyArn, permissionsBoundaryArn } = this.props;
    const { name, account } = context;
    const role = new ExclusivePolicyRole(this, "presign", {
      name: `${name}-presign`,
      description: "Creates presigned URLs for Studio and notebook instances, for one user per session",
      trustStatements: presignTrustStatements(functionRoleArn),
      permissionsBoundaryArn,
    });
    role.setPolicies({
      urls: [
        ...presignRoleStatements({ account, domainId, notebookKeyArn }),
        ...presignedUrlDenials({
          restrictUrlsToNetwork: this.props.restrictUrlsToNetwork,
          studio: this.props.studioUrlSources,
          notebook: this.props.notebookUrlSources,
        }),
      ],
    });
    return role;
  }

  /** Failed requests are kept for analysis. Their response URL expires after two hours. */
  private createDeadLetterQueue(): { readonly queue: SqsQueue; readonly key: EncryptionKey } {
    const { context } = this.props;
    const { name } = context;
    const description = `Failed self-service requests of ${name}`;
    const key = new EncryptionKey(this, "queue_key", { context, description, purpose: "queues" });
    const queue = new SqsQueue(this, "failed", {
      name: `${name}-studio-url-failed`,
      kmsMasterKeyId: key.arn,
      messageRetentionSeconds: 14 * 24 * 3600,
    });
    const tlsStatement = denyAllPrincipals("DenyInsecureTransport", "sqs:*", queue.arn, {
      Bool: { "aws:SecureTransport": "false" },
    });
    new SqsQueuePolicy(this, "failed_policy", { queueUrl: queue.url, policy: policyDocument([tlsStatement]) });
    return { queue, key };
  }

  private createFunction(config: LambdaFunctionConfig): LambdaFunction {
    const archive = new FunctionArchive(this, "archive", this.props.archivePath);
    const lambda = new LambdaFunction(this, "handler", {
      description: "Creates presigned URLs for the users who launch self-service products",
      filename: archive.path,
      sourceCodeHash: archive.sourceCodeHash,
      handler: "index.handler",
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      memorySize: 256,
      timeout: TIMEOUT_SECONDS,
      reservedConcurrentExecutions: this.props.concurrency ?? 5,
      vpcConfig: { subnetIds: [...this.props.subnetIds], securityGroupIds: [...this.props.securityGroupIds] },
      ...config,
    });
    new LambdaFunctionEventInvokeConfig(this, "retries", {
      functionName: lambda.functionName,
      maximumRetryAttempts: 1,
      maximumEventAgeInSeconds: TIMEOUT_SECONDS,
    });
    return lambda;
  }

  private environmentVariables(presignRoleArn: string): Record<string, string> {
    return {
      DNS_SUFFIX: this.props.context.account.partitionNames.dnsSuffix,
      DOMAIN_ID: this.props.domainId,
      LAUNCHER_ROLE_ARNS: this.props.endUserRoleArns.join(),
      PRESIGN_ROLE_ARN: presignRoleArn,
      NETWORK_CIDR: this.props.networkCidr,
      URL_LIFE_SECONDS: String(
        assertSecondsInRange("urlExpirationInSeconds", this.props.urlExpirationInSeconds ?? 60, 5, 300),
      ),
      SESSION_SECONDS: String(
        assertSecondsInRange(
          "sessionExpirationInSeconds",
          this.props.sessionExpirationInSeconds ?? 28_800,
          1_800,
          43_200,
        ),
      ),
      PEOPLE: usersVariable(this.props.users),
    };
  }

  private addErrorAlarm(functionName: string): void {
    sumAlarm(this, "errors", {
      alarmName: `${functionName}-errors`,
      description: "The self-service function failed. See its log group and its dead-letter queue.",
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: functionName },
      threshold: 0,
      alarmTopicArns: this.props.context.logging.alarmTopicArns,
    });
  }
}

function assertSecondsInRange(name: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`${name}: must be a whole number from ${min} to ${max} seconds, got ${value}`);
  }
  return value;
}
