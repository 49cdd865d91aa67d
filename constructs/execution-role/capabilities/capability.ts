import type { IAccount } from "../../context/account";

/** What statements of a capability need. */
export interface CapabilityProps {
  readonly account: Pick<IAccount, "arn">;
  /** ARN of the execution role, which marks what its users create. */
  readonly executionRoleArn: string;
}
