import { dnsAgreesWithFirewall } from "../../../../verify/claims/dns/dns-agrees-with-firewall";
import { dnsDeniedByDefault } from "../../../../verify/claims/dns/dns-denied-by-default";
import { dnsFailsClosed } from "../../../../verify/claims/dns/dns-fails-closed";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../../../verify/terraform/terraform-configuration";
import type { ClaimSubject } from "../../../../verify/verdict/claim";

const region = "${data.aws_region.here.region}";

interface Rule {
  readonly action: string;
  readonly domains: readonly string[];
  readonly priority: number;
  readonly more?: JsonObject;
}

const allowOwn: Rule = {
  action: "ALLOW",
  priority: 100,
  domains: [`*.s3.${region}.amazonaws.com.`, `sts.${region}.amazonaws.com`],
};
const allowPackages: Rule = { action: "ALLOW", priority: 110, domains: ["packages.example."] };
const blockAll: Rule = { action: "BLOCK", priority: 200, domains: ["*."], more: { block_response: "NXDOMAIN" } };
const closed = [allowOwn, allowPackages, blockAll];

function subjectOf(
  rules: readonly Rule[],
  edit: (resource: Record<string, JsonObject>) => void = () => {},
): ClaimSubject {
  const resource: Record<string, JsonObject> = {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_route53_resolver_firewall_rule_group: { rules: { name: "rules" } },
    aws_route53_resolver_firewall_rule_group_association: {
      main: {
        firewall_rule_group_id: "${aws_route53_resolver_firewall_rule_group.rules.id}",
        vpc_id: "${aws_vpc.main.id}",
        priority: 101,
      },
    },
    aws_route53_resolver_firewall_config: {
      main: { resource_id: "${aws_vpc.main.id}", firewall_fail_open: "DISABLED" },
    },
    aws_route53_resolver_firewall_domain_list: Object.fromEntries(
      rules.map(({ domains }, index) => [`list_${index}`, { domains }]),
    ),
    aws_route53_resolver_firewall_rule: Object.fromEntries(
      rules.map(({ action, priority, more }, index) => [
        `rule_${index}`,
        {
          action,
          priority,
          firewall_rule_group_id: "${aws_route53_resolver_firewall_rule_group.rules.id}",
          firewall_domain_list_id: `\${aws_route53_resolver_firewall_domain_list.list_${index}.id}`,
          ...more,
        },
      ]),
    ),
  };
  edit(resource);
  const json = { provider: { aws: [{ region: "eu-west-1" }] }, data: { aws_region: { here: {} } }, resource };
  return {
    configuration: readConfiguration(json, "case"),
    posture: {
      kind: "inspected",
      allowedDomains: [{ name: "packages.example", match: "exact", ports: [443] }],
      protections: false,
      deployers: [],
      breakGlass: [],
      logRetentionDays: 30,
    },
  };
}

function verdictsOf(subject: ClaimSubject) {
  return {
    denied: dnsDeniedByDefault.decide(subject).kind,
    closed: dnsFailsClosed.decide(subject).kind,
    agrees: dnsAgreesWithFirewall.decide(subject).kind,
  };
}

test("an allow list before a block of every name is proved in all three claims", () => {
  expect(verdictsOf(subjectOf(closed))).toEqual({ denied: "proved", closed: "proved", agrees: "proved" });
});

test("without a DNS Firewall association every name resolves, which permits a tunnel", () => {
  const subject = subjectOf(closed, (resource) => {
    resource.aws_route53_resolver_firewall_rule_group_association = {};
  });

  const verdict = dnsDeniedByDefault.decide(subject);

  expect(verdictsOf(subject)).toEqual({ denied: "violated", closed: "violated", agrees: "notApplicable" });
  expect(verdict.evidence[0]?.text).toContain("A query for unlisted.example is resolved: no rule refuses it");
});

