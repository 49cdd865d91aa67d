import { inspectedEgress, issuesWith, sampleDomain } from "../../fixtures/sample-environment";

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
      'egress.allowList[1].owner: is missing; use one line of 1 to 200 characters without " ; \\ |',
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

describe("central egress", () => {
  const central = { kind: "central", transitGatewayId: "tgw-0123456789abcdef0", allowList: [sampleDomain] };

  test("Central egress is accepted with VPC Block Public Access, because the VPC has no internet gateway.", () => {
    expect(issuesWith({ egress: central, vpcBlockPublicAccess: "bidirectional" })).toEqual([]);
  });

  test("Every fault of central egress is reported at once.", () => {
    const allowList = [sampleDomain, { ...sampleDomain, name: "10.0.0.1" }, { ...sampleDomain, ports: [53] }];
    expect(
      issuesWith({
        account: "111122223333",
        egress: { kind: "central", transitGatewayId: "vpc-1", transitGatewayAccount: "111122223333", allowList },
      }),
    ).toEqual([
      "egress.transitGatewayId: is not a transit gateway id, got vpc-1; use the id of a transit gateway, tgw-...",
      "egress.allowList[1].name: is an IP address, got 10.0.0.1; use a host name",
      "egress.allowList[2].name: is listed twice, got www.example.com; keep one entry, with all its ports",
      "egress.allowList[2].ports[0]: bypasses the DNS firewall, got 53; remove it",
      'egress.transitGatewayAccount: is the account of the environment, which therefore owns the transit gateway, got "111122223333"; remove it, or name the account that shares the transit gateway',
    ]);
  });

  test("Central egress names a hub or the id of a transit gateway, and not both.", () => {
    const { transitGatewayId: _, ...nameless } = central;
    const both = { ...central, hub: "hub", transitGatewayAccount: "111122223333" };

    expect(issuesWith({ egress: nameless })).toEqual([
      "egress.hub: is missing, and so is egress.transitGatewayId; name the inspection environment with the firewall, or write the id of the transit gateway",
    ]);
    expect(issuesWith({ egress: both })).toEqual([
      "egress.transitGatewayId: is that of the transit gateway of hub, got tgw-0123456789abcdef0; remove it, or remove egress.hub",
      'egress.transitGatewayAccount: is that of the transit gateway of hub, got "111122223333"; remove it, or remove egress.hub',
      "egress.hub: is no inspection environment, got hub; add one to envs/, or set transitGatewayId",
    ]);
  });

  test("A field of inspected egress is refused in central egress, because the firewall is in another stack.", () => {
    expect(issuesWith({ egress: { ...central, order: "nat-first" } })).toEqual([
      "egress.order: is not a field, got nat-first; remove it",
    ]);
  });

  test("The transit gateway of central egress cannot be the attachment to the corporate network, too.", () => {
    const attachment = { kind: "transit-gateway", id: central.transitGatewayId, cidrs: ["10.100.0.0/16"] };
    expect(issuesWith({ egress: central, access: { kind: "on", attachment } })).toEqual([
      "access.attachment.id: is the transit gateway of central egress, to which the VPC is attached already, got tgw-0123456789abcdef0; use another gateway to the corporate network",
    ]);
  });
});
