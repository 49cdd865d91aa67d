import { describeMutants, describePermittedUses } from "../fixtures/mutant-suites";
import { declaredConfigRules, detectionMutants } from "./fixtures/detection-mutants";

describeMutants("detection", detectionMutants, "named");

describePermittedUses(
  [{ name: "AWS Config rules are declared and there", environments: ["prod"], edit: declaredConfigRules }],
  ["operations"],
);
