import { decideClaims } from "../../../verify/claims/decide-claims";
import { readPosture } from "../../../verify/posture/read-posture";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";

const region = { provider: { aws: { region: "eu-west-1" } } };
const vpc = { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } };
const bucket = { aws_s3_bucket: { data: { bucket: "data" } } };

function verdictsOf(stack: object, posture: "isolated" | "inspected" = "isolated"): ReadonlyMap<string, string> {
  const configuration = readConfiguration({ ...region, ...stack }, "stack");
  const results = decideClaims({ configuration, posture: readPosture(configuration, posture) });
  return new Map(results.map(({ claim, verdict }) => [claim.name, verdict.kind]));
}

const ofNetwork = ["no-internet-path", "no-inbound-from-internet", "no-public-address", "no-open-security-group"];
const ofDns = ["dns-denied-by-default", "dns-fails-closed", "dns-agrees-with-firewall"];

test("Claims about networks do not apply to a root module that has only a bucket.", () => {
  const verdicts = verdictsOf({ resource: bucket });

  expect([...ofNetwork, ...ofDns].map((name) => verdicts.get(name))).toEqual(Array(7).fill("notApplicable"));
});

test.each<[string, object]>([
  ["a subnet of a VPC elsewhere", { resource: { aws_subnet: { a: { vpc_id: "vpc-0123456789abcdef0" } } } }],
  ["a VPC that a data source finds", { data: { aws_vpc: { shared: { id: "vpc-0123456789abcdef0" } } } }],
  ["a notebook instance", { resource: { aws_sagemaker_notebook_instance: { n: { name: "n" } } } }],
  ["a type that no model reads", { resource: { aws_no_such_thing: { x: {} } } }],
  ["a called module without its files", { module: { net: { source: "./net" } } }],
  ["an instance count that is not known", { resource: { aws_vpc: { x: { count: `\${var.n}` } } } }],
])("A claim about networks is never settled as not applicable with %s.", (_, stack) => {
  const verdicts = verdictsOf(stack);

  expect(ofNetwork.filter((name) => verdicts.get(name) === "notApplicable")).toEqual([]);
});

test.each<[string, string, object]>([
  [
    "bucket-only-through-endpoint",
    "a policy of a bucket elsewhere",
    { aws_s3_bucket_policy: { p: { bucket: "elsewhere" } } },
  ],
  [
    "bucket-keeps-its-owner",
    "an object in a bucket elsewhere",
    { aws_s3_object: { o: { bucket: "elsewhere", key: "k" } } },
  ],
  [
    "key-keeps-its-owner",
    "a grant on a key elsewhere",
    { aws_kms_grant: { g: { key_id: "k", grantee_principal: "*", operations: ["Decrypt"] } } },
  ],
  [
    "endpoint-policy-bounds-both-sides",
    "a policy of an endpoint elsewhere",
    { aws_vpc_endpoint_policy: { p: { vpc_endpoint_id: "vpce-1", policy: "{}" } } },
  ],
  [
    "only-own-buckets-from-studio",
    "Studio in subnets elsewhere",
    { aws_sagemaker_notebook_instance: { n: { subnet_id: "subnet-0123456789abcdef0" } } },
  ],
  ["zone-affinity", "a subnet whose VPC is not known", { aws_subnet: { a: { vpc_id: `\${var.vpc}` } } }],
  ["firewall-denies-by-default", "a VPC without a firewall", vpc],
])("%s is never settled as not applicable with %s.", (name, _, resource) => {
  expect(verdictsOf({ resource }, "inspected").get(name)).not.toBe("notApplicable");
});

