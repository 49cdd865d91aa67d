import {
  type AskedModel,
  actsOnAny,
  ask,
  bucketAndObjects,
  cachedCheck,
  isAllowed,
  judgeRequests,
  judgeRoles,
  kmsKey,
  type PolicyModel,
  policyDoubts,
  policyModel,
  principalsOf,
  type Question,
  type ResourceFacts,
  type RoleWithPolicies,
  resourceFacts,
} from "../../iam/ask";
import { actionsNotInCatalog, allowedServices } from "../../iam/ask/allowed-actions";
import type { BucketWithPolicy } from "../../iam/attachments/bucket-with-policy";
import { servicesUsingRole } from "../../iam/aws/service-role-arguments";
import type { PrincipalEntry } from "../../iam/language/parse-policy";
import { namesAccount, parsePrincipalEntry } from "../../iam/language/principal-entries";
import { matchesAnyArn } from "../../iam/patterns/arn-globs";
import { declaredPrincipals } from "../../iam/questions/common/declared-principals";
import { judgeExpiration, judgeVersioning } from "../../iam/questions/data/bucket-settings";
import { logStoresOf } from "../../iam/questions/logs/log-stores";
import {
  bucketTamperingActions,
  logForgingActions,
  logServices,
  logTamperingActions,
} from "../../iam/questions/logs/log-tampering-actions";
import { grantsForAwsResources, makesGrantsForAwsResources } from "../../iam/questions/roles/permitted-writes";
import { privilegeEscalationActions } from "../../iam/questions/roles/privilege-escalation-actions";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import {
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";
import { withAdvice } from "../../verdict/marked-finding";

/** A user who can delete the record of an action can do it unseen. */
export const logsAreTamperProof: Claim = {
  name: "logs-are-tamper-proof",
  title: "No role of the stack changes logs",
  meaning:
    "No role of the stack can delete, shorten, overwrite or stop flow logs, query logs, firewall logs, trails or access logs, or disable their keys.",
  details: [
    "Covers every log group, trail, flow log and query log of the account, and the buckets that receive these logs.",
    "Every write action of these services is evaluated, except those that only add logs or query them.",
    "Only roles that deliver flow logs or trails, and do nothing else, can add events to a log group that receives these logs.",
    "Declared deployers may assume these roles.",
    "Buckets that receive logs keep versions. Their lifecycle rules expire no object before the declared retention.",
    "The KMS keys of log groups and of these buckets are included.",
    "IAM users of the stack, and members of its groups, are evaluated as its roles are.",
  ],
  remedy:
    "Remove the action from the role's policies, or limit it to log groups that receive no such logs. Enable versioning of the log bucket, and extend its lifecycle rules.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AU-9", "NIST.800-53.r5 AU-9(4)", "NIST.800-53.r5 AU-11", "S3.14"],
  decide(subject) {
    const { configuration, posture } = subject;
    const model = policyModel(configuration);
    const stores = logStoresOf(configuration, model);
    const facts = { buckets: stores.buckets.map(resourceFacts), keys: stores.keys.map(resourceFacts) };
    const groups = stores.logGroupArns.flatMap((arn) => [arn, `${arn}:*`]);
    return verdictOf(
      mergeFindings([
        findingsOf({ doubts: [...stores.doubts, ...model.missingExecutionRoles] }),
        judgeRoles(model, principalsOf(model), (role) =>
          mergeFindings([
            judgeRole(model, role, facts),
            deliversLogs(subject, model, role) ? findingsOf({}) : judgeForging(model, role, groups),
          ]),
        ),
        findingsForEach(stores.buckets, (bucket) => judgeLogBucket(bucket, posture.logRetentionDays)),
        notApplicable("no role and no bucket for logs in this configuration"),
      ]),
    );
  },
};

/** The buckets and keys of the logs. */
interface StoreFacts {
  readonly buckets: readonly ResourceFacts[];
  readonly keys: readonly ResourceFacts[];
}

