import { decideClaims } from "../../../verify/claims/decide-claims";
import { elsewhereNotes } from "../../../verify/posture/declarations/declared-elsewhere";
import { readPosture } from "../../../verify/posture/read-posture";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";

const network = ["vpc-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60718"];
const declaration = { names: network, reason: "its pipeline verifies it", owner: "network", last_day: "2027-01-31" };

const domain = {
  domain_name: "data-science",
  auth_mode: "IAM",
  vpc_id: network[0],
  subnet_ids: [network[1]],
  app_network_access_type: "VpcOnly",
  default_user_settings: [
    { execution_role: "${aws_iam_role.execution.arn}", security_groups: ["${aws_security_group.studio.id}"] },
  ],
  default_space_settings: [
    { execution_role: "${aws_iam_role.execution.arn}", security_groups: ["${aws_security_group.studio.id}"] },
  ],
};

/** A domain in a network that only its IDs name. */
function studioIn(elsewhere: readonly object[], resources: object = {}, region = "eu-west-1") {
  const value = { posture: "isolated", protections: false, deployers: [], break_glass: [], log_retention_days: 30 };
  const json = {
    provider: { aws: [{ region }] },
    resource: {
      aws_sagemaker_domain: { studio: domain },
      aws_iam_role: { execution: { name: "execution", assume_role_policy: '{"Version":"2012-10-17","Statement":[]}' } },
      aws_security_group: { studio: { name: "studio", vpc_id: network[0] } },
      ...resources,
    },
    output: { perimeter_posture: { value: { ...value, allowed_domains: [], elsewhere } } },
  };
  return readConfiguration(json, "studio");
}

function verdicts(elsewhere: readonly object[], resources: object = {}, today = "2027-01-31", region = "eu-west-1") {
  const configuration = studioIn(elsewhere, resources, region);
  const results = decideClaims({ configuration, posture: readPosture(configuration) }, undefined, today);
  return Object.fromEntries(results.map(({ claim, verdict }) => [claim.name, verdict.kind]));
}

const aboutNetwork = [
  "no-internet-path",
  "no-public-address",
  "private-dns-on",
  "everything-logged",
  "domain-vpc-only",
];
const kindsOf = (found: Readonly<Record<string, string>>) => [...new Set(aboutNetwork.map((name) => found[name]))];

test("Claims about a network that is declared elsewhere do not apply until the last day, and are never proved.", () => {
  expect(kindsOf(verdicts([]))).toEqual(["undecided"]);
  expect(kindsOf(verdicts([declaration]))).toEqual(["notApplicable"]);
  expect(kindsOf(verdicts([declaration], {}, "2027-02-01"))).toEqual(["undecided"]);
});

test("A subnet that no declaration names leaves the claims undecided.", () => {
  expect(kindsOf(verdicts([{ ...declaration, names: [network[0], "subnet-0ffffffffffffffff"] }]))).toEqual([
    "undecided",
  ]);
});

test.each([
  ["a route", { aws_route: { out: { route_table_id: "rtb-0123456789abcdef0", destination_cidr_block: "0.0.0.0/0" } } }],
  ["an internet gateway", { aws_internet_gateway: { out: { vpc_id: network[0] } } }],
  ["a type that is not modeled", { aws_example_router: { out: {} } }],
])("%s of this configuration keeps the claims about a network elsewhere from being settled.", (_what, resources) => {
  const names = [...network, "rtb-0123456789abcdef0"];

  expect(verdicts([{ ...declaration, names }], resources)["no-internet-path"]).toBe("undecided");
});

test("What breaks a claim in this configuration violates it, whatever is declared elsewhere.", () => {
  const open = [{ from_port: 22, to_port: 22, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }];
  const group = { name: "studio", vpc_id: network[0], ingress: open };

  expect(verdicts([declaration], { aws_security_group: { studio: group } })["no-open-security-group"]).toBe("violated");
});

test("A missing endpoint violates no claim where the VPC of Studio is in another root module.", () => {
  expect(verdicts([])["endpoint-covers-required-services"]).toBe("undecided");
});

