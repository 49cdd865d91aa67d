import { readdirSync } from "node:fs";
import { acceptFindings } from "../../verify/acceptance/accept-findings";
import { claims } from "../../verify/claims";
import { decideClaimsAlone, type VerifiedStack } from "../../verify/claims/decide-claims";
import { perimetersOf } from "../../verify/perimeters/perimeters-of";
import { type AcceptedFinding, entriesOf } from "../../verify/posture/accepted-finding";
import { declarePosture } from "../../verify/posture/declare-posture";
import type { PerimeterPostureKind, Posture } from "../../verify/posture/posture";
import { readPosture } from "../../verify/posture/read-posture";
import type { GivenVariables } from "../../verify/terraform/read/folder/given-variables";
import { isConfigurationFile } from "../../verify/terraform/read/folder/terraform-file-name";
import type { JoinedRoot } from "../../verify/terraform/read/join/joined-root";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { Claim } from "../../verify/verdict/claim";
import { noPolicy, type Policy } from "../policy/policy";
import { isFolder } from "../shared/files/is-folder";
import type { OwnPlans } from "../shared/inputs/own-plans";
import { readTerraform } from "../shared/inputs/read-terraform";
import type { TerraformFile } from "../shared/inputs/synthesized-stacks";

/** The option that reads each form. */
const formOptions = { synthesized: "--file", plan: "--plan", state: "--state" } as const;

const formNames = { synthesized: "synthesized stack", plan: "plan", state: "state" } as const;

/** A file or folder to verify. */
export interface Input extends TerraformFile {
  /** The form that it must have. @default - any */
  readonly form?: TerraformConfiguration["form"];
  /** For a plan: the folder that was planned. @default - not known */
  readonly source?: string;
}

/** What to decide, and from what. */
export interface VerifyOptions {
  /** The one claim to explain. @default - none */
  readonly explained?: Claim<Posture> | undefined;
  /** @default - every claim */
  readonly among?: readonly Claim<Posture>[];
  /** States of other root modules that belong to it. @default - none */
  readonly joined?: readonly JoinedRoot[];
  /** For the folder of a root module: values of its variables. @default - those of its files */
  readonly variables?: GivenVariables;
  /** Plans of folders, by their path, which are read in place of them. @default - none */
  readonly plans?: OwnPlans;
}

/**
 * Judges the one perimeter of a file under a policy.
 *
 * @throws when the file is of another form, declares no posture that is known, or declares several
 */
export function verifyFile(
  input: Input,
  policy: Policy = noPolicy,
  override?: PerimeterPostureKind,
  options: VerifyOptions = {},
): VerifiedStack {
  const [stack, ...others] = verifyPerimeters(input, policy, override, options);
  if (stack === undefined || others.length > 0) {
    throw new Error(
      `${input.path}: has ${1 + others.length} perimeters, and this command reads one; judge them with verify`,
    );
  }
  return stack;
}

/**
 * Judges each perimeter of a file under a policy. One of several has the address of its module after the name of the file.
 *
 * @throws when the file is of another form, or a posture is not known
 */
export function verifyPerimeters(
  input: Input,
  policy: Policy = noPolicy,
  override?: PerimeterPostureKind,
  { explained, among = claims, joined = [], variables, plans }: VerifyOptions = {},
): readonly VerifiedStack[] {
  refuseFolder(input);
  const { json, surroundings } = readTerraform(input.path, { plannedFolder: input.source, joined, variables, plans });
  const configuration = underPolicy(readConfiguration(json, input.path, surroundings), policy);
  const { form = configuration.form } = input;
  if (configuration.form !== form) {
    const [wanted, got] = [formNames[form], formNames[configuration.form]];
    throw new Error(`${input.path}: is not a ${wanted}, got a ${got}; pass it with ${formOptions[configuration.form]}`);
  }
  const perimeters = perimetersOf(configuration).map((perimeter) => ({
    name: nameOfPerimeter(input.name, perimeter.module),
    file: input.path,
    subject: { configuration: perimeter.configuration, posture: readPosture(perimeter.configuration, override) },
  }));
  const asked = perimeters.filter(({ subject }) => explained?.postures.includes(subject.posture.kind) ?? true);
  if (explained !== undefined && asked.length === 0) {
    const got = [...new Set(perimeters.map(({ subject }) => subject.posture.kind))].join(", ");
    throw new Error(
      `${input.path}: ${explained.name} does not apply to its posture, got ${got}; it applies to ${explained.postures.join(", ")}`,
    );
  }
  return asked.map((perimeter) => judgeStack(perimeter, policy.accepted, among));
}

/** @throws when a folder is given as a plan or a state, with or without files of Terraform */
function refuseFolder({ path, form = "synthesized" }: Input): void {
  if (form === "synthesized" || !isFolder(path)) {
    return;
  }
  const file = form === "plan" ? "the output of terraform show -json PLAN" : "the output of terraform show -json";
  const folder = readdirSync(path).some(isConfigurationFile) ? "; to judge the folder, pass it without an option" : "";
  throw new Error(`${path}: is not a ${formNames[form]}, got a folder; pass ${file}${folder}`);
}

/** The name of a perimeter in reports, and in the entries that accept findings of it. */
export function nameOfPerimeter(name: string, module: string | undefined): string {
  return module === undefined ? name : `${name} ${module}`;
}

/** The same configuration with the posture that the policy declares, if it declares one. */
export function underPolicy(
  configuration: TerraformConfiguration,
  { path = "policy", declared }: Policy,
): TerraformConfiguration {
  return declared === undefined ? configuration : declarePosture(configuration, { path, declared });
}

/**
 * Decides the claims of a stack, and accepts what its owners accept.
 *
 * @param accepted entries of every stack, in addition to those that the stack declares
 */
export function judgeStack(
  { name, file, subject }: Pick<VerifiedStack, "name" | "file" | "subject">,
  accepted: readonly AcceptedFinding[],
  among: readonly Claim<Posture>[] = claims,
): VerifiedStack {
  const entries = [...entriesOf(accepted, name), ...(subject.posture.accepted ?? [])].filter(
    ({ claim }) => claim !== undefined && (among.some((one) => one.name === claim) || !isClaim(claim)),
  );
  const { claimResults, uses } = acceptFindings(decideClaimsAlone(subject, among), entries);
  return { name, file, subject, claimResults, ...(uses.length > 0 && { acceptances: uses }) };
}

/** An entry of a claim that does not exist accepts nothing, which reports say. */
function isClaim(name: string): boolean {
  return claims.some((claim) => claim.name === name);
}
