import { LambdaFunction, type LambdaFunctionConfig } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";
import type { Account } from "../account";
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

export interface PresignedUrlFunctionProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly account: Account;
  /** The function's code as Lambda takes it. */
  readonly archivePath: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** Range that the addresses of the network's endpoints lie in. */
  readonly networkCidr: string;
  readonly domainId: string;
  /** Roles that people launch products as, whose session names are theirs. */
  readonly endUserRoleArns: readonly string[];
  readonly people: readonly SelfServiceUser[];
  /**
   * Life of a URL of Studio, 5-300 seconds; one of a notebook instance lives five minutes, which SageMaker does not let one
   * change.
   * @default 60
   */
  readonly urlExpirationInSeconds?: number;
  /**
   * Life of a session that a URL opens, 1800-43200 seconds.
   * @default 28800
   */
  readonly sessionExpirationInSeconds?: number;
  /** Whether URLs are bound to where they may be used from; see {@link presignedUrlDenials}. */
  readonly restrictUrlsToNetwork: boolean;
  readonly studioUrlSources: readonly PresignedUrlSource[];
  /** @default - no notebook instance is ever opened */
  readonly notebookUrlSources?: readonly PresignedUrlSource[];
  /** Key of the notebook instances' volumes. @default - nobody has a notebook instance */
  readonly notebookKeyArn?: string;
  readonly logsKeyArn: string;
  readonly logRetentionDays: number;
  /** Whether Terraform refuses to destroy the key of failed requests. */
  readonly protections: boolean;
  /**
   * Requests served at once. Reserved from the account's own limit, of which AWS keeps 100 unreserved.
   * @default 5
   */
  readonly concurrency?: number;
  /** @default - nobody is told; the alarm is seen in CloudWatch only */
  readonly alarmTopicArns?: readonly string[];
  /** @default - no boundary */
  readonly permissionsBoundaryArn?: string;
}

/** A stopped notebook instance takes minutes to start. */
const TIMEOUT_SECONDS = 600;

/**
 * The function behind the self-service products: in subnets of its own without a way out, under two roles. Its own looks up who
 * launched a product; the presign role opens what is that person's.
 *
 * Lambda and SQS are paid by request; the key costs $1 a month, the alarm $0.10.
 */
export class PresignedUrlFunction extends Construct {
  readonly arn: string;
  /** After which CloudFormation need wait no longer. */
  readonly responseTimeoutSeconds = TIMEOUT_SECONDS + 60;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PresignedUrlFunctionProps,
  ) {
    super(scope, id);
    const { account, logsKeyArn, logRetentionDays, permissionsBoundaryArn } = props;
    const functionName = `${props.name}-studio-url`;
    const functionArn = account.arn("lambda", `function:${functionName}`);
    const logs = encryptedLogGroup(this, "logs", {
      name: props.name,
      logType: "studio-url",
      logsKeyArn,
      logRetentionDays,
    });
    const failed = this.createDeadLetterQueue();
    const role = new ExclusivePolicyRole(this, "role", {
      name: functionName,
      description: "Function that opens Studio and notebook instances for who launched a product",
      trustStatements: [lambdaTrustStatement()],
      permissionsBoundaryArn,
    });
    const permissions = functionRoleStatements({
      functionArn,
      logGroupArn: logs.arn,
      deadLetterQueueArn: failed.queue.arn,
      queueKeyArn: failed.key.arn,
      sqsServiceHost: `sqs.${account.region}.amazonaws.com`,
      presignRoleArn: account.iamArn(`role/${props.name}-presign`),
    });
    this.arn = this.createFunction({
      functionName,
      role: role.arn,
      loggingConfig: { logFormat: "JSON", logGroup: logs.name },
      deadLetterConfig: { targetArn: failed.queue.arn },
      environment: { variables: this.environmentVariables(this.createPresignRole(role.arn).arn) },
      // Lambda needs the role's policies to enter the network, and on destroy to leave it.
      dependsOn: [...role.setPolicies({ function: permissions })],
    }).arn;
    this.addErrorAlarm(functionName);
  }

  private createPresignRole(functionRoleArn: string): ExclusivePolicyRole {
    const { name, account, domainId, notebookKeyArn, permissionsBoundaryArn } = this.props;
    const role = new ExclusivePolicyRole(this, "presign", {
      name: `${name}-presign`,
      description: "Opens Studio and notebook instances for one person at a time, inside the network",
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

  /** Requests hold an address to answer to, which is worthless after two hours; they are kept to be looked into. */
  private createDeadLetterQueue(): { readonly queue: SqsQueue; readonly key: EncryptionKey } {
    const { name, account, protections } = this.props;
    const description = `Failed requests of self-service of ${name}`;
    const key = new EncryptionKey(this, "queue_key", { name, account, description, purpose: "queues", protections });
    const queue = new SqsQueue(this, "failed", {
      name: `${name}-studio-url-failed`,
      kmsMasterKeyId: key.arn,
      messageRetentionSeconds: 14 * 24 * 3600,
    });
    const overTlsOnly = denyAllPrincipals("DenyInsecureTransport", "sqs:*", queue.arn, {
      Bool: { "aws:SecureTransport": "false" },
    });
    new SqsQueuePolicy(this, "failed_policy", { queueUrl: queue.url, policy: policyDocument([overTlsOnly]) });
    return { queue, key };
  }

  private createFunction(config: LambdaFunctionConfig): LambdaFunction {
    const archive = new FunctionArchive(this, "archive", this.props.archivePath);
    const lambda = new LambdaFunction(this, "handler", {
      description: "Opens Studio and notebook instances for who launched a self-service product",
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
      PEOPLE: usersVariable(this.props.people),
    };
  }

  private addErrorAlarm(functionName: string): void {
    sumAlarm(this, "errors", {
      alarmName: `${functionName}-errors`,
      description:
        "A self-service product got no answer; look into the function's log and its queue of failed requests",
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: functionName },
      threshold: 0,
      alarmTopicArns: this.props.alarmTopicArns,
    });
  }
}

function assertSecondsInRange(what: string, value: number, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Error(`${what}: must be ${least}-${most} whole seconds, got ${value}; choose one between`);
  }
  return value;
}
