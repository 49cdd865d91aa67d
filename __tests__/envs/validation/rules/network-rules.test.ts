import { existingEnvironment } from "../../../stacks/fixtures/enterprise-environments";
import { issuesWith, sampleDomain } from "../../fixtures/sample-environment";

const { network } = existingEnvironment;
const [zoneA, zoneB] = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"];

test("An environment in an existing network is valid, whatever the sizes of subnets that the stack would create.", () => {
  expect(issuesWith({ network, vpcCidr: "10.40.0.0/26" })).toEqual([]);
});

test("Every fault of an existing network is reported at once.", () => {
  const ids = { "eu-west-1a": "subnet-1", "eu-west-1c": zoneA };
  const subnets = { studio: { kind: "ids", ids }, endpoint: { kind: "tags", key: "Tier", value: "x" } };

  expect(issuesWith({ network: { kind: "existing", vpcId: "vpc-x", subnets } })).toEqual([
    "network.vpcId: is not a VPC id, got vpc-x; use the id of a VPC, vpc-...",
    'network.subnets.studio.ids["eu-west-1a"]: is not a subnet id, got subnet-1; use the id of a subnet, subnet-...',
    "network.subnets.endpoint.kind: is not allowed, got tags; did you mean tag?",
  ]);
});

test("The subnets of a tier are in the zones of the environment, and each subnet has one tier and zone.", () => {
  const studio = { kind: "ids", ids: { "eu-west-1a": zoneA, "eu-west-1c": zoneB } };
  const endpoint = { kind: "ids", ids: { "eu-west-1a": zoneA, "eu-west-1b": zoneB } };

  expect(issuesWith({ network: { ...network, subnets: { studio, endpoint } } })).toEqual([
    'network.subnets.studio.ids: has no subnet in eu-west-1b, got "eu-west-1a, eu-west-1c"; add eu-west-1b: subnet-...',
    'network.subnets.studio.ids["eu-west-1c"]: is in a zone that the environment does not have, got subnet-0123456789abcdef1; remove it, or add the zone to availabilityZones',
    'network.subnets.endpoint.ids["eu-west-1a"]: is the subnet of another tier or zone, got subnet-0123456789abcdef0; use a subnet of its own for each tier and zone',
    'network.subnets.endpoint.ids["eu-west-1b"]: is the subnet of another tier or zone, got subnet-0123456789abcdef1; use a subnet of its own for each tier and zone',
  ]);
});

test("What only the owner of a network can do is refused in an existing network, all of it at once.", () => {
  const attachment = { kind: "transit-gateway", id: "tgw-0123456789abcdef0", cidrs: ["10.100.0.0/16"] };
  const changes = {
    network,
    egress: { kind: "inspected", allowList: [sampleDomain] },
    access: {
      kind: "on",
      attachment,
      client: { kind: "ssm" },
      selfService: { kind: "on", endUsers: { kind: "iam-users" } },
    },
    studio: { users: 20, userProfiles: [{ name: "ada" }] },
  };

  expect(issuesWith(changes).map((line) => line.split(":")[0])).toEqual([
    "egress.kind",
    "access.attachment.kind",
    "network.subnets.client",
    "network.subnets.function",
  ]);
  expect(issuesWith({ network, vpcBlockPublicAccess: "bidirectional" })).toHaveLength(1);
});
