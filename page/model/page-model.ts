import type { EnvironmentDiagram } from "../../drawing/model/environment-diagram";
import type { Rank } from "../../review/model/difference-kinds";
import type { ReviewOutcome } from "../../review/review-outcome";
import type { LastDayState } from "../../verify/posture/last-day";
import type { Evidence, Verdict } from "../../verify/verdict/claim";

/** Everything that the page shows: plain values, made from facts, that a test can read without a browser. */
export interface PerimeterPage {
  /** Day of the report, as YYYY-MM-DD. */
  readonly day: string;
  /** Version of this program. */
  readonly version: string;
  /** What is compared with. @default - nothing */
  readonly before?: string;
  readonly environments: readonly EnvironmentPage[];
  /** Environments that exist before only. */
  readonly removed: readonly RemovedEnvironment[];
}

/** An environment that the change removes. */
export interface RemovedEnvironment {
  readonly id: string;
  readonly name: string;
  readonly difference: Difference;
}

/** One environment on the page. A part that its Terraform does not have is absent. */
export interface EnvironmentPage {
  /** Unique in the page, for links. */
  readonly id: string;
  readonly name: string;
  readonly source: {
    readonly file: string;
    /** SHA-256 of the file, in hexadecimal. @default - a folder, which has none */
    readonly sha256?: string;
    readonly form: string;
  };
  readonly posture: string;
  readonly region?: string;
  readonly verdict: StackVerdict;
  /** @default - a stack without a network, or with modules */
  readonly picture?: EnvironmentDiagram;
  /** @default - compared with nothing */
  readonly difference?: Difference;
  /** Reasons that several claims which are not proved have in common. The page says each of them once. */
  readonly sharedReasons: readonly SharedReason[];
  /** Claims that are violated, undecided or accepted, in this order. */
  readonly unproved: readonly ClaimEntry[];
  /** The other claims by topic. */
  readonly topics: readonly { readonly title: string; readonly claims: readonly ClaimEntry[] }[];
  readonly destinations: Destinations;
  readonly dnsRules: readonly DnsRule[];
  readonly people: readonly PeopleGroup[];
  readonly stores: readonly Store[];
  readonly access: AccessMatrices;
  readonly cost: CostTable;
  readonly accepted: readonly AcceptedEntry[];
}

/** The verdict of a stack, with its claims by verdict. */
export interface StackVerdict {
  /** `proved` if each claim is proved, not applicable or accepted; `violated` if one is. */
  readonly kind: "proved" | "violated" | "undecided";
  /** One short sentence. */
  readonly text: string;
  readonly counts: Readonly<Record<Verdict["kind"], number>>;
}

/** A claim with its verdict and evidence. */
export interface ClaimEntry {
  readonly name: string;
  readonly title: string;
  readonly meaning: string;
  readonly details: readonly string[];
  readonly remedy: string;
  readonly controls: readonly string[];
  readonly kind: Verdict["kind"];
  /** Without what is in `sharedReasons`. */
  readonly evidence: readonly Evidence[];
  /** Positions in `sharedReasons`, from 0. */
  readonly sharedReasons: readonly number[];
}

/** Evidence that several claims of one verdict have in common. */
export interface SharedReason {
  readonly kind: Verdict["kind"];
  readonly evidence: readonly Evidence[];
  /** Number of claims. */
  readonly claims: number;
}

/** What may leave, and under which name. */
export interface Destinations {
  /** What the firewall does with everything else, in one sentence. */
  readonly text: string;
  readonly names: readonly Destination[];
}

/** One name of the allow-list, or one that the firewall passes without it. */
export interface Destination {
  /** As people write it: `github.com` or `*.example.com`. */
  readonly name: string;
  readonly ports: readonly number[];
  readonly firewall: "passes" | "refuses" | "none";
  readonly dns: "resolved" | "refused" | "undecided" | "none";
  /** Whether the posture declares the name. */
  readonly isDeclared: boolean;
  /** @default - the environment is not in `envs/` */
  readonly reason?: string;
  /** @default - the environment is not in `envs/` */
  readonly owner?: string;
  /** Last day, as YYYY-MM-DD. @default - no last day */
  readonly expires?: string;
}

