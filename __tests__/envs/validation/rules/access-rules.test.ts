import { explicitUsersJson, selfServiceUsers } from "../../../../constructs/studio/self-service-users";
import type { EnvironmentInput } from "../../../../envs/schema/environment";
import { environmentIssues, parseEnvironments } from "../../../../envs/validation/parse-environments";
import {
  inspectedEgress,
  issuesWith,
  sampleDomain,
  sampleEnvironment,
  studioSettings,
  TODAY,
} from "../../fixtures/sample-environment";

const TRANSIT = { kind: "transit-gateway", id: "tgw-0123456789abcdef0", cidrs: ["10.100.0.0/16"] };
const JUMP_HOST = { kind: "public-jump-host", allowedCidr: "203.0.113.9/32", keyName: "admins" };
const SELF_SERVICE = {
  selfService: { kind: "on", endUsers: { kind: "roles", roles: ["role/people/data-scientist"] } },
};
/** What a public jump host needs of its environment. */
const OPEN = { protections: false, ...inspectedEgress(sampleDomain) };

function faultsOfAccess(access: object, others: object = {}): readonly string[] {
  return issuesWith({ ...others, access: { kind: "on", ...access } }).map((fault) => fault.replace(/^access\./, ""));
}

/** The blocks of every list and field of `access` that holds some. */
function blocks(privateCidr: string, publicCidr: string) {
  return {
    privateCidrs: [privateCidr],
    publicCidrs: [publicCidr],
    attachment: { ...TRANSIT, cidrs: [privateCidr] },
  };
}

describe("access", () => {
  test("user access is off by default", () => {
    const parsed = parseEnvironments([sampleEnvironment], TODAY);

    expect(parsed.kind === "valid" && parsed.environments[0]?.access).toEqual({ kind: "off" });
  });

  test("user access that is on restricts URLs to the network for one minute by default, and builds nothing", () => {
    const parsed = parseEnvironments([{ ...sampleEnvironment, access: { kind: "on" } }], TODAY);

    expect(parsed.kind === "valid" && parsed.environments[0]?.access).toEqual({
      kind: "on",
      restrictUrlsToNetwork: true,
      allowedVpcIds: [],
      privateCidrs: [],
      publicCidrs: [],
      urlLifeSeconds: 60,
      timeZone: "UTC",
      selfService: { kind: "off" },
      client: { kind: "none" },
      attachment: { kind: "none" },
      resolverInbound: false,
    });
  });

  test("an environment with every part of user access is valid, and type-checks", () => {
    const everything: EnvironmentInput = {
      ...sampleEnvironment,
      endpoints: { services: ["ec2"] },
      studio: { users: 20, userProfiles: [{ name: "ada" }] },
      access: {
        kind: "on",
        allowedVpcIds: ["vpc-0123456789abcdef0"],
        privateCidrs: ["10.100.0.0/16"],
        publicCidrs: ["203.0.113.0/24"],
        urlLifeSeconds: 20,
        timeZone: "Europe/Berlin",
        selfService: { kind: "on", endUsers: { kind: "roles", roles: ["role/people/data-scientist"] } },
        notebookInstance: { user: "ada", volumeSizeGb: 50 },
        client: { kind: "ssm", stopAfterHoursCron: "cron(30 19 ? * MON-FRI *)" },
        attachment: { kind: "customer-gateway", id: "cgw-0123456789abcdef0", cidrs: ["10.100.0.0/16"] },
        resolverInbound: true,
      },
    };

    expect(environmentIssues([everything], TODAY)).toEqual([]);
  });

  test.each([
    [{ urlLifeSeconds: 4 }, "urlLifeSeconds: is below 5, got 4; use 5 or more"],
    [{ urlLifeSeconds: 301 }, "urlLifeSeconds: is above 300, got 301; use 300 or less"],
    [{ urlLifeSecond: 60 }, "urlLifeSecond: is not a field, got 60; did you mean urlLifeSeconds?"],
    [
      { client: { kind: "bastion" } },
      "client.kind: is not allowed, got bastion; use one of none, ssm, public-jump-host",
    ],
    [
      { client: { kind: "ssm", stopAfterHoursCron: "0 20 * * *" } },
      'client.stopAfterHoursCron: is not a cron expression, got "0 20 * * *"; use minutes, hours, day, month, weekday and year, such as cron(0 20 * * ? *)',
    ],
    [
      { client: { kind: "ssm", amiParameter: "ami-0123456789abcdef0" } },
      "client.amiParameter: is not an image parameter, got ami-0123456789abcdef0; use a public Systems Manager parameter, /aws/service/...",
    ],
    [
      { notebookInstance: { user: "ada", instanceType: "t3.medium" } },
      "notebookInstance.instanceType: is not a notebook instance type, got t3.medium; use a SageMaker instance type such as ml.t3.medium",
    ],
    [
      { attachment: { ...TRANSIT, id: "vgw-0123456789abcdef0" } },
      "attachment.id: is not a transit gateway id, got vgw-0123456789abcdef0; use the id of a transit gateway, tgw-...",
    ],
    [{ attachment: { ...TRANSIT, cidrs: [] } }, "attachment.cidrs: is empty, got an empty list; list 1 or more"],
    [
      { selfService: { kind: "on", endUsers: { kind: "roles", roles: [] } } },
      "selfService.endUsers.roles: is empty, got an empty list; list 1 or more",
    ],
    [
      { selfService: { kind: "on", endUsers: { kind: "saml", provider: "corporate" } } },
      "selfService.endUsers.provider: is not a SAML provider, got corporate; use saml-provider/<name>, as IAM lists it",
    ],
    [
      { selfService: { kind: "on", endUsers: { kind: "iam-user" } } },
      "selfService.endUsers.kind: is not allowed, got iam-user; did you mean iam-users?",
    ],
  ])("the access schema refuses %j", (access, fault) => {
    expect(faultsOfAccess(access, studioSettings({ userProfiles: [{ name: "ada" }] }))).toEqual([fault]);
  });
});

