import { groupBy } from "../../verify/collections/group-by";
import type { CorporateNetwork, Posture, PostureKind, PresignedUrlNetworks } from "../../verify/posture/posture";
import { addedAndRemoved } from "../model/match-by-key";
import {
  createDifference,
  formatList,
  principalWithoutAccount,
  type ReviewDifference,
  type Severity,
} from "../model/review-difference";

/** Where the declaration stands, for whoever looks for it. */
const postureOutputAddress = ["output.perimeter_posture"];

/** What the stack promises otherwise than before; every claim is asked of what it promises now. */
export function postureDifferences(before: Posture, after: Posture): readonly ReviewDifference[] {
  const days = [before.logRetentionDays, after.logRetentionDays] as const;
  return [
    ...(before.kind === after.kind ? [] : [postureDifference(...postureKindChange(before.kind, after.kind))]),
    ...(before.protections === after.protections ? [] : [postureDifference(...protectionChange(after.protections))]),
    ...(days[0] === days[1] ? [] : [logRetentionDifference(...days)]),
    ...principalDifferences(
      "may refresh, plan and destroy the stack past the bucket lock",
      before.deployers,
      after.deployers,
    ),
    ...principalDifferences("may read the data from anywhere, in an emergency", before.breakGlass, after.breakGlass),
    ...corporateNetworkDifferences(before.corporateNetworks ?? [], after.corporateNetworks ?? []),
    ...presignedUrlNetworkDifferences(before.presignedUrlNetworks, after.presignedUrlNetworks),
  ];
}

function postureDifference(severity: Severity, text: string): ReviewDifference {
  return createDifference(severity, text, postureOutputAddress);
}

function postureKindChange(before: PostureKind, after: PostureKind): readonly [Severity, string] {
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

function protectionChange(isOn: boolean): readonly [Severity, string] {
  return isOn
    ? ["changes", "Protections are declared on: firewall, buckets, keys and domain resist deletion"]
    : ["loses", "Protections are declared off: the next apply may delete firewall, buckets, keys and domain"];
}

function logRetentionDifference(before: number, after: number): ReviewDifference {
  return after < before
    ? postureDifference("loses", `Logs are kept ${after} days instead of ${before}: what is older goes`)
    : postureDifference("changes", `Logs are kept ${after} days instead of ${before}`);
}

function principalDifferences(
  right: string,
  before: readonly string[],
  after: readonly string[],
): readonly ReviewDifference[] {
  const { added, gone } = addedAndRemoved(before, after, (pattern) => pattern);
  return [
    ...added.map((pattern) =>
      postureDifference("opens", `${principalWithoutAccount(pattern)} is newly declared: it ${right}`),
    ),
    ...gone.map((pattern) =>
      postureDifference("closes", `${principalWithoutAccount(pattern)} is no longer declared as one that ${right}`),
    ),
  ];
}

function corporateNetworkDifferences(
  before: readonly CorporateNetwork[],
  after: readonly CorporateNetwork[],
): readonly ReviewDifference[] {
  const { added, gone } = addedAndRemoved(
    endpointUses(before),
    endpointUses(after),
    ({ cidr, service }) => `${cidr} ${service}`,
  );
  return [
    ...networkTexts(added).map((text) => postureDifference("opens", `People may newly come from ${text}`)),
    ...networkTexts(gone).map((text) => postureDifference("closes", `People may no longer come from ${text}`)),
  ];
}

function presignedUrlNetworkDifferences(
  before: PresignedUrlNetworks | undefined,
  after: PresignedUrlNetworks | undefined,
): readonly ReviewDifference[] {
  const named = (from: PresignedUrlNetworks | undefined) =>
    from ? [...from.vpcIds, ...from.privateCidrs, ...from.publicCidrs] : [];
  const { added, gone } = addedAndRemoved(named(before), named(after), (name) => name);
  return [
    ...(added.length > 0
      ? [postureDifference("opens", `URLs of Studio may newly be opened from ${formatList(added)}`)]
      : []),
    ...(gone.length > 0
      ? [postureDifference("closes", `URLs of Studio are no longer to be opened from ${formatList(gone)}`)]
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

/** One text for each declared network. */
function networkTexts(uses: readonly EndpointUse[]): readonly string[] {
  return [...groupBy(uses, ({ network }) => network)].map(([network, group]) => {
    const [cidrs, services] = [group.map(({ cidr }) => cidr), group.map(({ service }) => service)];
    return `the network ${network} (${formatList([...new Set(cidrs)])}), to ${formatList([...new Set(services)])}`;
  });
}
