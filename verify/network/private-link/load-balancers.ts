import { parseCidr } from "../../../ip/cidr";
import type { AddressSet } from "../../../ip/ip-address";
import { ownEntry } from "../../collections/own-entry";
import type { ReferenceTarget, ResourceGraph } from "../../terraform/references/resource-graph";
import {
  actionsOfListener,
  answeringActions,
  attachmentsOf,
  isInternalApplicationLoadBalancer,
  isNetworkLoadBalancer,
  listenersOf,
  targetGroupsOfAction,
} from "../../terraform/resource-types/modeled/load-balancer-types";
import { blocksOf, type JsonObject, type Resource } from "../../terraform/terraform-configuration";
import type { Subnet } from "../vpc/read-subnets";

/** A load balancer with its listeners and what they forward to. */
export interface LoadBalancer {
  /** Terraform address. */
  readonly address: string;
  /** Subnets of the configuration from which it forwards. */
  readonly subnets: readonly Subnet[];
  /** Whether each of its subnets is in the configuration. */
  readonly isComplete: boolean;
  readonly listeners: readonly Listener[];
}

/** A port of a load balancer. */
export interface Listener {
  /** Terraform address. */
  readonly address: string;
  /** `undefined` if the configuration does not say. */
  readonly port: number | undefined;
  readonly targets: readonly LoadBalancerTarget[];
}

/** Where a listener forwards connections; `address` is that of the registration, or of what it should be in. */
export type LoadBalancerTarget =
  /** An instance, a function or a network interface of the configuration. */
  | { readonly kind: "resource"; readonly address: string; readonly resource: Resource }
  /** An Application Load Balancer behind a Network Load Balancer. */
  | { readonly kind: "balancer"; readonly address: string; readonly balancer: LoadBalancer }
  | { readonly kind: "ip"; readonly address: string; readonly text: string; readonly addresses: AddressSet }
  | { readonly kind: "unknown"; readonly address: string; readonly text: string };

/** The Network Load Balancers of a configuration, by Terraform address. */
export function readLoadBalancers(
  graph: ResourceGraph,
  subnets: ReadonlyMap<string, Subnet>,
): ReadonlyMap<string, LoadBalancer> {
  const balancers = graph.ofType("aws_lb");
  const applications = new Map(
    balancers.filter(isInternalApplicationLoadBalancer).map((resource) => [resource.address, resource]),
  );
  return new Map(
    balancers
      .filter(isNetworkLoadBalancer)
      .map((resource) => [resource.address, loadBalancerOf({ graph, subnets, applications }, resource)]),
  );
}

/** What a load balancer is read with. */
interface ReadingScope {
  readonly graph: ResourceGraph;
  readonly subnets: ReadonlyMap<string, Subnet>;
  /** Internal Application Load Balancers, to which a Network Load Balancer may forward, by Terraform address. */
  readonly applications: ReadonlyMap<string, Resource>;
}

function loadBalancerOf(scope: ReadingScope, balancer: Resource): LoadBalancer {
  const { graph, subnets } = scope;
  const { address, values } = balancer;
  const keys = [
    ...graph.listTargets(values.subnets).map(keyOf),
    ...blocksOf(values.subnet_mapping).map(({ subnet_id: id }) => graph.referenceKey(id)),
  ];
  const named = [...new Set(keys)].map((key) => subnets.get(key ?? ""));
  return {
    address,
    subnets: named.filter((subnet) => subnet !== undefined),
    isComplete: named.length > 0 && named.every((subnet) => subnet?.vpc !== undefined),
    listeners: listenersOf(graph, balancer).map((listener) => ({
      address: listener.address,
      port: portOf(listener.values),
      targets: actionsOfListener(graph, listener).flatMap((action) => targetsOfAction(scope, listener, action)),
    })),
  };
}

function keyOf(target: ReferenceTarget): string | undefined {
  return target.kind === "resource" ? target.resource.address : undefined;
}

function portOf({ port }: JsonObject): number | undefined {
  const number = typeof port === "string" && /^\d+$/.test(port) ? Number(port) : port;
  return typeof number === "number" ? number : undefined;
}

/** A Network Load Balancer only forwards. An Application Load Balancer may answer; each other action of it is a gap. */
function targetsOfAction(scope: ReadingScope, listener: Resource, action: JsonObject): readonly LoadBalancerTarget[] {
  const { address } = listener;
  const { graph } = scope;
  if (answeringActions.has(action.type)) {
    return [];
  }
  if (action.type !== "forward") {
    return [{ kind: "unknown", address, text: `has the action ${JSON.stringify(action.type ?? null)}` }];
  }
  const found = [...new Set(targetGroupsOfAction(action))].map((arn) => graph.target(arn));
  return found.length === 0
    ? [{ kind: "unknown", address, text: "names no target group" }]
    : found.flatMap((target) => targetsOfGroup(scope, address, target));
}

function targetsOfGroup(scope: ReadingScope, listener: string, group: ReferenceTarget): readonly LoadBalancerTarget[] {
  const { graph } = scope;
  if (group.kind !== "resource" || group.resource.type !== "aws_lb_target_group" || group.resource.mode !== "managed") {
    return [{ kind: "unknown", address: listener, text: "forwards to a target group that is declared elsewhere" }];
  }
  const { address } = group.resource;
  const registered = attachmentsOf(graph, group.resource);
  return registered.length === 0
    ? [{ kind: "unknown", address, text: "has no target in this configuration" }]
    : registered.map((attachment) => targetOf(scope, attachment));
}

/** Attributes by which a target names a resource with interfaces. */
const targetAttributes: Readonly<Record<string, readonly string[]>> = {
  aws_instance: ["", "id", "private_ip"],
  aws_lambda_function: ["arn", "qualified_arn"],
  aws_network_interface: ["", "id", "private_ip"],
};

/** An Application Load Balancer has no other one among its targets. */
function targetOf(scope: ReadingScope, { address, values }: Resource): LoadBalancerTarget {
  const { graph, applications } = scope;
  const target = graph.target(values.target_id);
  if (target.kind === "resource") {
    const { resource, attribute } = target;
    if (applications.has(resource.address) && balancerAttributes.has(attribute)) {
      return { kind: "balancer", address, balancer: loadBalancerOf({ ...scope, applications: new Map() }, resource) };
    }
    return resource.mode === "managed" && ownEntry(targetAttributes, resource.type)?.includes(attribute) === true
      ? { kind: "resource", address, resource }
      : { kind: "unknown", address, text: `registers ${resource.address}, which no model follows` };
  }
  const text = target.kind === "literal" ? target.text : undefined;
  const addresses = text?.includes("/") === false ? hostAddresses(text) : undefined;
  return text === undefined || addresses === undefined
    ? { kind: "unknown", address, text: `registers ${text ?? "a target that cannot be resolved"}` }
    : { kind: "ip", address, text, addresses };
}

/** Attributes by which a target names a load balancer. */
const balancerAttributes = new Set(["", "id", "arn"]);

function hostAddresses(text: string): AddressSet | undefined {
  return parseCidr(`${text}/${text.includes(":") ? 128 : 32}`)?.addresses;
}
