import {
  type AskedModel,
  actionsOfService,
  alikeJudge,
  ask,
  bucketAndObjects,
  cachedCheck,
  fromInternet,
  isAllowed,
  judgeRequests,
  judgeResources,
  type NamedResource,
  policyModel,
  requestContextOf,
} from "../../iam/ask";
import type { BucketWithPolicy } from "../../iam/attachments/bucket-with-policy";
import { terraformProviderActions } from "../../iam/aws/terraform-provider-actions";
import { type DeclaredPrincipals, declaredPrincipals } from "../../iam/questions/common/declared-principals";
import { mostFavorable } from "../../iam/questions/common/most-favorable";
import { withoutBucket } from "../../iam/questions/data/absent-resources";
import { dataBuckets } from "../../iam/questions/data/data-buckets";
import { type Claim, verdictOf } from "../../verdict/claim";
import { doubt, type Findings, findingsForEach, findingsOf, mergeFindings } from "../../verdict/findings";

/** Their own policies are taken to allow it: the question is whether the bucket's policy locks its owner out. */
export const bucketKeepsItsOwner: Claim = {
  name: "bucket-keeps-its-owner",
  title: "Bucket policies do not lock out deployers",
  meaning:
    "Declared deployers can refresh, change and destroy every bucket from outside the VPC, and break-glass principals can read data buckets.",
  details: [
    "The principals' own policies are assumed to allow the request: only the bucket policy can deny it.",
    "Deployers need every S3 action that Terraform calls for the bucket and its settings, over TLS 1.3, from at least one internet address.",
    "Break-glass principals need to list and read objects and versions of data buckets.",
    "A stack that declares no deployer makes the claim undecided.",
  ],
  remedy:
    "Exempt the declared deployers and break-glass principals from the Deny statements, and never deny bucket configuration actions.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-3"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const bucketsWithData = new Set(dataBuckets(subject.configuration, model));
    const declared = declaredPrincipals(subject, model);
    const judgeAlike = alikeJudge(
      model,
      (bucket, required: readonly RequiredAccess[]) => judgeRequiredAccess(model, bucket, { declared, required }),
      { factsOf: (bucket: BucketWithPolicy) => requiredAccess(bucket, bucketsWithData.has(bucket)) },
    );
    const findings = judgeResources(model, model.buckets, (bucket) =>
      mergeFindings([settingsWithUnknownActions(bucket), judgeAlike(bucket)]),
    );
    const absence = withoutBucket(subject.configuration);
    const isAbsent = (absence.absences ?? []).length > 0;
    return verdictOf(
      subject.posture.deployers.length > 0 || isAbsent
        ? mergeFindings([findings, absence])
        : mergeFindings([noDeployer, findings]),
    );
  },
};

const noDeployer = doubt(
  "the stack declares no deployer, so it is unknown who must keep access; name who deploys in `deployers`",
);

const breakGlassActions = ["s3:ListBucket", "s3:ListBucketVersions", "s3:GetObject", "s3:GetObjectVersion"];

function deployerActions({ configuredBy }: BucketWithPolicy): readonly string[] {
  const actions = configuredBy.flatMap(({ type }) => Object.values(terraformProviderActions(type) ?? {}).flat());
  return [...new Set(actions)].sort();
}

function requiredAccess(bucket: BucketWithPolicy, holdsData: boolean): readonly RequiredAccess[] {
  const deployer = { kind: "deployer", actions: deployerActions(bucket) } as const;
  return holdsData ? [deployer, { kind: "break-glass", actions: breakGlassActions }] : [deployer];
}

function settingsWithUnknownActions({ configuredBy }: BucketWithPolicy): Findings {
  const unknown = configuredBy.filter(({ type }) => terraformProviderActions(type) === undefined);
  return findingsOf({
    doubts: unknown.map(({ address }) => ({
      text: `the actions that Terraform calls for ${address} are not known to this check`,
      addresses: [address],
    })),
  });
}

interface RequiredAccess {
  readonly kind: "deployer" | "break-glass";
  readonly actions: readonly string[];
}

interface OwnerFacts {
  readonly declared: DeclaredPrincipals;
  readonly required: readonly RequiredAccess[];
}

const judgeRequiredAccess = cachedCheck((model, bucket: NamedResource, { declared, required }: OwnerFacts) =>
  findingsForEach(required, (access) => judgeAccess(model, bucket, declared, access)),
);

function judgeAccess(
  model: AskedModel,
  bucket: NamedResource,
  declared: DeclaredPrincipals,
  { kind, actions }: RequiredAccess,
): Findings {
  const answers = ask(model, {
    who: { ...declared, kinds: [kind] },
    what: actionsOfService("s3").filter(({ name }) => actions.includes(name)),
    on: bucketAndObjects(bucket),
    from: fromInternet,
    assumedContext: requestContextOf({ "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" }),
  });
  return judgeRequests(model, `${kind} at ${bucket.address}`, mostFavorable(answers), (answer) => !isAllowed(answer));
}
