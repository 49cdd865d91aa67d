import type { Statement } from "../iam/policy-document";

/** Where a presigned URL may be asked for and used from. A request from any one source of a list is let through. */
export type PresignedUrlSource =
  | {
      readonly kind: "endpoints";
      /** The endpoint that the URL is asked for through, `sagemaker.api`, and the one that it is used through. */
      readonly endpointIds: readonly string[];
    }
  | {
      /** Every interface endpoint of whole VPCs. */
      readonly kind: "vpcs";
      readonly vpcIds: readonly string[];
    }
  | {
      /** Address ranges inside VPCs, or behind them on premises. A private range alone would hold in anybody's VPC. */
      readonly kind: "private-cidrs";
      readonly vpcIds: readonly string[];
      readonly cidrBlocks: readonly string[];
    }
  | {
      /** Public address ranges; never what arrives through an endpoint, which carries no `aws:SourceIp`. */
      readonly kind: "public-cidrs";
      readonly cidrBlocks: readonly string[];
    };

/** Props of {@link presignedUrlDenials}. */
export interface PresignedUrlDenialsProps {
  /** Whether URLs are bound to the network at all. Without it a URL opens from wherever it is carried to. */
  readonly restrictUrlsToNetwork: boolean;
  /** Sources of URLs of Studio. */
  readonly studio: readonly PresignedUrlSource[];
  /**
   * Sources of URLs of notebook instances.
   * @default - the environment has none, and such URLs are denied altogether
   */
  readonly notebook?: readonly PresignedUrlSource[];
}

/**
 * Denies presigned URLs to requests from anywhere else.
 *
 * The conditions of whoever creates a URL are judged again on each request that uses it, so that a URL carried out of the
 * network opens nothing. A Deny, and not a condition on the Allow: no other policy of the principal can undo it.
 *
 * @throws when URLs are bound to the network and a list of sources is empty
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

/** The part of {@link presignedUrlDenials} that is about Studio: for roles that are refused URLs of notebook instances anyway. */
export function studioPresignedUrlDenials({
  restrictUrlsToNetwork,
  studio,
}: Omit<PresignedUrlDenialsProps, "notebook">): readonly Statement[] {
  return restrictUrlsToNetwork ? outsideSourcesDenials("Studio", "sagemaker:CreatePresignedDomainUrl", studio) : [];
}

/** Values that the keys of one operator must all miss. */
type NegatedConditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * A request is elsewhere when it misses every source. One source is missed by missing either of its two keys, which takes a
 * statement each.
 */
function outsideSourcesDenials(
  what: string,
  action: string,
  sources: readonly PresignedUrlSource[],
): readonly Statement[] {
  if (sources.length === 0) {
    throw new Error(`${what} urls: must come from somewhere, got no source; name one, or do not restrict them`);
  }
  const alternatives = sources.reduce<readonly NegatedConditions[]>(
    (known, source) =>
      known.flatMap((misses) => conditionsOutsideSource(source).map((more) => mergeNegatedConditions(misses, more))),
    [{}],
  );
  return alternatives.map((misses, index) => ({
    ...denyStatement(`Deny${what}UrlsFromElsewhere${index === 0 ? "" : index + 1}`, action),
    Condition: misses,
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

/** Values of one key stand in one list: a negated operator holds when none of them matches. */
function mergeNegatedConditions(one: NegatedConditions, other: NegatedConditions): NegatedConditions {
  const joined: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of [...Object.entries(one), ...Object.entries(other)]) {
    for (const [key, values] of Object.entries(keys)) {
      const known = joined[operator]?.[key] ?? [];
      joined[operator] = { ...joined[operator], [key]: [...new Set([...known, ...values])] };
    }
  }
  return joined;
}

function denyStatement(sid: string, action: string): Statement {
  return { Sid: sid, Effect: "Deny", Action: action, Resource: "*" };
}
