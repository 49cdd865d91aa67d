import type { AcceptedFinding } from "./accepted-finding";
import type { DeclaredElsewhere } from "./declarations/declared-elsewhere";
import type { DeclaredHarmless } from "./declarations/declared-harmless";
import type { DeclaredPipeline } from "./declared-pipeline";
import type { DeclaredInstanceTypes } from "./studio/read-instance-types";
import type { DeclaredTeam } from "./studio/read-teams";

/** The postures that the stack of an environment can declare. */
export const perimeterPostureKinds = ["isolated", "inspected", "inspected-multi-az"] as const;

/** The postures that a stack can declare. */
export const postureKinds = [...perimeterPostureKinds, "bootstrap"] as const;

/** One of {@link perimeterPostureKinds}. */
export type PerimeterPostureKind = (typeof perimeterPostureKinds)[number];

/**
 * What a stack declares about itself in its Terraform output `perimeter_posture`. A plan, a state and a module call contain the
 * output, so they all have the declaration.
 */
export type Posture = PerimeterPosture | BootstrapPosture;

/** What every stack declares. */
interface DeclaredBasics {
  /** Whether the stack promises deletion protection of the firewall, the buckets, the keys and the Studio domain. */
  readonly protections: boolean;
  /** ARN patterns of the IAM principals that refresh, plan and destroy the stack. */
  readonly deployers: readonly string[];
  /** ARN patterns of the IAM principals that may read data from outside the perimeter in an emergency. */
  readonly breakGlass: readonly string[];
  /** Minimum retention of every log of the stack, in days. */
  readonly logRetentionDays: number;
  /**
   * Identity providers whose users may assume roles of the stack.
   * @default - none
   */
  readonly identityProviders?: readonly DeclaredIdentityProvider[];
  /**
   * Key material that KMS does not generate and hold in this region alone: `imported`, `multi-region`, or `key-store:` and the
   * ID or name of a custom key store.
   * @default - none
   */
  readonly keyOrigins?: readonly string[];
  /**
   * Organizations of HCP Terraform that run Terraform and keep the state, as `HOST/ORGANIZATION`.
   * @default - none
   */
  readonly hcpOrganizations?: readonly string[];
  /**
   * Resource types and arguments that no model reads and that the owners of the stack declare harmless.
   * @default - none
   */
  readonly harmless?: readonly DeclaredHarmless[];
  /**
   * Objects of other root modules, which are verified there.
   * @default - what this configuration only names leaves claims undecided
   */
  readonly elsewhere?: readonly DeclaredElsewhere[];
  /**
   * Findings of the stack that its owners accept.
   * @default - none
   */
  readonly accepted?: readonly AcceptedFinding[];
}

/**
 * Posture of an environment.
 *
 * - `isolated`: no path to the internet.
 * - `inspected`: outbound connections only through the firewall and only to the declared domains.
 * - `inspected-multi-az`: the same, and the other Availability Zones keep working when one fails.
 */
export interface PerimeterPosture extends DeclaredBasics {
  readonly kind: PerimeterPostureKind;
  /** Domains that Studio may connect to; empty when isolated. */
  readonly allowedDomains: readonly AllowedDomain[];
  /**
   * Corporate networks that use interface endpoints of the perimeter.
   * @default - none
   */
  readonly corporateNetworks?: readonly CorporateNetwork[];
  /**
   * Networks that may create and open presigned URLs, in addition to the stack's own endpoints.
   * @default - none
   */
  readonly presignedUrlNetworks?: PresignedUrlNetworks;
  /**
   * Sources of packages, images and Git repositories outside the account: external connections (`public:pypi`), host names of
   * registries, ARN patterns of repositories, URLs.
   * @default - none
   */
  readonly packageSources?: readonly string[];
  /**
   * Roles and users that put packages into the repositories that Studio reads, as `role/NAME`. Nothing else comes into these.
   * @default - packages come from the declared sources without an approval
   */
  readonly packageApprovers?: readonly string[];
  /**
   * Roles and users that may also read packages from outside the endpoints, such as those that publish the company's packages.
   * @default - none but the approvers
   */
  readonly packagePublishers?: readonly string[];
  /**
   * SHA-256 of the archives of functions that create presigned URLs for other people, in base64, as `source_code_hash` has it. The
   * owners of the stack vouch for what this code does.
   * @default - what a function does for others is not known
   */
  readonly signInCode?: readonly string[];
  /**
   * Names of the only Python packages that external connections bring, normalized: `numpy`, or `types-*` for `types` and the names that
   * begin with `types-`.
   * @default - packages of every name
   */
  readonly publicPackageNames?: readonly string[];
  /**
   * Names of Python packages of the company, which no external connection brings, in the same form.
   * @default - none
   */
  readonly ownPackageNames?: readonly string[];
  /**
   * Instance types that users may use, by use.
   * @default - every type
   */
  readonly instanceTypes?: DeclaredInstanceTypes;
  /**
   * Endpoint services of the company that Studio uses through interface endpoints.
   * @default - none
   */
  readonly ownEndpoints?: readonly DeclaredOwnEndpoint[];
  /**
   * Groups of users that do not reach each other's data.
   * @default - none
   */
  readonly teams?: readonly DeclaredTeam[];
  /**
   * Whether Studio is in other configurations, as with an inspection VPC.
   * @default - this configuration has Studio
   */
  readonly studio?: StudioPlace;
  /**
   * Names of the stacks of the same synthesis that claims are decided over together with this one.
   * @default - none
   */
  readonly joinedStacks?: readonly string[];
  /**
   * Permissions boundaries outside the stack, such as that of the bootstrap stack, as `policy/NAME` of the stack's account. They are
   * taken to allow what AWS services do with the roles of the stack.
   * @default - a boundary outside the stack may deny anything
   */
  readonly permissionsBoundaries?: readonly string[];
  /**
   * What a CloudTrail trail of the stack records.
   * @default - a trail outside the stack is relied on
   */
  readonly auditTrail?: AuditTrailKind;
  /**
   * What detective controls of the stack watch.
   * @default - nothing
   */
  readonly detection?: DetectionKind;
  /**
   * TCP ports on which the firewall decrypts TLS, and so compares server names with certificates.
   * @default - none
   */
  readonly tlsInspectionPorts?: readonly number[];
}