describe("blocks of addresses", () => {
  test("the CIDR blocks of user access must not have host bits set", () => {
    expect(faultsOfAccess(blocks("10.100.1.0/16", "203.0.113.9/24"))).toEqual([
      "privateCidrs[0]: has host bits set, got 10.100.1.0/16; write 10.100.0.0/16",
      "attachment.cidrs[0]: has host bits set, got 10.100.1.0/16; write 10.100.0.0/16",
      "publicCidrs[0]: has host bits set, got 203.0.113.9/24; write 203.0.113.0/24",
    ]);
  });

  test("privateCidrs must be private and publicCidrs must be public", () => {
    expect(faultsOfAccess(blocks("203.0.113.0/24", "10.100.0.0/16"))).toEqual([
      "privateCidrs[0]: is not private, got 203.0.113.0/24; use a block in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10",
      "attachment.cidrs[0]: is not private, got 203.0.113.0/24; use a block in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10",
      "publicCidrs[0]: contains private addresses, which calls over the internet never come from, got 10.100.0.0/16; use public blocks of the company",
    ]);
  });

  test("no CIDR block of an attachment can be a default route", () => {
    expect(faultsOfAccess({ attachment: { ...TRANSIT, cidrs: ["0.0.0.0/0"] } })).toEqual([
      "attachment.cidrs[0]: is not private, got 0.0.0.0/0; use a block in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10",
    ]);
  });

  test.each([
    ["0.0.0.0/0", "contains private addresses, which calls over the internet never come from"],
    ["32.0.0.0/6", "is wider than /8"],
  ])("publicCidrs do not allow URLs from %s", (block, wrong) => {
    expect(faultsOfAccess({ publicCidrs: [block] })).toEqual([
      `publicCidrs[0]: ${wrong}, got ${block}; use public blocks of the company`,
    ]);
  });

  test("blocks of the corporate network must not overlap the VPC, in either direction", () => {
    const cidrs = ["10.40.1.0/24", "10.0.0.0/8", "10.41.0.0/16"];

    expect(faultsOfAccess({ attachment: { ...TRANSIT, cidrs } })).toEqual([
      "attachment.cidrs[0]: overlaps the VPC, got 10.40.1.0/24; use the blocks of the corporate network",
      "attachment.cidrs[1]: overlaps the VPC, got 10.0.0.0/8; use the blocks of the corporate network",
    ]);
  });

  test("blocks, VPCs and roles of user access can be listed only once", () => {
    const id = "vpc-0123456789abcdef0";
    const twice = { ...blocks("10.100.0.0/16", "203.0.113.0/24"), allowedVpcIds: [id, id] };
    const attachment = { ...TRANSIT, cidrs: ["10.100.0.0/16", "10.101.0.0/16", "10.100.0.0/16"] };

    const endUsers = { kind: "roles", roles: ["role/a", "role/a"] } as const;

    expect(faultsOfAccess({ ...twice, attachment, selfService: { kind: "on", endUsers } })).toEqual(
      expect.arrayContaining([
        `allowedVpcIds[1]: is listed twice, got ${id}; list it once`,
        "attachment.cidrs[2]: is listed twice, got 10.100.0.0/16; list it once",
        "selfService.endUsers.roles[1]: is listed twice, got role/a; list it once",
      ]),
    );
  });
});

