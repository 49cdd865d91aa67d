import { requiredString } from "../settings/json-members";

/** The members of CloudFormation's custom resource request that the function uses. */
export interface CustomResourceRequest {
  readonly kind: "Create" | "Update" | "Delete";
  /** Presigned S3 URL for the response. Treat it as a secret. */
  readonly responseUrl: string;
  readonly stackId: string;
  readonly requestId: string;
  readonly logicalResourceId: string;
  /** Constant over the life of the resource. CloudFormation would treat a change as a replacement. */
  readonly physicalResourceId: string;
  /** `Custom::StudioUrl` or `Custom::NotebookUrl`. Other types get a FAILED response. */
  readonly resourceType: string;
}

const KINDS = ["Create", "Update", "Delete"] as const;

/**
 * Parses a custom resource request.
 *
 * @throws if a member is missing or the request type is unknown
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
 */
export function readRequest(event: unknown): CustomResourceRequest {
  const stackId = requiredString(event, "StackId");
  const logicalResourceId = requiredString(event, "LogicalResourceId");
  return {
    kind: kindOf(requiredString(event, "RequestType")),
    responseUrl: requiredString(event, "ResponseURL"),
    stackId,
    requestId: requiredString(event, "RequestId"),
    logicalResourceId,
    physicalResourceId: physicalId(event) ?? `${stackId.split("/")[1] ?? stackId}/${logicalResourceId}`,
    resourceType: requiredString(event, "ResourceType"),
  };
}

function kindOf(given: string): CustomResourceRequest["kind"] {
  const kind = KINDS.find((known) => known === given);
  if (kind === undefined) {
    throw new Error(`custom resource request: unknown request type, got ${given}; send ${KINDS.join(", ")}`);
  }
  return kind;
}

/** Present in every request except the first. */
function physicalId(event: unknown): string | undefined {
  return typeof event === "object" && event !== null && "PhysicalResourceId" in event
    ? requiredString(event, "PhysicalResourceId")
    : undefined;
}
