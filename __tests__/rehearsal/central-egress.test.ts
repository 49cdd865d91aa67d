import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { readTerraform } from "../../cli/shared/files/terraform-files";
import { requireAllEnvironments } from "../../envs/validation/parse-environments";
import { InspectionStack } from "../../stacks/inspection/inspection-stack";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import { decideClaims } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import type { JoinedRoot } from "../../verify/terraform/read/join/joined-root";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { ModuleSurroundings } from "../../verify/terraform/read/read-synthesized";
import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import { isSettled } from "../../verify/verdict/claim";
import { TODAY } from "../envs/fixtures/sample-environment";
import { inspectionEnvironment, namingEnvironment, spokeEnvironment } from "../stacks/fixtures/enterprise-environments";
import { synthesizedStacks } from "../stacks/fixtures/joined-stacks";
import { type MutableTerraformJson, playableStack } from "./fixtures/mutable-terraform-json";
import { describeWithTerraform } from "./fixtures/terraform-suites";
import { startTestBed, type TerraformTestBed, type TestWorkingCopy } from "./fixtures/terraform-test-bed";

const MINUTE_MS = 60_000;

/** Both stacks as they are synthesized, where the environment names its hub. */
const stacks = synthesizedStacks([namingEnvironment, inspectionEnvironment]);

function hubStack(spokes: readonly object[]): MutableTerraformJson {
  const { inspections } = requireAllEnvironments([spokeEnvironment, { ...inspectionEnvironment, spokes }], TODAY);
  const [inspection] = inspections;
  if (inspection === undefined) {
    throw new Error("inspection: no environment, got an empty list; see the fixture");
  }
  return playableStack(JSON.parse(Testing.synth(new InspectionStack(Testing.app(), inspection.name, { inspection }))));
}

function spokeStack(transitGatewayId: string): MutableTerraformJson {
  const egress = { ...spokeEnvironment.egress, transitGatewayId };
  const [environment] = requireAllEnvironments([{ ...spokeEnvironment, egress }], TODAY).environments;
  if (environment === undefined) {
    throw new Error("spoke: no environment, got an empty list; see the fixture");
  }
  return playableStack(JSON.parse(Testing.synth(new PerimeterStack(Testing.app(), environment.name, { environment }))));
}

function namingStack(): MutableTerraformJson {
  return playableStack(structuredClone(stacks["team-a"]) as unknown as MutableTerraformJson);
}

describeWithTerraform("an environment with central egress and its inspection VPC", () => {
  let testBed: TerraformTestBed;
  let hub: TestWorkingCopy;
  let spoke: TestWorkingCopy;

  const run = async (copy: TestWorkingCopy, ...args: readonly string[]): Promise<void> => {
    const { code, stderr } = await copy.run(...args, "-input=false");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  };

  beforeAll(async () => {
    const wired = hubStack([{ kind: "environment", name: "team-a" }]);
    testBed = await startTestBed([wired, spokeStack("tgw-0123456789abcdef0"), namingStack()]);
    hub = await testBed.openWorkingCopy("hub");
    spoke = await testBed.openWorkingCopy("team-a");
    await hub.write(hubStack([]));
    await run(hub, "apply", "-auto-approve");
    const { id } = await hub.attributes("aws_ec2_transit_gateway", "transit_gateway");
    await spoke.write(spokeStack(String(id)));
    await run(spoke, "apply", "-auto-approve");
    const attachment = await spoke.attributes("aws_ec2_transit_gateway_vpc_attachment", "central_egress_attachment");
    await hub.write(hubStack([{ kind: "environment", name: "team-a", attachmentId: attachment.id }]));
    await run(hub, "apply", "-auto-approve");
  }, 2 * MINUTE_MS);

  afterAll(() => testBed.close());

  const stateOf = (copy: TestWorkingCopy): string => join(copy.directory, "terraform.tfstate");
  const verdictsOf = (copy: TestWorkingCopy, others: readonly TestWorkingCopy[]): Readonly<Record<string, string>> => {
    const joined = others.map((other): JoinedRoot => {
      const source = stateOf(other);
      return { name: other.name, source, json: JSON.parse(readFileSync(source, "utf8")) as JsonObject };
    });
    const { json, surroundings } = readTerraform(stateOf(copy), { joined });
    const configuration = readConfiguration(json, "state", surroundings);
    const results = decideClaims({ configuration, posture: readPosture(configuration) });
    return Object.fromEntries(results.map(({ claim, verdict }) => [claim.name, verdict.kind]));
  };
  const namesOf = (verdicts: Readonly<Record<string, string>>, kind: string): readonly string[] =>
    Object.keys(verdicts).filter((claim) => verdicts[claim] === kind);

  test(
    "Neither stack plans a change after the other one is applied.",
    async () => {
      await run(spoke, "plan", "-detailed-exitcode");
      await run(hub, "plan", "-detailed-exitcode");
    },
    MINUTE_MS,
  );

  test("Joined with the state of the inspection VPC, every claim about an environment is proved or does not apply.", () => {
    const joined = verdictsOf(spoke, [hub]);

    expect(namesOf(joined, "violated")).toEqual([]);
    expect(namesOf(joined, "undecided")).toEqual([]);
  });

  test("Whatever is proved over both stacks before anything is deployed is proved over their states.", () => {
    const partner = [{ name: "hub", source: "hub", json: stacks.hub ?? {} }];
    const configuration = readConfiguration(stacks["team-a"], "team-a", { joined: partner });
    const results = decideClaims({ configuration, posture: readPosture(configuration) });
    const proved = results.flatMap(({ claim, verdict }) => (verdict.kind === "proved" ? [claim.name] : []));

    expect(proved).toContain("egress-only-through-firewall");
    expect(namesOf(verdictsOf(spoke, [hub]), "proved")).toEqual(expect.arrayContaining(proved));
  });

  test(
    "The plan and the state of an environment that names its hub are proved together with the stack of the hub.",
    async () => {
      const written = await testBed.openWorkingCopy("naming");
      await written.write(namingStack());
      await run(written, "plan", "-out=plan.bin");
      const plan = JSON.parse((await written.run("show", "-json", "plan.bin")).stdout) as JsonObject;
      await run(written, "apply", "-auto-approve");
      const state = JSON.parse((await written.run("show", "-json")).stdout) as JsonObject;
      const surroundings: ModuleSurroundings = {
        joined: [{ name: "hub", source: "hub", json: stacks.hub ?? {} }],
        applied: stacks["team-a"] ?? {},
      };
      const open = [plan, state].map((json) => {
        const configuration = readConfiguration(json, "team-a", surroundings);
        const results = decideClaims({ configuration, posture: readPosture(configuration) });
        return results.filter(({ verdict }) => !isSettled(verdict)).map(({ claim }) => claim.name);
      });

      expect(open).toEqual([[], []]);
    },
    MINUTE_MS,
  );

  test("The inspection VPC is destroyed without an error.", () => run(hub, "destroy", "-auto-approve"), MINUTE_MS);
});
