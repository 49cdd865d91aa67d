import type { ClaimResult } from "../claims/decide-claims";
import type { Posture } from "../posture/posture";
import type { TerraformConfiguration } from "../terraform/terraform-configuration";
import type { AcceptanceUse } from "../verdict/accepted-finding";

/** What reports show of a verified stack. A `VerifiedStack` is one. */
export interface ReportedStack {
  /** The name of the environment, or the path of the file. */
  readonly name: string;
  /** Path of the file that was read. */
  readonly file: string;
  readonly subject: {
    readonly configuration: Pick<TerraformConfiguration, "form">;
    readonly posture: Pick<Posture, "kind" | "harmless">;
  };
  readonly claimResults: readonly ClaimResult[];
  /** Accepted findings of the stack. @default - none */
  readonly acceptances?: readonly AcceptanceUse[];
}
