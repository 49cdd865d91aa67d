import { ownEntry } from "../../collections/own-entry";
import { judgeRoles, type PolicyModel, policyModel, principalsOf, type RoleWithPolicies } from "../../iam/ask";
import { mayMatchResource } from "../../iam/evaluation/may-match-resource";
import { actionMatches } from "../../iam/evaluation/statement-matching";
import type { ConditionTest, Statement } from "../../iam/language/parse-policy";
import { soleVariableKey } from "../../iam/language/policy-variables";
import { type AbacTagUse, checkAbacTag } from "../../iam/questions/roles/abac-tags";
import { isPlainStringEquals, statementsOf } from "../../iam/request-space/statements/statement-queries";
import type { TerraformConfiguration } from "../../terraform/terraform-configuration";
import { type Claim, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

/** All users of a domain share one role, so only variables in the policy distinguish one user from another. */
export const userGetsOnlyOwnUrl: Claim = {
  name: "user-gets-only-own-url",
  title: "Users open only their own profile",
  meaning:
    "Every statement that allows a presigned URL limits it to the caller's own profile or to a tag that identifies the caller.",
  details: [
    "Checks each Allow for Studio and notebook URLs, unless the same role has an unconditional Deny.",
    "The resource ends in the sagemaker:UserProfileName variable, or a resource tag must equal a principal tag.",
    "The tag is not on the role, not in the provider's default tags, and not shared by two profiles.",
    "A caller that can choose its own session tag makes the claim undecided.",
    "A function may choose the tag for the person it acts for, if its code is declared.",
    "Other code makes the claim undecided.",
    "IAM users of the stack, and members of its groups, are evaluated as its roles are.",
  ],
  remedy:
    "Limit the statement to the caller's profile, or compare sagemaker:ResourceTag with aws:PrincipalTag. Give each profile its own tag value.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-3", "NIST.800-53.r5 AC-6"],
  decide({ configuration, posture }) {
    const model = policyModel(configuration);
    const { signInCode = [] } = posture;
    const principals = principalsOf(model);
    const findings = judgeRoles(model, principals, (role) => judgeRole(configuration, model, role, signInCode));
    const noRole = principals.length === 0 ? notApplicable("this configuration has no role") : findingsOf({});
    return verdictOf(mergeFindings([findingsOf({ doubts: model.missingExecutionRoles }), noRole, findings]));
  },
};

/**
 * Terraform type of the resource that a URL of each action opens, and the ARNs on which a policy allows the action.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
const openedByAction: Readonly<Record<string, { readonly type: string; readonly arn: string }>> = {
  "sagemaker:CreatePresignedDomainUrl": {
    type: "aws_sagemaker_user_profile",
    arn: "arn:*:sagemaker:*:*:user-profile/*",
  },
  "sagemaker:CreatePresignedNotebookInstanceUrl": {
    type: "aws_sagemaker_notebook_instance",
    arn: "arn:*:sagemaker:*:*:notebook-instance/*",
  },
};

/** The actions that a statement applies to. One about other resources alone, such as flow definitions, opens no URL. */
function actionsIn({ action, resource }: Statement, names: readonly string[]): readonly string[] {
  return names.filter((name) => {
    const arn = ownEntry(openedByAction, name)?.arn;
    return (
      actionMatches(action, name) !== "no" &&
      (arn === undefined || resource === undefined || mayMatchResource(resource, arn, "name"))
    );
  });
}

/** Judges statements, not requests: in a request, a variable has no value that would identify a user. */
function judgeRole(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  role: RoleWithPolicies,
  signInCode: readonly string[],
): Findings {
  const { address, identityPolicies } = role;
  const statements = statementsOf(identityPolicies);
  const actions = Object.keys(openedByAction).filter(
    (action) => !statements.some((statement) => deniesUnconditionally(statement, action)),
  );
  const allowing = identityPolicies.flatMap((policy) =>
    policy.statements
      .filter((statement) => statement.effect === "Allow" && actionsIn(statement, actions).length > 0)
      .map((statement) => ({ policy, statement })),
  );
  if (allowing.length === 0) {
    return proof(`no policy allows ${address} to create a presigned URL`, address);
  }
  return findingsForEach(allowing, ({ policy, statement }) => {
    const allows = `"${statement.sid}" in ${policy.address} allows ${address} to create presigned URLs`;
    const resourceTypes = actionsIn(statement, actions).map((name) => ownEntry(openedByAction, name)?.type ?? "");
    const { counterexamples, doubts } = callerBindingFindings(configuration, model, statement, {
      role,
      resourceTypes,
      signInCode,
    });
    return {
      proofs: [{ text: `${allows} for the caller alone`, addresses: [policy.address, address] }],
      counterexamples: counterexamples.map(({ text, addresses }) => ({
        text: `${allows}: ${text}`,
        addresses: [policy.address, ...addresses],
      })),
      doubts,
    };
  });
}

function deniesUnconditionally({ effect, action, resource, conditions }: Statement, name: string): boolean {
  const isEverything = resource?.isNegated === false && resource.patterns.includes("*");
  return effect === "Deny" && isEverything && conditions.length === 0 && actionMatches(action, name) === "yes";
}

/** Nothing where the statement names the caller: by its resource, or by a tag that identifies one user. */
function callerBindingFindings(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  { resource, conditions }: Statement,
  use: Omit<AbacTagUse, "tag">,
): Findings {
  if (resource?.isNegated === false && resource.patterns.every(isProfileOfSession)) {
    return findingsOf({});
  }
  const tags = conditions.flatMap((test) => callerTag(test) ?? []);
  const byTag = tags.map((tag) => checkAbacTag(configuration, model, { ...use, tag }));
  return (
    byTag.find(({ counterexamples, doubts }) => counterexamples.length + doubts.length === 0) ??
    byTag.find(({ counterexamples }) => counterexamples.length === 0) ??
    byTag[0] ??
    counterexample("for any user, because no condition names the caller", use.role.address)
  );
}

/** The variable is the whole profile name: with `ada*`, every user whose name begins with `ada` would match. */
function isProfileOfSession(pattern: string): boolean {
  const [, name = ""] = /:user-profile\/[^/]+\/([^/]+)$/.exec(pattern) ?? [];
  return soleVariableKey(name) === "sagemaker:userprofilename";
}

function callerTag(test: ConditionTest): string | undefined {
  const tag = /^(?:sagemaker|aws):resourcetag\/(.+)$/.exec(test.key)?.[1];
  const isOfSession = test.values.every((value) => soleVariableKey(value) === `aws:principaltag/${tag}`);
  return isPlainStringEquals(test) && isOfSession ? tag : undefined;
}
