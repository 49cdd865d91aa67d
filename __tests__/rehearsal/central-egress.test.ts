/** @jest-environment node */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeRehearsalInputs } from "../../cli/stacks/rehearsal-inputs";
import { type RehearsalReport, rehearse } from "../../rehearsal/run/rehearse";
import type { RehearsalProgress } from "../../rehearsal/run/steps/run-steps";
import { findTerraform } from "../../rehearsal/run/terraform-cli";
import { packageRoot } from "../../rehearsal/schema/package-source";
import { decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { ModuleSurroundings } from "../../verify/terraform/read/read-synthesized";
import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import { isSettled } from "../../verify/verdict/claim";
import { TODAY } from "../envs/fixtures/sample-environment";
import { inspectionEnvironment, namingEnvironment } from "../stacks/fixtures/enterprise-environments";
import { describeWithTerraform } from "./fixtures/terraform-suites";
import { TYPESCRIPT_NODE_ARGUMENTS } from "./fixtures/terraform-test-bed";

// A pipeline in envs/pipeline.ts must not change the result of these tests.
jest.mock("../../envs/pipeline", () => ({ pipeline: undefined }));

const MINUTE_MS = 60_000;
const MEMBERS = ["team-a", "team-c", "hub"] as const;

/** A hub and two spokes, each of which looks the other one up by its Name tag. */
const environments = [
  namingEnvironment,
  {
    ...namingEnvironment,
    name: "team-c",
    vpcCidr: "10.43.0.0/16",
    deployers: ["role/studio-perimeter-team-c-apply"],
    studio: { users: 20 },
  },
  {
    ...inspectionEnvironment,
    spokes: [
      { kind: "environment", name: "team-a" },
      { kind: "environment", name: "team-c" },
    ],
  },
] as const;

describeWithTerraform("a rehearsal of an inspection VPC", () => {
  let directory: string;
  let reports: readonly RehearsalReport[];
  const events: RehearsalProgress[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "rehearsed-network-"));
    const inputs = synthesizeRehearsalInputs({
      all: environments,
      chosen: ["hub"],
      today: new Date(TODAY),
      directory: join(directory, "stacks"),
    });
    reports = await rehearse(inputs, {
      terraform: await findTerraform(process.env),
      packageRoot: packageRoot(__dirname),
      keep: join(directory, "kept"),
      progress: (event) => events.push(event),
      nodeArguments: TYPESCRIPT_NODE_ARGUMENTS,
    });
  }, 3 * MINUTE_MS);

  afterAll(() => rm(directory, { recursive: true, force: true }));

  const kept = async (name: string, file: string): Promise<JsonObject> =>
    JSON.parse(await readFile(join(directory, "kept", name, file), "utf8")) as JsonObject;
  const verdictsOf = (json: JsonObject, surroundings: ModuleSurroundings) => {
    const configuration = readConfiguration(json, "team-a", surroundings);
    return decideClaims({ configuration, posture: readPosture(configuration) });
  };

  test.each(MEMBERS)("The spokes of a hub are rehearsed with it, and each step of %s passes.", (name) => {
    const report = reports.find((one) => one.name === name);

    expect(report?.fault).toBeUndefined();
    expect(report?.steps.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
    expect(report?.steps.map(({ name: step }) => step)).toEqual(
      expect.arrayContaining(name === "hub" ? ["join", "again", "verify", "leave"] : ["again", "verify", "change"]),
    );
  });

  test("A rehearsed network answers no lookup with examples: each stack finds what another one created.", () => {
    expect(reports.flatMap(({ notes }) => notes).filter((note) => note.includes("answered with example"))).toEqual([]);
  });

  test.each([
    ["hub", "apply", "team-a", "plan"],
    ["team-a", "apply", "hub", "join"],
    ["team-c", "apply", "hub", "join"],
    ["hub", "join", "team-c", "again"],
    ["hub", "leave", "team-a", "destroy"],
    ["team-a", "destroy", "hub", "destroy"],
    ["team-c", "destroy", "hub", "destroy"],
  ])("The step of %s, %s, ends before that of %s, %s, starts.", (first, ended, second, started) => {
    const at = (environment: string, step: string, state: string): number =>
      events.findIndex((event) => event.environment === environment && event.step === step && event.state === state);

    expect(at(first, ended, "passed")).toBeGreaterThanOrEqual(0);
    expect(at(second, started, "started")).toBeGreaterThan(at(first, ended, "passed"));
  });

  test("Whatever is proved over the stacks before anything is deployed is proved over the states of a spoke and its hub.", async () => {
    const stacks = await Promise.all(["team-a", "hub"].map((name) => kept(name, "cdk.tf.json")));
    const states = await Promise.all(["team-a", "hub"].map((name) => kept(name, "terraform.tfstate")));
    const provedOf = ([spoke = {}, hub = {}]: readonly JsonObject[]): readonly string[] =>
      verdictsOf(spoke, { joined: [{ name: "hub", source: "hub", json: hub }] }).flatMap(({ claim, verdict }) =>
        verdict.kind === "proved" ? [claim.name] : [],
      );

    expect(provedOf(stacks)).toContain("egress-only-through-firewall");
    expect(provedOf(states)).toEqual(provedOf(stacks));
  });

  test("The plan and the state of a spoke are proved together with the stack of its hub.", async () => {
    const [applied, hub] = await Promise.all(["team-a", "hub"].map((name) => kept(name, "cdk.tf.json")));
    const surroundings: ModuleSurroundings = {
      joined: [{ name: "hub", source: "hub", json: hub ?? {} }],
      applied: applied ?? {},
    };
    const open = await Promise.all(
      ["plan.json", "state.json"].map(async (file) =>
        verdictsOf(await kept("team-a", file), surroundings)
          .filter(({ verdict }) => !isSettled(verdict))
          .map(({ claim }) => claim.name),
      ),
    );

    expect(open).toEqual([[], []]);
  });
});
