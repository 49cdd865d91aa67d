import { ownAccount } from "../fixtures/mutant";
import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { declaredConfigRules, detectionMutants, watchingOnly } from "./fixtures/detection-mutants";

describeMutants("detection", detectionMutants, "named");

describePermittedUses(
  [
    { name: "AWS Config rules are declared and there", environments: ["prod"], edit: declaredConfigRules },
    {
      name: "a rule names the account and the Region of the stack, whose events alone its bus gets",
      environments: ["prod"],
      edit: watchingOnly("firewall_changed", { account: [ownAccount], region: ["us-east-1", "eu-west-1"] }),
    },
  ],
  ["operations"],
);
