import { inspectedEgress, issuesWith, studioSettings } from "../../fixtures/sample-environment";

describe("the block of a VPC", () => {
  test.each([
    ["10.0.0.0/15", "is not between /16 and /28, got 10.0.0.0/15; use a prefix length from 16 to 28"],
    ["10.40.0.5/16", "has host bits set, got 10.40.0.5/16; write 10.40.0.0/16"],
    [
      "52.0.0.0/16",
      "is not private, got 52.0.0.0/16; use a block in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10",
    ],
    [
      "172.17.0.0/16",
      "overlaps 172.17.0.0/16, which Docker uses on SageMaker instances, got 172.17.0.0/16; use another block",
    ],
    ["10.40.0.0", "is not an IPv4 block, got 10.40.0.0; use an IPv4 block such as 10.10.0.0/16"],
  ])("the VPC block %s is refused", (vpcCidr, fault) => {
    expect(issuesWith({ vpcCidr })).toEqual([`vpcCidr: ${fault}`]);
  });

  test.each(["10.255.0.0/16", "172.31.0.0/16", "192.168.0.0/16", "100.127.0.0/16"])(
    "the VPC block %s is accepted",
    (vpcCidr) => {
      expect(issuesWith({ vpcCidr })).toEqual([]);
    },
  );

  test("the VPC block must have room for the subnets of its zones", () => {
    expect(issuesWith({ vpcCidr: "10.40.0.0/19" })).toEqual([
      "vpcCidr: is too small: it has 8192 addresses, but its subnets take 9216, got 10.40.0.0/19; use a /18, or use smaller subnets in subnetPrefixLengths",
    ]);
  });

  test("the VPC block must have room for a slot of every letter up to that of the last zone", () => {
    expect(
      issuesWith({
        region: "us-east-1",
        vpcCidr: "10.40.0.0/18",
        availabilityZones: ["us-east-1f"],
        resilience: "single-zone",
      }),
    ).toEqual([
      "vpcCidr: is too small: it has 16384 addresses, but its subnets take 27648, got 10.40.0.0/18; use a /17, or use smaller subnets in subnetPrefixLengths",
    ]);
  });

  test("the advice about a VPC block never exceeds the largest VPC of AWS", () => {
    expect(issuesWith({ subnetPrefixLengths: { studio: 16 } })).toEqual([
      "vpcCidr: is too small: it has 65536 addresses, but its subnets take 132096, got 10.40.0.0/16; use smaller subnets in subnetPrefixLengths",
    ]);
  });

  test("a VPC block is accepted if it has exactly enough room", () => {
    const small = { studio: 24, endpoint: 25, firewall: 28, nat: 28 };

    expect(issuesWith({ vpcCidr: "10.40.0.0/22", subnetPrefixLengths: small })).toEqual([]);
    expect(issuesWith({ vpcCidr: "10.40.0.0/23", subnetPrefixLengths: small })).toEqual([
      "vpcCidr: is too small: it has 512 addresses, but its subnets take 1024, got 10.40.0.0/23; use a /22, or use smaller subnets in subnetPrefixLengths",
    ]);
  });
});

describe("the room in a subnet", () => {
  test("with multi-zone resilience, the remaining zones must have addresses for all users after a zone is lost", () => {
    expect(issuesWith({ ...studioSettings({ users: 42 }), subnetPrefixLengths: { studio: 24 } })).toEqual([
      "subnetPrefixLengths.studio: is too small: it has 256 addresses, but a zone needs 258 (42 users x 6 + 1 mount target + 5 reserved by AWS), got 24; use 23",
    ]);
    expect(issuesWith({ ...studioSettings({ users: 41 }), subnetPrefixLengths: { studio: 24 } })).toEqual([]);
  });

  test("with single-zone resilience, each zone needs addresses for its share of the users", () => {
    const singleZone = { resilience: "single-zone", subnetPrefixLengths: { studio: 24 } };

    expect(issuesWith({ ...studioSettings({ users: 82 }), ...singleZone })).toEqual([]);
    expect(issuesWith({ ...studioSettings({ users: 83 }), ...singleZone })).toEqual([
      "subnetPrefixLengths.studio: is too small: it has 256 addresses, but a zone needs 258 (42 users x 6 + 1 mount target + 5 reserved by AWS), got 24; use 23",
    ]);
  });

  test("no subnet size is suggested if no VPC could hold it", () => {
    const oneZone = { availabilityZones: ["eu-west-1a"], resilience: "single-zone" };

    expect(issuesWith({ ...studioSettings({ users: 10_000 }), ...oneZone })).toEqual([
      "subnetPrefixLengths.studio: is too small: it has 4096 addresses, but a zone needs 60006 (10000 users x 6 + 1 mount target + 5 reserved by AWS), got 20; use more zones or fewer users",
    ]);
  });

  test("endpoint subnets need an address for each interface endpoint", () => {
    const tight = { subnetPrefixLengths: { endpoint: 28 } };
    const athena = { endpoints: { services: ["athena"] } };

    expect(issuesWith(tight)).toEqual([]);
    expect(issuesWith({ ...tight, ...athena })).toEqual([
      "subnetPrefixLengths.endpoint: is too small: it has 16 addresses, but a zone needs 17 (12 endpoints + 5 reserved by AWS), got 28; use 27",
    ]);
    expect(issuesWith({ ...tight, ...athena, packages: { kind: "none" } })).toEqual([]);
  });

  test("excluded zones and gateway endpoints need no address in endpoint subnets", () => {
    const onceExcluded = {
      services: ["athena", "glue", "dynamodb"],
      excludedZones: { athena: ["eu-west-1a"], glue: ["eu-west-1b"] },
    };
    const inOneZone = {
      resilience: "single-zone",
      availabilityZones: ["eu-west-1a", "eu-west-1b"],
      subnetPrefixLengths: { endpoint: 28 },
    };

    expect(issuesWith({ ...inOneZone, endpoints: onceExcluded })).toEqual([
      "subnetPrefixLengths.endpoint: is too small: it has 16 addresses, but a zone needs 17 (12 endpoints + 5 reserved by AWS), got 28; use 27",
    ]);
    expect(issuesWith({ ...inOneZone, endpoints: { services: ["dynamodb"] } })).toEqual([]);
  });

  test("a /28 is large enough for firewall and NAT subnets, and smaller subnets are refused", () => {
    expect(issuesWith({ ...inspectedEgress({}), subnetPrefixLengths: { firewall: 28, nat: 28 } })).toEqual([]);
    expect(issuesWith({ ...inspectedEgress({}), subnetPrefixLengths: { firewall: 29, nat: 30 } })).toEqual([
      "subnetPrefixLengths.firewall: is above 28, got 29; use 28 or less",
      "subnetPrefixLengths.nat: is above 28, got 30; use 28 or less",
    ]);
  });

  test("the size of one tier is checked even if the size of another tier is invalid", () => {
    expect(issuesWith({ subnetPrefixLengths: { studio: 28, endpoint: "24" } })).toEqual([
      'subnetPrefixLengths.endpoint: is not a number, got "24"; use a number',
      "subnetPrefixLengths.studio: is too small: it has 16 addresses, but a zone needs 126 (20 users x 6 + 1 mount target + 5 reserved by AWS), got 28; use 25",
    ]);
  });
});
