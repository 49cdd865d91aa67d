import { applyFaults } from "./fixtures/faults/apply-faults";
import { configurationFaults } from "./fixtures/faults/configuration-faults";
import { destroyFaults } from "./fixtures/faults/destroy-faults";
import type { InjectedFault } from "./fixtures/faults/injected-fault";
import { defineResource, type MutableTerraformJson } from "./fixtures/mutable-terraform-json";
import { rehearsedPerimeter } from "./fixtures/rehearsed-perimeter";
import { describeWithTerraform } from "./fixtures/terraform-suites";
import type { TerraformTestBed, TestWorkingCopy } from "./fixtures/terraform-test-bed";
import { startTestBed } from "./fixtures/terraform-test-bed";

const PLAYED_AT_ONCE = 3;
const MINUTES_MS = 60_000;

/** Which step went wrong, in what words (in one line); `nowhere` where none did. */
interface Outcome {
  readonly shows: InjectedFault["shows"] | "nowhere";
  readonly said: string;
}

const FAULTS = [...configurationFaults, ...applyFaults, ...destroyFaults];

/** Valid, though it looks odd: neither may be refused. */
const CONTROLS: readonly { readonly name: string; readonly stack: () => MutableTerraformJson }[] = [
  { name: "the sample perimeter without a fault", stack: rehearsedPerimeter },
  {
    name: "a security group with a whole inline rule",
    stack: () => {
      const stack = rehearsedPerimeter();
      defineResource(stack, "aws_security_group", "extra", {
        name: "extra",
        vpc_id: "${aws_vpc.vpc.id}",
        ingress: [
          {
            from_port: 443,
            to_port: 443,
            protocol: "tcp",
            cidr_blocks: ["10.0.0.0/8"],
            description: "",
            ipv6_cidr_blocks: [],
            prefix_list_ids: [],
            security_groups: [],
            self: false,
          },
        ],
      });
      return stack;
    },
  },
];

/** Terraform breaks lines to the width of a terminal. */
function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

async function play(
  stage: TerraformTestBed,
  act: TestWorkingCopy,
  fault: Omit<InjectedFault, "says">,
): Promise<Outcome> {
  await act.write(fault.stack());
  if (fault.shows === "validate") {
    const { code, stdout, stderr } = await act.run("validate");
    return { shows: code === 0 ? "nowhere" : "validate", said: inOneLine(code === 0 ? stderr : stdout + stderr) };
  }
  const applied = await act.run("apply", "-auto-approve");
  if (applied.code !== 0) {
    return { shows: applied.stdout.includes("\nPlan: ") ? "apply" : "plan", said: inOneLine(applied.stderr) };
  }
  if (fault.changed !== undefined) {
    await act.write(fault.changed());
    const updated = await act.run("apply", "-auto-approve");
    return { shows: updated.code === 0 ? "nowhere" : "update", said: inOneLine(updated.stderr) };
  }
  for (const { type, row } of (await fault.appears?.(act)) ?? []) {
    await stage.providerProcess.addResource(act.name, type, row);
  }
  const destroyed = await act.run("destroy", "-auto-approve");
  return { shows: destroyed.code === 0 ? "nowhere" : "destroy", said: inOneLine(destroyed.stderr) };
}

/** Plays all, a few at a time: each waits on a Terraform process of its own. */
async function playAll(
  stage: TerraformTestBed,
  faults: readonly Omit<InjectedFault, "says">[],
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const waiting = faults.entries();
  const player = async (): Promise<void> => {
    for (const [at, fault] of waiting) {
      outcomes.set(fault.name, await play(stage, await stage.openWorkingCopy(`act-${at}`, fault.leftovers), fault));
    }
  };
  await Promise.all(Array.from({ length: PLAYED_AT_ONCE }, player));
  return outcomes;
}

describeWithTerraform("a fault put into a stack", () => {
  let stage: TerraformTestBed;
  let outcomes: Map<string, Outcome>;
  const controls = CONTROLS.map((control) => ({ ...control, shows: "destroy" }) as const);

  beforeAll(async () => {
    stage = await startTestBed([...FAULTS, ...CONTROLS].map(({ stack }) => stack()));
    outcomes = await playAll(stage, [...FAULTS, ...controls]);
  }, 2 * MINUTES_MS);

  afterAll(() => stage.close());

  test.each(FAULTS)("is caught by name at $shows: $name", ({ name, shows, says }) => {
    const outcome = outcomes.get(name);

    expect(outcome?.said).toMatch(says);
    expect(outcome?.shows).toBe(shows);
  });

  test.each(CONTROLS)("is not seen where there is none: $name", ({ name }) => {
    expect(outcomes.get(name)).toEqual({ shows: "nowhere", said: "" });
  });

  test("is one of more than thirty, and of more than ten that only an apply or a destroy shows", () => {
    expect(FAULTS.length).toBeGreaterThan(30);
    expect(FAULTS.filter(({ shows }) => shows !== "validate").length).toBeGreaterThan(10);
  });
});
