import fc from "fast-check";
import { parseAddressSet } from "../../../../ip/cidr";
import { contains } from "../../../../ip/interval-set";
import type { NetworkModel } from "../../../../verify/network/network-model";
import { type ForwardingPath, type Hop, statefulHops } from "../../../../verify/network/paths/forwarding-path";
import { returnPathSegments } from "../../../../verify/network/paths/return-path-segments";
import { tracePackets } from "../../../../verify/network/paths/trace-packets";
import { propertyRuns } from "../../../fixtures/property-runs";
import {
  hostAddress,
  type PlainCidr,
  type PlainNetwork,
  type PlainRoute,
  type PlainRule,
  sendFromInternet,
  sendFromSubnet,
} from "../reference/packet-simulator";
import { dottedQuad, plainNetworkModel } from "../reference/plain-network-terraform";

const subnetCount = 4;
const inside = (octet: number, length: number): PlainCidr => ({ first: 10 * 2 ** 24 + octet * 256, length });
const outside: readonly PlainCidr[] = [
  { first: 0, length: 0 },
  { first: 0, length: 1 },
  { first: 8 * 2 ** 24, length: 8 },
  { first: 8 * 2 ** 24 + 8 * 2 ** 16, length: 24 },
  { first: 203 * 2 ** 24, length: 8 },
];
/** One address of each part into which those blocks cut the internet. */
const destinations = ["1.1.1.1", "8.8.0.7", "8.9.9.9", "140.82.112.3", "203.1.2.3"].map(toNumber);
const client = toNumber("140.82.112.3");

const subnetIndex = fc.nat({ max: subnetCount - 1 });
const block = fc.oneof(
  fc.constantFrom(...outside),
  fc
    .tuple(subnetIndex, fc.constantFrom(16, 24, 25))
    .map(([octet, length]) => inside(length === 16 ? 0 : octet, length)),
);
const target: fc.Arbitrary<PlainRoute["target"]> = fc.oneof(
  fc.constant("internet" as const),
  fc.record({ kind: fc.constantFrom("nat" as const, "firewall" as const), subnet: subnetIndex }),
);
const routes = fc.uniqueArray(fc.record({ block, target }), {
  maxLength: 4,
  selector: ({ block: { first, length } }) => `${first}/${length}`,
});
const rules: fc.Arbitrary<readonly PlainRule[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.record({
        allow: fc.boolean(),
        block: fc.oneof(
          fc.constantFrom(...outside),
          subnetIndex.map((octet) => inside(octet, 24)),
        ),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  },
);
const plainNetwork: fc.Arbitrary<PlainNetwork> = fc.record(
  {
    subnets: fc.tuple(
      ...Array.from({ length: subnetCount }, (_, octet) =>
        fc.record({ octet: fc.constant(octet), table: fc.nat({ max: 2 }), egress: rules, ingress: rules }),
      ),
    ),
    tables: fc.tuple(routes, routes, routes),
    edge: routes,
  },
  { requiredKeys: ["subnets", "tables"] },
);

describe("a path in the model", () => {
  it("a path in the model exists if and only if a packet takes it", () => {
    fc.assert(
      fc.property(plainNetwork, (plain) => {
        const network = plainNetworkModel(plain);
        for (const [index, subnet] of plain.subnets.entries()) {
          const paths = tracePackets(network, subnetAt(network, index));

          for (const to of destinations) {
            const fate = sendFromSubnet(plain, index, hostAddress(subnet, 7), to);
            const [path, ...others] = paths.filter((candidate) =>
              contains(candidate.destinations, parseAddressSet(`${dottedQuad(to)}/32`)),
            );

            expect(others).toEqual([]);
            expect({ end: path?.disposition.kind, crossed: crossedBy(path) }).toEqual(fate);
          }
        }
      }),
      propertyRuns(100),
    );
  });

  it("a path in the model is answered in the model over exactly the hops that the packet's answer takes", () => {
    fc.assert(
      fc.property(plainNetwork.map(withoutAcls), (plain) => {
        const network = plainNetworkModel(plain);
        for (const [index] of plain.subnets.entries()) {
          const complete = tracePackets(network, subnetAt(network, index)).filter(
            ({ disposition: end }) => end.kind === "internet",
          );

          for (const leg of complete.flatMap((path) => returnPathSegments(network, path))) {
            const toward = indexOf(leg.toSubnet.key);
            for (const host of [7, 200]) {
              const to = inside(toward, 24).first + host;
              const nat = plainNats(leg.from);
              const fate =
                nat === undefined ? sendFromInternet(plain, client, to) : sendFromSubnet(plain, nat, client, to);
              const [path] = leg.paths.filter((candidate) =>
                contains(candidate.destinations, parseAddressSet(`${dottedQuad(to)}/32`)),
              );

              expect({ end: path?.disposition.kind, crossed: crossedBy(path) }).toEqual(fate);
            }
          }
        }
      }),
      propertyRuns(100),
    );
  });
});

/** Answers come from many addresses at once, and an ACL may take some of them: one packet then does not speak for all. */
function withoutAcls(plain: PlainNetwork): PlainNetwork {
  return { ...plain, subnets: plain.subnets.map((subnet) => ({ ...subnet, egress: [], ingress: [] })) };
}

function subnetAt(network: NetworkModel, index: number): ForwardingPath["source"] {
  const subnet = network.subnets.get(`aws_subnet.s${index}`);
  if (subnet === undefined) {
    throw new Error(`plain network: has no such subnet, got ${index}; build it`);
  }
  return subnet;
}

function crossedBy(path: ForwardingPath | undefined): readonly string[] {
  const name = ({ kind, subnet }: Hop): string => `${kind} ${indexOf(subnet?.key ?? "")}`;
  return path === undefined ? [] : statefulHops(path).map(name);
}

function indexOf(address: string): number {
  return Number(/\d+$/.exec(address)?.[0]);
}

function plainNats(address: string): number | undefined {
  return address.startsWith("aws_nat_gateway.") ? indexOf(address) : undefined;
}

function toNumber(address: string): number {
  return address.split(".").reduce((value, octet) => value * 256 + Number(octet), 0);
}
