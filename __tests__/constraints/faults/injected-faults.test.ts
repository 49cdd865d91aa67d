import { awsConfiguration } from "../../../constraints/configuration/aws-configuration";
import type { Refusal } from "../../../constraints/refusal";
import { refusals } from "../../../constraints/refusals";
import { furtherFaults } from "./further-faults";
import { type InjectedFault, soundStack } from "./injected-fault";
import { reportedFaults } from "./reported-faults";

/** What AWS would refuse after the fault, and would not have refused before. */
function refusedBy({ inject }: InjectedFault): readonly Refusal[] {
  const stack = soundStack();
  inject(stack);
  return refusals(awsConfiguration(stack));
}

function isCaught(fault: InjectedFault): boolean {
  return refusedBy(fault).some(({ argument }) => argument.split(", ").includes(fault.argument));
}

test("AWS would refuse nothing in the stack that the faults are injected into.", () => {
  expect(refusals(awsConfiguration(soundStack()))).toEqual([]);
});

test("At least 95 of the 100 faults of the reliability review are refused, where they are.", () => {
  const missed = reportedFaults.filter((fault) => !isCaught(fault)).map(({ fault }) => fault);
  process.stdout.write(`faults of the reliability review: ${100 - missed.length} of ${reportedFaults.length} caught\n`);

  expect(reportedFaults).toHaveLength(100);
  expect(missed).toEqual([]);
});

test("Every further fault is refused, where it is: quotas, names, sizes, regions, policies and Suricata rules.", () => {
  const missed = furtherFaults.filter((fault) => !isCaught(fault)).map(({ fault }) => fault);
  const caught = furtherFaults.length - missed.length;
  process.stdout.write(`faults that no schema states: ${caught} of ${furtherFaults.length} caught\n`);

  expect(missed).toEqual([]);
  expect(furtherFaults.length + reportedFaults.length).toBeGreaterThan(200);
});

test("No two faults have one name.", () => {
  const names = [...reportedFaults, ...furtherFaults].map(({ fault }) => fault);

  expect(names.filter((name, at) => names.indexOf(name) < at)).toEqual([]);
});
