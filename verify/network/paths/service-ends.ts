import { overlaps } from "../../../ip/interval-set";
import { memoize } from "../../collections/memoize";
import type { Evidence } from "../../verdict/claim";
import type { NetworkModel } from "../network-model";
import type { EndpointService } from "../private-link/endpoint-services";
import type { Listener, LoadBalancer, LoadBalancerTarget } from "../private-link/load-balancers";
import type { Subnet } from "../vpc/read-subnets";
import { isOpenEnd, pathEvidence } from "./forwarding-path";
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
    ...loadBalancers.flatMap((balancer) =>
      balancer.listeners.length === 0
        ? [noListener(address, balancer)]
        : balancer.listeners.flatMap((listener) =>
            listener.targets.flatMap((target) =>
              endsOfTarget(network, { service: address, balancer, listener }, target),
            ),
          ),
    ),
  ];
}

function noListener(service: string, { address }: LoadBalancer): ServiceEnd {
  const text = `${service} -> ${address}, which has no listener in this configuration`;
  return { kind: "unknown", text, addresses: [service, address], ports: [] };
}

/** The way to a target. */
interface Way {
  readonly service: string;
  readonly balancer: LoadBalancer;
  readonly listener: Listener;
}

function endsOfTarget(
  network: NetworkModel,
  { service, balancer, listener }: Way,
  target: LoadBalancerTarget,
): readonly ServiceEnd[] {
  const ports = listener.port === undefined ? [] : [listener.port];
  const way = [service, balancer.address, listener.address, target.address];
  const arrow = way.join(" -> ");
  const inSubnet = (subnet: Subnet, what: string): ServiceEnd =>
    subnet.vpc === undefined
      ? unknown(`${what} in ${subnet.key}, whose VPC is not known`)
      : {
          kind: "subnet",
          text: `${arrow} -> ${what} in ${subnet.key}`,
          addresses: [...way, subnet.key],
          ports,
          subnet,
          vpc: subnet.vpc,
        };
  const unknown = (text: string): ServiceEnd => ({
    kind: "unknown",
    text: `${arrow} -> ${text}`,
    addresses: way,
    ports,
  });
  switch (target.kind) {
    case "unknown":
      return [{ kind: "unknown", text: `${arrow} ${target.text}`, addresses: way, ports }];
    case "resource": {
      const { address } = target.resource;
      const places = [...network.interfaceOwners.bySubnet].flatMap(([key, owners]) =>
        owners.some((owner) => owner.address === address) ? [network.subnets.get(key)] : [],
      );
      return places.length === 0
        ? [unknown(`${address}, whose subnet is not known`)]
        : places.map((subnet) =>
            subnet === undefined
              ? unknown(`${address} in a subnet that is declared elsewhere`)
              : inSubnet(subnet, address),
          );
    }
    case "ip":
      return [
        ...(balancer.isComplete ? [] : [unknown(`${target.text}, from subnets that are declared elsewhere`)]),
        ...balancer.subnets.flatMap((from) =>
          tracePackets(network, from, target.addresses).flatMap((path): readonly ServiceEnd[] => {
            const { disposition: end } = path;
            const { text, addresses } = pathEvidence(path);
            const onward = { text: `${arrow} -> ${target.text}: ${text}`, addresses: [...way, ...addresses], ports };
            if (end.kind === "local") {
              const places = [...network.subnets.values()].filter(
                (subnet) => subnet.vpc === end.vpc && overlaps(subnet.addresses ?? [], path.destinations),
              );
              return places.length === 0
                ? [unknown(`${target.text}, which is in no subnet of this configuration`)]
                : places.map((subnet) => inSubnet(subnet, target.text));
            }
            return end.kind === "internet"
              ? [{ ...onward, kind: "internet" }]
              : isOpenEnd(path) || end.kind === "service"
                ? [{ ...onward, kind: "unknown" }]
                : [];
          }),
        ),
      ];
  }
}
