import { overlaps } from "../../../ip/interval-set";
import { memoize } from "../../collections/memoize";
import type { Resource } from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import type { NetworkModel } from "../network-model";
import type { EndpointService } from "../private-link/endpoint-services";
import type { LoadBalancer, LoadBalancerTarget } from "../private-link/load-balancers";
import { subnetsWithInterfacesOf } from "../vpc/interface-owners";
import type { Subnet } from "../vpc/read-subnets";
import { type ForwardingPath, isOpenEnd, pathEvidence } from "./forwarding-path";
import { withoutNetworkAcls } from "./open-ends";
import { tracePackets } from "./trace-packets";

/** Where a connection through an endpoint service arrives, as a part of a path. */
export type ServiceEnd = Evidence & {
  /** Ports of the load balancer that lead there; empty if not known. */
  readonly ports: readonly number[];
} & (
    | { readonly kind: "subnet"; readonly subnet: Subnet; readonly vpc: string }
    /** The internet. */
    | { readonly kind: "internet" }
    /** Where the configuration shows no more. */
    | { readonly kind: "unknown" }
  );

/** Every place to which the load balancers of a service forward, as if no network ACL denied it. */
export function endsOfService(network: NetworkModel, service: EndpointService): readonly ServiceEnd[] {
  const known = knownEnds(network);
  const ends = known.get(service.address) ?? findEnds(withoutNetworkAcls(network), service);
  known.set(service.address, ends);
  return ends;
}

const knownEnds = memoize((_: NetworkModel) => new Map<string, readonly ServiceEnd[]>());

function findEnds(network: NetworkModel, { address, loadBalancers, unread }: EndpointService): readonly ServiceEnd[] {
  return [
    ...unread.map((key): ServiceEnd => {
      const text = `${address} -> ${key}, which no model follows`;
      return { kind: "unknown", text, addresses: [address], ports: [] };
    }),
    ...loadBalancers.flatMap((balancer) => endsOfBalancer(network, { hops: [address], ports: undefined }, balancer)),
  ];
}

/** The way to a load balancer, and the ports of the first one on it, which are those of the service. */
interface Way {
  readonly hops: readonly string[];
  /** @default - the load balancer is the first one */
  readonly ports: readonly number[] | undefined;
}

function endsOfBalancer(network: NetworkModel, { hops, ports }: Way, balancer: LoadBalancer): readonly ServiceEnd[] {
  const { address, listeners } = balancer;
  const way = [...hops, address];
  if (listeners.length === 0) {
    const text = `${way.join(" -> ")}, which has no listener in this configuration`;
    return [{ kind: "unknown", text, addresses: way, ports: ports ?? [] }];
  }
  return listeners.flatMap((listener) => {
    const own = listener.port === undefined ? [] : [listener.port];
    return listener.targets.flatMap((target) =>
      endsOfTarget(network, balancer, { hops: [...way, listener.address], ports: ports ?? own }, target),
    );
  });
}

/** A path up to a target, to which the end is added. */
type PathToTarget = Pick<ServiceEnd, "text" | "addresses" | "ports">;

function endsOfTarget(
  network: NetworkModel,
  balancer: LoadBalancer,
  way: Way,
  target: LoadBalancerTarget,
): readonly ServiceEnd[] {
  const hops = [...way.hops, target.address];
  const path: PathToTarget = { text: hops.join(" -> "), addresses: hops, ports: way.ports ?? [] };
  switch (target.kind) {
    case "unknown":
      return [{ ...path, kind: "unknown", text: `${path.text} ${target.text}` }];
    case "balancer":
      return endsOfBalancer(network, { hops, ports: way.ports }, target.balancer);
    case "resource":
      return endsAtResource(network, path, target.resource);
    case "ip":
      return [
        ...(balancer.isComplete ? [] : [unknownEnd(path, `${target.text}, from subnets that are declared elsewhere`)]),
        ...balancer.subnets.flatMap((from) =>
          tracePackets(network, from, target.addresses).flatMap((onward) =>
            endsAtAddress(network, path, target.text, onward),
          ),
        ),
      ];
  }
}

function endsAtResource(network: NetworkModel, path: PathToTarget, resource: Resource): readonly ServiceEnd[] {
  const { address } = resource;
  const keys = subnetsWithInterfacesOf(network.interfaceOwners, resource);
  if (keys.length === 0) {
    return [unknownEnd(path, `${address}, whose subnet is not known`)];
  }
  return keys.map((key) => {
    const subnet = network.subnets.get(key);
    return subnet === undefined
      ? unknownEnd(path, `${address} in a subnet that is declared elsewhere`)
      : endInSubnet(path, subnet, address);
  });
}

/** Where packets to the address of a target arrive by one path from the load balancer. */
function endsAtAddress(
  network: NetworkModel,
  path: PathToTarget,
  ip: string,
  onward: ForwardingPath,
): readonly ServiceEnd[] {
  const { disposition: end, destinations } = onward;
  if (end.kind === "local") {
    const places = [...network.subnets.values()].filter(
      (subnet) => subnet.vpc === end.vpc && overlaps(subnet.addresses ?? [], destinations),
    );
    return places.length === 0
      ? [unknownEnd(path, `${ip}, which is in no subnet of this configuration`)]
      : places.map((subnet) => endInSubnet(path, subnet, ip));
  }
  const { text, addresses } = pathEvidence(onward);
  const whole = { ...path, text: `${path.text} -> ${ip}: ${text}`, addresses: [...path.addresses, ...addresses] };
  return end.kind === "internet"
    ? [{ ...whole, kind: "internet" }]
    : isOpenEnd(onward) || end.kind === "service"
      ? [{ ...whole, kind: "unknown" }]
      : [];
}

function endInSubnet(path: PathToTarget, subnet: Subnet, what: string): ServiceEnd {
  const { key, vpc } = subnet;
  return vpc === undefined
    ? unknownEnd(path, `${what} in ${key}, whose VPC is not known`)
    : {
        ...path,
        kind: "subnet",
        text: `${path.text} -> ${what} in ${key}`,
        addresses: [...path.addresses, key],
        subnet,
        vpc,
      };
}

function unknownEnd(path: PathToTarget, text: string): ServiceEnd {
  return { ...path, kind: "unknown", text: `${path.text} -> ${text}` };
}
