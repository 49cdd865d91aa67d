import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Testing } from "cdktf";
import { tokenVariable } from "../../../cli/publication/registry-requests";
import { addToStaticRegistry } from "../../../cli/publication/static-registry";
import { disableCreationStacks } from "../../../stacks/cdktf/disable-creation-stacks";
import { hclFile, hclValue } from "../../../stacks/module/hcl/write-hcl";
import { moduleConfiguration } from "../../../stacks/module/module-configuration";
import { minimalArguments } from "../../../stacks/module/module-examples";
import { type ModuleFiles, moduleFiles } from "../../../stacks/module/module-files";
import { moduleInputs } from "../../../stacks/module/module-inputs";
import { probeEnvironment } from "../../../stacks/module/module-probe";
import { modulePieces } from "../../../stacks/module/pieces/module-pieces";
import { withMoved } from "../../../stacks/module/pieces/piece-files";
import { type ModuleSource, postureSource } from "../../../stacks/module/source/module-source";
import type { PostureKind } from "../../../stacks/perimeter/posture-output";
import { PerimeterStack } from "../../../stacks/perimeter-stack";
import { decideClaims } from "../../../verify/claims/decide-claims";
import { perimeterPostureKinds } from "../../../verify/posture/posture";
import { readPosture } from "../../../verify/posture/read-posture";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed, type TestWorkingCopy } from "../../rehearsal/fixtures/terraform-test-bed";
import { environmentOf, type ModuleArguments } from "./fixtures/module-arguments";
import { moduleText } from "./fixtures/module-text";
import { REGISTRY_HOST, type RegistryServer, startRegistryServer } from "./fixtures/registry-server";

const PATIENCE_MS = 180_000;

const VERSION = "1.0.0";

/** The version after it, in which a resource has another address. */
const NEXT_VERSION = "1.1.0";

/** A resource of the module and of one of its pieces. */
const MOVED = {
  from: "aws_route53_resolver_firewall_rule_group.dns_firewall_rules",
  to: "aws_route53_resolver_firewall_rule_group.dns_firewall_rules_of_the_next_version",
} as const;

/** The next version of a module: a resource has another address, and a moved block says which it had. */
function nextVersion(source: ModuleSource): ModuleFiles {
  const files = moduleFiles(source, { version: NEXT_VERSION, license: "" });
  const [from = "", to = ""] = [MOVED.from, MOVED.to].map((address) => address.split(".")[1]);
  const renamed = (text: string): string =>
    text.replaceAll(`"${from}"`, `"${to}"`).replaceAll(`${MOVED.from}.`, `${MOVED.to}.`);
  return new Map(
    [...files].map(([path, text]) =>
      typeof text === "string" && path.endsWith("main.tf.json") && text.includes(MOVED.from)
        ? [path, JSON.stringify(withMoved(JSON.parse(renamed(text)), [MOVED]))]
        : [path, text],
    ),
  );
}

/** Examples that are played. `MODULES=all` plays every one, as a release does. */
const PLAYED: readonly (readonly [example: "minimal" | "complete", posture: PostureKind])[] =
  process.env.MODULES === "all"
    ? perimeterPostureKinds.flatMap((posture) => [["minimal", posture] as const, ["complete", posture] as const])
    : [["complete", "inspected"]];

/** Role of the stand-in's caller, who must be a deployer. */
const CALLER = "role/rehearsal";

/** Inputs that a caller may leave out, as their defaults are. */
const DEFAULTS = {
  allowed_domains: [],
  account_id: null,
  organization_id: null,
  tags: {},
  log_retention_days: 400,
  break_glass: [],
  alarm_topic_arns: [],
  user_profiles: [],
  idle_shutdown: { min_minutes: 60, default_minutes: 120, max_minutes: 1440 },
  space_storage: { default_gb: 5, max_gb: 100 },
  capabilities: ["pipelines", "model_registry", "model_monitor", "experiments"],
  endpoint_services: [],
  jump_start: false,
  own_endpoints: [],
} as const;

const COMPLETE = {
  ...DEFAULTS,
  ...minimalArguments(postureSource("inspected")),
} as unknown as ModuleArguments;

function writeFiles(folder: string, files: ModuleFiles): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const isText = typeof text === "string";
    writeFileSync(join(folder, path), isText ? text.replaceAll("role/studio-perimeter-research-apply", CALLER) : text);
  }
}

