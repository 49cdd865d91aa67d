import { type SynthesizedResources, synthesizedResourcesOfType } from "./synthesized-resources";

type Values = Readonly<Record<string, unknown>>;

/** Blocks of one name: none, one, or a list. */
function blocksOf(value: unknown): readonly Values[] {
  const blocks = Array.isArray(value) ? value : [value];
  return blocks.filter((block): block is Values => typeof block === "object" && block !== null);
}

/** TCP ports on which the firewalls open TLS, such as `443` or `8000-8010`. Empty if they decrypt nothing. */
export function decryptedPortsOf(resources: SynthesizedResources): readonly string[] {
  const policies = JSON.stringify(resources.aws_networkfirewall_firewall_policy ?? {});
  const ranges = synthesizedResourcesOfType(resources, "aws_networkfirewall_tls_inspection_configuration")
    .filter(({ address }) => policies.includes(`\${${address}.arn}`))
    .flatMap(({ values }) => blocksOf(values.tls_inspection_configuration))
    .flatMap((configuration) => blocksOf(configuration.server_certificate_configuration))
    .flatMap((certificate) => blocksOf(certificate.scope))
    .flatMap(({ destination_ports: ports }) => (ports === undefined ? [{}] : blocksOf(ports)));
  return [...new Set(ranges.map(portsText))];
}

/** A scope without ports opens every port. */
function portsText({ from_port: from, to_port: to = from }: Values): string {
  return from === undefined ? "every port" : from === to ? String(from) : `${from}-${to}`;
}

const EVERY_ADDRESS = "0.0.0.0/0";

/** CIDR blocks of the VPCs that a transit gateway of the stack routes to: the spokes of an inspection VPC. */
export function spokeBlocksOf(resources: SynthesizedResources): readonly string[] {
  return synthesizedResourcesOfType(resources, "aws_ec2_transit_gateway_route")
    .filter(({ values }) => values.blackhole !== true && values.destination_cidr_block !== EVERY_ADDRESS)
    .map(({ values }) => String(values.destination_cidr_block));
}
