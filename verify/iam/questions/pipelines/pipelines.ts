import type { DeclaredCaller, DeclaredPipeline } from "../../../posture/declared-pipeline";
import type { BootstrapPosture } from "../../../posture/posture";
import type { ClaimSubject } from "../../../verdict/claim";
import { counterexample, type Findings, findingsForEach, mergeFindings } from "../../../verdict/findings";
import { judgeRoles } from "../../ask/judge";
import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";

/** The jobs of a pipeline, each with a role of its own. */
const pipelineJobs = ["plan", "apply"] as const;

/** One of {@link pipelineJobs}. */
export type PipelineJob = (typeof pipelineJobs)[number];

/** A pipeline with the Region of its environment. */
export interface LocatedPipeline extends DeclaredPipeline {
  /** The declared one, or else that of the stack. */
  readonly region: string;
}

/** The declared pipelines of a bootstrap stack, with the values of the references in them. */
export function pipelinesOf(
  { posture }: ClaimSubject<BootstrapPosture>,
  { text }: PolicyModel,
): readonly LocatedPipeline[] {
  const resolve = (template: string): string => text.resolve(template);
  return posture.pipelines.map((pipeline) => ({
    kind: pipeline.kind,
    environment: resolve(pipeline.environment),
    region: pipeline.region === undefined ? text.region : resolve(pipeline.region),
    namePrefix: resolve(pipeline.namePrefix),
    planRole: { arn: resolve(pipeline.planRole.arn), callers: pipeline.planRole.callers.map(resolvedBy(resolve)) },
    applyRole: { arn: resolve(pipeline.applyRole.arn), callers: pipeline.applyRole.callers.map(resolvedBy(resolve)) },
    boundary: resolve(pipeline.boundary),
    stateBucket: resolve(pipeline.stateBucket),
    stateKey: resolve(pipeline.stateKey),
    stateReaders: pipeline.stateReaders.map(resolve),
    protectedPrincipals: pipeline.protectedPrincipals.map(resolve),
  }));
}

function resolvedBy(resolve: (template: string) => string): (caller: DeclaredCaller) => DeclaredCaller {
  return (caller) => {
    if (caller.kind === "principal") {
      return { kind: caller.kind, arn: resolve(caller.arn) };
    }
    const issued = { provider: resolve(caller.provider), audience: resolve(caller.audience) };
    if (caller.kind === "tokens") {
      return { kind: caller.kind, ...issued, subjectPrefix: resolve(caller.subjectPrefix) };
    }
    const token = { kind: caller.kind, ...issued, subject: resolve(caller.subject) };
    return caller.workflow === undefined ? token : { ...token, workflow: resolve(caller.workflow) };
  };
}

/** The declaration of a job's role. */
function declaredRoleOf(pipeline: DeclaredPipeline, job: PipelineJob): DeclaredPipeline["planRole"] {
  return job === "plan" ? pipeline.planRole : pipeline.applyRole;
}

/** Judges the role of one job in each pipeline. A declared role that the stack does not contain is a counterexample. */
export function judgePipelineRoles(
  subject: ClaimSubject<BootstrapPosture>,
  model: PolicyModel,
  job: PipelineJob,
  judge: (role: RoleWithPolicies, pipeline: LocatedPipeline) => Findings,
): Findings {
  return findingsForEach(pipelinesOf(subject, model), (pipeline) => {
    const { arn } = declaredRoleOf(pipeline, job);
    const roles = model.roles.filter((role) => role.arn === arn);
    return roles.length === 0
      ? missingRole(model, pipeline, job)
      : judgeRoles(model, roles, (role) => judge(role, pipeline));
  });
}

function missingRole({ text }: PolicyModel, pipeline: DeclaredPipeline, job: PipelineJob): Findings {
  const arn = text.placeholders.readable(declaredRoleOf(pipeline, job).arn);
  return counterexample(`the declared ${job} role ${arn} of ${pipeline.environment} is not in this configuration`);
}

/** Judges the roles of both jobs in each pipeline. */
export function judgeAllPipelineRoles(
  subject: ClaimSubject<BootstrapPosture>,
  model: PolicyModel,
  judge: (role: RoleWithPolicies, pipeline: LocatedPipeline) => Findings,
): Findings {
  return mergeFindings(pipelineJobs.map((job) => judgePipelineRoles(subject, model, job, judge)));
}
