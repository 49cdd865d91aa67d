import type { AddressSet } from "../../../ip/ip-address";
import type { PortSet } from "../../../ip/port-set";

/** What a stateful rule does with what it matches; `reject` answers with a reset, which is a drop to the sender's data. */
export type RuleAction = "pass" | "drop" | "reject" | "alert";

/** A stateful rule as written: in Suricata's language, or rewritten to it from AWS's 5-tuple and domain-list forms. */
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

/** `content:!"x"` is `{ keyword: "content", value: "!\"x\"" }`; `nocase` has no value. */
export interface RuleOption {
  readonly keyword: string;
  readonly value?: string;
}

/** A rule that the engine can run: header sets resolved, options turned into conditions. */
export interface SuricataRule {
  readonly action: RuleAction;
  readonly protocol: string;
  readonly source: AddressSet;
  readonly sourcePorts: PortSet;
  readonly isBidirectional: boolean;
  readonly destination: AddressSet;
  readonly destinationPorts: PortSet;
  readonly conditions: readonly RuleCondition[];
  /** For people: `pass tls sid:100001`. */
  readonly label: string;
  /** Terraform address of the rule group. */
  readonly address: string;
}

/** The parts of a packet's application layer that a rule can look into. */
export type BufferName = "tls.sni" | "http.host" | "http.header_names";

export type RuleCondition =
  | { readonly kind: "direction"; readonly toServer: boolean }
  | { readonly kind: "established"; readonly expected: boolean }
  | { readonly kind: "client-hello" }
  | { readonly kind: "app-protocol"; readonly name: string; readonly negated: boolean }
  | { readonly kind: "ip-protocol"; readonly name: string; readonly negated: boolean }
  | ContentCondition
  | { readonly kind: "pcre"; readonly buffer: BufferName; readonly pattern: RegExp; readonly negated: boolean }
  | { readonly kind: "bsize"; readonly buffer: BufferName; readonly size: number }
  /** More than so many bytes from the client. */
  | { readonly kind: "stream-size"; readonly bytes: number }
  | { readonly kind: "unknown"; readonly keyword: string };

export interface ContentCondition {
  readonly kind: "content";
  readonly buffer: BufferName;
  readonly text: string;
  readonly negated: boolean;
  readonly nocase: boolean;
  readonly startswith: boolean;
  readonly endswith: boolean;
  /** The `dotprefix` transform: the buffer is looked at with a dot put before it. */
  readonly dotprefix: boolean;
  readonly offset?: number;
  readonly depth?: number;
}
