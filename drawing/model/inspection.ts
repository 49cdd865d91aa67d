import { blocksOf, type Json, type JsonObject } from "../../verify/terraform/terraform-configuration";
import { addressesReferencedIn, type SynthesizedResources, synthesizedResourcesOfType } from "./synthesized-resources";

/** TCP ports on which the firewalls open TLS, such as `443` or `8000-8010`. Empty if they decrypt nothing. */
export function decryptedPortsOf(resources: SynthesizedResources): readonly string[] {
  const used = addressesReferencedIn(resources.aws_networkfirewall_firewall_policy);
  const ranges = synthesizedResourcesOfType(resources, "aws_networkfirewall_tls_inspection_configuration")
    .filter(({ address }) => used.includes(address))
    .flatMap(({ values }) => blocksOf(values.tls_inspection_configuration as Json))
    .flatMap((configuration) => blocksOf(configuration.server_certificate_configuration))
    .flatMap((certificate) => blocksOf(certificate.scope))
    .flatMap(({ destination_ports: ports }) => (ports === undefined ? [{}] : blocksOf(ports)));
  return [...new Set(ranges.map(portsText))];
}

/** A scope without ports opens every port. */
function portsText({ from_port: from, to_port: to = from }: JsonObject): string {
  return from === undefined ? "every port" : from === to ? String(from) : `${from}-${to}`;
}

const EVERY_ADDRESS = "0.0.0.0/0";

/** CIDR blocks of the VPCs that a transit gateway of the stack routes to: the spokes of an inspection VPC. */
export function spokeBlocksOf(resources: SynthesizedResources): readonly string[] {
  return synthesizedResourcesOfType(resources, "aws_ec2_transit_gateway_route")
    .filter(({ values }) => values.blackhole !== true && values.destination_cidr_block !== EVERY_ADDRESS)
    .map(({ values }) => String(values.destination_cidr_block));
}
