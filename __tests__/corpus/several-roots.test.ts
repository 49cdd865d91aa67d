import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parsePolicy } from "../../cli/policy/parse-policy";
import { readJoinedRoot, readTerraform } from "../../cli/shared/inputs/read-terraform";
import { underPolicy } from "../../cli/stacks/verify-file";
import { decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import type { JoinedRoot } from "../../verify/terraform/read/join/joined-root";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import {
  isJsonObject,
  type JsonObject,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";
import { emptyStack } from "../rehearsal/fixtures/mutable-terraform-json";
import { describeWithTerraform } from "../rehearsal/fixtures/terraform-suites";
import { LENIENT_NODE_ARGUMENTS, startTestBed, type TerraformTestBed } from "../rehearsal/fixtures/terraform-test-bed";

const MINUTE_MS = 60_000;

type Verdicts = Readonly<Record<string, string>>;

/** Two root modules: `studio`, and another one whose outputs it reads or whose resources it finds. */
interface RootPair {
  readonly name: string;
  readonly other: string;
  /** Fields of the posture besides its kind. */
  readonly declares: (outputs: JsonObject) => JsonObject;
  /** Verdicts of the state without that of the other root, and with it. */
  readonly verdicts: Readonly<Record<string, readonly [alone: string, joined: string]>>;
  /** Whether the folder of `studio`, joined with that of the other root, is decided as its state is. */
  readonly isLinkedBeforeApply: boolean;
  /** Verdicts of both states where the posture declares neither the account nor the service. */
  readonly undeclared: Verdicts;
}

const accounts = { accounts: ["444455556666"] };

const pairs: readonly RootPair[] = [
  {
    name: "several-roots",
    other: "network",
    declares: () => ({}),
    verdicts: {
      "no-internet-path": ["undecided", "proved"],
      "no-inbound-from-internet": ["undecided", "proved"],
      "no-public-address": ["undecided", "proved"],
    },
    isLinkedBeforeApply: true,
    undeclared: { "no-internet-path": "proved" },
  },
  {
    name: "looked-up-network",
    other: "network",
    declares: () => ({}),
    verdicts: {
      "no-internet-path": ["undecided", "proved"],
      "no-inbound-from-internet": ["undecided", "proved"],
      "no-public-address": ["undecided", "proved"],
      "studio-cannot-widen-itself": ["proved", "proved"],
    },
    isLinkedBeforeApply: true,
    undeclared: { "no-internet-path": "proved" },
  },
  {
    name: "hub-and-spoke",
    other: "hub",
    declares: () => ({
      posture: "inspected",
      allowed_domains: [{ name: "github.com", match: "exact", ports: [443] }],
    }),
    verdicts: {
      "egress-only-through-firewall": ["undecided", "proved"],
      "return-path-symmetric": ["undecided", "proved"],
      "zone-affinity": ["undecided", "proved"],
      "no-inbound-from-internet": ["undecided", "proved"],
      "no-public-address": ["proved", "proved"],
      "firewall-denies-by-default": ["undecided", "proved"],
      "firewall-passes-only-allowlist": ["undecided", "proved"],
    },
    isLinkedBeforeApply: true,
    undeclared: { "no-internet-path": "violated" },
  },
  {
    name: "shared-subnets",
    other: "network",
    declares: () => accounts,
    verdicts: {
      "no-internet-path": ["undecided", "proved"],
      "no-inbound-from-internet": ["undecided", "proved"],
      "no-public-address": ["undecided", "proved"],
      "grants-stay-in-account": ["notApplicable", "proved"],
    },
    isLinkedBeforeApply: false,
    undeclared: { "no-internet-path": "undecided" },
  },
  {
    name: "private-service",
    other: "service",
    declares: ({ service_name: service = null }) => ({
      ...accounts,
      own_endpoints: [{ name: "git", service, ports: [443, 22], private_dns_name: "git.corp.example.net" }],
    }),
    verdicts: {
      "no-internet-path": ["proved", "proved"],
      "no-inbound-from-internet": ["proved", "proved"],
      "private-dns-on": ["proved", "proved"],
      "endpoint-takes-only-studio": ["proved", "proved"],
      "grants-stay-in-account": ["notApplicable", "proved"],
    },
    isLinkedBeforeApply: false,
    undeclared: { "no-internet-path": "violated", "endpoint-takes-only-studio": "violated" },
  },
];

describeWithTerraform("root modules of one network", () => {
  let testBed: TerraformTestBed;

  beforeAll(async () => {
    const resources = pairs.flatMap(({ name, other }) =>
      [other, "studio"].flatMap((root) => {
        const { json, surroundings } = readTerraform(join(__dirname, name, root));
        return readConfiguration(json, root, surroundings).resources;
      }),
    );
    const typesOf = (wanted: "managed" | "data") =>
      Object.fromEntries(resources.flatMap(({ mode, type }) => (mode === wanted ? [[type, { x: {} }]] : [])));
    const { terraform_remote_state: _, ...data } = typesOf("data");
    testBed = await startTestBed(
      [{ ...emptyStack(), resource: typesOf("managed"), data }],
      process.env,
      LENIENT_NODE_ARGUMENTS,
    );
  }, MINUTE_MS);

  afterAll(() => testBed.close());

  test.each(pairs)(
    "The claims about $name/studio are decided together with $name/$other, of its plan as of its state.",
    async ({ name, other, declares, verdicts, isLinkedBeforeApply, undeclared }) => {
      const copy = await testBed.openWorkingCopy(name);
      const folder = copy.directory;
      cpSync(join(__dirname, name), folder, { recursive: true });
      const run = async (root: string, ...args: readonly string[]): Promise<string> => {
        const { code, stdout, stderr } = await copy.run(`-chdir=${root}`, ...args);
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
        return stdout;
      };
      await run(other, "apply", "-input=false", "-auto-approve");
      await run("studio", "plan", "-input=false", "-out=plan.bin");
      writeFileSync(join(folder, "plan.json"), await run("studio", "show", "-json", "plan.bin"));
      await run("studio", "apply", "-input=false", "plan.bin");
      writeFileSync(join(folder, "state.json"), await run("studio", "show", "-json"));
      const source = join(folder, other, "terraform.tfstate");
      const state = JSON.parse(readFileSync(source, "utf8")) as JsonObject;
      const joined: readonly JoinedRoot[] = [{ name: other, source, json: state }];
      const outputs = Object.fromEntries(
        Object.entries(isJsonObject(state.outputs) ? state.outputs : {}).map(([key, output]) => [
          key,
          isJsonObject(output) ? (output.value ?? null) : null,
        ]),
      );

      const configurationOf = (
        file: string,
        others: readonly JoinedRoot[],
        declared: JsonObject,
      ): TerraformConfiguration => {
        const plannedFolder = file === "plan.json" ? join(folder, "studio") : undefined;
        const { json, surroundings } = readTerraform(join(folder, file), { plannedFolder, joined: others });
        const policy = { posture: "isolated", log_retention_days: 30, ...declared };
        return underPolicy(
          readConfiguration(json, join(folder, file), surroundings),
          parsePolicy(JSON.stringify(policy), "studio-perimeter.yaml"),
        );
      };
      const verdictsOf = (
        file: string,
        others: readonly JoinedRoot[],
        declared: JsonObject = declares(outputs),
      ): Verdicts => {
        const configuration = configurationOf(file, others, declared);
        const results = decideClaims({ configuration, posture: readPosture(configuration) });
        return Object.fromEntries(results.map(({ claim, verdict }) => [claim.name, verdict.kind]));
      };

      const expected = (index: 0 | 1) =>
        Object.fromEntries(Object.entries(verdicts).map(([claim, kinds]) => [claim, kinds[index]]));
      expect(verdictsOf("state.json", [])).toMatchObject(expected(0));
      expect(verdictsOf("state.json", joined)).toMatchObject(expected(1));
      expect(verdictsOf("state.json", joined, {})).toMatchObject(undeclared);
      expect(verdictsOf("plan.json", joined)).toEqual(verdictsOf("state.json", joined));
      if (isLinkedBeforeApply) {
        const folders = [readJoinedRoot(other, join(folder, other))];
        expect(verdictsOf("studio", folders)).toEqual(verdictsOf("state.json", joined));
      }
    },
    MINUTE_MS,
  );
});
