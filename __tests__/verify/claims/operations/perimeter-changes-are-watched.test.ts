import { perimeterChangesAreWatched } from "../../../../verify/claims/operations/perimeter-changes-are-watched";
import { readPosture } from "../../../../verify/posture/read-posture";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import { synthesizedText } from "../../../fixtures/synthesized";
import type { MutableStack } from "../../fixtures/mutant";
import { declaredConfigRules } from "../../mutants/fixtures/detection-mutants";

test("declared rules are proved without a recorder, a subscription and the text of a Guard policy", () => {
  const stack = JSON.parse(synthesizedText("prod")) as MutableStack;
  declaredConfigRules(stack);
  const configuration = readConfiguration(stack, "prod");

  const { kind } = perimeterChangesAreWatched.decide({
    configuration,
    posture: readPosture(configuration) as Parameters<typeof perimeterChangesAreWatched.decide>[0]["posture"],
  });

  expect(kind).toBe("proved");
});
