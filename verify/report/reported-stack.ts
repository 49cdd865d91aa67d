import type { ClaimResult } from "../claims/decide-claims";
import type { AcceptanceUse } from "../posture/accepted-finding";
import type { Posture } from "../posture/posture";
import type { TerraformConfiguration } from "../terraform/terraform-configuration";

/** What reports show of a verified stack. A `VerifiedStack` is one. */
export interface ReportedStack {
  /** The name of the environment, or the path of the file. */
  readonly name: string;
  /** Path of the file that was read. */
  readonly file: string;
  readonly subject: {
    readonly configuration: Pick<TerraformConfiguration, "form" | "joined" | "unsetVariables">;
    readonly posture: Pick<Posture, "elsewhere" | "harmless" | "kind">;
  };
  readonly claimResults: readonly ClaimResult[];
  /** Accepted findings of the stack. @default - none */
  readonly acceptances?: readonly AcceptanceUse[];
  /** Where people edit what a Terraform address stands for, or the whole stack. @default - the file that was read */
  readonly placeOf?: (address: string | undefined) => EvidencePlace | undefined;
}

/** A line of a file, and the construct that it configures. */
export interface EvidencePlace {
  readonly file: string;
  /** Starting with 1. */
  readonly line: number;
  /** Path of the construct: `prod/network/studio_a`. @default - none */
  readonly construct?: string;
}
