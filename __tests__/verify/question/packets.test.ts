import fc from "fast-check";
import { allowedPorts, witnessNames } from "../../../verify/domains/allow-list-names";
import { readPosture } from "../../../verify/posture/read-posture";
import { listSubjects } from "../../../verify/question/list-subjects";
import { answerPacket } from "../../../verify/question/packet/answer-packet";
import { readPacketQuestion } from "../../../verify/question/packet/packet-question";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { Json, JsonObject } from "../../../verify/terraform/terraform-configuration";
import { propertyRuns } from "../../fixtures/property-runs";
import { synthesizedText } from "../../fixtures/synthesized";
import { environmentStack } from "../fixtures/environment-stack";
import {
  addResource,
  argumentsAt,
  assignArguments,
  type MutableArguments,
  type MutableStack,
} from "../fixtures/mutant";
import { type MutableResources, networkPerimeter } from "../fixtures/network-perimeter";
import { readWithAwsValues } from "../fixtures/read-with-aws-values";
import { addGitServer } from "../mutants/fixtures/own-service-stack";
import { hostAddress, type PlainNetwork, type PlainRoute, sendFromSubnet } from "../network/reference/packet-simulator";
import { plainNetworkModel } from "../network/reference/plain-network-terraform";
import { answer } from "./fixtures/answer";

const stagingJson = JSON.parse(synthesizedText("staging")) as { readonly resource: JsonObject };
const staging = readConfiguration(stagingJson, "staging");

test("An event rule whose pattern lists subnets is no resource in a subnet, so no packet starts at it.", () => {
  const prod = readConfiguration(JSON.parse(synthesizedText("prod")), "prod");
  const inSubnets = listSubjects(prod).find(({ title }) => title === "resources in subnets")?.subjects ?? [];
  const { cases } = answer(prod, "packet from studio_a to github.com:443");

  expect(inSubnets).toContain("aws_sagemaker_domain.studio_domain");
  expect(inSubnets.join()).not.toContain("aws_cloudwatch_event_rule");
  expect(JSON.stringify(cases)).not.toContain("aws_cloudwatch_event_rule");
});

test.each([
  ["to a declared domain", "packet from studio_a to github.com:443", "allowed", /firewall .*passes it: rule pass tls/],
  [
    "to any other domain",
    "packet from studio_a to unlisted.example",
    "denied",
    /unlisted.example is refused: rule .* BLOCK/,
  ],
  ["by SSH", "packet from studio_a to 203.0.113.7:22/ssh", "denied", /no outbound rule of aws_security_group/],
  ["without TLS", "packet from studio_a to github.com:443/http", "denied", /firewall .*drops it/],
  [
    "to the gateway endpoint",
    "packet from studio_a to aws_vpc_endpoint.endpoints_s3",
    "allowed",
    /delivers to its service/,
  ],
  [
    "to a name of S3",
    "packet from studio_a to bucket.s3.eu-west-1.amazonaws.com",
    "allowed",
    /delivers to its service/,
  ],
  [
    "to a name of an interface endpoint",
    "packet from studio_a to sts.eu-west-1.amazonaws.com",
    "allowed",
    /endpoint_from_studio allows tcp 443/,
  ],
  [
    "to a name that is not the reverse of its service",
    "packet from studio_a to codeartifact.eu-west-1.amazonaws.com",
    "allowed",
    /endpoint_from_studio allows tcp 443/,
  ],
  [
    "to an interface endpoint on another port",
    "packet from studio_a to endpoints_sts:80/tcp",
    "denied",
    /no outbound rule/,
  ],
  ["from the internet", "packet from internet to aws_subnet.studio_a:443", "denied", /has no public address/],
  ["from a public address", "packet from 203.0.113.7 to studio_a:443", "denied", /has no public address/],
  [
    "from the domain by its address",
    "packet from aws_sagemaker_domain.studio_domain to 8.8.8.8:53/udp",
    "denied",
    /no outbound rule/,
  ],
  [
    "from a subnet without interfaces",
    "packet from nat_a to internet:443",
    "cannot-be-told",
    /which security groups are attached/,
  ],
])("staging: a packet %s is decided with the step that decides", (_, question, kind, decidedBy) => {
  const { kind: got, cases } = answer(staging, question);

  expect(got).toBe(kind);
  expect(cases[0]?.kind).toBe(kind);
  expect(cases[0]?.decidedBy).toMatch(decidedBy);
});

const withGitServer = JSON.parse(synthesizedText("dev"));
addGitServer(withGitServer);
const dev = readWithAwsValues(withGitServer, "dev");

