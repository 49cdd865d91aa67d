import { perimeterChangesAreWatched } from "../../../../verify/claims/operations/perimeter-changes-are-watched";
import { readPosture } from "../../../../verify/posture/read-posture";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import { synthesizedText } from "../../../fixtures/synthesized";
import { assignArguments, type MutableStack, type StackEdit } from "../../fixtures/mutant";
import { declaredConfigRules, withoutComputeCall } from "../../mutants/fixtures/detection-mutants";

type Subject = Parameters<typeof perimeterChangesAreWatched.decide>[0];

function decide(edit: StackEdit) {
  const stack = JSON.parse(synthesizedText("prod")) as MutableStack;
  edit(stack);
  const configuration = readConfiguration(stack, "prod");
  return perimeterChangesAreWatched.decide({
    configuration,
    posture: readPosture(configuration) as Subject["posture"],
  });
}

/** Calls of the rule about compute that no guard keeps in the VPC. */
function computeCalls(): readonly string[] {
  const { resource } = JSON.parse(synthesizedText("prod"));
  const rule = resource.aws_cloudwatch_event_rule.detection_compute_without_guard_rule;
  return JSON.parse(rule.event_pattern).detail.eventName;
}

test("each call that the execution role is denied for want of a guard is watched, but for those that only may start compute", () => {
  const { resource } = JSON.parse(synthesizedText("prod"));
  const { policy } = resource.aws_iam_policy.permissions_denials;
  const denial = JSON.parse(policy).Statement.find(
    ({ Sid }: { Sid: string }) => Sid === "DenyComputeWithoutNetworkGuard",
  );
  const creations = denial.Action.map((action: string) => action.replace("sagemaker:", "")).filter(
    (name: string) => /^Create/.test(name) && !["CreateAlgorithm", "CreateModelPackage"].includes(name),
  );

  expect(computeCalls()).toEqual(creations);
});

test("a call that the rule about unguarded compute leaves out is found, whichever it is", () => {
  const kinds = computeCalls().map((call) => `${call}: ${decide(withoutComputeCall(call)).kind}`);

  expect(kinds).toEqual(computeCalls().map((call) => `${call}: violated`));
});

test("declared rules are proved without a recorder, a subscription and the text of a Guard policy", () => {
  const { kind } = decide(declaredConfigRules);

  expect(kind).toBe("proved");
});

test("parameters of a managed rule that nobody knows are a doubt about its resources", () => {
  const rule = "aws_config_config_rule.s3_bucket_level_public_access_prohibited";
  const { kind, evidence } = decide((stack) => {
    declaredConfigRules(stack);
    assignArguments(stack, rule, {
      input_parameters: '{"excludedPublicBuckets": "${data.aws_ssm_parameter.open.value}"}',
    });
  });

  expect({ kind, evidence }).toEqual({
    kind: "undecided",
    evidence: [{ text: "the parameters of an AWS Config rule may leave out resources", addresses: [rule] }],
  });
});
