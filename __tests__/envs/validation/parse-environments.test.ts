import fc from "fast-check";
import { environmentIssues, parseEnvironments } from "../../../envs/validation/parse-environments";
import { validEnvironments } from "../../fixtures/arbitrary-environment";
import {
  inspectedEgress,
  issuesWith,
  sampleDomain,
  sampleEnvironment,
  studioSettings,
  TODAY,
} from "../fixtures/sample-environment";

const LONG = "x".repeat(201);

/** Changes to the sample of which each makes one fault, whatever else is wrong. */
const SINGLE_FAULTS: readonly (readonly [changes: object, line: string])[] = [
  [{ account: "12345" }, 'account: is not an account id, got "12345"; use a string of twelve digits'],
  [{ organizationId: "acme" }, "organizationId: is not an organization id, got acme; use the organization id, o-..."],
  [
    { tags: { owner: "a;b" } },
    "tags.owner: is not a tag value, got a;b; use at most 256 letters, digits or _ . : / = + - @",
  ],
  [
    { tags: { "aws:owner": "me" } },
    'tags["aws:owner"]: is not allowed as a key, got aws:owner; use 1 to 128 letters, digits or _ . : / = + - @, not starting with aws:',
  ],
  [{ state: { kind: "locl" } }, "state.kind: is not allowed, got locl; did you mean local?"],
  [
    { state: { kind: "s3", bucket: "B", region: "eu-west-1", kmsKeyId: "alias/state" } },
    "state.bucket: is not a bucket name, got B; use 3 to 63 lowercase letters, digits, dots or hyphens",
  ],
  [
    { state: { kind: "cloud", organization: "a b" } },
    'state.organization: is not an HCP Terraform organization, got "a b"; use 3 to 40 letters, digits, underscores or hyphens',
  ],
  [
    { state: { kind: "cloud", organization: "example", hostname: "https://tfe" } },
    "state.hostname: is not a server name, got https://tfe; use a host name in lowercase, such as terraform.example.com",
  ],
  [
    { state: { kind: "cloud", organization: "example", project: "x" } },
    "state.project: is not an HCP Terraform project, got x; use 3 to 40 letters, digits, underscores, hyphens or inner spaces",
  ],
  [
    { state: { kind: "cloud", organization: "example", workspace: "x" } },
    "state.workspace: is not a field, got x; remove it",
  ],
  [{ vpcBlockPublicAccess: "on" }, "vpcBlockPublicAccess: is not allowed, got on; use one of off, bidirectional"],
  [{ egress: { kind: "open" } }, "egress.kind: is not allowed, got open; use one of none, inspected, central"],
  [{ egress: {} }, "egress.kind: is missing; use one of none, inspected, central"],
  [{ studio: undefined }, "studio: is missing; write { users: 20 }"],
  [{ deployers: undefined }, 'deployers: is missing; write the roles that deploy, such as ["role/deploy"]'],
  [{ availabilityZones: undefined }, 'availabilityZones: is missing; write ["eu-west-1a", "eu-west-1b"]'],
  [
    { organizationId: "nothing" },
    'organizationId: is not an organization id, got "nothing"; use the organization id, o-...',
  ],
  [{ egress: undefined }, 'egress: is missing; write { kind: "none" }, or another kind'],
  [
    { egress: { kind: "inspected", allowList: [] } },
    'egress.allowList: is empty, got an empty list; allow a domain, or set egress to { kind: "none" }',
  ],
  [
    inspectedEgress({ match: "suffix" }),
    "egress.allowList[0].match: is not allowed, got suffix; use one of exact, subdomains",
  ],
  [
    inspectedEgress({ reason: LONG }),
    `egress.allowList[0].reason: is not a line of text, got "${"x".repeat(80)}"; use one line of 1 to 200 characters without " ; \\ |`,
  ],
  [
    inspectedEgress({ owner: undefined }),
    'egress.allowList[0].owner: is missing; use one line of 1 to 200 characters without " ; \\ |',
  ],
  [
    inspectedEgress({ expires: "2027-02-30" }),
    "egress.allowList[0].expires: is not a date, got 2027-02-30; use a date such as 2027-01-31",
  ],
  [inspectedEgress({ ports: [0] }), "egress.allowList[0].ports[0]: is below 1, got 0; use 1 or more"],
  [inspectedEgress({ ports: [] }), "egress.allowList[0].ports: is empty, got an empty list; list 1 or more"],
  [{ endpoints: { fips: "yes" } }, "endpoints.fips: is not true or false, got yes; use true or false"],
  [{ endpoints: { services: ["athnea"] } }, "endpoints.services[0]: is not allowed, got athnea; did you mean athena?"],
  [
    { endpoints: { services: ["kms"] } },
    "endpoints.services[0]: is not allowed, got kms; remove it, every environment has it",
  ],
  [
    { endpoints: { services: ["cloudformation"] } },
    "endpoints.services[0]: is not allowed, got cloudformation; remove it, this perimeter does not allow it",
  ],
  [
    { endpoints: { excludedZones: { kmss: ["eu-west-1a"] } } },
    "endpoints.excludedZones.kmss: is not a field, got a list of 1; did you mean kms?",
  ],
  [
    { packages: { kind: "codeartifact", approvers: ["role/*"] } },
    "packages.approvers[0]: is not a role pattern, got role/*; use role/<path and name> with * only after the first three characters, such as role/studio-perimeter-dev-apply",
  ],
  [{ egress: "none" }, 'egress: is not an object, got none; write { kind: "none" }'],
  [
    { egress: "inspeted" },
    "egress: is not an object, got inspeted; write an object with one of these as its kind: none, inspected, central",
  ],
  [
    { access: "closed" },
    "access: is not an object, got closed; write an object with one of these as its kind: off, on",
  ],
  [{ egress: 1 }, "egress: is not an object, got 1; use an object"],
  [{ packages: { kind: "pypi" } }, "packages.kind: is not allowed, got pypi; use one of codeartifact, none"],
  [{ jumpStart: 1 }, "jumpStart: is not true or false, got 1; use true or false"],
  [
    { logRetentionDays: 31 },
    "logRetentionDays: is not allowed, got 31; use one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
  ],
  [{ efsRetention: "retain" }, "efsRetention: is not allowed, got retain; did you mean Retain?"],
  [{ deployers: [] }, "deployers: is empty, got an empty list; list 1 or more"],
  [{ deployers: "role/x" }, "deployers: is not a list, got role/x; use a list"],
  [
    { breakGlass: ["role/*"] },
    "breakGlass[0]: is not a role pattern, got role/*; use role/<path and name> with * only after the first three characters, such as role/studio-perimeter-dev-apply",
  ],
  [
    { alarmTopicArns: ["alarms"] },
    "alarmTopicArns[0]: is not a topic arn, got alarms; use arn:aws:sns:<region>:<account>:<topic>",
  ],
  [studioSettings({ authMode: "SAML" }), "studio.authMode: is not allowed, got SAML; use one of IAM, SSO"],
  [studioSettings({ users: 2.5 }), "studio.users: is not a whole number, got 2.5; use a whole number"],
  [studioSettings({ users: 10_001 }), "studio.users: is above 10000, got 10001; use 10000 or less"],
  [
    studioSettings({ idleShutdown: { minMinutes: 59 } }),
    "studio.idleShutdown.minMinutes: is below 60, got 59; use 60 or more",
  ],
  [
    studioSettings({ idleShutdown: { maxMinutes: 525_601 } }),
    "studio.idleShutdown.maxMinutes: is above 525600, got 525601; use 525600 or less",
  ],
  [
    studioSettings({ spaceStorage: { defaultGb: 4 } }),
    "studio.spaceStorage.defaultGb: is below 5, got 4; use 5 or more",
  ],
  [
    studioSettings({ spaceStorage: { maxGb: 16_385 } }),
    "studio.spaceStorage.maxGb: is above 16384, got 16385; use 16384 or less",
  ],
  [
    studioSettings({ userProfiles: [{ name: "a_b" }] }),
    "studio.userProfiles[0].name: is not a user profile name, got a_b; use 1 to 63 letters, digits or inner hyphens",
  ],
  [{ vpcCider: "10.40.0.0/16" }, "vpcCider: is not a field, got 10.40.0.0/16; did you mean vpcCidr?"],
  [{ color: undefined }, "color: is not a field; remove it"],
];

