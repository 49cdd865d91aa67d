import { perimeterChangesAreWatched } from "../../../../verify/claims/operations/perimeter-changes-are-watched";
import { readPosture } from "../../../../verify/posture/read-posture";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import { synthesizedText } from "../../../fixtures/synthesized";
import { assignArguments, type MutableStack, type StackEdit } from "../../fixtures/mutant";
import { declaredConfigRules } from "../../mutants/fixtures/detection-mutants";

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
