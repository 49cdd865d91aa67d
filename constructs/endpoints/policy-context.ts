import type { Account } from "../account";
import type { Owner } from "../iam/organization-scope";
import type { AwsOwnedAccounts } from "./aws-owned-accounts";
import type { EndpointName } from "./catalog";

/** What every endpoint policy of one environment is generated from. */
export interface EndpointPolicyContext {
  readonly account: Account;
  readonly owner: Owner;
  readonly awsOwned: AwsOwnedAccounts;
  /** Services that have an endpoint; the S3 policy lists the buckets behind them. */
  readonly services: readonly EndpointName[];
  /** Whether models of SageMaker JumpStart may be read. */
  readonly jumpStart: boolean;
}