test.each([
  [
    "by its address",
    "packet from studio_a to aws_vpc_endpoint.git:22/ssh",
    "allowed",
    /aws_lb.git .* in aws_subnet.shared/,
  ],
  ["by its private name", "packet from studio_a to git.corp.example.net", "allowed", /aws_lb_listener.git_443 -> /],
  [
    "on a port without a listener",
    "packet from studio_a to aws_vpc_endpoint.git:8443/tcp",
    "denied",
    /no outbound rule/,
  ],
])(
  "A packet to an endpoint service of the configuration, %s, is followed to its targets",
  (_, question, kind, decidedBy) => {
    const { kind: got, cases } = answer(dev, question);

    expect(got).toBe(kind);
    expect(cases[0]?.decidedBy).toMatch(decidedBy);
  },
);

test("an address is reachable only with a host name that the firewall passes, and the answer names them", () => {
  const { kind, isUniform, cases } = answer(staging, "packet from studio_a to 203.0.113.7:443");
  const examples = (wanted: string) => cases.filter((one) => one.kind === wanted).flatMap((one) => one.examples);

  expect({ kind, isUniform }).toEqual({ kind: "allowed", isUniform: false });
  expect(examples("allowed")).toContain("tls with host name github.com");
  expect(examples("denied")).toContain("tls with any other host name");
  expect(examples("denied")).toContain("ssh over tcp");
});

test("the hops of an allowed packet come in path order, with the route table and the destination of each route", () => {
  const [first] = answer(staging, "packet from studio_a to github.com").cases;

  expect(first?.steps.map(({ kind }) => kind).filter((kind) => kind !== "network-acl")).toEqual(
    "dns security-group route firewall route nat route internet-gateway".split(" "),
  );
  expect(first?.steps.find(({ kind }) => kind === "route")?.text).toMatch(
    /^aws_route_table\.network_studio_a_routes routes 0\.0\.0\.0\/0 to aws_networkfirewall_firewall\./,
  );
});

test("a packet that is denied ends at the step that denies", () => {
  const { cases } = answer(staging, "packet from studio_a to github.com:443/http");

  for (const { steps } of cases) {
    expect(steps.at(-1)).toMatchObject({ kind: "firewall", outcome: "denies" });
  }
});

test("what no model reads leaves no answer certain, and the answer names it", () => {
  const resource = { ...stagingJson.resource, aws_made_up_thing: { one: {} } };
  const changed = readConfiguration({ ...stagingJson, resource }, "staging");
  const { kind, doubts } = answer(changed, "packet from studio_a to github.com");

  expect(kind).toBe("cannot-be-told");
  expect(doubts.flatMap(({ addresses }) => addresses)).toContain("aws_made_up_thing.one");
});

