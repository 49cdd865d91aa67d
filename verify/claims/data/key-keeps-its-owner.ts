import {
  type AskedModel,
  actionsOfService,
  alikeJudge,
  ask,
  cachedCheck,
  fromInternet,
  hasOnly,
  isAllowed,
  judgeRequests,
  judgeResources,
  kmsKey,
  type NamedResource,
  policyModel,
  type ValueTest,
  valueTest,
} from "../../iam/ask";
import { foreignKmsGrants } from "../../iam/attachments/key-with-policy";
import { terraformProviderActions } from "../../iam/aws/terraform-provider-actions";
import { type DeclaredPrincipals, declaredPrincipals } from "../../iam/questions/common/declared-principals";
import { mostFavorable } from "../../iam/questions/common/most-favorable";
import { withoutKey } from "../../iam/questions/data/absent-resources";
import { actsOnBehalfOf } from "../../iam/request-space/principals/service-callers";
import type { DecidedRequest } from "../../iam/request-space/requests/decided-requests";
import { conditionKeysIn, statementsOf } from "../../iam/request-space/statements/statement-queries";
import { type Claim, verdictOf } from "../../verdict/claim";
import { doubt, type Findings, findingsOf, mergeFindings } from "../../verdict/findings";

/** Access to a key needs its key policy. A key policy that omits the account locks everyone out for good. */
export const keyKeepsItsOwner: Claim = {
  name: "key-keeps-its-owner",
  title: "KMS keys stay under the account's control",
  meaning:
    "Declared deployers can refresh, change and delete every key, and no principal outside the account can use it.",
  details: [
    "Outside principals are other accounts, anonymous and federated callers, and AWS services not acting for this account, from everywhere.",
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
    const declared = declaredPrincipals(subject, model);
    const judgeAlike = alikeJudge(model, (key) => judgeKey(model, key, declared));
    return verdictOf(
      mergeFindings([
        findingsOf({ counterexamples: foreignKmsGrants(subject.configuration, model.text) }),
        judgeResources(model, model.kmsKeys, judgeAlike),
        withoutKey(subject.configuration),
      ]),
    );
  },
};

const judgeKey = cachedCheck((model, key: NamedResource, declared: DeclaredPrincipals) =>
  mergeFindings([judgeDeployers(model, key, declared), judgeForeignPrincipals(model, key, declared)]),
);

function judgeDeployers(model: AskedModel, key: NamedResource, declared: DeclaredPrincipals): Findings {
  const needed = Object.values(terraformProviderActions("aws_kms_key") ?? {}).flat();
  const answers = [
    ...ask(model, {
      who: { ...declared, kinds: ["deployer"] },
      what: actionsOfService("kms").filter(({ name }) => needed.includes(name)),
      on: kmsKey(key),
      from: fromInternet,
    }),
  ];
  return answers.length === 0
    ? doubt("the stack declares no deployer, so it is unknown who must keep the key; name who deploys in `deployers`")
    : judgeRequests(model, `deployers at ${key.address}`, mostFavorable(answers), (answer) => !isAllowed(answer));
}

function judgeForeignPrincipals(model: AskedModel, key: NamedResource, declared: DeclaredPrincipals): Findings {
  const { account } = model.text;
  const contextKeys = [...conditionKeysIn(statementsOf(key.policies))].filter(isEncryptionContextKey);
  const namingAccount = contextKeys.map((name) => valueTest(name, [account, `arn:*:*:*:${account}:*`]));
  const answers = ask(model, {
    who: {
      ...declared,
      kinds: ["foreign", "organization", "federated", "anonymous", "service"],
    },
    on: kmsKey(key),
    distinguishes: namingAccount,
  });
  return judgeRequests(
    model,
    `callers outside the account at ${key.address}`,
    answers,
    (answer) => isAllowed(answer) && !isServiceForAccount(answer, account, namingAccount),
  );
}

/** A service names the account that it acts for in a source account, a source ARN, or an encryption context. */
function isServiceForAccount(
  answer: DecidedRequest<string>,
  account: string,
  namingAccount: readonly ValueTest[],
): boolean {
  const { caller } = answer;
  return (
    caller.kind === "service" &&
    (actsOnBehalfOf(account, caller) || namingAccount.some((test) => hasOnly(answer, test)))
  );
}

function isEncryptionContextKey(key: string): boolean {
  return key.startsWith("kms:encryptioncontext:");
}
