import { environmentIssues } from "../../../../envs/validation/parse-environments";
import { inspectedEgress, issuesWith, sampleEnvironment } from "../../fixtures/sample-environment";

describe("entries of the allow-list", () => {
  test("are judged by their names", () => {
    expect(issuesWith(inspectedEgress({ name: "github.io" }))).toEqual([
      "egress.allowList[0].name: is a public suffix, and anyone can publish under it, got github.io; list the hosts below it that you need",
    ]);
  });

  test("may not stand twice, be their ports what they may", () => {
    expect(issuesWith(inspectedEgress({}, { ports: [8443] }))).toEqual([
      "egress.allowList[1].name: is listed twice, got www.example.com; keep one entry, with all its ports",
    ]);
  });

  test.each([
    ["a host below it", { name: "www.example.com", match: "exact" }],
    ["a narrower domain", { name: "a.example.com", match: "subdomains" }],
    ["the name itself", { name: "example.com", match: "exact" }],
  ])("may not be covered by a wider one: %s", (_, narrow) => {
    const line = `egress.allowList[1].name: is covered by the subdomains of example.com, got ${narrow.name}; remove one of the two`;
    const wide = { name: "example.com", match: "subdomains" };

    expect(issuesWith(inspectedEgress(wide, narrow))).toEqual([line]);
    expect(issuesWith(inspectedEgress(narrow, wide))).toEqual([line.replace("[1]", "[0]")]);
  });

  test.each([
    ["has another port", { name: "www.example.com", ports: [443, 8443] }],
    ["only ends in the same letters", { name: "anexample.com" }],
    ["is wider itself", { name: "example.org", match: "subdomains" }],
  ])("may stand beside a wide one that does not cover them: the other %s", (_, other) => {
    expect(issuesWith(inspectedEgress({ name: "example.com", match: "subdomains" }, other))).toEqual([]);
  });

  test.each([53, 853])("may not open port %i", (port) => {
    expect(issuesWith(inspectedEgress({ ports: [443, port] }))).toEqual([
      `egress.allowList[0].ports[1]: bypasses the DNS firewall, got ${port}; remove it`,
    ]);
  });

  test("may not list a port twice", () => {
    expect(issuesWith(inspectedEgress({ ports: [443, 443] }))).toEqual([
      "egress.allowList[0].ports[1]: is listed twice, got 443; list every port once",
    ]);
  });

  test("are judged although another entry is broken", () => {
    expect(
      issuesWith(inspectedEgress({ reason: "" }, { owner: undefined }, { name: "10.0.0.1", ports: "443" })),
    ).toEqual([
      'egress.allowList[0].reason: is not a line of text, got ""; use one line of 1 to 200 characters without " ; \\ |',
      'egress.allowList[1].owner: is missing, got nothing; use one line of 1 to 200 characters without " ; \\ |',
      'egress.allowList[2].ports: is not a list, got "443"; use a list',
      "egress.allowList[2].name: is an IP address, got 10.0.0.1; use a host name",
      "egress.allowList[1].name: is listed twice, got www.example.com; keep one entry, with all its ports",
    ]);
  });
});

describe("entries that expire", () => {
  const environments = [{ ...sampleEnvironment, ...inspectedEgress({ expires: "2027-01-31" }) }];

  test.each(["2027-01-31", new Date("2027-01-31T23:59:59Z")])("are valid on their last day, %s", (today) => {
    expect(environmentIssues(environments, today)).toEqual([]);
  });

  test.each(["2027-02-01", new Date("2027-02-01T00:00:00Z")])("are faults on the day after, %s", (today) => {
    expect(environmentIssues(environments, today)).toEqual([
      "test: egress.allowList[0].expires: has expired by 2027-02-01, got 2027-01-31; remove the entry, or review and extend it",
    ]);
  });
});

describe("VPC Block Public Access", () => {
  test("is refused where there is a firewall", () => {
    expect(issuesWith({ ...inspectedEgress({}), vpcBlockPublicAccess: "bidirectional" })).toEqual([
      'vpcBlockPublicAccess: blocks all traffic of the firewall that inspected egress needs, got bidirectional; use "off", or set egress to { kind: "none" }',
    ]);
  });

  test("is allowed where there is no way out", () => {
    expect(issuesWith({ vpcBlockPublicAccess: "bidirectional" })).toEqual([]);
  });
});
