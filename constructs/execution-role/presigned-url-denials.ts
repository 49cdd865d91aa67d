import type { Statement } from "../iam/policy-document";

/** A network from which a presigned URL may be requested and used. */
export type PresignedUrlSource =
  | {
      readonly kind: "endpoints";
      /** Ids of the endpoint that the URL is requested through, `sagemaker.api`, and of the one that it is used through. */
      readonly endpointIds: readonly string[];
    }
  | {
      /** All interface endpoints of a VPC. */
      readonly kind: "vpcs";
      readonly vpcIds: readonly string[];
    }
  | {
      /** Private addresses in a VPC or on-premises. The VPC is checked too, because every VPC can use the same addresses. */
      readonly kind: "private-cidrs";
      readonly vpcIds: readonly string[];
      readonly cidrBlocks: readonly string[];
    }
  | {
      /** Public addresses. Requests through an endpoint do not match, because they have no `aws:SourceIp`. */
      readonly kind: "public-cidrs";
      readonly cidrBlocks: readonly string[];
    };

/** Props of {@link presignedUrlDenials}. */
export interface PresignedUrlDenialsProps {
  /** Whether URLs are restricted to the listed networks. If false, a URL works from any network. */
  readonly restrictUrlsToNetwork: boolean;
  /** Networks that may use Studio URLs. */
  readonly studio: readonly PresignedUrlSource[];
  /**
   * Networks that may use notebook instance URLs.
   * @default - notebook instance URLs are denied
   */
  readonly notebook?: readonly PresignedUrlSource[];
}

/**
 * Denies presigned URLs for requests from other networks.
 *
 * AWS evaluates the policies of the principal that created a URL again on each request that uses the URL, so a URL does not
 * work in another network. An explicit Deny cannot be overridden by another policy of the principal.
 *
 * @throws if URLs are restricted and a list of networks is empty
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-interface-endpoint.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-interface-endpoint.html
 */
export function presignedUrlDenials({
  restrictUrlsToNetwork,
  studio,
  notebook,
}: PresignedUrlDenialsProps): readonly Statement[] {
  const notebookUrls = "sagemaker:CreatePresignedNotebookInstanceUrl";
  return [
    ...studioPresignedUrlDenials({ restrictUrlsToNetwork, studio }),
    ...(restrictUrlsToNetwork && notebook !== undefined
      ? outsideSourcesDenials("Notebook", notebookUrls, notebook)
      : []),
    ...(notebook === undefined ? [denyStatement("DenyNotebookUrls", notebookUrls)] : []),
  ];
}

/** The Studio part of {@link presignedUrlDenials}, for roles that are denied notebook instance URLs by another statement. */
export function studioPresignedUrlDenials({
  restrictUrlsToNetwork,
  studio,
}: Omit<PresignedUrlDenialsProps, "notebook">): readonly Statement[] {
  return restrictUrlsToNetwork ? outsideSourcesDenials("Studio", "sagemaker:CreatePresignedDomainUrl", studio) : [];
}

/** Negated condition operator -> condition key -> values. */
type NegatedConditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * Denies requests that match no source. A source with two condition keys does not match if either key differs, which needs one
 * statement per key.
 */
function outsideSourcesDenials(
  what: string,
  action: string,
  sources: readonly PresignedUrlSource[],
): readonly Statement[] {
  if (sources.length === 0) {
    throw new Error(`${what} URLs: no source network; add one or set restrictUrlsToNetwork to false`);
  }
  const alternatives = sources.reduce<readonly NegatedConditions[]>(
    (previous, source) =>
      previous.flatMap((conditions) =>
        conditionsOutsideSource(source).map((more) => mergeNegatedConditions(conditions, more)),
      ),
    [{}],
  );
  return alternatives.map((conditions, index) => ({
    ...denyStatement(`Deny${what}UrlsFromElsewhere${index === 0 ? "" : index + 1}`, action),
    Condition: conditions,
  }));
}

function conditionsOutsideSource(source: PresignedUrlSource): readonly NegatedConditions[] {
  switch (source.kind) {
    case "endpoints":
      return [{ StringNotEquals: { "aws:SourceVpce": source.endpointIds } }];
    case "vpcs":
      return [{ StringNotEquals: { "aws:SourceVpc": source.vpcIds } }];
    case "private-cidrs":
      return [
        { StringNotEquals: { "aws:SourceVpc": source.vpcIds } },
        { NotIpAddress: { "aws:VpcSourceIp": source.cidrBlocks } },
      ];
    case "public-cidrs":
      return [{ NotIpAddress: { "aws:SourceIp": source.cidrBlocks } }];
  }
}

/** Merges the values of a key into one list: a negated operator matches if no value equals the request's. */
function mergeNegatedConditions(one: NegatedConditions, other: NegatedConditions): NegatedConditions {
  const merged: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of [...Object.entries(one), ...Object.entries(other)]) {
    for (const [key, values] of Object.entries(keys)) {
      const previous = merged[operator]?.[key] ?? [];
      merged[operator] = { ...merged[operator], [key]: [...new Set([...previous, ...values])] };
    }
  }
  return merged;
}

function denyStatement(sid: string, action: string): Statement {
  return { Sid: sid, Effect: "Deny", Action: action, Resource: "*" };
}