test("Users of a domain leave the claims about its network undecided until the domain is declared elsewhere.", () => {
  const users = { aws_sagemaker_user_profile: { ana: { domain_id: "d-abcdefghijkl", user_profile_name: "ana" } } };
  const resources = { aws_sagemaker_domain: {}, aws_security_group: {}, ...users };

  expect(kindsOf(verdicts([], resources))).toEqual(["undecided", "notApplicable"]);
  expect(kindsOf(verdicts([{ ...declaration, names: ["d-abcdefghijkl"] }], resources))).toEqual(["notApplicable"]);
});

test.each(["subnet-*", "networks", "arn:aws:s3:::*", "arn:aws:s3:::b/key", "aws_vpc.main", "data.aws_vpc.shared[0]"])(
  "%s is refused as the name of something elsewhere.",
  (name) => {
    expect(() => verdicts([{ ...declaration, names: [name] }])).toThrow("elsewhere: not a declaration");
  },
);

test("A declaration of something elsewhere has a line in each report, which warns before and after its last day.", () => {
  const { elsewhere } = readPosture(studioIn([declaration]));

  expect(elsewhereNotes(elsewhere, "2026-12-31")).toEqual([
    `declared elsewhere until 2027-01-31 by network: ${network.join(", ")}: its pipeline verifies it`,
  ]);
  expect(elsewhereNotes(elsewhere, "2027-01-20")[0]).toContain("WARNING: expires in 11 days");
  expect(elsewhereNotes(elsewhere, "2027-02-01")[0]).toContain("claims about it are undecided again");
});

