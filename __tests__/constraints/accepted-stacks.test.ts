import { Testing } from "cdktf";
import fc from "fast-check";
import { awsConfiguration } from "../../constraints/configuration/aws-configuration";
import { refusalLine } from "../../constraints/refusal";
import { refusals } from "../../constraints/refusals";
import { schemaCoverage } from "../../constraints/schemas/coverage";
import type { Environment } from "../../envs/schema/environment";
import { disableCreationStacks } from "../../stacks/cdktf/disable-creation-stacks";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import { validEnvironments } from "../fixtures/arbitrary-environment";
import { propertyRuns } from "../fixtures/property-runs";
import { testingApp } from "../fixtures/testing-app";
import { stacksOfEveryOption } from "./fixtures/every-option";

/** Each run synthesizes a whole stack, and shrinking would synthesize many. */
const runs = { ...propertyRuns(6), endOnFailure: true };
const patienceMilliseconds = 120_000;

beforeAll(disableCreationStacks);

function refusedLines(json: unknown): readonly string[] {
  return refusals(awsConfiguration(json)).map(refusalLine);
}

/** The stack of an environment. */
function synthesized(environment: Environment): unknown {
  const stack = new PerimeterStack(testingApp(), environment.name, { environment });
  return JSON.parse(Testing.synth(stack));
}

test.each(stacksOfEveryOption())("AWS would refuse nothing in the stack $name.", ({ json }) => {
  expect(refusedLines(json)).toEqual([]);
});

test(
  "AWS would refuse nothing in the stack of any valid environment, but for what its region lacks, and every argument has a schema or a reason.",
  () => {
    fc.assert(
      fc.property(validEnvironments, (environment) => {
        const json = synthesized(environment);
        expect(refusedLines(json).filter((line) => !line.includes("region table"))).toEqual([]);
        expect(schemaCoverage(awsConfiguration(json).resources).unknown).toEqual([]);
      }),
      runs,
    );
  },
  patienceMilliseconds,
);