describe("faults of single fields", () => {
  test("the sample environment is valid", () => {
    expect(issuesWith({})).toEqual([]);
    expect(issuesWith(inspectedEgress({}))).toEqual([]);
  });

  test.each(SINGLE_FAULTS)("%j is reported in one line", (changes, line) => {
    expect(issuesWith(changes)).toEqual([line]);
  });

  test.each([
    [null, "environment: is not an object, got null; use an object"],
    ["dev", "environment: is not an object, got dev; use an object"],
  ])("an environment that is %j is reported by its index in the list", (environment, line) => {
    expect(environmentIssues([sampleEnvironment, environment], TODAY)).toEqual([`environments[1]: ${line}`]);
  });

  test("an environment without a valid name is reported by its index in the list", () => {
    expect(environmentIssues([{ ...sampleEnvironment, name: "Dev" }], TODAY)).toEqual([
      "environments[0]: name: is not an environment name, got Dev; use 1 to 16 lowercase letters, digits or inner hyphens, a letter first, not starting with bootstrap",
    ]);
  });

  test("values in messages are one line", () => {
    const shown = ["a\nb", "", true, Number.NaN, ["x"], {}, () => 1].map((account) => issuesWith({ account })[0]);

    expect(shown.map((line) => /got (.*);/.exec(line ?? "")?.[1])).toEqual([
      '"a\\nb"',
      '""',
      "true",
      "NaN",
      "a list of 1",
      "an object",
      "a function",
    ]);
  });
});