/** Where Studio is, if not in the stack. */
export const studioPlaces = ["elsewhere"] as const;

/** One of {@link studioPlaces}. */
export type StudioPlace = (typeof studioPlaces)[number];

/** What the trail of a stack records: objects of its data buckets, or management events of every Region too. */
export const auditTrailKinds = ["data-events", "all-events"] as const;

/** One of {@link auditTrailKinds}. */
export type AuditTrailKind = (typeof auditTrailKinds)[number];

/** What detective controls of a stack watch: API calls, or API calls and resources by AWS Config rules. */
export const detectionKinds = ["events", "events-and-config-rules"] as const;

/** One of {@link detectionKinds}. */
export type DetectionKind = (typeof detectionKinds)[number];

/** Posture of a bootstrap stack: the roles that plan and apply environments, their boundaries, and the state. */
export interface BootstrapPosture extends DeclaredBasics {
  readonly kind: "bootstrap";
  /** One for each environment; at least one. */
  readonly pipelines: readonly DeclaredPipeline[];
}

/**
 * An identity provider of the account.
 *
 * - `saml`: a resource of the stack, with the SHA-256 of its SAML metadata document in hexadecimal.
 * - `oidc`: a resource of the stack, with its URL, client IDs and thumbprints.
 * - `existing`: made outside the stack, as `saml-provider/NAME` or `oidc-provider/HOST`. With a client ID, an application of the company
 *   assumes roles with the tokens of people who signed in to it.
 */
export type DeclaredIdentityProvider =
  | { readonly kind: "saml"; readonly name: string; readonly metadataSha256: string }
  | {
      readonly kind: "oidc";
      readonly url: string;
      readonly clientIds: readonly string[];
      readonly thumbprints: readonly string[];
    }
  | {
      readonly kind: "existing";
      readonly provider: string;
      /**
       * Audience of the tokens, with an OpenID Connect provider.
       * @default - its tokens assume no role of the stack
       */
      readonly clientId?: string;
    };

/** Networks that may create and open presigned URLs. A request from any one of them is allowed. */
export interface PresignedUrlNetworks {
  /** IDs of VPCs; a request may come through their endpoints. */
  readonly vpcIds: readonly string[];
  /** Private CIDR blocks; a request may come from them through endpoints of these VPCs or of the stack. */
  readonly privateCidrs: readonly string[];
  /** Public CIDR blocks. */
  readonly publicCidrs: readonly string[];
}

/** A network outside the stack that uses some of the perimeter's interface endpoints. */
export interface CorporateNetwork {
  readonly name: string;
  /** Private CIDR blocks of the network. */
  readonly cidrs: readonly string[];
  /** Services with endpoints that the network uses, as in endpoint names: `sagemaker.api`, `studio`. */
  readonly services: readonly string[];
}

/** A domain that Studio may connect to, with or without its subdomains. */
export interface AllowedDomain {
  readonly name: string;
  readonly match: "exact" | "subdomains";
  /** TCP ports of TLS. */
  readonly ports: readonly number[];
  /**
   * IPv4 CIDR blocks of the networks that may reach it, as of a firewall that inspects several networks.
   * @default - every network that the firewall inspects
   */
  readonly sources?: readonly string[];
}

/** An endpoint service of another VPC that the owners of the stack declare their own. */
export interface DeclaredOwnEndpoint {
  readonly name: string;
  /** `com.amazonaws.vpce.<region>.vpce-svc-...`. */
  readonly service: string;
  /**
   * The private DNS name of the service.
   * @default - none
   */
  readonly privateDnsName?: string;
  /** TCP ports that endpoints of the service may accept. */
  readonly ports: readonly number[];
  /**
   * Names of the user profiles whose apps may connect.
   * @default - all of Studio
   */
  readonly users?: readonly string[];
}