test("A subnet elsewhere may be in a VPC of this configuration, whose open route table its claims then must not ignore.", () => {
  const route = { route_table_id: "${aws_vpc.here.main_route_table_id}", destination_cidr_block: "0.0.0.0/0" };
  const resources = {
    aws_vpc: { here: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { out: { vpc_id: "${aws_vpc.here.id}" } },
    aws_route: { out: { ...route, gateway_id: "${aws_internet_gateway.out.id}" } },
    aws_sagemaker_domain: { studio: { ...domain, vpc_id: "${aws_vpc.here.id}" } },
  };

  expect(verdicts([declaration], resources)["no-internet-path"]).toBe("undecided");
});

test.each<[what: string, resources: object, claim: string]>([
  [
    "an egress-only internet gateway",
    { aws_egress_only_internet_gateway: { x: { vpc_id: network[0] } } },
    "no-internet-path",
  ],
  [
    "a private hosted zone",
    { aws_route53_zone: { x: { name: "amazonaws.com", vpc: [{ vpc_id: network[0] }] } } },
    "private-dns-on",
  ],
  [
    "a zone association",
    { aws_route53_zone_association: { x: { zone_id: "Z0", vpc_id: network[0] } } },
    "private-dns-on",
  ],
  [
    "a resolver rule",
    { aws_route53_resolver_rule_association: { x: { resolver_rule_id: "rslvr-rr-0", vpc_id: network[0] } } },
    "dns-denied-by-default",
  ],
])(
  "%s for a VPC that is declared elsewhere leaves the claims that it affects undecided.",
  (_what, resources, claim) => {
    expect(verdicts([declaration], resources)[claim]).toBe("undecided");
  },
);

test.each<[values: object, kind: string]>([
  [{ ipv6_address_count: 1 }, "violated"],
  [{ ipv6_addresses: ["2600:1f18::1"] }, "violated"],
  [{ ipv6_addresses: ["fd00:ec2::1"], ipv6_address_count: 0 }, "notApplicable"],
])("An instance in a subnet elsewhere with %j is judged for its own addresses.", (values, kind) => {
  expect(
    verdicts([declaration], { aws_instance: { x: { subnet_id: network[1], ...values } } })["no-public-address"],
  ).toBe(kind);
});

describe("a network that nothing here names", () => {
  const shared = { aws_ec2_managed_prefix_list: { shared: { name: "x", address_family: "IPv4", max_entries: 1 } } };
  const declaredNetwork = { ...declaration, names: ["network"] };
  const pathVerdict = (elsewhere: readonly object[], more: object = {}) =>
    verdicts(elsewhere, { aws_sagemaker_domain: {}, aws_security_group: {}, ...shared, ...more })["no-internet-path"];

  test("A root module without a VPC, in which nothing names a network, may declare the network elsewhere.", () => {
    expect(pathVerdict([])).toBe("undecided");
    expect(pathVerdict([declaredNetwork])).toBe("notApplicable");
  });

  test.each<[what: string, more: object]>([
    ["a subnet by its ID", { aws_instance: { x: { subnet_id: network[1] } } }],
    ["a subnet that is not written out", { aws_instance: { x: { subnet_id: "${var.subnet}" } } }],
    ["a type that is not modeled", { aws_example_router: { out: {} } }],
  ])("%s is no network that nothing names, so the claims stay undecided.", (_, more) => {
    expect(pathVerdict([declaredNetwork], more)).toBe("undecided");
  });

  test("A root module with a VPC has a network, which the declaration does not cover.", () => {
    const open = {
      aws_vpc: { here: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { here: { vpc_id: "${aws_vpc.here.id}", cidr_block: "10.0.0.0/24" } },
      aws_route: {
        out: {
          route_table_id: "${aws_vpc.here.main_route_table_id}",
          destination_cidr_block: "0.0.0.0/0",
          gateway_id: "igw-0123456789abcdef0",
        },
      },
    };

    expect(pathVerdict([declaredNetwork], open)).toBe("violated");
  });
});

describe("an EMR cluster", () => {
  const groups = Object.fromEntries(
    ["emr_managed_master_security_group", "emr_managed_slave_security_group", "service_access_security_group"].map(
      (name) => [name, "${aws_security_group.emr.id}"],
    ),
  );
  const cluster = (subnet: string) => ({
    aws_sagemaker_domain: {},
    aws_security_group: { emr: { name: "emr", vpc_id: network[0] } },
    aws_iam_instance_profile: { p: { name: "p", role: "${aws_iam_role.execution.name}" } },
    aws_emr_cluster: {
      c: {
        name: "c",
        release_label: "emr-7.5.0",
        service_role: "${aws_iam_role.execution.arn}",
        log_uri: "s3://logs-of-emr/c/",
        ec2_attributes: [{ ...groups, subnet_id: subnet, instance_profile: "${aws_iam_instance_profile.p.arn}" }],
      },
    },
  });
  const names = [...network, "arn:aws:s3:::logs-of-emr"];
  const dataVerdict = (declaredNames: readonly string[], subnet = network[1] ?? "", region?: string) =>
    verdicts([{ ...declaration, names: declaredNames }], cluster(subnet), undefined, region)["bucket-keeps-its-owner"];

  test("The subnet and the bucket for logs of an EMR cluster may be declared elsewhere.", () => {
    expect(dataVerdict(names)).toBe("notApplicable");
  });

  test.each([
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["${var.region}", "aws"],
  ])("The ARN of a bucket that is declared elsewhere from the Region %s has the partition %s.", (region, partition) => {
    expect(dataVerdict([...network, `arn:${partition}:s3:::logs-of-emr`], undefined, region)).toBe("notApplicable");
    expect(dataVerdict([...network, "arn:aws-iso:s3:::logs-of-emr"], undefined, region)).toBe("undecided");
  });

  test.each<[what: string, declaredNames: readonly string[], subnet?: string]>([
    ["the bucket is not declared", network],
    ["the subnet is not declared", ["arn:aws:s3:::logs-of-emr", "vpc-0a1b2c3d4e5f60718"]],
    ["another bucket is declared", [...network, "arn:aws:s3:::logs-of-em"]],
    ["the subnet is not written out", names, "${var.subnet}"],
  ])("An EMR cluster leaves claims about data undecided where %s.", (...[, declaredNames, subnet]) => {
    expect(dataVerdict(declaredNames, subnet)).toBe("undecided");
  });
});
