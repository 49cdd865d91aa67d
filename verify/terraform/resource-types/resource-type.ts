/** What a claim is about, and what a resource type can affect. The same words as `ClaimTopic` of the verdicts. */
export type ResourceTopic = "network" | "names" | "firewall" | "data" | "identities" | "operations";

/** For a type that can affect every claim. */
export const everyTopic: readonly ResourceTopic[] = [
  "network",
  "names",
  "firewall",
  "data",
  "identities",
  "operations",
];

/** What claims are about that something unmodeled may be or not. */
export const subjectKinds = [
  "bucket",
  "dns-firewall",
  "endpoint",
  "identity-provider",
  "instance",
  "key",
  "resource-policy",
  "role",
] as const;

/** One of the {@link subjectKinds}. */
export type SubjectKind = (typeof subjectKinds)[number];

/** How the prover treats an argument of a modeled type. */
export type ArgumentUse =
  /** A model reads the argument and judges every value of it. */
  | { readonly kind: "read" }
  /** The argument names a party. Every party must be shown to belong to this stack. */
  | OursUse
  /** No model reads the argument, and it matters: a value other than a harmless one is a gap. */
  | UnreadUse
  /** The argument cannot change a verdict. Where it is not free text, it still may not name a foreign party. */
  | NeutralUse;

/** An argument that names a party. */
export interface OursUse {
  readonly kind: "ours";
  /** What a foreign party can affect. @default - whatever the type can affect */
  readonly topics?: readonly ResourceTopic[];
}

/** An argument that matters and that no model reads. */
export interface UnreadUse {
  readonly kind: "unread";
  readonly doing: string;
  readonly harmlessValues: readonly (string | boolean | number)[];
  /** What the argument can affect. @default - whatever the type can affect */
  readonly topics?: readonly ResourceTopic[];
  /** What the argument certainly does not create. @default - it may create anything */
  readonly cannotBe?: readonly SubjectKind[];
}

/** Why an argument or a type cannot change a verdict. */
export interface NeutralUse {
  readonly kind: "neutral";
  /** A phrase that ends "neutral, because it is ...". */
  readonly reason: string;
  /** Whether the text is for people and names parties without giving them anything. */
  readonly isFreeText: boolean;
  /**
   * For a type: whether no argument can name a party that gets something from the resource, so that arguments that are not known cannot
   * matter. @default - an argument may name one
   */
  readonly namesNobody?: true;
}

/** What the prover knows about one resource type. */
export type ResourceType =
  | ModeledType
  /** The type gives nobody a path, a permission or data. Its arguments may not name foreign parties. */
  | NeutralUse
  /** A model reports each resource of the type, with any arguments, as an opening. */
  | { readonly kind: "reported"; readonly topics: readonly ResourceTopic[] }
  /** No model reads the type: each resource of it is a gap. */
  | {
      readonly kind: "gap";
      readonly topics: readonly ResourceTopic[];
      readonly doing: string;
      /** What models read of it nevertheless, and what to do. @default - nothing is read, and its use decides what to do */
      readonly advice?: string;
    };

/** A type that a model reads, argument by argument. */
export interface ModeledType {
  readonly kind: "modeled";
  /** Topics that an argument without an entry can affect. */
  readonly topics: readonly ResourceTopic[];
  /**
   * By path: `cidr_block`, `ingress.cidr_blocks`. An entry also covers what is inside the argument. A path without an entry
   * is a gap.
   */
  readonly arguments: Readonly<Record<string, ArgumentUse>>;
  /** Paths that AWS computes: only plans and states contain them, and no configuration can set them. */
  readonly computed: ReadonlySet<string>;
  /** Arguments that `ignore_changes` may list, because the provider or AWS cannot change them later. */
  readonly createOnce: readonly string[];
}

/** Resource types by name. */
export type ResourceTypes = Readonly<Record<string, ResourceType>>;

/** An argument that a model reads. */
export const READ: ArgumentUse = { kind: "read" };

/** An argument that names a party, which may affect whatever the type can affect. */
export const OURS: ArgumentUse = { kind: "ours" };

/** A party that only gets data, or only encrypts it. */
export const OUR_DATA: ArgumentUse = { kind: "ours", topics: ["data"] };

/** An argument that matters and that no model reads. `doing` completes "the argument ...". */
export function unread(doing: string, ...harmlessValues: readonly (string | boolean | number)[]): UnreadUse {
  return { kind: "unread", doing, harmlessValues };
}

/** A reason that several types share. */
export function neutral(reason: string): NeutralUse {
  return { kind: "neutral", reason, isFreeText: false };
}

/** A reason for text that people read, or that only this stack's own resources compare. */
export function freeText(reason: string): NeutralUse {
  return { kind: "neutral", reason, isFreeText: true };
}

/** @param computed paths that AWS computes, separated by spaces */
export function modeled(
  topics: readonly ResourceTopic[],
  entries: Readonly<Record<string, ArgumentUse>>,
  computed = "",
  createOnce: readonly string[] = [],
): ModeledType {
  return { kind: "modeled", topics, arguments: entries, computed: new Set(computed.split(" ")), createOnce };
}

/** The entries of a nested block, with the path of the block in front. */
export function inBlock(
  block: string,
  entries: Readonly<Record<string, ArgumentUse>>,
): Readonly<Record<string, ArgumentUse>> {
  return Object.fromEntries(Object.entries(entries).map(([path, use]) => [`${block}.${path}`, use]));
}

/** Types that no model reads, with the topics that each can affect. `doing` completes "the resource ...". */
export function gaps(topics: readonly ResourceTopic[], doing: string, ...types: readonly string[]): ResourceTypes {
  return Object.fromEntries(types.map((type) => [type, { kind: "gap", topics, doing }]));
}

/** The same gaps, with what models read of the types nevertheless, and what to do. */
export function gapsWithAdvice(advice: string, types: ResourceTypes): ResourceTypes {
  return Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { ...type, advice } as ResourceType]));
}
