import { groupBy } from "../../../verify/collections/group-by";
import type {
  AllowedDomain,
  CorporateNetwork,
  PerimeterPosture,
  PresignedUrlNetworks,
} from "../../../verify/posture/posture";
import { addedAndRemoved, formatList, type ReviewDifference } from "../../model/review-difference";
import { postureDifference } from "./posture-difference";

/** Whether another difference says that a firewall passes the name on the port on one side only. */
export type IsDestinationSaid = (domain: AllowedDomain, port: number, isAdded: boolean) => boolean;

/** Changes of the domains, company networks and networks of presigned URLs that a stack declares. */
export function declaredNetworkDifferences(
  before: PerimeterPosture,
  after: PerimeterPosture,
  isDestinationSaid: IsDestinationSaid = () => false,
): readonly ReviewDifference[] {
  return [
    ...allowedDomainDifferences(before.allowedDomains, after.allowedDomains, isDestinationSaid),
    ...corporateNetworkDifferences(before.corporateNetworks ?? [], after.corporateNetworks ?? []),
    ...presignedUrlNetworkDifferences(before.presignedUrlNetworks, after.presignedUrlNetworks),
  ];
}

/** One domain on one port, from one block of addresses or from any. */
interface AllowedEntry {
  readonly domain: AllowedDomain;
  readonly port: number;
  readonly text: string;
}

/** What the allow-list declares; the firewall and DNS decide what is reached. */
function allowedDomainDifferences(
  before: readonly AllowedDomain[],
  after: readonly AllowedDomain[],
  isSaid: IsDestinationSaid,
): readonly ReviewDifference[] {
  const entriesOf = (domains: readonly AllowedDomain[]): readonly AllowedEntry[] =>
    domains.flatMap((domain) => {
      const { name, match, ports, sources } = domain;
      const from = sources?.map((block) => ` from ${block}`) ?? [""];
      const what = match === "exact" ? name : `${name} and its subdomains`;
      return ports.flatMap((port) =>
        from.map((source) => ({ domain, port, text: `${what} on port ${port}${source}` })),
      );
    });
  const differing = addedAndRemoved(entriesOf(before), entriesOf(after), ({ text }) => text);
  const unsaid = (entries: readonly AllowedEntry[], isAdded: boolean): readonly string[] =>
    entries
      .filter(({ domain, port }) => domain.sources !== undefined || !isSaid(domain, port, isAdded))
      .map(({ text }) => text);
  const [added, removed] = [unsaid(differing.added, true), unsaid(differing.removed, false)];
  return [
    ...(added.length > 0 ? [postureDifference("opens", `The declared allow-list gains ${formatList(added)}`)] : []),
    ...(removed.length > 0
      ? [postureDifference("changes", `The declared allow-list loses ${formatList(removed)}`)]
      : []),
  ];
}

function corporateNetworkDifferences(
  before: readonly CorporateNetwork[],
  after: readonly CorporateNetwork[],
): readonly ReviewDifference[] {
  const { added, removed } = addedAndRemoved(
    endpointUses(before),
    endpointUses(after),
    ({ cidr, service }) => `${cidr} ${service}`,
  );
  return [
    ...networkTexts(added).map(([from, to]) => postureDifference("opens", `${from} can now reach ${to}`)),
    ...networkTexts(removed).map(([from, to]) => postureDifference("closes", `${from} can no longer reach ${to}`)),
  ];
}

function presignedUrlNetworkDifferences(
  before: PresignedUrlNetworks | undefined,
  after: PresignedUrlNetworks | undefined,
): readonly ReviewDifference[] {
  const listed = (networks: PresignedUrlNetworks | undefined) =>
    networks ? [...networks.vpcIds, ...networks.privateCidrs, ...networks.publicCidrs] : [];
  const { added, removed } = addedAndRemoved(listed(before), listed(after), (network) => network);
  return [
    ...(added.length > 0
      ? [postureDifference("opens", `Presigned Studio URLs can now be opened from ${formatList(added)}`)]
      : []),
    ...(removed.length > 0
      ? [postureDifference("closes", `Presigned Studio URLs can no longer be opened from ${formatList(removed)}`)]
      : []),
  ];
}

interface EndpointUse {
  readonly network: string;
  readonly cidr: string;
  readonly service: string;
}

function endpointUses(declared: readonly CorporateNetwork[]): readonly EndpointUse[] {
  return declared.flatMap(({ name: network, cidrs, services }) =>
    cidrs.flatMap((cidr) => services.map((service) => ({ network, cidr, service }))),
  );
}

/** Network and services of each declared network, as words. */
function networkTexts(uses: readonly EndpointUse[]): readonly (readonly [string, string])[] {
  return [...groupBy(uses, ({ network }) => network)].map(([network, group]) => {
    const [cidrs, services] = [group.map(({ cidr }) => cidr), group.map(({ service }) => service)];
    return [`The network ${network} (${formatList([...new Set(cidrs)])})`, formatList([...new Set(services)])];
  });
}