describe("URLs that work anywhere", () => {
  test("unrestricted URLs refuse lists of networks, which would look like a restriction", () => {
    const access = { restrictUrlsToNetwork: false, publicCidrs: ["203.0.113.0/24"], allowedVpcIds: [] };

    expect(faultsOfAccess(access)).toEqual([
      "publicCidrs: has no effect while restrictUrlsToNetwork is false, got a list of 1; remove it, or restrict URLs to the network",
    ]);
  });
});

describe("a public jump host", () => {
  test("a public jump host is allowed without protections and with inspected egress", () => {
    expect(faultsOfAccess({ client: JUMP_HOST }, OPEN)).toEqual([]);
  });

  test("a public jump host is refused in an environment with protections", () => {
    expect(faultsOfAccess({ client: JUMP_HOST }, inspectedEgress(sampleDomain))).toEqual([
      'client.kind: opens a protected environment to the internet, got public-jump-host; use "ssm", or set protections to false',
    ]);
  });

  test("a public jump host is refused in an environment without an internet gateway", () => {
    expect(faultsOfAccess({ client: JUMP_HOST }, { protections: false })).toEqual([
      'client.kind: needs an internet gateway, which only an environment with inspected egress has, got public-jump-host; use "ssm"',
    ]);
  });

  test("a public jump host accepts connections from only one address", () => {
    expect(faultsOfAccess({ client: { ...JUMP_HOST, allowedCidr: "203.0.113.0/24" } }, OPEN)).toEqual([
      "client.allowedCidr: is more than one address, got 203.0.113.0/24; use one address, such as 203.0.113.0/32",
    ]);
  });

  test("a public jump host refuses a private address, which could not reach it", () => {
    expect(faultsOfAccess({ client: { ...JUMP_HOST, allowedCidr: "10.100.0.1/32" } }, OPEN)).toEqual([
      "client.allowedCidr: contains private addresses, which calls over the internet never come from, got 10.100.0.1/32; use public blocks of the company",
    ]);
  });
});

describe("self-service", () => {
  test("self-service is refused with IAM Identity Center sign-in, because such users cannot use presigned URLs", () => {
    const ada = { name: "ada", ssoUserName: "ada@example.com" };

    expect(faultsOfAccess(SELF_SERVICE, studioSettings({ authMode: "SSO", userProfiles: [ada] }))).toEqual([
      'selfService.kind: issues presigned URLs, which IAM Identity Center users cannot use, got on; set it to "off", because these users sign in at their access portal',
    ]);
  });
});

