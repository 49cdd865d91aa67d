import { awsConfiguration } from "../../../constraints/configuration/aws-configuration";
import type { Refusal } from "../../../constraints/refusal";
import { refusals } from "../../../constraints/refusals";
import { furtherFaults } from "./further-faults";
import { type InjectedFault, soundStack } from "./injected-fault";
import { namedFaults } from "./named-faults";
import { networkFaults } from "./network-faults";
import { policyFaults } from "./policy-faults";
import { reportedFaults } from "./reported-faults";
import { serviceFaults } from "./service-faults";
import { suricataFaultsOfRules } from "./suricata-faults";

const classes = {
  "quotas, names, sizes and regions": furtherFaults,
  "networks, gateways, firewalls and DNS": networkFaults,
  "policy documents": policyFaults,
  "storage, Studio, functions, events, trails and messages": serviceFaults,
  "Suricata rules": suricataFaultsOfRules,
  "names and texts whose forms AWS documents": namedFaults,
};
const unstatedFaults = Object.values(classes).flat();

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

test.each(Object.entries(classes))(
  "Every fault of %s that no schema states is refused, where it is.",
  (name, faults) => {
    const missed = faults.filter((fault) => !isCaught(fault)).map(({ fault }) => fault);
    process.stdout.write(`${name}: ${faults.length - missed.length} of ${faults.length} faults caught\n`);

    expect(missed).toEqual([]);
  },
);

test("There are at least 440 faults.", () => {
  expect(unstatedFaults.length + reportedFaults.length).toBeGreaterThanOrEqual(440);
});

test("No two faults have one name.", () => {
  const names = [...reportedFaults, ...unstatedFaults].map(({ fault }) => fault);

  expect(names.filter((name, at) => names.indexOf(name) < at)).toEqual([]);
});
