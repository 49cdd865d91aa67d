import { acceptFindings } from "../../verify/acceptance/accept-findings";
import { claims } from "../../verify/claims";
import { decideClaims, type VerifiedStack } from "../../verify/claims/decide-claims";
import type { DeclaredInFile } from "../../verify/posture/policy-file";
import type { PerimeterPostureKind, Posture } from "../../verify/posture/posture";
import { readPosture } from "../../verify/posture/read-posture";
import type { JoinedState } from "../../verify/terraform/read/join/joined-states";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { type AcceptedFinding, entriesOf } from "../../verify/verdict/accepted-finding";
import type { Claim } from "../../verify/verdict/claim";
import { readTerraform, type TerraformFile } from "../shared/files/terraform-files";

/** The option that reads each form. */
const formOptions = { synthesized: "--file", plan: "--plan", state: "--state" } as const;

const formNames = { synthesized: "synthesized stack", plan: "plan", state: "state" } as const;

/** A file to verify, with the form that it must have. */
export interface Input extends TerraformFile {
  readonly form: TerraformConfiguration["form"];
  /** For a plan: the folder that was planned. @default - not known */
  readonly source?: string;
}

/** What to decide, and where the posture is declared. */
export interface VerifyOptions {
  /** The one claim to explain. @default - none */
  readonly explained?: Claim<Posture> | undefined;
  /** @default - every claim */
  readonly among?: readonly Claim<Posture>[];
  /** @default - the output `perimeter_posture` declares the posture */
  readonly policy?: DeclaredInFile | undefined;
  /** States of other root modules that belong to it. @default - none */
  readonly joined?: readonly JoinedState[];
}

/** @throws when the file is of another form, or declares no posture that is known */
export function verifyFile(
  input: Input,
  accepted: readonly AcceptedFinding[],
  override?: PerimeterPostureKind,
  { explained, among = claims, policy, joined = [] }: VerifyOptions = {},
): VerifiedStack {
  const { json, surroundings } = readTerraform(input.path, { plannedFolder: input.source, joined });
  const configuration = readConfiguration(json, input.path, surroundings);
  if (configuration.form !== input.form) {
    const [wanted, got] = [formNames[input.form], formNames[configuration.form]];
    throw new Error(`${input.path}: is not a ${wanted}, got a ${got}; pass it with ${formOptions[configuration.form]}`);
  }
  const posture = readPosture(configuration, override, policy);
  if (explained !== undefined && !explained.postures.includes(posture.kind)) {
    const kinds = explained.postures.join(", ");
    throw new Error(
      `${input.path}: ${explained.name} does not apply to its posture, got ${posture.kind}; it applies to ${kinds}`,
    );
  }
  return judgeStack({ name: input.name, file: input.path, subject: { configuration, posture } }, accepted, among);
}

/**
 * Decides the claims of a stack, and accepts what its owners accept.
 *
 * @param accepted entries of every stack
 */
export function judgeStack(
  { name, file, subject }: Pick<VerifiedStack, "name" | "file" | "subject">,
  accepted: readonly AcceptedFinding[],
  among: readonly Claim<Posture>[] = claims,
): VerifiedStack {
  const entries = entriesOf(accepted, name).filter(({ claim }) => among.some((one) => one.name === claim));
  const { claimResults, uses } = acceptFindings(decideClaims(subject, among), entries);
  return { name, file, subject, claimResults, ...(uses.length > 0 && { acceptances: uses }) };
}
