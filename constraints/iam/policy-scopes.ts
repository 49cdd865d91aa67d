import { isObject, type Values } from "../configuration/terraform-values";
import type { ArgumentRefusal } from "../refusal";

/** What the policies of one type of resource may be about. */
interface PolicyScope {
  readonly types: readonly string[];
  /** Actions that the service accepts in the policy. */
  readonly actions: RegExp;
  readonly remedy: string;
  readonly page: string;
}

const SCOPES: readonly PolicyScope[] = [
  {
    types: ["aws_s3_bucket_policy"],
    actions: /^(?:\*|s3:.+)$/i,
    remedy: "use actions of S3",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html",
  },
  {
    types: ["aws_sns_topic", "aws_sns_topic_policy"],
    actions:
      /^sns:(?:AddPermission|DeleteTopic|GetDataProtectionPolicy|GetTopicAttributes|ListSubscriptionsByTopic|ListTagsForResource|Publish|PutDataProtectionPolicy|Receive|RemovePermission|SetTopicAttributes|Subscribe)$/i,
    remedy: "use actions on one topic, such as sns:Publish and sns:Subscribe, without wildcards",
    page: "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html",
  },
  {
    types: ["aws_sqs_queue_policy"],
    actions: /^(?:\*|sqs:.+)$/i,
    remedy: "use actions of SQS",
    page: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html",
  },
];

const OPERATIONS_PAGE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html";
/** Actions of S3 on objects; every other one with a known name is on the bucket. */
const ON_OBJECTS = /^s3:(?:\w*Object\w*|AbortMultipartUpload|ListMultipartUploadParts|BypassGovernanceRetention)$/i;
const ON_BUCKETS = /^s3:(?:\w*Bucket\w*|\w*Configuration|GetObjectLockConfiguration|\w*ObjectLockConfiguration)$/i;

/** Actions of one statement that its service does not accept in this policy, or that apply to none of its resources. */
export function scopeProblems(type: string, statement: Values): readonly Omit<ArgumentRefusal, "argument">[] {
  const scope = SCOPES.find(({ types }) => types.includes(type));
  if (scope === undefined) {
    return [];
  }
  const actions = textsOf(statement.Action);
  const outside = actions.filter((action) => !action.includes("${") && !scope.actions.test(action));
  return [
    ...outside.map((value) => ({
      problem: "is no action that this policy may have",
      value,
      remedy: scope.remedy,
      source: scope.page,
    })),
    ...(type === "aws_s3_bucket_policy" ? uselessActions(actions, textsOf(statement.Resource)) : []),
  ];
}

/** S3 refuses a statement none of whose resources an action applies to. */
function uselessActions(
  actions: readonly string[],
  resources: readonly string[],
): readonly Omit<ArgumentRefusal, "argument">[] {
  const named = resources.filter((resource) =>
    /^(?:arn:[\w-]+:s3:::|\$\{aws_s3_bucket\.[\w-]+\.arn\})[^*?]*(?:\/.*)?$/.test(resource),
  );
  if (resources.length === 0 || named.length < resources.length) {
    return [];
  }
  const objects = named.filter((resource) => resource.replace(/\$\{[^}]*\}/, "").includes("/"));
  const useless = actions.filter(
    (action) =>
      (ON_BUCKETS.test(action) && objects.length === named.length) ||
      (ON_OBJECTS.test(action) && !ON_BUCKETS.test(action) && objects.length === 0),
  );
  return useless.map((value) => ({
    problem: "applies to none of the resources of its statement",
    value,
    remedy: ON_BUCKETS.test(value) ? "add the ARN of the bucket" : "add the objects: the ARN of the bucket with /*",
    source: OPERATIONS_PAGE,
  }));
}

function textsOf(value: unknown): readonly string[] {
  return isObject(value) ? [] : [value].flat().filter((item): item is string => typeof item === "string");
}
