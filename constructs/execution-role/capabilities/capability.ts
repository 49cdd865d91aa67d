import type { IAccount } from "../../context/account";

/** What statements of a capability need. */
export interface CapabilityProps {
  /** Name prefix of the environment's resources, `studio-perimeter-dev`. */
  readonly name: string;
  readonly account: Pick<IAccount, "arn">;
  /** What the names of everything that the users create must start with, `risk-`; empty where any name is theirs. */
  readonly namePrefix: string;
  /** ARN of the execution role, which marks what its users create. */
  readonly executionRoleArn: string;
  /** ARN of the KMS key of the domain, which encrypts the online feature store. */
  readonly studioKeyArn: string;
  /**
   * Id of the endpoint `experiments`, through which MLflow is used.
   *
   * @default - none; the capability `mlflow` throws
   */
  readonly mlflowEndpointId?: string | undefined;
}
