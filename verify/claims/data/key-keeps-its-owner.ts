import type { Key } from "../../iam/attachments/keys";
import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import { actionsOf } from "../../iam/aws/action-catalog";
import { terraformPermissions } from "../../iam/aws/terraform-permissions";
import type { Authority } from "../../iam/evaluation/authorize";
import { declaredPrincipals } from "../../iam/questions/common/declared-principals";
import { type Findings, newFindings } from "../../iam/questions/common/policy-findings";
import { misspeltKeys } from "../../iam/questions/common/unknown-condition-keys";
import { foreignGrants } from "../../iam/questions/data/foreign-kms-grants";
import { callers } from "../../iam/request-space/principals/callers";
import { actsFor, isOf } from "../../iam/request-space/principals/service-callers";
import { type Answer, answers } from "../../iam/request-space/requests/decisions";
import { aroundEndpoints } from "../../iam/request-space/requests/request-paths";
import type { Space } from "../../iam/request-space/requests/request-space";
import { targetFinder } from "../../iam/request-space/resources/target-resources";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import type { Claim, Subject } from "../../verdict/claim";

/** A key policy is the only door to a key: one that forgets the account locks everybody out, for good. */
export const keyKeepsItsOwner: Claim = {
  name: "key-keeps-its-owner",
  meaning:
    "every declared deployer can refresh, change and delete each key, and nobody outside the account can do anything with it: no other account, nobody anonymous, and no AWS service but on this account's behalf",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["W8", "W9", "S2.11", "S2.12", "S3.18", "KMS.5"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = newFindings(model.text);
    for (const grant of foreignGrants(subject.configuration, model.text)) {
      findings.violate(grant);
    }
    for (const key of model.keys) {
      const doubts = [...key.doubts, ...misspeltKeys(key.policy, model.text)];
      findings.doubt(...doubts);
      if (doubts.length === 0) {
        judgeDeployers(subject, model, key, findings);
        judgeStrangers(subject, model, key, findings);
      }
    }
    return findings.verdict();
  },
};

function judgeDeployers(subject: Subject, model: PolicyModel, key: Key, findings: Findings): void {
  const needed = Object.values(terraformPermissions("aws_kms_key") ?? {}).flat();
  const space = spaceOf(subject, model, key);
  const deployers = space.callers.filter(({ kind }) => kind === "deployer");
  if (deployers.length === 0) {
    findings.doubt({ text: "the stack declares no deployer, so nobody is known who must keep the key", addresses: [] });
  }
  const actions = space.actions.filter(({ name }) => needed.includes(name));
  const paths = space.paths.slice(0, 1);
  findings.judge(
    `deployers at ${key.address}`,
    answers({ ...space, actions, paths, callers: deployers }, () => authorityOf(key, model)),
    ({ decision }) => decision.kind !== "allowed",
  );
}

function judgeStrangers(subject: Subject, model: PolicyModel, key: Key, findings: Findings): void {
  const space = spaceOf(subject, model, key);
  const strangers = space.callers.filter(({ kind }) =>
    ["foreign", "organization", "federated", "anonymous", "service"].includes(kind),
  );
  findings.judge(
    `strangers at ${key.address}`,
    answers({ ...space, callers: strangers }, () => authorityOf(key, model)),
    (answer) => answer.decision.kind === "allowed" && !isOnOurBehalf(answer, model.text.account),
  );
}

function spaceOf(subject: Subject, model: PolicyModel, key: Key): Space {
  const { text } = model;
  const statements = statementsOf(key.policy);
  return {
    text,
    statements,
    callers: callers(text, statements, declaredPrincipals(subject, model)),
    actions: actionsOf("kms").filter(({ resourceTypes }) => resourceTypes.includes("key")),
    targets: targetFinder({
      text,
      statements,
      only: { key: key.arn },
      owner: { label: `(${key.address})`, account: text.account },
    }),
    paths: aroundEndpoints(model.endpoints, statements, text),
  };
}

function authorityOf(key: Key, { text }: PolicyModel): Authority {
  return { identity: "everything", resource: key.policy, resourceMode: "required", resourceAccount: text.account };
}

/** A service says for whom it acts by a source account, a source ARN or an encryption context that names the account. */
function isOnOurBehalf({ caller, request: { context }, chosen }: Answer, account: string): boolean {
  const names = (key: string): boolean =>
    context.get(key)?.some((value) => value === account || isOf(account, value)) ?? false;
  return caller.kind === "service" && (actsFor(account, context) || chosen.some(names));
}
