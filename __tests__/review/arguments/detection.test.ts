import { review } from "../../../review/review";
import { outcomeOf } from "../../../review/review-outcome";
import {
  addResource,
  argumentsAt,
  assignArguments,
  deleteResources,
  inOrder,
  type MutableArguments,
  type StackEdit,
} from "../../verify/fixtures/mutant";
import { changeAfterEdits, changeBetweenEdits, type StackChange } from "../fixtures/changed-stack";

const alarm = "aws_cloudwatch_metric_alarm.egress_firewall_alarms_denials";
const filter = "aws_cloudwatch_log_metric_filter.egress_firewall_alarms_denials_count";

function reviewChange({ beforeAndAfter }: StackChange) {
  const found = review(beforeAndAfter, { name: "prod", file: "prod.json" });
  const lost = found.differences.filter(({ kind }) => kind === "detection-lost");
  return { found, lost: lost.map(({ text }) => text) };
}

function reviewOf(...edits: readonly StackEdit[]) {
  return reviewChange(changeAfterEdits("prod", ...edits));
}

const alarmWith =
  (values: MutableArguments): StackEdit =>
  (stack) =>
    assignArguments(stack, alarm, values);

test("prod has the alarm of these tests, with a threshold that more denials cross.", () => {
  const { after } = changeAfterEdits("prod");
  const values = after.resources.find(({ address }) => address === alarm)?.values;

  expect(values).toMatchObject({ comparison_operator: "GreaterThanThreshold", threshold: 10 });
});

test.each<[string, StackEdit, string]>([
  ["is removed", (stack) => deleteResources(stack, alarm), `${alarm} is removed: nothing else watches the same`],
  [
    "does nothing any more",
    alarmWith({ actions_enabled: false }),
    "actions_enabled is set to false: a safeguard is lost",
  ],
  ["needs more to be crossed", alarmWith({ threshold: 1000 }), "threshold changes from"],
  ["waits longer", alarmWith({ evaluation_periods: 24 }), "evaluation_periods changes from 1 to 24"],
  ["watches another metric", alarmWith({ metric_name: "Another" }), "metric_name changes from"],
])("An alarm that %s is lost detection, and needs approval.", (_, edit, text) => {
  const { found, lost } = reviewOf(edit);

  expect(lost).toEqual([expect.stringContaining(text)]);
  expect(outcomeOf(found)).toBe("needs approval");
});

test.each<[string, StackEdit]>([
  ["has another name", alarmWith({ alarm_name: "renamed", alarm_description: "text" })],
  ["is crossed by less", alarmWith({ threshold: 0 })],
  [
    "has another address",
    (stack) => {
      addResource(stack, "aws_cloudwatch_metric_alarm.renamed", { ...argumentsAt(stack, alarm), alarm_name: "other" });
      deleteResources(stack, alarm);
    },
  ],
])("An alarm that %s still detects what it did.", (_, edit) => {
  const { found, lost } = reviewOf(edit);

  expect({ lost, outcome: outcomeOf(found) }).toEqual({ lost: [], outcome: "nothing to approve" });
});

test("A metric filter that counts something else, an event rule that goes or is off, and controls that are declared no more are lost detection, the target of the rule is not a loss of its own.", () => {
  const rule = "aws_cloudwatch_event_rule.detection_firewall_changed_rule";
  const target = "aws_cloudwatch_event_target.detection_firewall_changed_alert";

  expect(reviewOf((stack) => assignArguments(stack, filter, { pattern: "nothing" })).lost).toEqual([
    expect.stringContaining(`${filter}: pattern changes from`),
  ]);
  expect(reviewOf((stack) => deleteResources(stack, rule, target)).lost).toEqual([
    `${rule} is removed: nothing else watches the same`,
  ]);
  expect(reviewOf((stack) => deleteResources(stack, target)).lost).toEqual([
    `${target} is removed: nothing else watches the same`,
  ]);
  expect(reviewOf((stack) => assignArguments(stack, rule, { state: "DISABLED" })).lost).toEqual([
    expect.stringContaining("state changes from ENABLED to DISABLED"),
  ]);
});

test("A rule that goes is lost detection although a rule with the same pattern stays that tells nobody, and one that tells the same is not.", () => {
  const rule = "aws_cloudwatch_event_rule.detection_firewall_changed_rule";
  const target = "aws_cloudwatch_event_target.detection_firewall_changed_alert";
  const withAnother =
    (isTold: boolean): StackEdit =>
    (stack) => {
      addResource(stack, "aws_cloudwatch_event_rule.other", { ...argumentsAt(stack, rule), name: "other" });
      if (isTold) {
        const told = { ...argumentsAt(stack, target), rule: "${aws_cloudwatch_event_rule.other.name}" };
        addResource(stack, "aws_cloudwatch_event_target.other", told);
      }
      deleteResources(stack, rule, target);
    };

  expect(reviewOf(withAnother(false)).lost).toEqual([`${rule} is removed: nothing else watches the same`]);
  expect(reviewOf(withAnother(true)).lost).toEqual([]);
});

test("A detector that goes is lost detection although one of another Region stays, and not if another one of its Region does.", () => {
  const detector = "aws_guardduty_detector.main";
  const lostNextToOneOf = (region: string) => {
    const other: StackEdit = (stack) => addResource(stack, "aws_guardduty_detector.other", { enable: true, region });
    const both = inOrder((stack) => addResource(stack, detector, { enable: true }), other);
    return reviewChange(changeBetweenEdits("prod", both, other)).lost;
  };

  expect(lostNextToOneOf("us-west-2")).toEqual([`${detector} is removed: nothing else watches the same`]);
  expect(lostNextToOneOf("eu-west-1")).toEqual([]);
});
