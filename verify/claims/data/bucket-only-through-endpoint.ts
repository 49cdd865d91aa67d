import {
  alikeJudge,
  ask,
  bucketAndObjects,
  cachedCheck,
  fromAnywhere,
  fromOutside,
  isAllowed,
  judgeRequests,
  judgeResources,
  type NamedResource,
  policyModel,
  requestContextOf,
} from "../../iam/ask";
import type { BucketWithPolicy } from "../../iam/attachments/bucket-with-policy";
import { s3ListActions, s3ObjectActions } from "../../iam/aws/action-catalog";
import {
  type DeclaredPrincipals,
  declaredPrincipals,
  exemptStackRoles,
} from "../../iam/questions/common/declared-principals";
import { withoutBucket } from "../../iam/questions/data/absent-resources";
import { dataBuckets, isPublishedByTerraform } from "../../iam/questions/data/data-buckets";
import type { Caller } from "../../iam/request-space/principals/caller";
import { insideEndpoints } from "../../network/endpoints/inside-endpoints";
import { networkModelOf } from "../../network/network-model";
import { type Claim, verdictOf } from "../../verdict/claim";
import { type Findings, findingsForEach, findingsOf, mergeFindings } from "../../verdict/findings";

/**
 * The callers' own policies are taken to allow everything: the bucket policy alone must refuse, for example, stolen
 * credentials of an administrator.
 */
export const bucketOnlyThroughEndpoint: Claim = {
  name: "bucket-only-through-endpoint",
  title: "Bucket data is reachable only through the endpoint",
  meaning:
    "No principal accesses objects of a data bucket from outside the stack's S3 endpoint, except declared break-glass principals, and none without TLS.",
  details: [
    "The stack's endpoints are those of the Studio VPC with a route table of a Studio subnet, or with private DNS.",
    "Access means to read, write, delete or list objects. The callers' own policies are assumed to allow it.",
    "Declared deployers may list, and may access objects whose content is in the Terraform configuration.",
    "A role of the stack that is also a declared deployer or break-glass principal violates the claim.",
    "Buckets that only receive access logs or a trail are not data buckets. A replication configuration violates the claim.",
  ],
  remedy:
    "Deny object and list actions in the bucket policy unless aws:SourceVpce is the stack's endpoint. Deny requests without aws:SecureTransport.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: [
    "S3.5",
    "NIST.800-53.r5 AC-3",
    "NIST.800-53.r5 SC-7(10)",
    "NIST.800-53.r5 SC-8",
    "CIS AWS Foundations v5.0.0/2.1.1",
  ],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const buckets = dataBuckets(subject.configuration, model);
    const inside = insideEndpoints(networkModelOf(subject.configuration));
    const facts = { inside, declared: declaredPrincipals(subject, model) };
    const judgeAlike = alikeJudge(
      model,
      (bucket, isPublished: boolean) => judgeBucket(model, bucket, { ...facts, isPublished }),
      { factsOf: (bucket: BucketWithPolicy) => isPublishedByTerraform(bucket, model) },
    );
    return verdictOf(
      mergeFindings([
        findingsOf({ counterexamples: exemptStackRoles(subject, model) }),
        judgeResources(model, buckets, judgeAlike),
        findingsForEach(buckets, judgeReplication),
        withoutBucket(subject.configuration),
      ]),
    );
  },
};

interface BucketFacts {
  /** Addresses of the endpoints that only Studio's network reaches. */
  readonly inside: readonly string[];
  readonly declared: DeclaredPrincipals;
  readonly isPublished: boolean;
}

const judgeBucket = cachedCheck((model, bucket: NamedResource, { inside, declared, isPublished }: BucketFacts) => {
  const s3Endpoints = model.endpoints.filter(({ service }) => service === "s3");
  const insideS3Endpoints = s3Endpoints.filter(({ address }) => inside.includes(address));
  const question = {
    who: declared,
    what: [...s3ObjectActions(), ...s3ListActions()],
    on: bucketAndObjects(bucket),
  };
  const withoutTls = requestContextOf({ "aws:SecureTransport": "false" });
  return mergeFindings([
    judgeRequests(
      model,
      `${bucket.address} from outside its endpoint`,
      ask(model, { ...question, from: fromOutside(insideS3Endpoints) }),
      (answer) =>
        isAllowed(answer) && !isDeclaredException(answer.caller, answer.target.resource === bucket.arn || isPublished),
    ),
    judgeRequests(
      model,
      `${bucket.address} without TLS`,
      ask(model, { ...question, from: fromAnywhere(s3Endpoints), assumedContext: withoutTls }),
      isAllowed,
    ),
  ]);
});

/** Deployers list a bucket when Terraform refreshes it, because HeadBucket is authorized as `s3:ListBucket`. */
function isDeclaredException({ kind }: Caller, isOpenToDeployers: boolean): boolean {
  return kind === "break-glass" || (kind === "deployer" && isOpenToDeployers);
}

/** Settings with which S3 itself copies objects to another bucket, through no endpoint. */
const replicationTypes = ["aws_s3_bucket_replication_configuration"];

function judgeReplication({ address: bucket, configuredBy }: BucketWithPolicy): Findings {
  const replications = configuredBy.filter(({ type }) => replicationTypes.includes(type));
  return findingsOf({
    counterexamples: replications.map(({ address }) => ({
      text: `${address} replicates objects of ${bucket} around every endpoint`,
      addresses: [address],
    })),
  });
}