describe("who is served by self-service", () => {
  test("self-service needs at least one user profile", () => {
    expect(faultsOfAccess(SELF_SERVICE)).toEqual([
      'selfService.kind: has no users, because there is no user profile, got on; list users in studio.userProfiles, or set it to "off"',
    ]);
  });

  test("a user of self-service needs a name that is long enough for a session name", () => {
    expect(faultsOfAccess(SELF_SERVICE, studioSettings({ userProfiles: [{ name: "ada" }, { name: "b" }] }))).toEqual([
      "studio.userProfiles[1].name: is too short for a session name, which identifies users of self-service, got b; use 2 characters or more, or set sessionName",
    ]);
    expect(
      faultsOfAccess(SELF_SERVICE, studioSettings({ userProfiles: [{ name: "b", sessionName: "b@example.org" }] })),
    ).toEqual([]);
  });

  test("two users of self-service cannot have the same session name", () => {
    const profiles = [{ name: "ada" }, { name: "grace", sessionName: "ada" }, { name: "ada" }];

    expect(faultsOfAccess(SELF_SERVICE, studioSettings({ userProfiles: profiles }))).toEqual([
      "studio.userProfiles[2].name: is listed twice, got ada; list every user once",
      "studio.userProfiles[1].sessionName: is the session name of an earlier profile, got ada; give every user a different name",
    ]);
  });

  test("self-service has no limit for users, except for about sixty whose session names differ from their profile names", () => {
    const profiles = (count: number, sessionOf: (name: string) => object) =>
      Array.from({ length: count }, (_, index) => ({ name: `p${index}`, ...sessionOf(`p${index}`) }));
    const faults = (userProfiles: readonly object[]) =>
      faultsOfAccess(SELF_SERVICE, studioSettings({ users: 120, userProfiles }));

    expect(faults(profiles(120, () => ({})))).toEqual([]);
    expect(faults(profiles(100, (name) => ({ sessionName: `${name}@example.org` })))).toEqual([
      expect.stringMatching(
        /^studio\.userProfiles: needs \d+ bytes for session names that differ from profile names, but there are only 3000 bytes, got 100 profiles; /,
      ),
    ]);
  });

  test("the size limit of self-service counts the notebook instance under the name that the stack gives it", () => {
    const access = { ...SELF_SERVICE, notebookInstance: { user: "ada" } };
    const ada = { name: "ada" };
    const profilesOfBytes = (bytes: number) => {
      const others = Array.from({ length: 40 }, (_, at) => ({ name: `p${10 + at}`, sessionName: `s${10 + at}` }));
      let missing =
        bytes - explicitUsersJson(selfServiceUsers("studio-perimeter-test", [ada, ...others], "ada")).length;
      const filled = others.map(({ name, sessionName }) => {
        const more = Math.min(missing, 60);
        missing -= more;
        return { name, sessionName: sessionName + "x".repeat(more) };
      });
      return [ada, ...filled];
    };

    expect(faultsOfAccess(access, studioSettings({ users: 120, userProfiles: profilesOfBytes(3_000) }))).toEqual([]);
    expect(faultsOfAccess(access, studioSettings({ users: 120, userProfiles: profilesOfBytes(3_001) }))).toEqual([
      expect.stringMatching(/^studio\.userProfiles: needs 3001 bytes /),
    ]);
  });

  test("the user of the notebook instance needs a user profile", () => {
    const access = { ...SELF_SERVICE, notebookInstance: { user: "grace" } };

    expect(faultsOfAccess(access, studioSettings({ userProfiles: [{ name: "ada" }] }))).toEqual([
      "notebookInstance.user: has no user profile, got grace; list the user in studio.userProfiles",
    ]);
  });

  test("self-service needs whole role names, because a pattern would allow roles that are created later", () => {
    const access = { selfService: { kind: "on", endUsers: { kind: "roles", roles: ["role/people/*"] } } };

    expect(faultsOfAccess(access, studioSettings({ userProfiles: [{ name: "ada" }] }))).toEqual([
      "selfService.endUsers.roles[0]: is not a role, got role/people/*; use role/<path and name> without wildcards, such as role/people/data-scientist",
    ]);
  });
});