describe("in a small network", () => {
  const ask = (question: string, edit: (resources: MutableResources) => void = () => undefined) => {
    const resource = structuredClone(networkPerimeter());
    edit(resource);
    const configuration = readConfiguration({ resource } as unknown as Json, "sketch");
    const read = readPacketQuestion(configuration, { kind: "packet", with: [], ...wordsOf(question) });
    if (read.kind === "faults") {
      throw new Error(JSON.stringify(read.faults));
    }
    return answerPacket(configuration, read.value);
  };
  const wordsOf = (question: string) => {
    const [, from = "", to = ""] = /^from (\S+) to (\S+)$/.exec(question) ?? [];
    return { from, to };
  };
  const acl = (rule: Record<string, Json>) => (resources: MutableResources) => {
    const open = { action: "allow", protocol: "-1", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0", rule_no: 200 };
    resources.aws_network_acl = {
      endpoint: {
        vpc_id: "${aws_vpc.main.id}",
        subnet_ids: ["${aws_subnet.endpoint_a.id}"],
        ingress: [{ ...open, rule_no: 100, ...rule }, open],
        egress: [open],
      },
    };
  };

  test.each([
    [
      "denies the port",
      { action: "deny", protocol: "tcp", from_port: 443, to_port: 443 },
      "denied",
      /denies by rule 100/,
    ],
    ["denies the same port of UDP", { action: "deny", protocol: "udp", from_port: 443, to_port: 443 }, "allowed", /./],
    [
      "denies an unknown port",
      { action: "deny", protocol: "tcp", from_port: "${var.port}", to_port: 443 },
      "cannot-be-told",
      /cannot be resolved/,
    ],
  ])("a network ACL that %s decides about the packet", (_, rule, kind, decidedBy) => {
    const [first] = ask("from studio_a to aws_vpc_endpoint.sts", acl(rule)).cases;

    expect(first?.kind).toBe(kind);
    expect(first?.decidedBy).toMatch(decidedBy);
  });

  test("a network ACL of the source that denies the replies denies the packet, and says so", () => {
    const { cases } = ask("from studio_a to aws_vpc_endpoint.sts", (resources) => {
      const open = { action: "allow", protocol: "-1", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0", rule_no: 100 };
      resources.aws_network_acl = {
        studio: {
          vpc_id: "${aws_vpc.main.id}",
          subnet_ids: ["${aws_subnet.studio_a.id}"],
          ingress: [{ ...open, protocol: "tcp", from_port: 22, to_port: 22 }],
          egress: [open],
        },
      };
    });

    expect(cases[0]?.kind).toBe("denied");
    expect(cases[0]?.decidedBy).toBe("aws_network_acl.studio denies, because no rule matches, their replies");
  });

  test("of two routes for one block nobody knows which one applies, so no answer is certain", () => {
    const { cases } = ask("from studio_a to 203.0.113.7:443", (resources) => {
      resources.aws_route = {
        ...resources.aws_route,
        second: {
          route_table_id: "${aws_route_table.studio_a.id}",
          destination_cidr_block: "0.0.0.0/0",
          gateway_id: "local",
        },
      };
      resources.aws_vpc_security_group_egress_rule = {
        ...resources.aws_vpc_security_group_egress_rule,
        open: {
          security_group_id: "${aws_security_group.studio.id}",
          ip_protocol: "-1",
          cidr_ipv4: "0.0.0.0/0",
        },
      };
    });

    expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(["cannot-be-told"]));
  });

  test("a security group rule for the port alone does not allow another one", () => {
    expect(ask("from studio_a to aws_vpc_endpoint.sts:443").cases[0]?.kind).toBe("allowed");
    expect(ask("from studio_a to aws_vpc_endpoint.sts:8443").cases[0]?.kind).toBe("denied");
  });

  test("a route that cannot be resolved leaves what it may replace unknown", () => {
    const { cases } = ask("from studio_a to aws_vpc_endpoint.s3", (resources) => {
      resources.aws_vpc_endpoint = {
        ...resources.aws_vpc_endpoint,
        s3: { ...resources.aws_vpc_endpoint?.s3, route_table_ids: [] },
      };
      resources.aws_route = {
        ...resources.aws_route,
        open: {
          route_table_id: "${aws_route_table.studio_a.id}",
          destination_prefix_list_id: "${var.list}",
          vpc_endpoint_id: "${var.endpoint}",
        },
      };
    });

    expect(cases.map(({ kind }) => kind)).not.toContain("denied");
  });
});

test("the answer agrees with the claims: a name passes exactly on the declared ports", () => {
  const posture = readPosture(staging);
  const domains = "allowedDomains" in posture ? posture.allowedDomains : [];
  const names = witnessNames(domains.map(({ name }) => name)).filter((name) =>
    /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(name),
  );
  const portsOf = allowedPorts(domains);
  const property = fc.property(fc.constantFrom(...names), fc.constantFrom(443, 80, 8443, 22), (name, port) => {
    const { kind } = answer(staging, `packet from studio_a to ${name}:${port}/tls`);

    expect(kind).toBe(portsOf(name).includes(port) ? "allowed" : "denied");
  });

  expect(domains.length).toBeGreaterThan(0);
  fc.assert(property, propertyRuns(40));
});

test("the answer agrees with a walk through random networks: an allowed packet arrives, a denied one does not", () => {
  const inside = (octet: number, length: number) => ({ first: 10 * 2 ** 24 + octet * 256, length });
  const outside = [
    { first: 0, length: 0 },
    { first: 8 * 2 ** 24, length: 8 },
    { first: 140 * 2 ** 24, length: 8 },
  ];
  const index = fc.nat({ max: 2 });
  const block = fc.oneof(
    fc.constantFrom(...outside),
    index.map((octet) => inside(octet, 24)),
  );
  const target = fc.oneof(
    { weight: 1, arbitrary: fc.constant("internet" as const) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("nat" as const), subnet: index }) },
  );
  const routes = fc.uniqueArray(fc.record({ block, target }), {
    maxLength: 3,
    selector: ({ block: { first, length } }) => `${first}/${length}`,
  });
  // Most networks have a path to the internet through a NAT gateway, so that some packets get through.
  const withDefault = (end: PlainRoute["target"]) => (others: readonly PlainRoute[]) => [
    ...others,
    ...(others.some(({ block: { length } }) => length === 0) ? [] : [{ block: { first: 0, length: 0 }, target: end }]),
  ];
  const rules = fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.record({ allow: fc.boolean(), block }), { minLength: 1, maxLength: 3 }) },
  );
  const subnet = (octet: number) =>
    fc.record({ octet: fc.constant(octet), table: fc.constant(octet), egress: rules, ingress: rules });
  const networks: fc.Arbitrary<PlainNetwork> = fc.record({
    subnets: fc.tuple(subnet(0), subnet(1), subnet(2)),
    tables: fc.tuple(routes.map(withDefault({ kind: "nat", subnet: 1 })), routes.map(withDefault("internet")), routes),
  });
  const seen = { allowed: 0, denied: 0, "cannot-be-told": 0 };
  const property = fc.property(
    networks,
    fc.constantFrom("8.8.0.7", "140.82.112.3", "1.1.1.1"),
    (plain, destination) => {
      const { configuration } = plainNetworkModel(plain).graph;
      const open = {
        address: "aws_security_group.open",
        mode: "managed" as const,
        type: "aws_security_group",
        name: "open",
        values: {
          vpc_id: "${aws_vpc.v.id}",
          egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
        },
      };
      const whole = { ...configuration, resources: [...configuration.resources, open] };
      const read = readPacketQuestion(whole, {
        kind: "packet",
        from: "10.0.0.9",
        to: `${destination}:443`,
        with: ["open"],
      });
      const [source] = plain.subnets;
      if (read.kind === "faults" || source === undefined) {
        throw new Error(JSON.stringify(read));
      }
      const [a = 0, b = 0, c = 0, d = 0] = destination.split(".").map(Number);
      const { end } = sendFromSubnet(plain, 0, hostAddress(source, 9), ((a * 256 + b) * 256 + c) * 256 + d);
      const kinds = new Set(answerPacket(whole, read.value).cases.map(({ kind }) => kind));
      const kind = kinds.has("allowed") ? "allowed" : kinds.has("cannot-be-told") ? "cannot-be-told" : "denied";
      seen[kind] += 1;

      if (kind === "allowed") {
        expect(end).toBe("internet");
      }
      if (end === "dropped") {
        expect(kind).not.toBe("allowed");
      }
      if (kind === "denied" && end === "internet") {
        // Only the replies of such a packet can be lost, which the walk of the request does not show.
        expect(answerPacket(whole, read.value).cases.some(({ steps }) => steps.some(isOfReply))).toBe(true);
      }
    },
  );
  const isOfReply = ({ kind, text, outcome }: { kind: string; text: string; outcome: string }): boolean =>
    outcome === "denies" && (kind === "return-path" || text.includes("replies"));

  fc.assert(property, propertyRuns(50));
  expect(Math.min(seen.allowed, seen.denied)).toBeGreaterThan(0);
});

