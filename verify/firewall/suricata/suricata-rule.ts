import type { AddressSet } from "../../../ip/ip-address";
import type { PortSet } from "../../../ip/port-set";

/** The action of a stateful rule. `reject` drops the packet and sends a reset. */
export type RuleAction = "pass" | "drop" | "reject" | "alert";

/** A parsed Suricata rule. 5-tuple rules and domain lists are converted to this form. */
export interface ParsedRule {
  readonly action: RuleAction;
  readonly protocol: string;
  readonly source: string;
  readonly sourcePort: string;
  readonly direction: "->" | "<>";
  readonly destination: string;
  readonly destinationPort: string;
  readonly options: readonly RuleOption[];
}

/** A rule option: `content:!"x"` is `{ keyword: "content", value: "!\"x\"" }`; `nocase` has no value. */
export interface RuleOption {
  readonly keyword: string;
  readonly value?: string;
}

/** A rule ready for evaluation: header sets are resolved, options are compiled into conditions. */
export interface SuricataRule {
  readonly action: RuleAction;
  readonly protocol: string;
  readonly source: AddressSet;
  readonly sourcePorts: PortSet;
  readonly isBidirectional: boolean;
  readonly destination: AddressSet;
  readonly destinationPorts: PortSet;
  /** Whether the header names ports. Such a rule matches no packet of a protocol without ports. */
  readonly hasPorts: boolean;
  readonly conditions: readonly RuleCondition[];
  /** Identifies the rule in evidence: `rule pass tls sid:100001`. */
  readonly label: string;
  /** Terraform address of the rule group. */
  readonly address: string;
}

/** The modeled inspection buffers of the application layer. */
export type BufferName = "tls.sni" | "http.host" | "http.header_names";

/** A condition that a packet must meet. `unknown` is a keyword that is not modeled. */
export type RuleCondition =
  | { readonly kind: "direction"; readonly toServer: boolean }
  | { readonly kind: "established"; readonly expected: boolean }
  | { readonly kind: "client-hello" }
  | { readonly kind: "app-protocol"; readonly name: string; readonly negated: boolean }
  | { readonly kind: "ip-protocol"; readonly name: string; readonly negated: boolean }
  | ContentCondition
  | { readonly kind: "pcre"; readonly buffer: BufferName; readonly pattern: RegExp; readonly negated: boolean }
  | { readonly kind: "bsize"; readonly buffer: BufferName; readonly size: number }
  /** The client has sent more than this number of bytes. */
  | { readonly kind: "stream-size"; readonly bytes: number }
  /** An earlier rule has set one of these bits of the flow. */
  | { readonly kind: "flow-bit"; readonly names: readonly string[] }
  | { readonly kind: "unknown"; readonly keyword: string };

/** A `content` option with its modifiers. */
export interface ContentCondition {
  readonly kind: "content";
  readonly buffer: BufferName;
  readonly text: string;
  readonly negated: boolean;
  readonly nocase: boolean;
  readonly startswith: boolean;
  readonly endswith: boolean;
  /** The `dotprefix` transform: the buffer is matched with a dot added in front. */
  readonly dotprefix: boolean;
  readonly offset?: number;
  readonly depth?: number;
}
