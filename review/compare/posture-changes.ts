import { groupBy } from "../../verify/collections/group-by";
import type { Posture, PostureKind, Source, UrlSources } from "../../verify/posture/posture";
import { turnover } from "../model/diff";
import { type Difference, difference, listed, type Severity, shortPrincipal } from "../model/difference";

/** Where the declaration stands, for whoever looks for it. */
const declaration = ["output.perimeter_posture"];

/** What the stack promises otherwise than before; every claim is asked of what it promises now. */
export function declarationDifferences(before: Posture, after: Posture): readonly Difference[] {
  const days = [before.logRetentionDays, after.logRetentionDays] as const;
  return [
    ...(before.kind === after.kind ? [] : [say(...kindTurn(before.kind, after.kind))]),
    ...(before.protections === after.protections ? [] : [say(...protectionTurn(after.protections))]),
    ...(days[0] === days[1] ? [] : [retention(...days)]),
    ...people("may refresh, plan and destroy the stack past the bucket lock", before.deployers, after.deployers),
    ...people("may read the data from anywhere, in an emergency", before.breakGlass, after.breakGlass),
    ...sources(before.sources ?? [], after.sources ?? []),
    ...urlSources(before.urlSources, after.urlSources),
  ];
}

function say(severity: Severity, text: string): Difference {
  return difference(severity, text, declaration);
}

function kindTurn(before: PostureKind, after: PostureKind): readonly [Severity, string] {
  const turn = `The stack was declared ${before}, and is declared ${after}`;
  if (before === "isolated") {
    return ["opens", `${turn}: it may have a way out, and no-internet-path is no longer asked of it`];
  }
  if (after === "isolated") {
    return ["closes", `${turn}: it must have no way out at all`];
  }
  return after === "inspected"
    ? ["loses", `${turn}: the loss of one zone may take the others with it`]
    : ["changes", `${turn}: the loss of one zone must leave the others whole`];
}

function protectionTurn(isOn: boolean): readonly [Severity, string] {
  return isOn
    ? ["changes", "Protections are declared on: firewall, buckets, keys and domain resist deletion"]
    : ["loses", "Protections are declared off: the next apply may delete firewall, buckets, keys and domain"];
}

function retention(before: number, after: number): Difference {
  return after < before
    ? say("loses", `Logs are kept ${after} days instead of ${before}: what is older goes`)
    : say("changes", `Logs are kept ${after} days instead of ${before}`);
}

function people(right: string, before: readonly string[], after: readonly string[]): readonly Difference[] {
  const { added, gone } = turnover(before, after, (pattern) => pattern);
  return [
    ...added.map((pattern) => say("opens", `${shortPrincipal(pattern)} is newly declared: it ${right}`)),
    ...gone.map((pattern) => say("closes", `${shortPrincipal(pattern)} is no longer declared as one that ${right}`)),
  ];
}

function sources(before: readonly Source[], after: readonly Source[]): readonly Difference[] {
  const { added, gone } = turnover(usesOf(before), usesOf(after), ({ cidr, service }) => `${cidr} ${service}`);
  return [
    ...together(added).map((text) => say("opens", `People may newly come from ${text}`)),
    ...together(gone).map((text) => say("closes", `People may no longer come from ${text}`)),
  ];
}

function urlSources(before: UrlSources | undefined, after: UrlSources | undefined): readonly Difference[] {
  const named = (from: UrlSources | undefined) =>
    from ? [...from.vpcIds, ...from.privateCidrs, ...from.publicCidrs] : [];
  const { added, gone } = turnover(named(before), named(after), (name) => name);
  return [
    ...(added.length > 0 ? [say("opens", `URLs of Studio may newly be opened from ${listed(added)}`)] : []),
    ...(gone.length > 0 ? [say("closes", `URLs of Studio are no longer to be opened from ${listed(gone)}`)] : []),
  ];
}

interface Use {
  readonly network: string;
  readonly cidr: string;
  readonly service: string;
}

function usesOf(declared: readonly Source[]): readonly Use[] {
  return declared.flatMap(({ name: network, cidrs, services }) =>
    cidrs.flatMap((cidr) => services.map((service) => ({ network, cidr, service }))),
  );
}

/** One text for each declared network. */
function together(uses: readonly Use[]): readonly string[] {
  return [...groupBy(uses, ({ network }) => network)].map(([network, group]) => {
    const [cidrs, services] = [group.map(({ cidr }) => cidr), group.map(({ service }) => service)];
    return `the network ${network} (${listed([...new Set(cidrs)])}), to ${listed([...new Set(services)])}`;
  });
}
