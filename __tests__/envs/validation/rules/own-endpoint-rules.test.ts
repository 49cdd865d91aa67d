import { inspectedEgress, issuesWith } from "../../fixtures/sample-environment";

const git = {
  name: "git",
  service: "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0",
  privateDnsName: "git.corp.example.net",
  ports: [22, 443],
  reason: "code of the company",
  owner: "platform",
};

/** The issues of an environment with these endpoints, without their common prefix. */
function issuesOf(own: readonly object[], others: object = {}): readonly string[] {
  return issuesWith({ endpoints: { own }, ...others }).map((issue) => issue.replace(/^endpoints\./, ""));
}

const another = { ...git, name: "wiki", service: git.service.replace(/0$/, "1"), privateDnsName: "wiki.example.net" };

test("endpoints to services of the company are accepted, with and without a private name", () => {
  const { privateDnsName: _, ...unnamed } = another;

  expect(issuesOf([git, unnamed])).toEqual([]);
});

test.each([
  ["an AWS service", { service: "com.amazonaws.eu-west-1.s3" }, "own[0].service: is not an endpoint service"],
  ["another Region", { service: git.service.replace("eu-west-1", "us-east-1") }, "own[0].service: is not in eu-west-1"],
  ["a wildcard", { privateDnsName: "*.example.net" }, "own[0].privateDnsName: has a wildcard"],
  ["a name of AWS", { privateDnsName: "sts.eu-west-1.amazonaws.com" }, "own[0].privateDnsName: belongs to AWS"],
  ["a public suffix", { privateDnsName: "co.uk" }, "own[0].privateDnsName: is a public suffix"],
  ["the port of DNS", { ports: [443, 53] }, "own[0].ports[1]: bypasses the DNS firewall"],
  ["no port", { ports: [] }, "own[0].ports: "],
  ["a port twice", { ports: [443, 443] }, "own[0].ports[1]: is listed twice"],
  ["a zone elsewhere", { availabilityZones: ["eu-west-1f"] }, "own[0].availabilityZones[0]: is not a zone of"],
  ["nobody's profile", { users: ["nobody"] }, "own[0].users[0]: is not the name of a user profile"],
  ["no owner", { owner: undefined }, "own[0].owner: is missing"],
  ["a policy", { policy: "{}" }, "own[0].policy: is not a field"],
])("an endpoint to a service of the company is refused for %s", (_, change, message) => {
  expect(issuesOf([{ ...git, ...change }])).toEqual([expect.stringContaining(message)]);
});

test("two endpoints cannot have the same name, service or private name", () => {
  expect(issuesOf([git, git]).map((issue) => issue.split(":")[0])).toEqual([
    "own[1].name",
    "own[1].service",
    "own[1].privateDnsName",
  ]);
});

test.each([
  ["the private name itself", { name: "git.corp.example.net" }],
  ["a name below it", { name: "lfs.git.corp.example.net" }],
  ["a domain with subdomains above it", { name: "example.net", match: "subdomains" }],
])("a private name cannot overlap an entry of the allow-list: %s", (_, entry) => {
  expect(issuesOf([git], inspectedEgress(entry))).toEqual([expect.stringContaining("own[0].privateDnsName: overlaps")]);
});

test("a user has at most three endpoints of a kind, because SageMaker accepts five security groups", () => {
  const own = ["1", "2", "3", "4"].map((digit) => ({
    ...git,
    name: `git-${digit}`,
    service: git.service.replace(/0$/, digit),
    privateDnsName: `git-${digit}.example.net`,
    users: ["ada"],
  }));
  const studio = { users: 4, userProfiles: [{ name: "ada" }] };

  expect(issuesOf(own, { studio })).toEqual([expect.stringContaining("own: gives ada more than 3 security groups")]);
  expect(issuesOf(own.slice(1), { studio })).toEqual([]);
});
