import { COMPUTE_WITHOUT_GUARD } from "../../aws/compute-without-guard";

/** A JSON value of an event pattern. */
type PatternValue = string | readonly PatternValue[] | { readonly [key: string]: PatternValue | boolean };

/** An EventBridge event pattern. */
export type EventPattern = Readonly<Record<string, PatternValue>>;

/** What an EventBridge rule watches. */
export interface WatchedEvent {
  /** Last part of the rule's name, as in `jobs-outside-vpc`. */
  readonly name: string;
  /** What happened when the rule matches, for people. */
  readonly description: string;
  readonly pattern: EventPattern;
}

/** Props of {@link watchedEvents}. */
export interface WatchedEventsProps {
  /** Ids of the subnets in which Studio and its jobs may run. */
  readonly subnetIds: readonly string[];
  /** What every bucket name of the environment starts with. */
  readonly bucketNamePrefix: string;
}

/**
 * What happens past the preventive controls: a job, model, endpoint, notebook instance or domain outside the subnets of Studio,
 * compute that no guard keeps there, a change of access to a bucket, and a change of the firewalls. Denied calls do not count. Changes by Terraform do.
 *
 * EventBridge gets API calls from CloudTrail, so a trail must record management events in the Region.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function watchedEvents({ subnetIds, bucketNamePrefix }: WatchedEventsProps): readonly WatchedEvent[] {
  const elsewhere: readonly PatternValue[] = [{ exists: false }, { "anything-but": subnetIds }];
  const outside = (path: readonly string[]): EventPattern => ({
    $or: elsewhere.map((matcher) => nested(path, [matcher])),
  });
  return [
    {
      name: "jobs-outside-vpc",
      description: "A training job or a model runs outside the subnets of Studio",
      pattern: apiCall("sagemaker", ["CreateTrainingJob", "CreateModel"], outside(["vpcConfig", "subnets"])),
    },
    {
      name: "processing-outside-vpc",
      description: "A processing job runs outside the subnets of Studio",
      pattern: apiCall("sagemaker", ["CreateProcessingJob"], outside(["networkConfig", "vpcConfig", "subnets"])),
    },
    {
      name: "tuning-outside-vpc",
      description: "Training jobs of a tuning job run outside the subnets of Studio",
      pattern: apiCall(
        "sagemaker",
        ["CreateHyperParameterTuningJob"],
        outside(["trainingJobDefinition", "vpcConfig", "subnets"]),
      ),
    },
    {
      name: "automl-outside-vpc",
      description: "An AutoML job runs outside the subnets of Studio",
      pattern: apiCall("sagemaker", ["CreateAutoMLJobV2"], outside(["securityConfig", "vpcConfig", "subnets"])),
    },
    {
      name: "automl-v1-outside-vpc",
      description: "An AutoML job of the first version runs outside the subnets of Studio",
      pattern: apiCall(
        "sagemaker",
        ["CreateAutoMLJob"],
        outside(["autoMLJobConfig", "securityConfig", "vpcConfig", "subnets"]),
      ),
    },
    {
      name: "monitors-outside-vpc",
      description: "Jobs of a monitoring schedule run outside the subnets of Studio, or by a stored definition",
      pattern: apiCall(
        "sagemaker",
        ["CreateMonitoringSchedule", "UpdateMonitoringSchedule"],
        outside(["monitoringScheduleConfig", "monitoringJobDefinition", "networkConfig", "vpcConfig", "subnets"]),
      ),
    },
    {
      name: "monitor-definitions-outside-vpc",
      description: "A definition of monitoring jobs names no subnet of Studio",
      pattern: apiCall(
        "sagemaker",
        ["DataQuality", "ModelBias", "ModelExplainability", "ModelQuality"].map((kind) => `Create${kind}JobDefinition`),
        outside(["networkConfig", "vpcConfig", "subnets"]),
      ),
    },
    {
      name: "compute-without-guard",
      description: "SageMaker runs something that the guards of Studio cannot keep in the VPC",
      pattern: apiCall("sagemaker", COMPUTE_WITHOUT_GUARD),
    },
    {
      name: "endpoints-outside-vpc",
      description: "An endpoint with a role of its own runs outside the subnets of Studio",
      pattern: apiCall("sagemaker", ["CreateEndpointConfig"], {
        requestParameters: { executionRoleArn: [{ exists: true }] },
        ...outside(["vpcConfig", "subnets"]),
      }),
    },
    {
      name: "notebooks-outside-vpc",
      description: "A notebook instance has direct internet access, or runs outside the subnets of Studio",
      pattern: apiCall("sagemaker", ["CreateNotebookInstance"], {
        $or: [
          ...elsewhere.map((matcher) => nested(["subnetId"], [matcher])),
          nested(["directInternetAccess"], [{ exists: false }]),
          nested(["directInternetAccess"], [{ "anything-but": ["Disabled"] }]),
        ],
      }),
    },
    {
      name: "domains-outside-vpc",
      description: "A Studio domain has internet access of its own, or is outside the subnets of Studio",
      pattern: apiCall("sagemaker", ["CreateDomain"], {
        $or: [
          ...elsewhere.map((matcher) => nested(["subnetIds"], [matcher])),
          nested(["appNetworkAccessType"], [{ exists: false }]),
          nested(["appNetworkAccessType"], [{ "anything-but": ["VpcOnly"] }]),
        ],
      }),
    },
    {
      name: "domains-opened",
      description: "A Studio domain got internet access of its own, or other subnets",
      pattern: apiCall("sagemaker", ["UpdateDomain"], {
        $or: [
          nested(["appNetworkAccessType"], [{ "anything-but": ["VpcOnly"] }]),
          nested(["subnetIds"], [{ "anything-but": subnetIds }]),
        ],
      }),
    },
    {
      name: "bucket-access-changed",
      description: "The policy, access control list, public access block or replication of a bucket was changed",
      pattern: apiCall("s3", BUCKET_ACCESS_CALLS, nested(["bucketName"], [{ prefix: bucketNamePrefix }])),
    },
    {
      name: "firewall-changed",
      description: "A network firewall, its policy, its rules or its logs were changed",
      pattern: apiCall("network-firewall", CHANGING_CALLS),
    },
    {
      name: "dns-firewall-changed",
      description: "A DNS firewall, its rules or the log of queries were changed",
      pattern: apiCall("route53resolver", CHANGING_CALLS),
    },
  ];
}

/** Calls that decide who reaches the objects of a bucket, as CloudTrail names them. */
const BUCKET_ACCESS_CALLS = [
  "DeleteBucketPolicy",
  "DeleteBucketPublicAccessBlock",
  "PutBucketAcl",
  "PutBucketOwnershipControls",
  "PutBucketPolicy",
  "PutBucketPublicAccessBlock",
  "PutBucketReplication",
];

/** Every call of a service that starts with one of these verbs. */
const CHANGING_CALLS = ["Associate", "Create", "Delete", "Disassociate", "Import", "Put", "Update"].map((prefix) => ({
  prefix,
}));

/** A call that succeeded. Services in other Regions have events there. */
function apiCall(service: string, eventName: readonly PatternValue[], detail: EventPattern = {}): EventPattern {
  return {
    source: [`aws.${service}`],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: { eventSource: [`${service}.amazonaws.com`], eventName, errorCode: [{ exists: false }], ...detail },
  };
}

/** A pattern of one parameter of the request. */
function nested(path: readonly string[], matchers: readonly PatternValue[]): EventPattern {
  const [first = "", ...rest] = path.toReversed();
  return {
    requestParameters: rest.reduce<EventPattern>((inner, name) => ({ [name]: inner }), { [first]: matchers }),
  };
}
