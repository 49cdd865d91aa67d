import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { PipelineFacts } from "../../constructs/pipeline/deployment-pipeline";
import { GITHUB_OIDC_ISSUER, STS_AUDIENCE } from "../../constructs/pipeline/github-role";
import { STATE_LOG_RETENTION_DAYS } from "../../constructs/pipeline/state-bucket";

/** What a bootstrap stack declares about itself. */
export interface BootstrapDeclaration {
  readonly pipelines: readonly PipelineFacts[];
  /** Whether the stack creates the OIDC provider. Otherwise it trusts the one of the account. */
  readonly createsProvider: boolean;
}

/**
 * Adds the Terraform output `perimeter_posture` of a bootstrap stack: who may assume the roles of each pipeline, what limits
 * them, and where the state is.
 */
export function addBootstrapPosture(scope: Construct, { pipelines, createsProvider }: BootstrapDeclaration): void {
  new TerraformOutput(scope, "perimeter_posture", {
    description: "Declared pipelines; studio-perimeter verify checks every claim about a bootstrap stack against them",
    value: {
      posture: "bootstrap",
      protections: true,
      deployers: [],
      break_glass: [],
      log_retention_days: STATE_LOG_RETENTION_DAYS,
      identity_providers: [
        createsProvider
          ? { kind: "oidc", url: `https://${GITHUB_OIDC_ISSUER}`, client_ids: [STS_AUDIENCE], thumbprints: [] }
          : { kind: "existing", provider: `oidc-provider/${GITHUB_OIDC_ISSUER}` },
      ],
      pipelines: pipelines.map(declaredPipeline),
    },
  });
}

function declaredPipeline(facts: PipelineFacts): object {
  return {
    environment: facts.environment,
    name_prefix: facts.namePrefix,
    plan_role: { arn: facts.planRoleArn, callers: facts.planSubjects.map(githubCaller) },
    apply_role: { arn: facts.applyRoleArn, callers: [githubCaller(facts.applySubject)] },
    boundary: facts.boundaryArn,
    state_bucket: facts.stateBucket,
    state_key: facts.stateKey,
    state_readers: facts.stateReaderArns,
    protected_principals: facts.protectedPrincipalArns,
  };
}

function githubCaller(subject: string): object {
  return { kind: "token", provider: GITHUB_OIDC_ISSUER, audience: STS_AUDIENCE, subject };
}
