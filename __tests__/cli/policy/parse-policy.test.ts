import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { policyJsonSchema } from "../../../cli/policy/json-schema";
import { parsePolicy } from "../../../cli/policy/parse-policy";
import { readPolicy } from "../../../cli/policy/policy-file";
import { environmentJsonSchema } from "../../../envs/schema/json-schema";

const complete = `posture: inspected
log_retention_days: 365
protections: true
deployers: [role/deploy-studio]
break_glass: [role/break-glass]
accounts: ["111122223333"]
organization_id: o-abcdefghij
allowed_domains:
  - name: pypi.org
    match: exact
    ports: [443]
sources:
  - name: headquarters
    cidrs: [10.20.0.0/16]
url_sources: { vpc_ids: [], private_cidrs: [10.20.0.0/16], public_cidrs: [] }
package_sources: ["public:pypi"]
identity_providers:
  - kind: existing
    provider: saml-provider/corporate
key_origins: [imported]
alarm_topics: ["arn:aws:sns:eu-west-1:111122223333:alarms"]
harmless:
  - type: aws_example
    reason: does nothing
    owner: platform
    last_day: 2030-01-31
elsewhere:
  - names: [subnet-0123456789abcdef0, data.aws_vpc.shared]
    reason: verified by its pipeline
    owner: network
    last_day: 2030-01-31
accepted:
  - claim: no-public-address
    finding: associate_public_ip_address is *
    address: aws_instance.legacy_*
    reason: moves in March
    owner: platform
    until: 2030-01-31
  - finding: opens a path to *
    address: [aws_instance.a, 'aws_instance.b["x y"]']
    reason: moves in March
    owner: platform
    until: 2030-01-31
    stack: prod
`;

test("A policy file declares each field of the posture, and names the line of each accepted finding.", () => {
  const { declared, accepted } = parsePolicy(complete, "p.yaml");

  expect(Object.keys(declared ?? {})).toHaveLength(16);
  expect(accepted.map(({ place, claim, finding, stack }) => [place, claim ?? finding, stack])).toEqual([
    ["p.yaml:33", "no-public-address", undefined],
    ["p.yaml:39", "opens a path to *", "prod"],
  ]);
});

test("A policy file in JSON says the same as in YAML.", () => {
  const fromYaml = parsePolicy(complete, "p.yaml");
  const document = { ...fromYaml.declared, accepted: fromYaml.accepted.map(({ place: _, ...entry }) => entry) };
  const { declared, accepted } = parsePolicy(JSON.stringify(document, null, "\t"), "p.json");

  expect(declared).toEqual(fromYaml.declared);
  expect(accepted.map(({ place: _, ...entry }) => entry)).toEqual(document.accepted);
});

test("A file with nothing but accepted findings declares no posture, and a short posture is as narrow as it can be.", () => {
  expect(parsePolicy("accepted: []", "p.yaml")).toEqual({ path: "p.yaml", accepted: [] });
  expect(parsePolicy("posture: isolated\nlog_retention_days: 30", "p.yaml").declared).toEqual({
    ...{ posture: "isolated", log_retention_days: 30, protections: false },
    ...{ deployers: [], break_glass: [], allowed_domains: [] },
  });
});

test("An accepted finding about something that does not exist names no address.", () => {
  const finding = "no gateway endpoint for com.amazonaws.eu-west-1.s3, which Studio needs for S3";
  const entry = { claim: "endpoint-covers-required-services", finding, reason: "in March", owner: "platform" };
  const document = { accepted: [{ ...entry, until: "2030-01-31" }] };

  expect(parsePolicy(JSON.stringify(document), "p.json").accepted).toMatchObject(document.accepted);
});

const accepted = (change: string) =>
  complete.replace(
    "  - claim: no-public-address\n    finding: associate_public_ip_address is *\n    address: aws_instance.legacy_*",
    change,
  );

