import { partitionOfRegion } from "../../aws/partitions";
import { isJsonObject, type Json } from "../terraform/terraform-configuration";
import { isPort, requireKnownFields } from "./declared-fields";
import type { DeclaredOwnEndpoint, PerimeterPosture } from "./posture";

const serviceName = /^(?:cn\.)?com\.amazonaws\.vpce\.([a-z]{2,4}(?:-[a-z]+)+-\d)\.(vpce-svc-[0-9a-f]{8,17})$/;

const hostName = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?$/;

/** DNS and DNS over TLS. A declared server of another VPC would answer queries past DNS Firewall. */
const dnsPorts: readonly number[] = [53, 853];

/**
 * Reads one declared endpoint service. A private name that is null is none.
 *
 * @throws when it is malformed, or names an AWS service
 */
export function readOwnEndpoint(entry: Json, where: string): DeclaredOwnEndpoint {
  requireKnownFields(entry, ["name", "service", "private_dns_name", "ports", "users"], `${where}.own_endpoints`);
  const { name, service, private_dns_name: privateName, ports, users } = isJsonObject(entry) ? entry : {};
  // A module declares an endpoint without a private name with null.
  const privateDnsName = privateName ?? undefined;
  const numbers = Array.isArray(ports) ? ports.filter(isPort).filter((port) => !dnsPorts.includes(port)) : [];
  const people = Array.isArray(users) ? users.filter((user) => typeof user === "string") : [];
  if (
    typeof name !== "string" ||
    typeof service !== "string" ||
    !serviceName.test(service) ||
    (privateDnsName !== undefined && (typeof privateDnsName !== "string" || !hostName.test(privateDnsName))) ||
    !Array.isArray(ports) ||
    numbers.length === 0 ||
    numbers.length !== ports.length ||
    (users !== undefined && (!Array.isArray(users) || people.length === 0 || people.length !== users.length))
  ) {
    throw new Error(
      `${where}.own_endpoints: not an endpoint service, got ${JSON.stringify(entry)}; write { name, service: "com.amazonaws.vpce.<region>.vpce-svc-...", ports, private_dns_name?, users? } without the ports of DNS`,
    );
  }
  return {
    name,
    service,
    ports: numbers,
    ...(privateDnsName === undefined ? {} : { privateDnsName }),
    ...(users === undefined ? {} : { users: people }),
  };
}

/** The declaration of an endpoint's service; `undefined` for an AWS service, and for an owner that nobody declared. */
export function declaredOwnEndpoint(
  { ownEndpoints = [] }: PerimeterPosture,
  endpoint: { readonly type: string; readonly service: string },
): DeclaredOwnEndpoint | undefined {
  return endpoint.type === "Interface" ? ownEndpoints.find(({ service }) => service === endpoint.service) : undefined;
}

/**
 * Names by which clients reach an endpoint of the service: the private name, and the domain of the names that AWS gives endpoints.
 * AWS alone answers queries for names in that domain.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
export function namesOfOwnEndpoint({ service, privateDnsName }: DeclaredOwnEndpoint): {
  readonly domain: string;
  readonly privateName: string | undefined;
} {
  const [, region = "", id = ""] = serviceName.exec(service) ?? [];
  const { dnsSuffix } = partitionOfRegion(region);
  return { domain: `${id}.${region}.vpce.${dnsSuffix}`, privateName: privateDnsName };
}
