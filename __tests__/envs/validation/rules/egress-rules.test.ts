import { inspectedEgress, issuesWith } from "../../fixtures/sample-environment";

describe("entries of the allow-list", () => {
  test("allow-list entries are refused for the names that domain-name.ts refuses", () => {
    expect(issuesWith(inspectedEgress({ name: "github.io" }))).toEqual([
      "egress.allowList[0].name: is a public suffix, and anyone can publish under it, got github.io; list the hosts below it that you need",
    ]);
  });

  test("an allow-list entry is refused if it is listed twice, even with different ports", () => {
    expect(issuesWith(inspectedEgress({}, { ports: [8443] }))).toEqual([
      "egress.allowList[1].name: is listed twice, got www.example.com; keep one entry, with all its ports",
    ]);
  });

  test.each([
    ["a host below it", { name: "www.example.com", match: "exact" }],
    ["a narrower domain", { name: "a.example.com", match: "subdomains" }],
    ["the name itself", { name: "example.com", match: "exact" }],
  ])("an allow-list entry is refused if a wider one covers it: %s", (_, narrow) => {
    const line = `egress.allowList[1].name: is covered by the subdomains of example.com, got ${narrow.name}; remove one of the two`;
    const wide = { name: "example.com", match: "subdomains" };

    expect(issuesWith(inspectedEgress(wide, narrow))).toEqual([line]);
    expect(issuesWith(inspectedEgress(narrow, wide))).toEqual([line.replace("[1]", "[0]")]);
  });

  test.each([
    ["has another port", { name: "www.example.com", ports: [443, 8443] }],
    ["only ends in the same letters", { name: "anexample.com" }],
    ["is wider itself", { name: "example.org", match: "subdomains" }],
  ])("an allow-list entry is accepted next to a wider one that does not cover it: the other %s", (_, other) => {
    expect(issuesWith(inspectedEgress({ name: "example.com", match: "subdomains" }, other))).toEqual([]);
  });

  test.each([53, 853])("an allow-list entry cannot allow port %i", (port) => {
    expect(issuesWith(inspectedEgress({ ports: [443, port] }))).toEqual([
      `egress.allowList[0].ports[1]: bypasses the DNS firewall, got ${port}; remove it`,
    ]);
  });

  test("an allow-list entry cannot list a port twice", () => {
    expect(issuesWith(inspectedEgress({ ports: [443, 443] }))).toEqual([
      "egress.allowList[0].ports[1]: is listed twice, got 443; list every port once",
    ]);
  });

  test("an allow-list entry is checked even if another entry is invalid", () => {
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

describe("VPC Block Public Access", () => {
  test("VPC Block Public Access is refused with inspected egress", () => {
    expect(issuesWith({ ...inspectedEgress({}), vpcBlockPublicAccess: "bidirectional" })).toEqual([
      'vpcBlockPublicAccess: blocks all traffic of the firewall that inspected egress needs, got bidirectional; use "off", or set egress to { kind: "none" }',
    ]);
  });

  test("VPC Block Public Access is accepted without egress", () => {
    expect(issuesWith({ vpcBlockPublicAccess: "bidirectional" })).toEqual([]);
  });
});