test.each<[string, string, RegExp]>([
  [
    "an unknown claim",
    complete.replace("no-public-address", "no-public-adress"),
    /^p.yaml:33: accepted\[0\]\.claim: .*; did you mean no-public-address\?$/,
  ],
  [
    "a pattern that matches everything",
    complete.replace("aws_instance.legacy_*", '"*"'),
    /^p.yaml:35: accepted\[0\]\.address: .*aws_subnet\.legacy_\*$/,
  ],
  [
    "a day that does not exist",
    complete.replace(/until: 2030-01-31/, "until: 2030-02-31"),
    /^p.yaml:38: accepted\[0\]\.until: .*2030-02-31/,
  ],
  [
    "a claim without the text of the finding",
    accepted("  - claim: no-public-address\n    address: aws_instance.legacy_*"),
    /^p.yaml:33: accepted\[0\]\.finding: .*; write the text of the finding, as reports print it$/,
  ],
  [
    "a finding that matches nearly everything",
    accepted('  - finding: "*a*"\n    address: aws_instance.x'),
    /^p.yaml:33: accepted\[0\]\.finding: .*10 characters/,
  ],
  [
    "a misspelled field",
    complete.replace("reason: moves", "raeson: moves"),
    /accepted\[0\]\.raeson: .*; did you mean reason\?/,
  ],
  [
    "the older name of the field",
    complete.replace("accepted:", "acceptedFindings:"),
    /^p.yaml:\d+: acceptedFindings: .*; did you mean accepted\?/,
  ],
  [
    "a posture that does not exist",
    complete.replace("posture: inspected", "posture: open"),
    /^p.yaml:1: posture: .*; use one of isolated, inspected/,
  ],
  [
    "deployers that match everybody",
    complete.replace("role/deploy-studio", '"*"'),
    /^p.yaml:4: deployers\[0\]: .*role\/NAME/,
  ],
  [
    "an account that is a number",
    complete.replace('"111122223333"', "111122223333"),
    /^p.yaml:6: accounts\[0\]: is not text/,
  ],
  [
    "a corporate network with public addresses",
    complete.replace("10.20.0.0/16", "8.8.8.0/24"),
    /^p.yaml:13: sources\[0\]: .*private CIDR blocks/,
  ],
  [
    "a posture without a retention",
    "posture: isolated",
    /^p.yaml:1: log_retention_days: is missing; declare log_retention_days/,
  ],
  ["a key twice", "posture: isolated\nposture: inspected\n", /^p.yaml:2: .*twice/],
  ["an alias", "posture: &a isolated\nlog_retention_days: *a\n", /^p.yaml:1: posture: uses an anchor/],
  ["a tag", "posture: !!str isolated\n", /^p.yaml:1: posture: has the tag/],
  ["broken YAML", "posture: [\n", /^p.yaml:1: opens a bracket that is not closed/],
  ["nothing", "", /^p.yaml:1: is empty/],
  ["a list", "- posture", /^p.yaml:1: not a policy file/],
])("A policy file with %s is refused with its line and what to write.", (_, text, message) => {
  expect(() => parsePolicy(text, "p.yaml")).toThrow(message);
});

test("Every fault of a policy file is named at once, in the order of the lines.", () => {
  const text = "posture: open\nlog_retention_days: -1\nacounts: []\naccepted:\n  - claim: x\n    until: soon\n";
  const lines = (() => {
    try {
      parsePolicy(text, "p.yaml");
      return [];
    } catch (error) {
      return (error as Error).message.split("\n").map((line) => line.replace(/(: [\w[\].]+: ).*/, "$1").trim());
    }
  })();

  expect(lines).toEqual([
    ...["p.yaml:1: posture:", "p.yaml:2: log_retention_days:", "p.yaml:3: acounts:"],
    ...["p.yaml:5: accepted[0].claim:", "p.yaml:5: accepted[0].finding:"],
    ...["p.yaml:5: accepted[0].reason:", "p.yaml:5: accepted[0].owner:", "p.yaml:6: accepted[0].until:"],
  ]);
});

test("A required field that is missing is named together with what is wrong in other fields.", () => {
  const text = "posture: inspected\nallowed_domains:\n  - name: https://pypi.org\n    match: exact\n    ports: [443]\n";

  expect(() => parsePolicy(text, "p.yaml")).toThrow(
    /^p\.yaml:1: log_retention_days: is missing; declare log_retention_days with the other fields\np\.yaml:3: allowed_domains/,
  );
});

describe("policy files in folders", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "policy-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each(["studio-perimeter.yaml", "studio-perimeter.yml", "studio-perimeter.json"])(
    "The policy file %s of a folder is found by its name.",
    (name) => {
      writeFileSync(join(folder, name), '{"accepted": []}');

      expect(readPolicy(undefined, folder).path).toBe(join(folder, name));
    },
  );

  test("Two policy files in one folder are refused, because nobody can tell which one counts.", () => {
    writeFileSync(join(folder, "studio-perimeter.yaml"), "accepted: []");
    writeFileSync(join(folder, "studio-perimeter.json"), "{}");

    expect(() => readPolicy(undefined, folder)).toThrow("2 policy files in one folder; keep one of them");
  });

  test.each<[string, (path: string) => void, string]>([
    ["that is missing", () => undefined, "no such file; write one with verify --init DIR"],
    ["that is not UTF-8", (path) => writeFileSync(path, Buffer.from([0xff, 0xfe, 0x80])), "is not text in UTF-8"],
    [
      "of more than a megabyte",
      (path) => writeFileSync(path, "#".repeat(1_100_000)),
      "has more than 1048576 bytes, the most that a policy file has",
    ],
  ])("A named policy file %s is refused in one line.", (_, write, message) => {
    const path = join(folder, "named.yaml");
    write(path);

    expect(() => readPolicy(path)).toThrow(message);
  });
});

test("cli/policy/studio-perimeter.schema.json is the JSON Schema that `npm run schema` writes.", () => {
  const committed = readFileSync(join(__dirname, "../../../cli/policy/studio-perimeter.schema.json"), "utf8");
  const advice = "regenerate it with `npm run schema`";

  expect({ text: committed, advice }).toEqual({ text: policyJsonSchema(), advice });
});

test("Policy files and environments accept findings under one name and in one format; a file may also name a stack.", () => {
  const { stack, claim, ...shared } = JSON.parse(policyJsonSchema()).properties.accepted.items.properties;
  const environment = JSON.parse(environmentJsonSchema()).$defs;
  const { claim: claimOfEnvironment, ...fields } = environment.acceptedFinding.properties;

  expect(environment.environment.properties.accepted.items).toEqual({ $ref: "#/$defs/acceptedFinding" });
  expect(fields).toEqual(shared);
  expect([claimOfEnvironment.description, typeof stack]).toEqual([claim.description, "object"]);
});
