/** @jest-environment node */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeRehearsalInputs } from "../../cli/stacks/rehearsal-inputs";
import type { RehearsalReport } from "../../rehearsal/run/rehearse";
import { rehearse } from "../../rehearsal/run/rehearse";
import { parsePlanChanges } from "../../rehearsal/run/steps/plan-json";
import { findTerraform } from "../../rehearsal/run/terraform-cli";
import { packageRoot } from "../../rehearsal/schema/package-source";
import { decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import type { JoinedRoot } from "../../verify/terraform/read/join/joined-root";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import { isSettled } from "../../verify/verdict/claim";
import { environments as shipped } from "../fixtures/environments";
import { devWithTeams } from "../fixtures/environments/dev-with-teams";
import { describeWithTerraform } from "./fixtures/terraform-suites";
import { TYPESCRIPT_NODE_ARGUMENTS } from "./fixtures/terraform-test-bed";

// A pipeline in envs/pipeline.ts must not change the result of these tests.
jest.mock("../../envs/pipeline", () => ({ pipeline: undefined }));

interface ShownState {
  readonly values: { readonly outputs: object; readonly root_module: { readonly resources: readonly JsonObject[] } };
}

const NETWORK_TYPE = /^aws_(?:vpc|subnet|route|default|network|security|flow|internet|nat|eip)/;

const MINUTE_MS = 60_000;
/** dev has one of the two teams, and instance types: a team takes a second of Terraform. */
const environments = shipped.map((environment) =>
  environment.name === "dev"
    ? {
        ...devWithTeams,
        studio: {
          ...devWithTeams.studio,
          teams: devWithTeams.studio.teams?.slice(0, 1) ?? [],
          userProfiles: devWithTeams.studio.userProfiles?.map((profile) => ({ ...profile, team: "risk" })) ?? [],
        },
      }
    : environment,
);
const NAMES = environments.map(({ name }) => name);
/** A day before any allow-list entry expires. */
const TODAY = new Date("2026-01-01");

describeWithTerraform("a rehearsal of the environments", () => {
  let directory: string;
  let reports: readonly RehearsalReport[];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "rehearsed-"));
    const stacks = join(directory, "stacks");
    reports = await rehearse(
      synthesizeRehearsalInputs({ all: environments, chosen: NAMES, today: TODAY, directory: stacks }),
      {
        terraform: await findTerraform(process.env),
        packageRoot: packageRoot(__dirname),
        keep: join(directory, "kept"),
        progress: () => undefined,
        nodeArguments: TYPESCRIPT_NODE_ARGUMENTS,
      },
    );
  }, 3 * MINUTE_MS);

  afterAll(() => rm(directory, { recursive: true, force: true }));

  const noteOf = (name: string, start: string): string =>
    reports.find((report) => report.name === name)?.notes.find((note) => note.startsWith(start)) ?? "";

  test.each(NAMES)("A rehearsal creates %s, plans no changes, changes it in place and destroys it.", (name) => {
    const report = reports.find((candidate) => candidate.name === name);

    expect(report?.fault).toBeUndefined();
    expect(report?.verdict).toBe("passed");
    expect(report?.resources).toBeGreaterThan(100);
    expect(report?.steps.every(({ outcome }) => outcome === "passed")).toBe(true);
  });

  test("An additional allowed domain updates both firewalls, and nothing else except log retention.", () => {
    const changed = noteOf("staging", "change").split(": ").at(-1)?.split(", ") ?? [];

    const others = changed.filter(
      (address) => !/^aws_(cloudwatch_log_group|s3_bucket_lifecycle_configuration)\./.test(address),
    );

    expect(others.map((address) => address.split(".")[0])).toEqual([
      "aws_networkfirewall_rule_group",
      "aws_route53_resolver_firewall_domain_list",
    ]);
  });

  test("A rehearsal of prod switches the protections off in a separate apply, after Terraform refused the destroy.", () => {
    expect(noteOf("prod", "lift")).toMatch(/refused to destroy the protected stack.*aws_networkfirewall_firewall\./);
    expect(NAMES.filter((name) => noteOf(name, "lift") !== "")).toEqual(["prod"]);
  });

  test("A rehearsal reports that it removed what SageMaker leaves behind, including mount targets of a retained file system.", () => {
    expect(NAMES.filter((name) => noteOf(name, "removed").includes("security-group-for-inbound-nfs"))).toEqual(NAMES);
    expect(noteOf("prod", "removed")).toContain("mount target");
    expect(noteOf("dev", "removed")).not.toContain("mount target");
  });

  test("The state of staging, split into its network and the rest, is proved as the whole is when both are joined.", async () => {
    const state = JSON.parse(await readFile(join(directory, "kept", "staging", "state.json"), "utf8")) as ShownState;
    const { outputs, root_module: root } = state.values;
    const isOfNetwork = ({ type }: JsonObject): boolean => NETWORK_TYPE.test(String(type));
    const network = { ...state, values: { root_module: { resources: root.resources.filter(isOfNetwork) } } };
    const rest = root.resources.filter((resource) => !isOfNetwork(resource));
    const studio = { ...state, values: { outputs, root_module: { resources: rest } } };
    const verdictsOf = (json: unknown, joined: readonly JoinedRoot[]) => {
      const configuration = readConfiguration(json, "state.json", { joined });
      const results = decideClaims({ configuration, posture: readPosture(configuration) });
      return results.map(({ claim, verdict }) => [claim.name, verdict.kind]);
    };
    const alone = verdictsOf(studio, []);
    const joined = verdictsOf(studio, [{ name: "network", source: "network.json", json: network }]);

    expect(joined).toEqual(verdictsOf(state, []));
    expect(joined).not.toEqual(alone);
    expect(joined.map(([, kind]) => kind)).not.toContain("undecided");
  });

  test.each(NAMES)(
    "The applied state of %s is proved: what AWS answered breaks no claim and leaves none undecided.",
    async (name) => {
      const state: unknown = JSON.parse(await readFile(join(directory, "kept", name, "state.json"), "utf8"));
      const configuration = readConfiguration(state, "state.json", {});
      const results = decideClaims({ configuration, posture: readPosture(configuration) });
      const unproved = results.filter(({ verdict }) => !isSettled(verdict));

      expect(results.length).toBeGreaterThan(30);
      expect(unproved.map(({ claim }) => claim.name)).toEqual([]);
    },
  );

  test.each(NAMES)("A rehearsal keeps the plans and states of %s, without local paths.", async (name) => {
    const kept = join(directory, "kept", name);
    const files = (await readdir(kept)).sort();
    const texts = await Promise.all(files.map((file) => readFile(join(kept, file), "utf8")));
    const plan = parsePlanChanges(await readFile(join(kept, "plan.json"), "utf8"));

    expect(files).toEqual(
      expect.arrayContaining([
        "cdk.tf.json",
        "change.plan.json",
        "plan.json",
        "plan.txt",
        "state.json",
        "terraform.tfstate",
      ]),
    );
    expect(texts.filter((text) => text.includes(tmpdir()) || text.includes(process.cwd()))).toEqual([]);
    expect(plan.some(({ address }) => address.startsWith("aws_sagemaker_domain."))).toBe(true);
  });
});