describe("resources of a provider alias", () => {
  const network = { ...vpc, aws_subnet: { a: { vpc_id: `\${aws_vpc.main.id}`, cidr_block: "10.0.0.0/24" } } };
  const verdictWith = (alias: object, standard: object, resource: object, claim = "no-internet-path") =>
    verdictsOf({
      provider: {
        aws: [
          { region: "eu-west-1", ...standard },
          { alias: "other", ...alias },
        ],
      },
      resource,
    }).get(claim);
  const aliasedBucket = { ...network, aws_s3_bucket: { data: { bucket: "data", provider: "aws.other" } } };
  const aliasedVpc = { ...network, aws_vpc: { main: { ...vpc.aws_vpc.main, provider: "aws.other" } } };
  const elsewhere = { region: "eu-central-1" };
  const role = (name: string) => ({ assume_role: { role_arn: `arn:aws:iam::111122223333:role/${name}` } });

  const aliasedQueue = { ...network, aws_sqs_queue: { jobs: { name: "jobs", provider: "aws.other" } } };

  test("A queue in another Region of the same account leaves claims about data undecided, and no claim about networks.", () => {
    expect(verdictWith(elsewhere, {}, aliasedQueue)).toBe("proved");
    expect(verdictWith(elsewhere, {}, aliasedQueue, "grants-stay-in-account")).toBe("undecided");
  });

  test("A bucket in another Region of the same account is judged as one of the Region of the provider.", () => {
    expect(verdictWith(elsewhere, {}, aliasedBucket)).toBe("proved");
    expect(verdictWith(elsewhere, {}, aliasedBucket, "grants-stay-in-account")).toBe("proved");
    expect(verdictWith(elsewhere, {}, aliasedBucket, "bucket-only-through-endpoint")).toBe("violated");
  });

  test("An alias of the provider's own Region leaves no claim undecided.", () => {
    expect(verdictWith({ region: "eu-west-1" }, {}, aliasedQueue, "grants-stay-in-account")).not.toBe("undecided");
    expect(verdictWith({ region: "eu-west-1" }, {}, aliasedVpc)).toBe("proved");
  });

  test.each<[string, object, object, object]>([
    ["another role", { ...elsewhere, ...role("other") }, {}, aliasedBucket],
    ["no role where the default has one", elsewhere, role("main"), aliasedBucket],
    ["another profile", { ...elsewhere, profile: "other" }, {}, aliasedBucket],
    ["another endpoint", { ...elsewhere, endpoints: { s3: "https://example.com" } }, {}, aliasedBucket],
    ["a Region that is not known", { region: `\${var.region}` }, {}, aliasedBucket],
    ["no Region", {}, {}, aliasedBucket],
    ["a VPC", elsewhere, {}, aliasedVpc],
  ])("An alias with %s leaves claims about networks undecided.", (_, alias, standard, resource) => {
    expect(verdictWith(alias, standard, resource)).toBe("undecided");
  });
});

describe("What no model reads, but is known to be of Studio,", () => {
  const users = { aws_sagemaker_user_profile: { ana: { domain_id: "d-abcdefghijkl", user_profile_name: "ana" } } };
  const otherSubjects = [
    "jump-host-has-no-inbound",
    "endpoint-takes-only-studio",
    "endpoint-policy-bounds-both-sides",
    "bucket-only-through-endpoint",
    "bucket-keeps-its-owner",
    "key-keeps-its-owner",
    "key-material-as-declared",
    "grants-stay-in-account",
    "self-service-cannot-escalate",
    "identity-providers-as-declared",
  ];
  const kindsOf = (verdicts: ReadonlyMap<string, string>, names: readonly string[]) => [
    ...new Set(names.map((name) => verdicts.get(name))),
  ];

  test("is no bucket, key, endpoint, instance or provider: claims about these do not apply to users of a domain elsewhere.", () => {
    const verdicts = verdictsOf({ resource: users });

    expect(kindsOf(verdicts, otherSubjects)).toEqual(["notApplicable"]);
    expect(
      kindsOf(verdicts, [...ofNetwork, "domain-vpc-only", "private-spaces-are-private", "data-encrypted-with-own-key"]),
    ).toEqual(["undecided"]);
  });

  test("leaves a claim undecided whose subject is here.", () => {
    const keys = { aws_kms_key: { data: { description: "data" } } };
    const instances = { aws_instance: { jump: { subnet_id: "subnet-0123456789abcdef0" } } };
    const endpoints = { aws_vpc_endpoint: { s3: { vpc_id: "vpc-0123456789abcdef0" } } };
    const verdicts = verdictsOf({ resource: { ...users, ...keys, ...instances, ...endpoints } });

    expect([
      verdicts.get("key-material-as-declared"),
      verdicts.get("jump-host-has-no-inbound"),
      verdicts.get("endpoint-takes-only-studio"),
    ]).toEqual(["undecided", "undecided", "undecided"]);
  });

  test("is all that is known of it: a type that may be anything leaves all claims but those about a declaration undecided.", () => {
    const verdicts = verdictsOf({ resource: { aws_no_such_thing: { x: {} } } });

    expect(kindsOf(verdicts, otherSubjects)).toEqual(["undecided"]);
    expect(kindsOf(verdicts, ["teams-stay-apart", "audit-trail-is-kept", "instance-types-as-declared"])).toEqual([
      "notApplicable",
    ]);
  });
});
