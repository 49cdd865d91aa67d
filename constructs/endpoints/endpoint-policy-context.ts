import type { Account } from "../account";
import type { TrustedScope } from "../iam/trusted-scope";
import type { AwsOwnedAccounts } from "./aws-owned-accounts";
import type { EndpointName } from "./endpoint-catalog";

/** What every endpoint policy of one environment is generated from. */
export interface EndpointPolicyContext {
  readonly account: Account;
  readonly trustedScope: TrustedScope;
  readonly awsOwned: AwsOwnedAccounts;
  /** Services that have an endpoint; the S3 policy lists the buckets behind them. */
  readonly services: readonly EndpointName[];
  /** Whether models of SageMaker JumpStart may be read. */
  readonly jumpStart: boolean;
}
