import {
  actsOnAny,
  ask,
  bucketAndObjects,
  cachedCheck,
  isAllowed,
  judgeRequests,
  judgeResources,
  kmsKey,
  type PolicyModel,
  policyModel,
  type RoleWithPolicies,
} from "../../iam/ask";
import { actionsNotInCatalog, allowedServices } from "../../iam/ask/allowed-actions";
import type { IamAction } from "../../iam/aws/action-catalog";
import { iamArn } from "../../iam/language/iam-arn";
import { permittedUsesOfState } from "../../iam/questions/pipelines/permitted-uses-of-state";
import { judgeAllPipelineRoles, pipelinesOf } from "../../iam/questions/pipelines/pipelines";
import { mayHaveTags, resourceTagsOf } from "../../iam/questions/pipelines/resource-tags";
import { isPermittedRequest, permittedDistinctions } from "../../iam/questions/roles/permitted-requests";
import { writeActionsOf } from "../../iam/questions/roles/privilege-escalation-actions";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import type { DeclaredPipeline } from "../../posture/declared-pipeline";
import type { BootstrapPosture } from "../../posture/posture";
import { resourcesOfType, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import { type Findings, mergeFindings } from "../../verdict/findings";

/** A limit that the limited role can change is none. */
export const pipelinesCannotChangeThemselves: Claim<BootstrapPosture> = {
  name: "pipelines-cannot-change-themselves",
  title: "Pipelines cannot change the bootstrap",
  meaning:
    "No role of a pipeline can change, delete or pass a resource of the bootstrap stack or a protected principal, except write its own state.",
  details: [
    "Resources are roles, policies, boundaries, the OIDC provider, state buckets, their access logs, keys and aliases, of every pipeline.",
    "Protected principals are those that a pipeline declares, such as break-glass roles. Existing OIDC providers are included.",
    "Every IAM, S3 and KMS action that changes something is evaluated, with the policies of the buckets and keys, and the tags of keys.",
    "The apply role may write its state, but not delete it, and may write and delete the lock.",
  ],
  remedy:
    "Deny the action on the resource in a policy of the role, or limit the statement that allows it to other resources.",
  topic: "identities",
  postures: ["bootstrap"],
  controls: ["NIST.800-53.r5 AC-5", "NIST.800-53.r5 AC-6", "NIST.800-53.r5 CM-5"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const guarded = guardedArns(subject, model);
    return verdictOf(
      judgeAllPipelineRoles(subject, model, (role, pipeline) =>
        mergeFindings([
          judgeNamedResources(model, role, guarded),
          judgeStores(subject.configuration, model, role, pipeline),
        ]),
      ),
    );
  },
};

/** ARNs of what has no policy of its own: IAM resources and aliases of keys. */
function guardedArns(subject: ClaimSubject<BootstrapPosture>, model: PolicyModel): readonly string[] {
  const { configuration, posture } = subject;
  const { text } = model;
  const ofTypes = guardedTypes.flatMap((type) => arnsOfType(configuration, model, type));
  const existing = (posture.identityProviders ?? []).flatMap((provider) =>
    provider.kind === "existing" ? [iamArn(model.text, provider.provider)] : [],
  );
  const principals = pipelinesOf(subject, model).flatMap(({ boundary, planRole, applyRole, protectedPrincipals }) => [
    boundary,
    planRole.arn,
    applyRole.arn,
    ...protectedPrincipals,
  ]);
  return [...new Set([...ofTypes, ...existing, ...principals.map((arn) => text.resolve(arn))])];
}

const guardedTypes = [
  "aws_iam_role",
  "aws_iam_policy",
  "aws_iam_openid_connect_provider",
  "aws_iam_saml_provider",
  "aws_iam_user",
  "aws_kms_alias",
];

function arnsOfType(configuration: TerraformConfiguration, { text }: PolicyModel, type: string): readonly string[] {
  return resourcesOfType(configuration, type).map(({ address }) => text.resolve(`\${${address}.arn}`));
}

const judgeNamedResources = cachedCheck((model, role: RoleWithPolicies, guarded: readonly string[]) => {
  const statements = statementsOf(role.identityPolicies);
  const services = allowedServices(statements);
  const what = [
    ...["iam", "kms"].filter((service) => services.includes(service)).flatMap(writeActionsOf),
    ...actionsNotInCatalog(statements).filter(({ service }) => !["s3"].includes(service)),
  ];
  const answers = ask(model, { who: role, what, distinguishedArns: [guarded] });
  return judgeRequests(
    model,
    `what ${role.address} may change in IAM and KMS`,
    answers,
    (answer) => isAllowed(answer) && actsOnAny(answer, guarded),
  );
});

/** Buckets and keys, with policies of their own. */
function judgeStores(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  role: RoleWithPolicies,
  pipeline: DeclaredPipeline,
): Findings {
  const permitted = permittedUsesOfState(model, role, pipeline);
  const statements = statementsOf(role.identityPolicies);
  const unlisted = actionsNotInCatalog(statements);
  const what = (service: string): readonly IamAction[] =>
    [...writeActionsOf(service), ...unlisted.filter((action) => action.service === service)].filter(
      ({ resourceTypes }) => resourceTypes.length > 0,
    );
  const [onBuckets, onKeys] = [what("s3"), what("kms")];
  return mergeFindings([
    judgeResources(model, model.buckets, (bucket) =>
      judgeRequests(
        model,
        `what ${role.address} may change in ${bucket.address}`,
        ask(model, {
          who: role,
          what: onBuckets,
          on: bucketAndObjects(bucket),
          ...permittedDistinctions(permitted, [...statements, ...statementsOf(bucket.policies)], onBuckets),
        }),
        (answer) => isAllowed(answer) && !isPermittedRequest(answer, permitted),
      ),
    ),
    judgeResources(model, model.kmsKeys, (key) => {
      const deciding = [...statements, ...statementsOf(key.policies)];
      const tags = resourceTagsOf(configuration, model, key.address, deciding);
      const permittedUses = permittedDistinctions(permitted, deciding, onKeys);
      const answers = ask(model, {
        who: role,
        what: onKeys,
        on: kmsKey(key),
        ...permittedUses,
        distinguishes: [...tags.tests, ...permittedUses.distinguishes],
      });
      return judgeRequests(
        model,
        `what ${role.address} may change at ${key.address}`,
        [...answers].filter((answer) => mayHaveTags(tags, answer)),
        (answer) => isAllowed(answer) && !isPermittedRequest(answer, permitted),
      );
    }),
  ]);
}
