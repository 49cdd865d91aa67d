import type { DeclaredCaller, DeclaredPipeline, DeploymentKind } from "../../../verify/posture/declared-pipeline";
import { addedAndRemoved, principalWithoutAccount, type ReviewDifference } from "../../model/review-difference";
import { postureDifference } from "./posture-difference";

/**
 * Changes of the declared pipelines: who may assume their roles, what limits these roles, and where the state is. The claims
 * after the change are decided against the new declaration, so that each added sentence needs approval.
 */
export function pipelineDifferences(
  before: readonly DeclaredPipeline[],
  after: readonly DeclaredPipeline[],
): readonly ReviewDifference[] {
  const grants = addedAndRemoved(before.flatMap(grantsOf), after.flatMap(grantsOf), (text) => text);
  const limits = addedAndRemoved(before.flatMap(limitsOf), after.flatMap(limitsOf), (text) => text);
  return [
    ...grants.added.map((text) => postureDifference("opens", `Now declared: ${text}`)),
    ...limits.removed.map((text) => postureDifference("opens", `No longer declared: ${text}`)),
    ...grants.removed.map((text) => postureDifference("closes", `No longer declared: ${text}`)),
    ...limits.added.map((text) => postureDifference("closes", `Now declared: ${text}`)),
  ];
}

/** Declarations that permit something, one sentence each. */
function grantsOf(pipeline: DeclaredPipeline): readonly string[] {
  const { environment, region, planRole, applyRole, boundary, stateBucket, stateKey, stateReaders, namePrefix } =
    pipeline;
  return [
    `the roles of ${environment} deploy ${deployedWords[pipeline.kind]}`,
    ...(region === undefined ? [] : [`the roles of ${environment} work in ${region}`]),
    ...planRole.callers.map((caller) => `${callerText(caller)} may assume the plan role of ${environment}`),
    ...applyRole.callers.map((caller) => `${callerText(caller)} may assume the apply role of ${environment}`),
    `${principalWithoutAccount(planRole.arn)} plans ${environment}`,
    `${principalWithoutAccount(applyRole.arn)} applies ${environment}`,
    `${boundary} limits the roles that the apply role of ${environment} creates`,
    `resources of ${environment} have names that start with ${namePrefix}`,
    `the state of ${environment} is ${stateKey} in the bucket ${stateBucket}`,
    ...stateReaders.map((arn) => `${principalWithoutAccount(arn)} may read and write the state of ${environment}`),
  ];
}

/** Declarations that forbid something. */
function limitsOf({ environment, protectedPrincipals }: DeclaredPipeline): readonly string[] {
  return protectedPrincipals.map(
    (arn) => `the pipeline of ${environment} must not change ${principalWithoutAccount(arn)}`,
  );
}

function callerText(caller: DeclaredCaller): string {
  if (caller.kind === "principal") {
    return principalWithoutAccount(caller.arn);
  }
  const jobs =
    caller.kind === "token"
      ? `a job of ${caller.provider} with the subject ${caller.subject}`
      : `every job of ${caller.provider} with a subject that starts with ${caller.subjectPrefix}`;
  const workflow =
    caller.kind === "token" && caller.workflow !== undefined ? ` of the workflow ${caller.workflow}` : "";
  return `${jobs} and the audience ${caller.audience}${workflow}`;
}

/** What the roles of a pipeline have permissions for. */
const deployedWords: Readonly<Record<DeploymentKind, string>> = {
  studio: "an environment with Studio",
  inspection: "an inspection VPC",
};

/** One line for a pipeline that is new: what it deploys, and who may assume its roles. */
export function pipelineLine({ kind, environment, planRole, applyRole }: DeclaredPipeline): string {
  const callers = (role: { readonly callers: readonly DeclaredCaller[] }): string =>
    role.callers.map(callerText).join(" or ");
  return `Pipeline of ${environment}${kind === "studio" ? "" : `, ${deployedWords[kind]}`}: planned by ${callers(planRole)}; applied by ${callers(applyRole)}`;
}
