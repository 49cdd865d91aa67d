import type { WordsOfClaim } from "./words-of-claim";

const otherTraining = "nothing denies other types for training";
const otherTuning = "tuning jobs may have other types";
const otherApps = "apps may have other types";
const unnamedApps = "apps may leave out their type";
const serverless = "endpoints may be serverless";
const autoMl = "AutoML may choose its types";
const oneOfSeveral = "one declared type among several is enough for an endpoint";
const clusters = "the role starts clusters";

/** The words of the claim about instance types. */
export const instanceWords: Readonly<Record<string, WordsOfClaim>> = {
  "instance-types-as-declared": {
    asserts: {
      "Instances have only declared types": [otherTraining],
      "The execution role starts apps": [otherApps],
      jobs: [otherTuning],
      endpoints: [serverless],
      "only on the instance types": [otherTraining],
      "the stack declares for them": ["transform jobs may have a type that is not declared"],
      "Each type of a request must be declared": [oneOfSeveral],
      "a request cannot leave out its types": [unnamedApps, serverless],
      "With declared types for training": [autoMl],
      "AutoML must be denied": [autoMl],
      "it chooses its own types": [autoMl],
      "SageMaker actions": [clusters],
      "name instances of another use": [clusters],
      denied: [clusters],
    },
    permits: {
      "except defaults of spaces": ["spaces without a default type are created"],
    },
    ships: {
      "Instances of the stack itself": ['"instance_type": "ml.t3.medium"'],
      "have the types that its Terraform names": ['"instance_type": "ml.t3.medium"'],
    },
    tests: {
      "A use without declared types": ["instance-types-as-declared judges no use that declares no types"],
      "may use every type": ["instance-types-as-declared judges no use that declares no types"],
    },
    absences: ["Without any declared type", "the claim does not apply"],
  },
};