describe("all faults together", () => {
  test("five issues of one environment are five lines", () => {
    const broken = {
      ...sampleEnvironment,
      vpcCidr: "10.40.1.0/16",
      logRetentionDays: 31,
      egress: { kind: "inspected", allowList: [{ ...sampleDomain, name: "amazonaws.com", match: "subdomains" }] },
      studio: { users: 20, idleShutdown: { minMinutes: 240 } },
      region: "eu-west-2",
      availabilityZones: ["eu-west-2a", "eu-west-1b"],
    };

    expect(environmentIssues([broken], TODAY)).toEqual([
      expect.stringMatching(/^test: logRetentionDays: is not allowed, got 31; use one of 1, 3, /),
      "test: availabilityZones[1]: is not in eu-west-2, got eu-west-1b; use zones such as eu-west-2a, or change the region",
      "test: vpcCidr: has host bits set, got 10.40.1.0/16; write 10.40.0.0/16",
      "test: egress.allowList[0].name: belongs to AWS, and anyone can publish under it, got amazonaws.com; use a VPC endpoint, listed in endpoints.services",
      "test: studio.idleShutdown.minMinutes: is above defaultMinutes (120), got 240; use 120 or less, or raise defaultMinutes",
    ]);
  });

  test("no issue hides another one", () => {
    const chosen = fc
      .shuffledSubarray([...SINGLE_FAULTS], { minLength: 2 })
      .map((faults) => [...new Map(faults.map((fault) => [Object.keys(fault[0])[0], fault])).values()]);

    fc.assert(
      fc.property(chosen, (faults) => {
        const all = issuesWith(Object.assign({}, ...faults.map(([changes]) => changes)));

        expect(all.toSorted()).toEqual(faults.map(([, line]) => line).toSorted());
      }),
    );
  });

  test("issues of several environments are reported in the order of the list", () => {
    const environments = [
      { ...sampleEnvironment, name: "one", jumpStart: 1 },
      { ...sampleEnvironment, name: "two", vpcCidr: "10.41.0.0/16" },
      { ...sampleEnvironment, name: "three", vpcCidr: "10.42.0.0/16", jumpStart: 1 },
    ];

    expect(environmentIssues(environments, TODAY)).toEqual([
      "one: jumpStart: is not true or false, got 1; use true or false",
      "three: jumpStart: is not true or false, got 1; use true or false",
    ]);
  });
});

describe("parsing environments", () => {
  test("parsing adds defaults to an environment", () => {
    const parsed = parseEnvironments([sampleEnvironment], TODAY);

    expect(parsed).toEqual({
      kind: "valid",
      environments: [
        {
          ...sampleEnvironment,
          kind: "studio",
          network: { kind: "own" },
          tags: {},
          state: { kind: "local" },
          subnetPrefixLengths: { studio: 20, endpoint: 24, firewall: 28, function: 28, nat: 28, client: 28 },
          access: { kind: "off" },
          vpcBlockPublicAccess: "off",
          endpoints: { services: [], fips: false, excludedZones: {}, own: [] },
          packages: { kind: "codeartifact", approvers: [], ownNames: [] },
          jumpStart: false,
          protections: true,
          efsRetention: "Retain",
          forceDestroyBuckets: false,
          breakGlass: [],
          alarmTopicArns: [],
          auditTrail: { kind: "account" },
          detection: { kind: "off" },
          harmlessResources: [],
          accepted: [],
          studio: {
            authMode: "IAM",
            users: 20,
            userProfiles: [],
            idleShutdown: { minMinutes: 60, defaultMinutes: 120, maxMinutes: 1440 },
            spaceStorage: { defaultGb: 5, maxGb: 100 },
            capabilities: {
              pipelines: true,
              modelRegistry: true,
              modelMonitor: true,
              experiments: true,
              featureStore: false,
              mlflow: false,
            },
            instanceTypes: {},
            teams: [],
            selfIngress: true,
          },
        },
      ],
      inspections: [],
    });
  });

  test("parsing does not change a complete environment", () => {
    fc.assert(
      fc.property(validEnvironments, (environment) => {
        expect(parseEnvironments([environment], TODAY)).toEqual({
          kind: "valid",
          environments: [environment],
          inspections: [],
        });
      }),
    );
  });

  test("parsing returns no environment if one of them is invalid", () => {
    expect(parseEnvironments([sampleEnvironment, { ...sampleEnvironment, name: "other" }], TODAY)).toEqual({
      kind: "invalid",
      issues: [
        "other: vpcCidr: overlaps 10.40.0.0/16 of test, got 10.40.0.0/16; use a block that no other environment uses",
      ],
    });
  });
});
