import { text } from "./json";

/** What CloudFormation asks of a custom resource, as far as an answer needs it. */
export interface CustomResourceRequest {
  readonly kind: "Create" | "Update" | "Delete";
  /** Presigned, hence as secret as what is answered. */
  readonly responseUrl: string;
  readonly stackId: string;
  readonly requestId: string;
  readonly logicalResourceId: string;
  /** The same in every answer about one resource: an update that changed it would be taken for a replacement. */
  readonly physicalResourceId: string;
  /** `Custom::StudioUrl` or `Custom::NotebookUrl`; others are refused in an answer, not here. */
  readonly resourceType: string;
}

const KINDS = ["Create", "Update", "Delete"] as const;

/**
 * Reads a custom resource request.
 *
 * @throws where there is not even an address to answer to
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
 */
export function readRequest(event: unknown): CustomResourceRequest {
  const stackId = text(event, "StackId");
  const logicalResourceId = text(event, "LogicalResourceId");
  return {
    kind: kindOf(text(event, "RequestType")),
    responseUrl: text(event, "ResponseURL"),
    stackId,
    requestId: text(event, "RequestId"),
    logicalResourceId,
    physicalResourceId: physicalId(event) ?? `${stackId.split("/")[1] ?? stackId}/${logicalResourceId}`,
    resourceType: text(event, "ResourceType"),
  };
}

function kindOf(given: string): CustomResourceRequest["kind"] {
  const kind = KINDS.find((known) => known === given);
  if (kind === undefined) {
    throw new Error(`custom resource request: no such request type, got ${given}; send ${KINDS.join(", ")}`);
  }
  return kind;
}

/** Present from the first answer on. */
function physicalId(event: unknown): string | undefined {
  return typeof event === "object" && event !== null && "PhysicalResourceId" in event
    ? text(event, "PhysicalResourceId")
    : undefined;
}
