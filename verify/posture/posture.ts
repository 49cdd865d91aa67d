export const postureKinds = ["isolated", "inspected", "inspected-multi-az"] as const;

export type PostureKind = (typeof postureKinds)[number];

/**
 * What a stack declares about itself in its Terraform output `perimeter_posture`, so that a plan, a state and a module call
 * carry the declaration with them.
 *
 * - `isolated`: no way out at all.
 * - `inspected`: out only through the firewall and to the declared domains.
 * - `inspected-multi-az`: the same, and the loss of one zone leaves the others whole.
 */
export interface Posture {
  readonly kind: PostureKind;
  /** Domains that may be reached, in the form of `AllowedDomain`; empty when isolated. */
  readonly allowedDomains: readonly AllowedDomain[];
  /** Whether the stack promises deletion protection of firewall, buckets, keys and domain. */
  readonly protections: boolean;
  /** IAM principal ARN patterns that refresh, plan and destroy the stack. */
  readonly deployers: readonly string[];
  /** IAM principal ARN patterns that may read data from outside in an emergency. */
  readonly breakGlass: readonly string[];
  /** Days that every log of the stack is kept at least. */
  readonly logRetentionDays: number;
  /**
   * Networks beside Studio's that people come from.
   * @default - none
   */
  readonly corporateNetworks?: readonly CorporateNetwork[];
  /**
   * Networks beside the stack's own endpoints that presigned URLs are asked for and used from.
   * @default - none
   */
  readonly presignedUrlNetworks?: PresignedUrlNetworks;
}

/** Any one of them is enough. */
export interface PresignedUrlNetworks {
  /** VPCs, through whose endpoints one comes. */
  readonly vpcIds: readonly string[];
  /** Blocks that one comes from through endpoints of these VPCs or of the stack's own. */
  readonly privateCidrs: readonly string[];
  /** Blocks of the internet. */
  readonly publicCidrs: readonly string[];
}

/** A network that uses some interface endpoints of the perimeter, by its private addresses. */
export interface CorporateNetwork {
  readonly name: string;
  readonly cidrs: readonly string[];
  /** Services whose endpoints it uses, as endpoints name them. */
  readonly services: readonly string[];
}

/** One way out: a name, and whether its subdomains are meant too. */
export interface AllowedDomain {
  readonly name: string;
  readonly match: "exact" | "subdomains";
  /** TCP ports of TLS. */
  readonly ports: readonly number[];
}