/** A rule of DNS Firewall. */
export interface DnsRule {
  /** What the rule does with how many names. */
  readonly title: string;
  /** Exceptions, one sentence each. */
  readonly notes: readonly string[];
  readonly names: readonly string[];
  readonly addresses: readonly string[];
}

/** Who works with the environment, or from where. */
export interface PeopleGroup {
  readonly title: string;
  /** What they may do, in one sentence. */
  readonly role: string;
  readonly members: readonly string[];
}

/** A resource that keeps data. */
export interface Store {
  readonly kind: string;
  readonly name: string;
  readonly protection: string;
  readonly address: string;
}

/** Who can do what from where, by the policies. */
export interface AccessMatrices {
  /** Columns of `bucketRows`. */
  readonly buckets: readonly BucketColumn[];
  /** Callers; each cell is a bucket. */
  readonly bucketRows: readonly AccessRow<BucketCell>[];
  /** Endpoints; the cells are the four kinds of callers and resources. */
  readonly endpointRows: readonly AccessRow<AccessCell>[];
}

/** A bucket as a column of a table. */
export interface BucketColumn {
  readonly name: string;
  readonly address: string;
  /** What of its policies is not known. */
  readonly doubts: readonly string[];
}

/** A caller or an endpoint as a row of a table. */
export interface AccessRow<Cell> {
  readonly title: string;
  /** Second line below the title. @default - none */
  readonly note?: string;
  readonly cells: readonly Cell[];
}

/** What a caller can do with a bucket. */
export interface BucketCell {
  /** Through the endpoint that Studio uses. */
  readonly inside: AccessCell;
  /** On every other path. */
  readonly elsewhere: AccessCell;
}

/** What requests can do, in words such as `read` and `write`. */
export interface AccessCell {
  /** What is allowed; empty for nothing. */
  readonly allowed: readonly string[];
  /** What the policies do not decide. */
  readonly undecided: readonly string[];
}

/** The fixed cost of a stack. */
export interface CostTable {
  readonly items: readonly CostItem[];
  /** USD per month of everything whose price is known. */
  readonly total: number;
  /** What is not in the total. */
  readonly unknown: readonly string[];
  /** Day on which the oldest price was read. @default - no price of the table is used */
  readonly oldest?: string;
}

/** Resources of one price. */
export interface CostItem {
  readonly what: string;
  readonly quantity: number;
  /** USD per unit, with the unit. @default - not known in the region */
  readonly unit?: string;
  /** USD per month. @default - not known in the region */
  readonly monthly?: number;
  /** Where the price comes from. @default - not known in the region */
  readonly from?: string;
  /** URL of the price list. */
  readonly page: string;
}

/** What the owners accept, or declare harmless. */
export interface AcceptedEntry {
  readonly kind: "accepted" | "harmless";
  readonly subject: string;
  readonly places: readonly string[];
  readonly reason: string;
  readonly owner: string;
  /** Last day, as YYYY-MM-DD. */
  readonly until: string;
  readonly state: LastDayState | "accepts nothing";
}

/** What changes between the two inputs. */
export type Difference =
  | {
      readonly kind: "compared";
      readonly headline: string;
      readonly outcome: ReviewOutcome;
      readonly sections: readonly DifferenceSection[];
      readonly closing: readonly { readonly text: string; readonly items: readonly string[] }[];
    }
  | { readonly kind: "failed"; readonly message: string };

/** The differences of one rank. */
export interface DifferenceSection {
  readonly rank: Rank;
  readonly title: string;
  readonly items: readonly {
    readonly text: string;
    readonly details: readonly string[];
    readonly addresses: readonly string[];
  }[];
}