describe("what opens a resolver", () => {
  const replaceAll = (rule: Rule) => [allowOwn, allowPackages, rule];
  const cases: readonly (readonly [why: string, rules: readonly Rule[], verdicts: Record<string, string>])[] = [
    ["no block", [allowOwn, allowPackages], { denied: "violated", agrees: "proved" }],
    [
      "an alert instead of a block answers",
      replaceAll({ ...blockAll, action: "ALERT" }),
      { denied: "violated", agrees: "violated" },
    ],
    [
      "the block comes before the allow",
      [allowOwn, allowPackages, { ...blockAll, priority: 50 }],
      { denied: "proved", agrees: "violated" },
    ],
    [
      "a block of names below one domain leaves the others",
      replaceAll({ ...blockAll, domains: ["*.com"] }),
      { denied: "violated", agrees: "proved" },
    ],
    [
      "a block of one query type leaves the others",
      replaceAll({ ...blockAll, more: { q_type: "TXT" } }),
      { denied: "violated", agrees: "proved" },
    ],
    [
      "everything is allowed by a star",
      [...closed, { action: "ALLOW", priority: 10, domains: ["*"] }],
      { denied: "violated", agrees: "violated" },
    ],
    [
      "a whole top-level domain is allowed",
      [...closed, { action: "ALLOW", priority: 10, domains: ["*.com"] }],
      { denied: "violated", agrees: "violated" },
    ],
    [
      "a name that nobody declared is allowed",
      [...closed, { action: "ALLOW", priority: 10, domains: ["*.tunnel.example"] }],
      { denied: "proved", agrees: "violated" },
    ],
    [
      "AWS names of another region are allowed",
      [...closed, { action: "ALLOW", priority: 10, domains: ["*.us-east-1.amazonaws.com"] }],
      { denied: "proved", agrees: "violated" },
    ],
    [
      "all of AWS is allowed",
      [...closed, { action: "ALLOW", priority: 10, domains: ["*.amazonaws.com"] }],
      { denied: "proved", agrees: "violated" },
    ],
    [
      "names below an exact domain are allowed",
      [...closed, { action: "ALLOW", priority: 10, domains: ["*.packages.example"] }],
      { denied: "proved", agrees: "violated" },
    ],
    ["a declared domain is missing", [allowOwn, blockAll], { denied: "proved", agrees: "violated" }],
    [
      "an action nobody knows",
      replaceAll({ ...blockAll, action: "CHALLENGE" }),
      { denied: "undecided", agrees: "violated" },
    ],
  ];

  test.each(cases)("%s", (_, rules, verdicts) => {
    expect(verdictsOf(subjectOf(rules))).toMatchObject(verdicts);
  });
});

test("an allow rule over a list that is not in the JSON may allow anything", () => {
  const subject = subjectOf(closed, (resource) => {
    Object.assign(resource.aws_route53_resolver_firewall_rule as object, {
      theirs: {
        action: "ALLOW",
        priority: 10,
        firewall_rule_group_id: "${aws_route53_resolver_firewall_rule_group.rules.id}",
        firewall_domain_list_id: "rslvr-fdl-0123456789abcdef",
      },
    });
  });

  expect(verdictsOf(subject)).toMatchObject({ denied: "undecided", agrees: "undecided" });
});

test("a DNS Firewall that fails open is violated, and a fail mode that is not in the JSON is undecided", () => {
  const withMode = (mode: string) =>
    subjectOf(closed, (resource) => {
      resource.aws_route53_resolver_firewall_config = {
        main: { resource_id: "${aws_vpc.main.id}", firewall_fail_open: mode },
      };
    });

  expect(dnsFailsClosed.decide(withMode("ENABLED")).kind).toBe("violated");
  expect(dnsFailsClosed.decide(withMode("${var.mode}")).kind).toBe("undecided");
});

test("a VPC whose DHCP options name other servers is undecided, because those queries pass no firewall", () => {
  const subject = subjectOf(closed, (resource) => {
    resource.aws_vpc_dhcp_options = { own: { domain_name_servers: ["192.0.2.53"] } };
    resource.aws_vpc_dhcp_options_association = {
      main: { vpc_id: "${aws_vpc.main.id}", dhcp_options_id: "${aws_vpc_dhcp_options.own.id}" },
    };
  });

  expect(dnsDeniedByDefault.decide(subject).kind).toBe("undecided");
});