describe("a portal", () => {
  const portal = (provider: string, clientId = "studio-portal") => ({
    selfService: { kind: "on", endUsers: { kind: "portal", provider, clientId } },
  });
  const ada = studioSettings({ userProfiles: [{ name: "ada", sessionName: "ada@example.org" }] });

  test.each(["oidc-provider/login.example.com", "oidc-provider/login.example.com/realms/company"])(
    "a portal signs people in with %s",
    (provider) => {
      expect(faultsOfAccess(portal(provider), ada)).toEqual([]);
    },
  );

  test.each([
    ["saml-provider/company"],
    ["oidc-provider/https://login.example.com"],
    ["oidc-provider/*"],
    ["oidc-provider/login"],
  ])("a portal refuses %s, which is no OpenID Connect provider", (provider) => {
    expect(faultsOfAccess(portal(provider), ada)).toEqual([
      `selfService.endUsers.provider: is not an OIDC provider, got ${provider}; use oidc-provider/<issuer>, as IAM lists it, such as oidc-provider/login.example.com`,
    ]);
  });

  test("a portal refuses a client ID with a wildcard, which would accept tokens of every application", () => {
    expect(faultsOfAccess(portal("oidc-provider/login.example.com", "studio-*"), ada)).toEqual([
      "selfService.endUsers.clientId: is not a client ID, got studio-*; use the client ID of the portal, 1 to 255 letters, digits or _ . : / @ -",
    ]);
  });
});

describe("the resolver's inbound endpoint", () => {
  const oneZone = { availabilityZones: ["eu-west-1a"], resilience: "single-zone" };

  test("the inbound resolver endpoint has both addresses in a single zone of a VPC that the stack creates", () => {
    expect(faultsOfAccess({ resolverInbound: true, attachment: TRANSIT }, oneZone)).toEqual([]);
  });

  test("the inbound resolver endpoint needs two zones of an existing VPC, in which others may have its addresses", () => {
    const network = { kind: "existing", vpcId: "vpc-0123456789abcdef0", subnets: { lookup: "tags" } };

    expect(faultsOfAccess({ resolverInbound: true, attachment: TRANSIT }, { ...oneZone, network })).toContain(
      "resolverInbound: needs an address in two zones of a VPC that the stack does not create, got true; set it to false, or use two zones",
    );
  });

  test("the inbound resolver endpoint needs an attachment", () => {
    expect(faultsOfAccess({ resolverInbound: true })).toEqual([
      "resolverInbound: has no effect without an attachment, got true; set it to false, or set access.attachment",
    ]);
  });
});

describe("room in the subnets", () => {
  test("endpoint subnets need addresses for the resolver and the transit gateway in addition to the endpoints", () => {
    const small = { subnetPrefixLengths: { endpoint: 28 } };
    const joined = { resolverInbound: true, attachment: TRANSIT };

    expect(faultsOfAccess({}, small)).toEqual([]);
    expect(faultsOfAccess(joined, { ...small, availabilityZones: ["eu-west-1a"], resilience: "single-zone" })).toEqual([
      expect.stringContaining("a zone needs 19 (11 endpoints + 3 access interfaces + 5 reserved by AWS)"),
    ]);
    expect(faultsOfAccess(joined, small)).toEqual([
      "subnetPrefixLengths.endpoint: is too small: it has 16 addresses, but a zone needs 18 (11 endpoints + 2 access interfaces + 5 reserved by AWS), got 28; use 27",
    ]);
  });
});