const judgeRole = cachedCheck((model, role: RoleWithPolicies, stores: StoreFacts) => {
  const statements = statementsOf(role.identityPolicies);
  const services = allowedServices(statements);
  const unlisted = actionsNotInCatalog(statements);
  const what = logServices
    .filter((service) => services.includes(service))
    .flatMap((service) => [
      ...logTamperingActions(service),
      ...unlisted.filter((action) => action.service === service),
    ]);
  const { address } = role;
  return mergeFindings([
    what.length === 0
      ? proof(`no policy allows ${address} an action on logs`, address)
      : judgeRequests(model, `how ${address} changes logs`, ask(model, { who: role, what }), isAllowed),
    findingsForEach(stores.buckets, (bucket) =>
      services.includes("s3") || grantsByItself(model, bucket)
        ? judgeStore(model, role, bucket, { what: bucketTamperingActions(), on: bucketAndObjects(bucket) })
        : findingsOf({}),
    ),
    findingsForEach(stores.keys, (key) =>
      services.includes("kms") || grantsByItself(model, key)
        ? judgeStore(model, role, key, {
            what: privilegeEscalationActions("kms").filter(({ resourceTypes }) => resourceTypes.includes("key")),
            on: kmsKey(key),
          })
        : findingsOf({}),
    ),
  ]);
});

/** Whether the policy of a bucket or key may grant a role what the role's own policies do not, or is not understood. */
function grantsByItself({ text }: AskedModel, { policies, doubts }: ResourceFacts): boolean {
  const allowing = statementsOf(policies).filter(({ effect }) => effect === "Allow");
  return (
    doubts.length > 0 ||
    allowing.some(
      ({ principal }) =>
        principal === undefined ||
        principal.isNegated ||
        principal.entries.some((entry) => entry.kind !== "Service" && !namesAccount(entry, text.account)),
    )
  );
}

/**
 * Whether services use the role to deliver logs, and nobody else can use it, except for deployers, who can change the logs themselves: a
 * resource of another type may name the role, too.
 */
function deliversLogs(subject: ClaimSubject, model: PolicyModel, role: RoleWithPolicies): boolean {
  const services = servicesUsingRole(subject.configuration, model.text, role);
  const { deployers } = declaredPrincipals(subject, model);
  const trusted = statementsOf(role.trustPolicies).filter(({ effect }) => effect === "Allow");
  const mayUse = (entry: PrincipalEntry): boolean => {
    const named = parsePrincipalEntry(entry);
    // A trusted account is everybody there whom a policy lets assume the role, even if its root user is a declared deployer.
    return named.kind === "iam-principal"
      ? matchesAnyArn(deployers, named.arn)
      : named.kind === "service" && named.name !== undefined && deliveringServices.includes(named.name);
  };
  return (
    services.length > 0 &&
    services.every((service) => deliveringServices.includes(service)) &&
    trusted.length > 0 &&
    trusted.every(({ principal }) => principal?.isNegated === false && principal.entries.every(mayUse))
  );
}

/** Services that add events to log groups as a role of the stack. */
const deliveringServices = ["vpc-flow-logs.amazonaws.com", "cloudtrail.amazonaws.com"];

const judgeForging = cachedCheck((model, role: RoleWithPolicies, stores: readonly string[]) => {
  if (stores.length === 0) {
    return findingsOf({});
  }
  const answers = ask(model, { who: role, what: logForgingActions(), distinguishedArns: [stores] });
  const { counterexamples, ...others } = judgeRequests(
    model,
    `events that ${role.address} adds`,
    answers,
    (answer) => isAllowed(answer) && actsOnAny(answer, stores),
  );
  return { ...others, counterexamples: counterexamples.map((one) => withAdvice(one, adviceOnForging(role))) };
});

/** AWS managed policies for functions, which allow events of every log group of the account. */
const FUNCTION_POLICY = /(?:^|\/)AWSLambda\w*ExecutionRole$/;

function adviceOnForging({ managedPolicyNames }: RoleWithPolicies): string {
  const names = managedPolicyNames.filter((name) => FUNCTION_POLICY.test(name));
  return names.length === 0
    ? "limit logs:PutLogEvents to the log groups that the role writes to"
    : `replace ${names.join(" and ")} by a policy that allows logs:CreateLogStream and logs:PutLogEvents on the log group of the function`;
}

/** What a role may change at a bucket or key, by its own policies and those of the bucket or key. */
function judgeStore(model: AskedModel, role: RoleWithPolicies, store: ResourceFacts, question: Question): Findings {
  const doubts = policyDoubts(model, store);
  return doubts.length > 0
    ? findingsOf({ doubts })
    : judgeRequests(
        model,
        `how ${role.address} changes ${store.address}`,
        ask(model, { who: role, ...question, distinguishes: grantsForAwsResources }),
        (answer) => isAllowed(answer) && !makesGrantsForAwsResources(answer),
      );
}

/** Without versions, a new object with the same key replaces the old one. */
function judgeLogBucket(bucket: BucketWithPolicy, declaredDays: number): Findings {
  return mergeFindings([
    judgeVersioning(bucket, "the log bucket"),
    judgeExpiration(bucket, "objects of the log bucket", declaredDays),
  ]);
}
