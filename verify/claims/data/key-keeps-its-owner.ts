import type { KeyWithPolicy } from "../../iam/attachments/key-with-policy";
import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import { actionsOfService } from "../../iam/aws/action-catalog";
import { terraformProviderActions } from "../../iam/aws/terraform-provider-actions";
import type { PolicySet } from "../../iam/evaluation/authorize";
import { declaredPrincipals } from "../../iam/questions/common/declared-principals";
import { newPolicyFindings, type PolicyFindings } from "../../iam/questions/common/policy-findings";
import { unknownConditionKeys } from "../../iam/questions/common/unknown-condition-keys";
import { foreignKmsGrants } from "../../iam/questions/data/foreign-kms-grants";
import { callerClasses } from "../../iam/request-space/principals/caller-classes";
import { actsOnBehalfOf, isArnOfAccount } from "../../iam/request-space/principals/service-callers";
import { type DecidedRequest, decideRequests } from "../../iam/request-space/requests/decided-requests";
import { pathsBypassingEndpoints } from "../../iam/request-space/requests/request-paths";
import type { RequestSpace } from "../../iam/request-space/requests/request-space";
import { targetResourceFinder } from "../../iam/request-space/resources/target-resources";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import type { Claim, ClaimSubject } from "../../verdict/claim";

/** A key policy is the only door to a key: one that forgets the account locks everybody out, for good. */
export const keyKeepsItsOwner: Claim = {
  name: "key-keeps-its-owner",
  title: "KMS keys stay under the account's control",
  meaning:
    "Declared deployers can refresh, change and delete every key, and no principal outside the account can use it.",
  details: [
    "Outside principals are other accounts, anonymous and federated callers, and AWS services not acting for this account.",
    "Key policies and KMS grants are checked.",
    "Deployers need every KMS action that Terraform calls for a key. Their own policies are assumed to allow it.",
    "A stack that declares no deployer makes the claim undecided.",
  ],
  remedy:
    "Keep the account's administration statement in the key policy, and condition every service statement on this account.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["KMS.5", "NIST.800-53.r5 SC-12", "NIST.800-53.r5 AC-3"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = newPolicyFindings(model.text);
    for (const grant of foreignKmsGrants(subject.configuration, model.text)) {
      findings.addCounterexample(grant);
    }
    for (const key of model.kmsKeys) {
      const doubts = [...key.doubts, ...unknownConditionKeys(key.policies, model.text)];
      findings.addDoubt(...doubts);
      if (doubts.length === 0) {
        judgeDeployers(subject, model, key, findings);
        judgeForeignPrincipals(subject, model, key, findings);
      }
    }
    return findings.verdict();
  },
};

function judgeDeployers(subject: ClaimSubject, model: PolicyModel, key: KeyWithPolicy, findings: PolicyFindings): void {
  const needed = Object.values(terraformProviderActions("aws_kms_key") ?? {}).flat();
  const space = spaceOf(subject, model, key);
  const deployers = space.callers.filter(({ kind }) => kind === "deployer");
  if (deployers.length === 0) {
    findings.addDoubt({
      text: "the stack declares no deployer, so nobody is known who must keep the key",
      addresses: [],
    });
  }
  const actions = space.actions.filter(({ name }) => needed.includes(name));
  const paths = space.paths.slice(0, 1);
  findings.addDecisions(
    `deployers at ${key.address}`,
    decideRequests({ ...space, actions, paths, callers: deployers }, () => authorityOf(key, model)),
    ({ decision }) => decision.kind !== "allowed",
  );
}

function judgeForeignPrincipals(
  subject: ClaimSubject,
  model: PolicyModel,
  key: KeyWithPolicy,
  findings: PolicyFindings,
): void {
  const space = spaceOf(subject, model, key);
  const foreignPrincipals = space.callers.filter(({ kind }) =>
    ["foreign", "organization", "federated", "anonymous", "service"].includes(kind),
  );
  findings.addDecisions(
    `strangers at ${key.address}`,
    decideRequests({ ...space, callers: foreignPrincipals }, () => authorityOf(key, model)),
    (answer) => answer.decision.kind === "allowed" && !isOnOurBehalf(answer, model.text.account),
  );
}

function spaceOf(subject: ClaimSubject, model: PolicyModel, key: KeyWithPolicy): RequestSpace {
  const { text } = model;
  const statements = statementsOf(key.policies);
  return {
    text,
    statements,
    callers: callerClasses(text, statements, declaredPrincipals(subject, model)),
    actions: actionsOfService("kms").filter(({ resourceTypes }) => resourceTypes.includes("key")),
    targets: targetResourceFinder({
      text,
      statements,
      arnPatternByType: { key: key.arn },
      owner: { label: `(${key.address})`, account: text.account },
    }),
    paths: pathsBypassingEndpoints(model.endpoints, statements, text),
  };
}

function authorityOf(key: KeyWithPolicy, { text }: PolicyModel): PolicySet {
  return {
    identity: "everything",
    resource: key.policies,
    resourcePolicyMode: "required",
    resourceAccount: text.account,
  };
}

/** A service says for whom it acts by a source account, a source ARN or an encryption context that names the account. */
function isOnOurBehalf({ caller, request: { context }, chosenKeys }: DecidedRequest, account: string): boolean {
  const names = (key: string): boolean =>
    context.get(key)?.some((value) => value === account || isArnOfAccount(account, value)) ?? false;
  return caller.kind === "service" && (actsOnBehalfOf(account, context) || chosenKeys.some(names));
}
