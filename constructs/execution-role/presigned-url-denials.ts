import type { Statement } from "../iam/policy-document";

/** Where a presigned URL may be asked for and used from. A request from any one source of a list is let through. */
export type UrlSource =
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
      readonly kind: "private-addresses";
      readonly vpcIds: readonly string[];
      readonly cidrBlocks: readonly string[];
    }
  | {
      /** Public address ranges; never what arrives through an endpoint, which carries no `aws:SourceIp`. */
      readonly kind: "public-addresses";
      readonly cidrBlocks: readonly string[];
    };

/** Props of {@link urlDenials}. */
export interface UrlDenialsProps {
  /** Whether URLs are bound to the network at all. Without it a URL opens from wherever it is carried to. */
  readonly restrictUrlsToNetwork: boolean;
  /** Sources of URLs of Studio. */
  readonly studio: readonly UrlSource[];
  /**
   * Sources of URLs of notebook instances.
   * @default - the environment has none, and such URLs are denied altogether
   */
  readonly notebook?: readonly UrlSource[];
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
export function urlDenials({ restrictUrlsToNetwork, studio, notebook }: UrlDenialsProps): readonly Statement[] {
  const notebookUrls = "sagemaker:CreatePresignedNotebookInstanceUrl";
  return [
    ...studioUrlDenials({ restrictUrlsToNetwork, studio }),
    ...(restrictUrlsToNetwork && notebook !== undefined ? elsewhere("Notebook", notebookUrls, notebook) : []),
    ...(notebook === undefined ? [denial("DenyNotebookUrls", notebookUrls)] : []),
  ];
}

/** The part of {@link urlDenials} that is about Studio: for roles that are refused URLs of notebook instances anyway. */
export function studioUrlDenials({
  restrictUrlsToNetwork,
  studio,
}: Omit<UrlDenialsProps, "notebook">): readonly Statement[] {
  return restrictUrlsToNetwork ? elsewhere("Studio", "sagemaker:CreatePresignedDomainUrl", studio) : [];
}

/** Values that the keys of one operator must all miss. */
type Misses = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * A request is elsewhere when it misses every source. One source is missed by missing either of its two keys, which takes a
 * statement each.
 */
function elsewhere(what: string, action: string, sources: readonly UrlSource[]): readonly Statement[] {
  if (sources.length === 0) {
    throw new Error(`${what} urls: must come from somewhere, got no source; name one, or do not restrict them`);
  }
  const ways = sources.reduce<readonly Misses[]>(
    (known, source) => known.flatMap((misses) => waysToMiss(source).map((more) => both(misses, more))),
    [{}],
  );
  return ways.map((misses, index) => ({
    ...denial(`Deny${what}UrlsFromElsewhere${index === 0 ? "" : index + 1}`, action),
    Condition: misses,
  }));
}

function waysToMiss(source: UrlSource): readonly Misses[] {
  switch (source.kind) {
    case "endpoints":
      return [{ StringNotEquals: { "aws:SourceVpce": source.endpointIds } }];
    case "vpcs":
      return [{ StringNotEquals: { "aws:SourceVpc": source.vpcIds } }];
    case "private-addresses":
      return [
        { StringNotEquals: { "aws:SourceVpc": source.vpcIds } },
        { NotIpAddress: { "aws:VpcSourceIp": source.cidrBlocks } },
      ];
    case "public-addresses":
      return [{ NotIpAddress: { "aws:SourceIp": source.cidrBlocks } }];
  }
}

/** Values of one key stand in one list: a negated operator holds when none of them matches. */
function both(one: Misses, other: Misses): Misses {
  const joined: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of [...Object.entries(one), ...Object.entries(other)]) {
    for (const [key, values] of Object.entries(keys)) {
      const known = joined[operator]?.[key] ?? [];
      joined[operator] = { ...joined[operator], [key]: [...new Set([...known, ...values])] };
    }
  }
  return joined;
}

function denial(sid: string, action: string): Statement {
  return { Sid: sid, Effect: "Deny", Action: action, Resource: "*" };
}