/** dev with routes from Studio's subnet to an internet gateway, and filters that allow everything. */
function withInternetGateway(stack: MutableStack): void {
  assignArguments(stack, "aws_vpc.network_vpc", { assign_generated_ipv6_cidr_block: true });
  assignArguments(stack, "aws_subnet.network_studio_a", {
    ipv6_cidr_block: "${cidrsubnet(aws_vpc.network_vpc.ipv6_cidr_block, 8, 1)}",
  });
  addResource(stack, "aws_internet_gateway.out", { vpc_id: "${aws_vpc.network_vpc.id}" });
  const families = [
    ["destination_cidr_block", "cidr_block", "cidr_ipv4", "0.0.0.0/0"],
    ["destination_ipv6_cidr_block", "ipv6_cidr_block", "cidr_ipv6", "::/0"],
  ] as const;
  const rule = { rule_no: 1, action: "allow", protocol: "-1", from_port: 0, to_port: 0 };
  for (const [route, acl, group, block] of families) {
    addResource(stack, `aws_route.${group}`, {
      route_table_id: "${aws_route_table.network_studio_a_routes.id}",
      gateway_id: "${aws_internet_gateway.out.id}",
      [route]: block,
    });
    addResource(stack, `aws_vpc_security_group_egress_rule.${group}`, {
      security_group_id: "${aws_security_group.security_groups_studio.id}",
      ip_protocol: "-1",
      [group]: block,
    });
    for (const direction of ["egress", "ingress"]) {
      const rules = argumentsAt(stack, "aws_default_network_acl.network_default_acl")[direction] as MutableArguments[];
      rules.push({ ...rule, rule_no: group === "cidr_ipv4" ? 1 : 2, [acl]: block });
    }
  }
}

test.each([
  ["203.0.113.7:443", "denied", /the source has no public address/],
  ["[2600::1]:443", "allowed", /forwards to the internet|reaches/],
])(
  "An internet gateway forwards to %s only from a public address, which every IPv6 address is: %s.",
  (to, kind, why) => {
    const stack = environmentStack("dev", withInternetGateway);
    const { kind: got, cases } = answer(readConfiguration(stack, "dev"), `packet from studio_a to ${to}`);

    expect(got).toBe(kind);
    expect(cases.flatMap(({ steps }) => steps.map(({ text }) => text)).join("\n")).toMatch(why);
  },
);
