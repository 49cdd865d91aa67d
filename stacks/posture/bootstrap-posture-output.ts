import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { PipelineFacts } from "../../constructs/pipeline/deployment-pipeline";
import { STATE_LOG_RETENTION_DAYS } from "../../constructs/pipeline/state-bucket";
import type { TokenCaller, TokenIssuer } from "../../constructs/pipeline/token-issuer";

/** What a bootstrap stack declares about itself. */
export interface BootstrapDeclaration {
  readonly pipelines: readonly PipelineFacts[];
  readonly issuer: TokenIssuer;
  /** Whether the stack creates the OIDC provider. Otherwise it trusts the one of the account. */
  readonly createsProvider: boolean;
}

/**
 * Adds the Terraform output `perimeter_posture` of a bootstrap stack: who may assume the roles of each pipeline, what limits
 * them, and where the state is.
 */
export function addBootstrapPosture(scope: Construct, declaration: BootstrapDeclaration): void {
  const { pipelines, issuer, createsProvider } = declaration;
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
          ? { kind: "oidc", url: `https://${issuer.host}`, client_ids: issuer.audiences, thumbprints: [] }
          : { kind: "existing", provider: `oidc-provider/${issuer.host}` },
      ],
      pipelines: pipelines.map(declaredPipeline),
    },
  });
}

function declaredPipeline(facts: PipelineFacts): object {
  const declared = (caller: TokenCaller): object => declaredCaller(facts.issuerHost, caller);
  return {
    ...(facts.kind === "studio" ? {} : { kind: facts.kind }),
    environment: facts.environment,
    ...(facts.region === undefined ? {} : { region: facts.region }),
    name_prefix: facts.namePrefix,
    plan_role: { arn: facts.planRoleArn, callers: facts.planCallers.map(declared) },
    apply_role: { arn: facts.applyRoleArn, callers: facts.applyCallers.map(declared) },
    boundary: facts.boundaryArn,
    state_bucket: facts.stateBucket,
    state_key: facts.stateKey,
    state_readers: facts.stateReaderArns,
    protected_principals: facts.protectedPrincipalArns,
  };
}

function declaredCaller(provider: string, caller: TokenCaller): object {
  const { audience } = caller;
  return "subject" in caller
    ? { kind: "token", provider, audience, subject: caller.subject, workflow: caller.workflow }
    : { kind: "token", provider, audience, subject_prefix: caller.subjectPrefix };
}
