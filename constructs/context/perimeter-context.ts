import type { IAccount } from "./account";

/** Where the constructs of one environment send their logs and alarms. */
export interface LoggingContext {
  /** ARN of the KMS key that encrypts every log group. Its key policy must allow CloudWatch Logs of the region. */
  readonly keyArn: string;
  /** Days after which log events expire: one of the values that CloudWatch Logs supports. */
  readonly retentionDays: number;
  /** ARNs of the SNS topics that every alarm notifies. An empty list creates alarms without notifications. */
  readonly alarmTopicArns: readonly string[];
}

/** What every construct of one environment needs. */
export interface PerimeterContext {
  /** Prefix of every resource name of the environment, as in `studio-perimeter-dev`. */
  readonly name: string;
  /** Account, region and partition that the environment is deployed to. */
  readonly account: IAccount;
  /** Encryption, retention and notifications of logs and alarms. */
  readonly logging: LoggingContext;
  /** Whether Terraform and AWS refuse to destroy stateful and protective resources. */
  readonly protections: boolean;
}
