import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RehearsalReport, rehearse } from "../../../rehearsal/run/rehearse";
import type { StackInput } from "../../../rehearsal/run/run-context";
import { findTerraform } from "../../../rehearsal/run/terraform-cli";
import { packageRoot } from "../../../rehearsal/schema/package-source";
import { describeWithTerraform } from "../fixtures/terraform-suites";
import { TYPESCRIPT_NODE_ARGUMENTS } from "../fixtures/terraform-test-bed";

const MINUTE_MS = 60_000;

const terraform = { required_providers: { aws: { source: "hashicorp/aws", version: "6.25.0" } } };
const provider = { aws: [{ region: "eu-west-1" }] };
const logs = (days: number) => ({ aws_cloudwatch_log_group: { logs: { name: "/x", retention_in_days: days } } });

/** A hub that is one transit gateway, and a spoke that looks it up. */
const hub = (days: number) => ({
  terraform,
  provider,
  resource: { ...logs(days), aws_ec2_transit_gateway: { gateway: { tags: { Name: "hub" } } } },
});
const spoke = (gateway: string) => (days: number) => ({
  terraform,
  provider,
  data: { aws_ec2_transit_gateway: { gateway: { filter: [{ name: "tag:Name", values: [gateway] }] } } },
  resource: {
    aws_cloudwatch_log_group: { logs: { name: "/y", retention_in_days: days } },
    aws_ssm_parameter: { gateway: { name: "/g", type: "String", value: "${data.aws_ec2_transit_gateway.gateway.id}" } },
  },
});

describeWithTerraform("a rehearsal of stacks that look one another up", () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "tiny-network-"));
  });

  afterAll(() => rm(directory, { recursive: true, force: true }));

  async function written(name: string, json: object): Promise<string> {
    const path = join(directory, name);
    await mkdir(path, { recursive: true });
    await writeFile(join(path, "cdk.tf.json"), JSON.stringify(json));
    return path;
  }

  async function play(
    gateway: string,
    judge: NonNullable<StackInput["network"]>["judge"] = () => [],
  ): Promise<Readonly<Record<string, RehearsalReport>>> {
    const stacks = { hub, spoke: spoke(gateway) };
    const before = await written("hub-before", hub(7));
    const network = { hub: "hub", spokes: ["spoke"], before, after: await written("hub-after", hub(14)), judge };
    const inputs = await Promise.all(
      Object.entries(stacks).map(async ([name, stackOf]) => ({
        ...{ name, network, change: "logs" },
        stack: await written(`${name}-stack`, stackOf(7)),
        changed: await written(`${name}-changed`, stackOf(14)),
      })),
    );
    const reports = await rehearse(inputs, {
      terraform: await findTerraform(process.env),
      packageRoot: packageRoot(__dirname),
      progress: () => undefined,
      nodeArguments: TYPESCRIPT_NODE_ARGUMENTS,
    });
    return Object.fromEntries(reports.map((report) => [report.name, report]));
  }

  const outcomes = (report: RehearsalReport | undefined): readonly string[] =>
    (report?.steps ?? [])
      .filter(({ outcome }) => outcome !== "passed")
      .map(({ name, outcome }) => `${name} ${outcome}`);

  test(
    "A lookup that finds nothing in the account of the network fails, and what waits for that stack is not reached.",
    async () => {
      const reports = await play("another hub");

      expect(reports.spoke?.fault).toContain("data.aws_ec2_transit_gateway: no object matches");
      expect(outcomes(reports.spoke)[0]).toBe("plan failed");
      expect(reports.hub?.fault).toBe("waits for spoke, of which the step apply was not reached");
      expect(outcomes(reports.hub)).toEqual([
        "join failed",
        ...["again", "verify", "change", "leave", "destroy"].map((step) => `${step} not reached`),
      ]);
    },
    MINUTE_MS,
  );

  test(
    "A claim that does not hold over the states fails the rehearsal of its member, which is judged with the states of all.",
    async () => {
      const judged: string[] = [];
      const reports = await play("hub", (member, states) => {
        judged.push(`${member}: ${[...states.keys()].join(", ")}`);
        return member === "spoke" && states.get("hub")?.includes("aws_ec2_transit_gateway") ? ["it is open"] : [];
      });

      expect(judged.sort()).toEqual(["hub: hub, spoke", "spoke: hub, spoke"]);
      expect(reports.spoke?.fault).toBe("it is open");
      expect(reports.spoke?.steps.find(({ name }) => name === "verify")?.outcome).toBe("failed");
      expect(reports.hub?.fault).toBe("waits for spoke, of which the step verify was not reached");
    },
    MINUTE_MS,
  );
});
