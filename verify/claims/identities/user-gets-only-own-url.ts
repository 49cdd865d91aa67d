import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import type { RoleWithPolicies } from "../../iam/attachments/role-with-policies";
import { actionMatches } from "../../iam/evaluation/statement-matching";
import type { ConditionTest, Statement } from "../../iam/language/parse-policy";
import { soleVariableKey } from "../../iam/language/policy-variables";
import { newPolicyFindings, type PolicyFindings } from "../../iam/questions/common/policy-findings";
import { type AbacTagFindings, type AbacTagUse, checkAbacTag } from "../../iam/questions/roles/abac-tags";
import { decidableRoles } from "../../iam/questions/roles/decidable-roles";
import { isPlainStringEquals, statementsOf } from "../../iam/request-space/statements/statement-queries";
import type { TerraformConfiguration } from "../../terraform/terraform-configuration";
import type { Claim } from "../../verdict/claim";

/** Every user of a domain acts as one role, so that only the policy's own variables tell one from another. */
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
  ],
  remedy:
    "Limit the statement to the caller's profile, or compare sagemaker:ResourceTag with aws:PrincipalTag. Give each profile its own tag value.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-3", "NIST.800-53.r5 AC-6"],
  decide({ configuration }) {
    const model = policyModel(configuration);
    const findings = newPolicyFindings(model.text);
    findings.addDoubt(...model.missingExecutionRoles);
    for (const role of decidableRoles(model.roles, model, findings)) {
      examine(configuration, model, role, findings);
    }
    return findings.verdict();
  },
};

/** What each call opens. */
const resourceTypeByAction: Readonly<Record<string, string>> = {
  "sagemaker:CreatePresignedDomainUrl": "aws_sagemaker_user_profile",
  "sagemaker:CreatePresignedNotebookInstanceUrl": "aws_sagemaker_notebook_instance",
};

/** Statement by statement: to a request no variable has a value that would tell a person from his neighbour. */
function examine(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  role: RoleWithPolicies,
  findings: PolicyFindings,
): void {
  const { address, identityPolicies } = role;
  const statements = statementsOf(identityPolicies);
  const open = Object.keys(resourceTypeByAction).filter(
    (action) => !statements.some((statement) => deniesUnconditionally(statement, action)),
  );
  const allowing = identityPolicies.flatMap((policy) =>
    policy.statements
      .filter(({ effect, action }) => effect === "Allow" && open.some((name) => actionMatches(action, name) !== "no"))
      .map((statement) => ({ policy, statement })),
  );
  for (const { policy, statement } of allowing) {
    const lets = `"${statement.sid}" in ${policy.address} lets ${address} create URLs`;
    const types = open
      .filter((name) => actionMatches(statement.action, name) !== "no")
      .map((name) => resourceTypeByAction[name] ?? "");
    const { counterexamples, doubts } = callerBindingFaults(configuration, model, statement, {
      role,
      resourceTypes: types,
    });
    for (const fault of counterexamples) {
      findings.addCounterexample({ text: `${lets}: ${fault.text}`, addresses: [policy.address, ...fault.addresses] });
    }
    findings.addDoubt(...doubts);
    findings.addProof({ text: `${lets} for the caller alone`, addresses: [policy.address, address] });
  }
  if (allowing.length === 0) {
    findings.addProof({ text: `nothing lets ${address} create a URL`, addresses: [address] });
  }
}

function deniesUnconditionally({ effect, action, resource, conditions }: Statement, name: string): boolean {
  const isEverything = resource?.isNegated === false && resource.patterns.includes("*");
  return effect === "Deny" && isEverything && conditions.length === 0 && actionMatches(action, name) === "yes";
}

/** Nothing is wrong with a statement that names the caller by its resource, or by one tag that is a person's. */
function callerBindingFaults(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  { resource, conditions }: Statement,
  use: Pick<AbacTagUse, "role" | "resourceTypes">,
): AbacTagFindings {
  if (resource?.isNegated === false && resource.patterns.every(isProfileOfSession)) {
    return { counterexamples: [], doubts: [] };
  }
  const tags = conditions.flatMap((test) => callerTag(test) ?? []);
  const found = tags.map((tag) => checkAbacTag(configuration, model, { ...use, tag }));
  const addresses = [use.role.address];
  return (
    found.find(({ counterexamples: faults, doubts }) => faults.length + doubts.length === 0) ??
    found.find(({ counterexamples: faults }) => faults.length === 0) ??
    found[0] ?? { counterexamples: [{ text: "whoever the caller is", addresses }], doubts: [] }
  );
}

/** The variable stands alone behind the domain: `ada*` would be anybody whose name begins so. */
function isProfileOfSession(pattern: string): boolean {
  const [, name = ""] = /:user-profile\/[^/]+\/([^/]+)$/.exec(pattern) ?? [];
  return soleVariableKey(name) === "sagemaker:userprofilename";
}

function callerTag(test: ConditionTest): string | undefined {
  const tag = /^(?:sagemaker|aws):resourcetag\/(.+)$/.exec(test.key)?.[1];
  const isOfSession = test.values.every((value) => soleVariableKey(value) === `aws:principaltag/${tag}`);
  return isPlainStringEquals(test) && isOfSession ? tag : undefined;
}
