import type { AllowedDomain, Environment } from "../schema/environment";
import type { WrittenInspectionEnvironment } from "../schema/inspection/inspection-environment";

/** A VPC that reaches the internet through an inspection VPC. */
export interface Spoke {
  readonly name: string;
  /** IPv4 CIDR block of its VPC. */
  readonly cidr: string;
  /** Its attachment to the transit gateway: an id, or the Name tag to look it up by. */
  readonly attachment: { readonly kind: "id"; readonly id: string } | { readonly kind: "tag"; readonly name: string };
  /** Domains that it may reach; of an environment that of its file, without expired entries. */
  readonly allowList: readonly AllowedDomain[];
  /** The stack that builds its VPC and looks up the transit gateway of this one by its name. @default - another stack, or by an id */
  readonly stack?: string;
}

/** A complete inspection environment, as its stack reads it: with the blocks and allow-lists of its spokes. */
export interface InspectionEnvironment extends Omit<WrittenInspectionEnvironment, "spokes"> {
  readonly spokes: readonly Spoke[];
}

/** A complete environment of any kind. */
export type AnyEnvironment = Environment | InspectionEnvironment;

/** The environments of which an environment and its stack know by name: the spokes of an inspection environment, or the hub of another one. */
export function partnersOf(environment: AnyEnvironment): readonly string[] {
  if (environment.kind === "inspection") {
    return environment.spokes.flatMap(({ stack }) => stack ?? []);
  }
  const { egress } = environment;
  return egress.kind === "central" && egress.hub !== undefined ? [egress.hub] : [];
}

/** A domain that spokes may reach. */
export interface InspectedDomain extends Pick<AllowedDomain, "name" | "match" | "ports"> {
  /** CIDR blocks of the spokes that may reach it. @default - every spoke */
  readonly sources?: readonly string[];
}

/** Nobody can register a name below `.invalid`: a firewall whose spokes reach nothing needs one entry. */
const NOTHING_IS_ALLOWED: InspectedDomain = { name: "nothing.invalid", match: "exact", ports: [443] };

/** The allow-list of the firewall. A domain that several spokes list is one entry. */
export function inspectedDomains({ allowList, spokes }: InspectionEnvironment): readonly InspectedDomain[] {
  if (allowList.kind === "own") {
    return allowList.entries.map(({ name, match, ports }) => ({ name, match, ports }));
  }
  const sources = new Map<string, InspectedDomain & { readonly sources: string[] }>();
  for (const { cidr, allowList: entries } of spokes) {
    for (const { name, match, ports } of entries) {
      for (const port of ports) {
        const key = `${name} ${match} ${port}`;
        const known = sources.get(key) ?? { name, match, ports: [port], sources: [] };
        sources.set(key, { ...known, sources: [...known.sources, cidr] });
      }
    }
  }
  return sources.size === 0 ? [NOTHING_IS_ALLOWED] : [...sources.values()];
}