function verdictsOf(json: unknown): Readonly<Record<string, string>> {
  const configuration = readConfiguration(json, "p");
  const results = decideClaims({ configuration, posture: readPosture(configuration) });
  return Object.fromEntries(results.map(({ claim, verdict }) => [claim.name, verdict.kind]));
}

/** Verdicts of the stack whose values the minimal example has. */
function verdictsOfStack(posture: PostureKind): Readonly<Record<string, string>> {
  const values = {
    ...DEFAULTS,
    ...minimalArguments(postureSource(posture)),
    deployers: [CALLER],
  } as unknown as ModuleArguments;
  const environment = environmentOf(posture, values);
  const stack = new PerimeterStack(Testing.app(), environment.name, { environment });
  return verdictsOf(JSON.parse(Testing.synth(stack)));
}

const domain = { name: "github.com", match: "exact", ports: [443], reason: "code", owner: "us" };

const SERVICE = "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef";

const ownEndpoint = {
  name: "git",
  service: `${SERVICE}0`,
  private_dns_name: null,
  ports: [22],
  reason: "code",
  owner: "us",
};

/** Wrong values and right ones at the edges, by input. */
const CASES: readonly (readonly [input: keyof ModuleArguments, value: unknown])[] = [
  ...["", "A", "a-", "1a", "bootstrap-a", "a".repeat(17), "a_b", "a", "a".repeat(16)].map((v) => ["name", v] as const),
  ...["eu-west-1a", "EU-WEST-1", ""].map((v) => ["region", v] as const),
  ...[
    "10.0.0.0/15",
    "10.0.0.0/28",
    "10.0.0.1/16",
    "8.8.0.0/16",
    "172.17.0.0/16",
    "10.0.0.0",
    "::/16",
    "10.0.0.256/16",
    "x",
  ].map((v) => ["vpc_cidr", v] as const),
  ...["172.16.0.0/16", "172.32.0.0/16", "192.168.0.0/16", "100.64.0.0/16", "100.128.0.0/16", "10.255.0.0/17"].map(
    (v) => ["vpc_cidr", v] as const,
  ),
  ...[["eu-west-1d"], ["us-east-1a"], [], ["eu-west-1"], ["eu-west-1a1"], ["eu-west-1c"]].map(
    (v) => ["availability_zones", v] as const,
  ),
  ...["1234", "abcdefghijkl", "123456789012"].map((v) => ["account_id", v] as const),
  ...["o-1", "o-ABCDEFGHIJ", "x-abcdefghij", "o-abcdefghij"].map((v) => ["organization_id", v] as const),
  ...[{ "aws:a": "b" }, { "": "b" }, { a: "b;" }, { "Ä b": "ö" }].map((v) => ["tags", v] as const),
  ...[0, 2, 400, 3653].map((v) => ["log_retention_days", v] as const),
  ...[
    [],
    ["x"],
    ["role/*"],
    ["role/ab*"],
    ["role/studio-perimeter-*"],
    ["role/a b c"],
    ["role/path/name*"],
    ["role/abc"],
  ].map((v) => ["deployers", v] as const),
  ...[["role/studio-perimeter-research-exec*"], ["user/abc"], ["role/glass"]].map((v) => ["break_glass", v] as const),
  ...[["arn:aws:sns:us-east-1:111122223333:t"], ["t"], ["arn:aws:sns:eu-west-1:111122223333:t.fifo"]].map(
    (v) => ["alarm_topic_arns", v] as const,
  ),
  ...[
    [{ name: "a b" }],
    [{ name: "-a" }],
    [{ name: "a" }, { name: "a" }],
    [{ name: "a", idle_timeout_minutes: 59 }],
    [{ name: "a", idle_timeout_minutes: 1441 }],
    [{ name: "a", idle_timeout_minutes: 60.5 }],
    [{ name: "a", max_storage_gb: 4 }],
    [{ name: "a", max_storage_gb: 16_385 }],
    [{ name: "a--b", idle_timeout_minutes: 1440, max_storage_gb: 5 }],
  ].map(
    (users) =>
      ["user_profiles", users.map((user) => ({ idle_timeout_minutes: null, max_storage_gb: null, ...user }))] as const,
  ),
  ...[
    { min_minutes: 59 },
    { max_minutes: 525_601 },
    { default_minutes: 1441 },
    { default_minutes: 60.5 },
    { default_minutes: 1440 },
  ].map((idle) => ["idle_shutdown", { ...DEFAULTS.idle_shutdown, ...idle }] as const),
  ...[{ default_gb: 4 }, { max_gb: 16_385 }, { default_gb: 101 }, { default_gb: 100 }].map(
    (storage) => ["space_storage", { ...DEFAULTS.space_storage, ...storage }] as const,
  ),
  ...[
    [],
    [{ ...domain, name: "*.github.com" }],
    [{ ...domain, name: "GitHub.com" }],
    [{ ...domain, name: "github.com." }],
    [{ ...domain, name: "10.0.0.1" }],
    [{ ...domain, name: "localhost" }],
    [{ ...domain, name: `${"a".repeat(64)}.com` }],
    [{ ...domain, name: "bucket.s3.amazonaws.com" }],
    [{ ...domain, name: 'a".com' }],
    [{ ...domain, match: "prefix" }],
    [{ ...domain, ports: [] }],
    [{ ...domain, ports: [53] }],
    [{ ...domain, ports: [853] }],
    [{ ...domain, ports: [0] }],
    [{ ...domain, ports: [65_536] }],
    [{ ...domain, ports: [443, 443] }],
    [{ ...domain, reason: "" }],
    [{ ...domain, reason: " " }],
    [{ ...domain, owner: 'a "b"' }],
    [{ ...domain, owner: "a\nb" }],
    [{ ...domain, reason: "a|b" }],
    [domain, domain],
    [domain, { ...domain, name: "a.example.org", ports: [1, 65_535] }],
  ].map((list) => ["allowed_domains", list] as const),
  ...[["athena", "athena"], ["s3"], ["athene"], ["lambda"], ["q", "athena"]].map(
    (services) => ["endpoint_services", services] as const,
  ),
  ...[
    [{ name: "Git" }],
    [{ name: "a".repeat(21) }],
    [{ service: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0" }],
    [{ service: "com.amazonaws.vpce.eu-west-1.vpce-svc-xyz" }],
    [{ ports: [] }],
    [{ ports: [53] }],
    [{ ports: [22, 22] }],
    [{ reason: "" }],
    [{ private_dns_name: "github.com" }],
    [{ private_dns_name: "*.example.net" }],
    [{ private_dns_name: "x.amazonaws.com" }],
    [{}, {}],
    [{}, { name: "wiki" }],
    [{}, { name: "wiki", service: `${SERVICE}1`, private_dns_name: "wiki.example.net", ports: [443, 65_535] }],
  ].map((own) => ["own_endpoints", own.map((one) => ({ ...ownEndpoint, ...one }))] as const),
  ...[["pipelines", "pipelines"], ["modelRegistry"], [], ["mlflow", "experiments"]].map(
    (names) => ["capabilities", names] as const,
  ),
];

/** The cases whose call of the inputs Terraform refuses, from one plan of a call for each. */
async function refusedCases(copy: TestWorkingCopy, cases: typeof CASES): Promise<typeof CASES> {
  const calls = cases.map(([input, value], index) =>
    hclFile([
      {
        header: `module "c${index}"`,
        arguments: Object.entries({ source: "./inputs", ...COMPLETE, [input]: value }).map(
          ([name, given]) => [name, hclValue(given)] as const,
        ),
      },
    ]),
  );
  writeFileSync(join(copy.directory, "main.tf"), calls.join(""));
  await copy.run("init");
  const { stdout } = await copy.run("plan", "-json");
  const ends = calls.map(
    (_, index) =>
      calls
        .slice(0, index + 1)
        .join("")
        .split("\n").length,
  );
  const messages = stdout
    .trim()
    .split("\n")
    .map((line): Message => JSON.parse(line));
  const lines = messages.flatMap(({ diagnostic }) => diagnostic?.range?.start.line ?? []);
  const refused = new Set(lines.map((line) => ends.findIndex((end) => line < end)));
  return cases.filter((_, index) => refused.has(index));
}

/** What a plan says about each resource. */
interface UpgradePlan {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly previous_address?: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

interface Message {
  readonly diagnostic?: { readonly range?: { readonly start: { readonly line: number } } };
}

function isRefusedBySchema(values: ModuleArguments): boolean {
  try {
    environmentOf("inspected", values);
    return false;
  } catch {
    return true;
  }
}

describeWithTerraform("a module, to real Terraform,", () => {
  const filesByPosture = new Map<PostureKind, ModuleFiles>();
  const folder = mkdtempSync(join(tmpdir(), "module-registry-"));
  let bed: TerraformTestBed;
  let server: RegistryServer;

  beforeAll(async () => {
    disableCreationStacks();
    for (const posture of perimeterPostureKinds) {
      filesByPosture.set(posture, moduleFiles(postureSource(posture), { version: "1.0.0", license: "" }));
    }
    bed = await startTestBed(
      [...filesByPosture.values()].map((files) => JSON.parse(moduleText(files, "main.tf.json"))),
    );
    const modules = perimeterPostureKinds.map((posture) => ({
      name: `studio-${posture}-unprotected`,
      version: VERSION,
      files: moduleFiles(postureSource(posture, false), { version: VERSION, license: "" }),
    }));
    addToStaticRegistry(join(folder, "served"), "platform", modules);
    const next = PLAYED.map(([, posture]) => ({
      name: `studio-${posture}-unprotected`,
      version: NEXT_VERSION,
      files: nextVersion(postureSource(posture, false)),
    }));
    addToStaticRegistry(join(folder, "served"), "platform", next);
    server = await startRegistryServer(join(folder, "served"), folder);
  }, PATIENCE_MS);

  afterAll(async () => {
    await Promise.all([bed.close(), server.close()]);
    rmSync(folder, { recursive: true });
  }, PATIENCE_MS);

  /** Runs Terraform with each line of arguments. @returns what the commands that failed say */
  async function play(copy: TestWorkingCopy, ...steps: readonly string[]): Promise<string> {
    const problems: string[] = [];
    for (const step of steps) {
      const { code, stdout, stderr } = await copy.run(...step.split(" "));
      problems.push(code === 0 ? "" : `${step}: ${stdout}${stderr}`);
    }
    return problems.join("");
  }

  async function openCopy(posture: PostureKind, name: string): Promise<TestWorkingCopy> {
    const copy = await bed.openWorkingCopy(name);
    writeFiles(copy.directory, filesByPosture.get(posture) ?? new Map());
    return copy;
  }

  test.each(PLAYED)(
    "the %s example of %s plays every step with the address of a registry and replaces nothing with the next version, and its plan and state are proved",
    async (example, posture) => {
      const address = `${REGISTRY_HOST}/platform/studio-${posture}-unprotected/aws`;
      const copy = await bed.openWorkingCopy(`${posture}-${example}`, "remove", server.variables);
      const main = moduleText(filesByPosture.get(posture), `examples/${example}/main.tf`);
      const called = main.replace('"../.."', `"${address}"\n  version = "${VERSION}"`);
      writeFiles(copy.directory, new Map([["main.tf", called]]));
      await copy.keepStateInMemory();
      const first = await play(copy, "init", "validate", "plan -out=plan", "apply plan");
      writeFiles(
        copy.directory,
        new Map([["main.tf", called.replace(`version = "${VERSION}"`, `version = "${NEXT_VERSION}"`)]]),
      );
      const second = await play(copy, "init -upgrade", "plan -out=upgrade");
      expect(`${first}${second}`).toBe("");
      const upgrade: UpgradePlan = JSON.parse((await copy.run("show", "-json", "upgrade")).stdout);
      const shown = [await copy.run("show", "-json", "plan"), await copy.run("show", "-json")];
      const [ofPlan, ofState] = shown.map(({ stdout }) => verdictsOf(JSON.parse(stdout)));
      const destroyed = await copy.run("destroy", "-auto-approve");

      expect(new Set(Object.values(ofPlan ?? {}))).toEqual(new Set(["proved", "notApplicable"]));
      expect(ofState).toEqual(ofPlan);
      expect(upgrade.resource_changes.filter(({ change }) => String(change.actions) !== "no-op")).toEqual([]);
      expect(upgrade.resource_changes.flatMap(({ previous_address: previous = [] }) => previous)).toEqual([
        `module.perimeter.${MOVED.from}`,
      ]);
      expect(destroyed).toMatchObject({ code: 0, stderr: "" });
      if (example === "minimal") {
        expect(ofPlan).toEqual(verdictsOfStack(posture));
      }
    },
    PATIENCE_MS,
  );

  test(
    "a state of the version before options keeps every resource, and capabilities are taken from it, and endpoints added to it",
    async () => {
      const source = postureSource("isolated", false);
      const texts = { version: VERSION, license: "" };
      const probe = probeEnvironment("isolated", false);
      const fixed = { ...probe, endpoints: { ...probe.endpoints, own: [] } };
      const before = moduleFiles({ ...source, probe: fixed, options: [] }, texts);
      const copy = await bed.openWorkingCopy("options");
      await copy.keepStateInMemory();
      const use = (files: ModuleFiles, values: object): void => {
        const root = moduleText(files, "examples/minimal/main.tf").replace('"../.."', '"./m"');
        const own = hclFile([
          { header: "", arguments: Object.entries(values).map(([name, value]) => [name, hclValue(value)]) },
        ]);
        const main = root.replace('"./m"\n', `"./m"\n${own.split("\n").slice(1, -2).join("\n")}\n`);
        writeFiles(
          copy.directory,
          new Map([["main.tf", main], ...[...files].map(([path, text]) => [`m/${path}`, text] as const)]),
        );
      };
      const plannedWith = async (name: string): Promise<UpgradePlan> => {
        expect(await play(copy, `plan -out=${name}`)).toBe("");
        return JSON.parse((await copy.run("show", "-json", name)).stdout);
      };
      const changesOf = ({ resource_changes: changes }: UpgradePlan): readonly string[] =>
        changes
          .filter(({ change }) => String(change.actions) !== "no-op")
          .map(({ address, change }) => `${change.actions} ${address.replace("module.perimeter.", "")}`);

      use(before, {});
      expect(await play(copy, "init", "apply -auto-approve")).toBe("");
      use(moduleFiles(source, texts), {});
      const upgrade = await plannedWith("upgrade");
      expect(await play(copy, "apply upgrade")).toBe("");
      use(moduleFiles(source, texts), {
        capabilities: ["experiments", "feature_store"],
        endpoint_services: ["athena"],
        own_endpoints: [ownEndpoint],
      });
      const options = await plannedWith("options");
      expect(await play(copy, "apply options")).toBe("");
      const shown = (await copy.run("show", "-json")).stdout;
      const destroyed = await copy.run("destroy", "-auto-approve");

      expect(changesOf(upgrade)).toEqual([]);
      expect(upgrade.resource_changes.flatMap(({ previous_address: previous = [] }) => previous)).toEqual(
        ["capabilities", "tracking"]
          .flatMap((policy) => [
            `module.perimeter.aws_iam_policy.permissions_${policy}`,
            `module.perimeter.aws_iam_role_policy_attachment.permissions_${policy}_attachment`,
          ])
          .toSorted(),
      );
      expect(changesOf(options)).toEqual([
        "delete aws_iam_policy.permissions_capabilities[0]",
        "update aws_iam_policy.permissions_tracking[0]",
        "delete aws_iam_role_policy_attachment.permissions_capabilities_attachment[0]",
        "update aws_iam_role_policy_attachments_exclusive.permissions_only_these",
        "update aws_route53_resolver_firewall_domain_list.dns_firewall_allowed_names",
        'create aws_security_group.own_endpoints_group_to["git"]',
        "create aws_vpc_endpoint.endpoints_athena[0]",
        "create aws_vpc_endpoint.endpoints_sagemaker_featurestore_runtime[0]",
        'create aws_vpc_endpoint.own_endpoints_to["git"]',
        'create aws_vpc_security_group_egress_rule.own_endpoints_out["git 22"]',
        'create aws_vpc_security_group_ingress_rule.own_endpoints_in["git 22"]',
      ]);
      expect(new Set(Object.values(verdictsOf(JSON.parse(shown))))).toEqual(new Set(["proved", "notApplicable"]));
      expect(destroyed).toMatchObject({ code: 0, stderr: "" });
    },
    PATIENCE_MS,
  );

  test(
    "init without the token of the registry is refused, and with it finds, lists and downloads the module over TLS",
    async () => {
      const called = `module "m" {\n  source  = "${REGISTRY_HOST}/platform/studio-isolated-unprotected/aws"\n  version = "~> ${VERSION}"\n}\n`;
      const initWith = async (name: string, variables: Readonly<Record<string, string>>) => {
        const copy = await bed.openWorkingCopy(name, "remove", variables);
        writeFiles(copy.directory, new Map([["main.tf", called]]));
        const earlier = server.requests.length;
        const { code, stderr } = await copy.run("get");
        return { code, stderr, requests: server.requests.slice(earlier) };
      };
      const { [tokenVariable(REGISTRY_HOST)]: _, ...anonymous } = server.variables;
      const refused = await initWith("without-token", anonymous);
      const accepted = await initWith("with-token", server.variables);

      const module = `/v1/modules/platform/studio-isolated-unprotected/aws`;
      expect(refused).toMatchObject({ code: 1, requests: expect.arrayContaining([`401 GET ${module}/versions`]) });
      expect(accepted).toEqual({
        code: 0,
        stderr: "",
        requests: [
          "200 GET /.well-known/terraform.json",
          `200 GET ${module}/versions`,
          `200 GET ${module}/${VERSION}/download`,
          `200 HEAD ${module}/${VERSION}/module.tar.gz`,
          `200 GET ${module}/${VERSION}/module.tar.gz`,
        ],
      });
    },
    PATIENCE_MS,
  );

  test(
    "terraform test of the module plans both examples, and sees every input refuse a wrong value",
    async () => {
      const copy = await openCopy("inspected", "tests");
      writeFileSync(
        join(copy.directory, "tests/module.tftest.hcl"),
        moduleText(filesByPosture.get("inspected"), "tests/module.tftest.hcl"),
      );
      await copy.run("init");
      const { stdout, stderr } = await copy.run("test");
      const format = await copy.run("fmt", "-check", "-recursive");

      expect(`${stdout}${stderr}`).toContain("Success! 4 passed, 0 failed.");
      expect(format.code).toBe(0);
    },
    PATIENCE_MS,
  );

  test(
    "the pieces of a module plan in a network of somebody else",
    async () => {
      const copy = await openCopy("inspected", "pieces");
      const prefixes = {
        vpc_id: "vpc",
        subnet_ids: "subnet",
        route_table_ids: "rtb",
        security_group_id: "sg",
        endpoint_id: "vpce",
      };
      const exampleOf = (input: string): string => {
        const [, prefix] = Object.entries(prefixes).find(([end]) => input.endsWith(end)) ?? [];
        const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        const texts: Readonly<Record<string, string>> = { logs_key_arn: key, studio_subnet_cidr_blocks: "10.1.0.0/24" };
        return texts[input] ?? `${prefix}-0123456789abcdef0`;
      };
      const source = postureSource("inspected");
      const pieces = modulePieces(source.probe, moduleConfiguration(source), moduleInputs(source));
      const values: Readonly<Record<string, unknown>> = {
        ...minimalArguments(source),
        deployers: [CALLER],
      };
      const calls = pieces.map(({ name, inputs }) => ({
        header: `module "${name}"`,
        arguments: [
          ["source", `"./modules/${name}"`] as const,
          ...inputs.flatMap(({ name: input, type, default: preset }) => {
            const text = exampleOf(input);
            const value = values[input] ?? (type === "string" ? text : [text]);
            return preset === undefined ? [[input, hclValue(value)] as const] : [];
          }),
        ],
      }));
      const root = await bed.openWorkingCopy("pieces-root");
      writeFiles(
        root.directory,
        new Map([
          ["main.tf", hclFile([{ header: 'provider "aws"', arguments: [["region", '"eu-west-1"']] }, ...calls])],
        ]),
      );
      cpSync(join(copy.directory, "modules"), join(root.directory, "modules"), { recursive: true });
      const results = [await root.run("init"), await root.run("plan")];

      expect(results.map(({ stderr }) => stderr).join("")).toBe("");
      expect(results[1]?.stdout).toMatch(/Plan: \d\d to add, 0 to change, 0 to destroy/);
    },
    PATIENCE_MS,
  );

  test(
    "the inputs refuse exactly what the schema of environments refuses",
    async () => {
      const copy = await bed.openWorkingCopy("inputs");
      const variables = moduleText(filesByPosture.get("inspected"), "variables.tf");
      writeFiles(copy.directory, new Map([["inputs/variables.tf", variables]]));
      // Terraform stops before conditions that read other inputs, if one that reads its own alone fails anywhere.
      const first = await refusedCases(copy, CASES);
      const second = await refusedCases(
        copy,
        CASES.filter((each) => !first.includes(each)),
      );
      const refused = new Set([...first, ...second]);

      expect(CASES.filter((each) => refused.has(each))).toEqual(
        CASES.filter(([input, value]) => isRefusedBySchema({ ...COMPLETE, [input]: value })),
      );
    },
    PATIENCE_MS,
  );
});