test.each<[string, Record<string, JsonObject>]>([
  [
    "a forwarding rule",
    {
      aws_route53_resolver_rule: { out: { domain_name: "amazonaws.com", rule_type: "FORWARD" } },
      aws_route53_resolver_rule_association: {
        out: { vpc_id: "${aws_vpc.main.id}", resolver_rule_id: "${aws_route53_resolver_rule.out.id}" },
      },
    },
  ],
  [
    "a forwarding rule that is not in the JSON",
    {
      aws_route53_resolver_rule_association: {
        out: { vpc_id: "${aws_vpc.main.id}", resolver_rule_id: "rslvr-rr-0123456789abcdef" },
      },
    },
  ],
  [
    "a forwarding rule for a VPC that is not understood",
    { aws_route53_resolver_rule_association: { out: { vpc_id: "vpc-0abc", resolver_rule_id: "rslvr-rr-0123" } } },
  ],
  [
    "a rule of an outbound endpoint that nothing here associates",
    {
      aws_route53_resolver_endpoint: { out: { direction: "OUTBOUND" } },
      aws_route53_resolver_rule: {
        out: {
          domain_name: "amazonaws.com",
          rule_type: "FORWARD",
          resolver_endpoint_id: "${aws_route53_resolver_endpoint.out.id}",
        },
      },
    },
  ],
  ["a profile for a VPC that is not understood", { aws_route53profiles_association: { x: { resource_id: "vpc-0" } } }],
  ["what a profile is given", { aws_route53profiles_resource_association: { x: { profile_id: "rp-0123" } } }],
  [
    "a private zone with the name of an AWS service",
    { aws_route53_zone: { s3: { name: "s3.eu-west-1.amazonaws.com.", vpc: { vpc_id: "${aws_vpc.main.id}" } } } },
  ],
  ["a profile", { aws_route53profiles_association: { shared: { resource_id: "${aws_vpc.main.id}" } } }],
])("%s sends queries elsewhere, so that nothing is proved of them", (_, more) => {
  const subject = subjectOf(closed, (resource) => Object.assign(resource, more));

  expect(verdictsOf(subject)).toMatchObject({ denied: "undecided", agrees: "undecided" });
});

describe("an allowed name that only a zone of the configuration needs", () => {
  const rules = [...closed, { action: "ALLOW", priority: 10, domains: ["*.inside.example"] }];
  const agreesWith = (zone: JsonObject, more: Record<string, JsonObject> = {}) =>
    verdictsOf(
      subjectOf(rules, (resource) =>
        Object.assign(resource, { aws_route53_zone: { inside: { name: "inside.example", ...zone } } }, more),
      ),
    ).agrees;

  test("an allowed name that only a zone of the configuration needs agrees when the zone is private to the VPC, by itself or by an association", () => {
    const association = { zone_id: "${aws_route53_zone.inside.zone_id}", vpc_id: "${aws_vpc.main.id}" };

    expect(agreesWith({ vpc: [{ vpc_id: "${aws_vpc.main.id}" }] })).toBe("proved");
    expect(agreesWith({ vpc: [{ vpc_id: "vpc-0abc" }] }, { aws_route53_zone_association: { here: association } })).toBe(
      "proved",
    );
  });

  test.each<[string, JsonObject]>([
    ["names no VPC", {}],
    ["has an empty list of VPCs", { vpc: [] }],
    ["is private to another VPC", { vpc: [{ vpc_id: "vpc-0abc" }] }],
  ])("an allowed name that only a zone of the configuration needs is violated when the zone %s", (_, zone) => {
    expect(agreesWith(zone)).toBe("violated");
  });
});

test("a second setting of the same VPC that fails open is violated, whichever comes first", () => {
  const modes = (...order: readonly string[]) =>
    subjectOf(closed, (resource) => {
      resource.aws_route53_resolver_firewall_config = Object.fromEntries(
        order.map((mode) => [mode, { resource_id: "${aws_vpc.main.id}", firewall_fail_open: mode }]),
      );
    });

  expect(dnsFailsClosed.decide(modes("DISABLED", "ENABLED")).kind).toBe("violated");
  expect(dnsFailsClosed.decide(modes("ENABLED", "DISABLED")).kind).toBe("violated");
});

test("a star that is not the first label is not a valid pattern", () => {
  const odd = { action: "ALLOW", priority: 10, domains: ["data-*.tunnel.example"] };

  expect(verdictsOf(subjectOf([...closed, odd]))).toMatchObject({ denied: "undecided" });
});

test("a VPC without a resolver refuses every query", () => {
  const subject = subjectOf([], (resource) => {
    resource.aws_vpc = { main: { cidr_block: "10.0.0.0/16", enable_dns_support: false } };
  });

  expect(dnsDeniedByDefault.decide(subject).kind).toBe("proved");
});

test("a second VPC is checked too", () => {
  const subject = subjectOf(closed, (resource) => {
    Object.assign(resource.aws_vpc as object, { other: { cidr_block: "10.1.0.0/16" } });
  });

  expect(dnsDeniedByDefault.decide(subject)).toMatchObject({
    kind: "violated",
    evidence: [{ addresses: ["aws_vpc.other"] }],
  });
});
