import { applyFaults } from "./fixtures/faults/apply-faults";
import { configurationFaults } from "./fixtures/faults/configuration-faults";
import { destroyFaults } from "./fixtures/faults/destroy-faults";
import type { InjectedFault } from "./fixtures/faults/injected-fault";
import { defineResource, type MutableTerraformJson } from "./fixtures/mutable-terraform-json";
import { rehearsedPerimeter } from "./fixtures/rehearsed-perimeter";
import { describeWithTerraform } from "./fixtures/terraform-suites";
import type { TerraformTestBed, TestWorkingCopy } from "./fixtures/terraform-test-bed";
import { startTestBed } from "./fixtures/terraform-test-bed";

const MAXIMUM_CONCURRENCY = 3;
const MINUTES_MS = 60_000;

/** The failed step and its error text on one line. */
interface Outcome {
  readonly failedAt: InjectedFault["failsAt"] | "no step";
  readonly errorText: string;
}

const FAULTS = [...configurationFaults, ...applyFaults, ...destroyFaults];

/** Valid stacks that must not fail. */
const CONTROLS: readonly { readonly name: string; readonly stack: () => MutableTerraformJson }[] = [
  { name: "the sample perimeter without a fault", stack: rehearsedPerimeter },
  {
    name: "a security group with a complete inline rule",
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

/** Undoes the line wrapping of Terraform. */
function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

async function runFault(
  testBed: TerraformTestBed,
  workingCopy: TestWorkingCopy,
  fault: Omit<InjectedFault, "message">,
): Promise<Outcome> {
  await workingCopy.write(fault.stack());
  if (fault.failsAt === "validate") {
    const { code, stdout, stderr } = await workingCopy.run("validate");
    return {
      failedAt: code === 0 ? "no step" : "validate",
      errorText: onOneLine(code === 0 ? stderr : stdout + stderr),
    };
  }
  const applied = await workingCopy.run("apply", "-auto-approve");
  if (applied.code !== 0) {
    return { failedAt: applied.stdout.includes("\nPlan: ") ? "apply" : "plan", errorText: onOneLine(applied.stderr) };
  }
  if (fault.changed !== undefined) {
    await workingCopy.write(fault.changed());
    const updated = await workingCopy.run("apply", "-auto-approve");
    return { failedAt: updated.code === 0 ? "no step" : "update", errorText: onOneLine(updated.stderr) };
  }
  for (const { type, attributes } of (await fault.unmanaged?.(workingCopy)) ?? []) {
    await testBed.providerProcess.addResource(workingCopy.name, type, attributes);
  }
  const destroyed = await workingCopy.run("destroy", "-auto-approve");
  return { failedAt: destroyed.code === 0 ? "no step" : "destroy", errorText: onOneLine(destroyed.stderr) };
}

/** Runs all faults with limited concurrency. */
async function runFaults(
  testBed: TerraformTestBed,
  faults: readonly Omit<InjectedFault, "message">[],
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const queue = faults.entries();
  const worker = async (): Promise<void> => {
    for (const [index, fault] of queue) {
      const workingCopy = await testBed.openWorkingCopy(`fault-${index}`, fault.orphanPolicy);
      outcomes.set(fault.name, await runFault(testBed, workingCopy, fault));
    }
  };
  await Promise.all(Array.from({ length: MAXIMUM_CONCURRENCY }, worker));
  return outcomes;
}

describeWithTerraform("injected faults", () => {
  let testBed: TerraformTestBed;
  let outcomes: Map<string, Outcome>;
  const controls = CONTROLS.map((control) => ({ ...control, failsAt: "destroy" }) as const);

  beforeAll(async () => {
    testBed = await startTestBed([...FAULTS, ...CONTROLS].map(({ stack }) => stack()));
    outcomes = await runFaults(testBed, [...FAULTS, ...controls]);
  }, 2 * MINUTES_MS);

  afterAll(() => testBed.close());

  test.each(FAULTS)(
    "The rehearsal reports $name at $failsAt, with the expected error.",
    ({ name, failsAt, message }) => {
      const outcome = outcomes.get(name);

      expect(outcome?.errorText).toMatch(message);
      expect(outcome?.failedAt).toBe(failsAt);
    },
  );

  test.each(CONTROLS)("The rehearsal reports no error for $name.", ({ name }) => {
    expect(outcomes.get(name)).toEqual({ failedAt: "no step", errorText: "" });
  });

  test("There are more than thirty faults, and more than ten that only an apply or a destroy shows.", () => {
    expect(FAULTS.length).toBeGreaterThan(30);
    expect(FAULTS.filter(({ failsAt }) => failsAt !== "validate").length).toBeGreaterThan(10);
  });
});
