import { isJsonObject, type Json, type JsonObject, textsOf } from "../terraform/terraform-configuration";

/** What a pipeline deploys: an environment with Studio, or the inspection VPC of other environments. */
const deploymentKinds = ["studio", "inspection"] as const;

/** One of {@link deploymentKinds}. */
export type DeploymentKind = (typeof deploymentKinds)[number];

/** The roles that plan and apply one environment, and what limits them. */
export interface DeclaredPipeline {
  /** What it deploys: its roles may change what that kind has, and no more. */
  readonly kind: DeploymentKind;
  /** Name of the environment. */
  readonly environment: string;
  /**
   * Region of the environment.
   * @default - the Region of the stack
   */
  readonly region?: string;
  /** What every name of the environment's resources starts with, as in `studio-perimeter-dev`. */
  readonly namePrefix: string;
  readonly planRole: DeclaredPipelineRole;
  readonly applyRole: DeclaredPipelineRole;
  /** ARN of the permissions boundary of every role that the apply role creates. */
  readonly boundary: string;
  /** Name of the bucket that stores the state of the environment. */
  readonly stateBucket: string;
  /** Key of the state in the bucket. The lock is the object `<key>.tflock`. */
  readonly stateKey: string;
  /** ARN patterns of principals that may also read and write the state. */
  readonly stateReaders: readonly string[];
  /** ARN patterns of principals outside the stack that the pipeline must not change, such as break-glass roles. */
  readonly protectedPrincipals: readonly string[];
}

/** A role of a pipeline and who may assume it. */
export interface DeclaredPipelineRole {
  readonly arn: string;
  readonly callers: readonly DeclaredCaller[];
}

/**
 * Who may assume a role of a pipeline.
 *
 * - `token`: jobs with a token of an OIDC provider, named by its host, with exactly this audience and subject, and where a workflow is
 *   declared also exactly this claim `job_workflow_ref`.
 * - `tokens`: the same with every subject that starts with a prefix. Only plan roles have such callers.
 * - `principal`: one role or user, by its ARN.
 */
export type DeclaredCaller =
  | {
      readonly kind: "token";
      readonly provider: string;
      readonly audience: string;
      readonly subject: string;
      readonly workflow?: string;
    }
  | { readonly kind: "tokens"; readonly provider: string; readonly audience: string; readonly subjectPrefix: string }
  | { readonly kind: "principal"; readonly arn: string };

/**
 * Reads the pipelines that a bootstrap stack declares.
 *
 * @throws when there is none, or one is malformed
 */
export function readDeclaredPipelines(declared: JsonObject, where: string): readonly DeclaredPipeline[] {
  const { pipelines } = declared;
  if (!Array.isArray(pipelines) || pipelines.length === 0) {
    throw new Error(
      `${where}.pipelines: not a list of pipelines, got ${JSON.stringify(pipelines ?? null)}; declare one for each environment`,
    );
  }
  return pipelines.map((entry) => {
    const pipeline = isJsonObject(entry) ? readPipeline(entry) : undefined;
    if (pipeline === undefined) {
      throw new Error(
        `${where}.pipelines: not a pipeline, got ${JSON.stringify(entry)}; write { kind: "studio" or "inspection", environment, region, name_prefix, plan_role: { arn, callers }, apply_role, boundary, state_bucket, state_key, state_readers, protected_principals }, and callers { kind: "token", provider, audience, subject or subject_prefix, workflow } without wildcards`,
      );
    }
    return pipeline;
  });
}

function readPipeline(entry: JsonObject): DeclaredPipeline | undefined {
  const {
    environment,
    region,
    name_prefix: namePrefix,
    boundary,
    state_bucket: stateBucket,
    state_key: stateKey,
  } = entry;
  const kind = deploymentKinds.find((one) => one === (entry.kind ?? "studio"));
  const planRole = readRole(entry.plan_role);
  const applyRole = readRole(entry.apply_role);
  const stateReaders = textsOf(entry.state_readers);
  const protectedPrincipals = textsOf(entry.protected_principals);
  return kind !== undefined &&
    isExactText(environment) &&
    (region === undefined || isExactText(region)) &&
    isExactText(namePrefix) &&
    isExactText(boundary) &&
    isExactText(stateBucket) &&
    isExactText(stateKey) &&
    planRole !== undefined &&
    applyRole !== undefined &&
    stateReaders !== undefined &&
    protectedPrincipals !== undefined
    ? {
        kind,
        environment,
        ...(region !== undefined && { region }),
        namePrefix,
        planRole,
        applyRole,
        boundary,
        stateBucket,
        stateKey,
        stateReaders,
        protectedPrincipals,
      }
    : undefined;
}

function readRole(value: Json | undefined): DeclaredPipelineRole | undefined {
  const { arn, callers } = isJsonObject(value) ? value : {};
  const read = Array.isArray(callers) ? callers.map(readCaller) : [];
  const known = read.filter((caller) => caller !== undefined);
  return isExactText(arn) && known.length > 0 && known.length === read.length ? { arn, callers: known } : undefined;
}

function readCaller(value: Json): DeclaredCaller | undefined {
  const {
    kind,
    provider,
    audience,
    subject,
    subject_prefix: subjectPrefix,
    workflow,
    arn,
  } = isJsonObject(value) ? value : {};
  if (kind === "principal") {
    return isExactText(arn) ? { kind, arn } : undefined;
  }
  if (kind !== "token" || !isExactText(provider) || !isExactText(audience)) {
    return undefined;
  }
  if (isExactText(subjectPrefix)) {
    const isAlone = subject === undefined && workflow === undefined;
    return isAlone ? { kind: "tokens", provider, audience, subjectPrefix } : undefined;
  }
  if (!isExactText(subject) || subjectPrefix !== undefined) {
    return undefined;
  }
  const token = { kind, provider, audience, subject } as const;
  return workflow === undefined ? token : isExactText(workflow) ? { ...token, workflow } : undefined;
}

/** A declaration with a wildcard would declare every principal that matches it. */
function isExactText(value: Json | undefined): value is string {
  return typeof value === "string" && value.trim() !== "" && !/[*?]/.test(value);
}
