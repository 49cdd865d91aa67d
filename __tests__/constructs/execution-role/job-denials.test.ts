import fc from "fast-check";
import { executionRoleDenials } from "../../../constructs/execution-role/execution-role-denials";
import {
  JOB_ACTION_CONDITION_KEYS,
  type JobConditionKey,
  jobKeyDenials,
  jobNetworkDenials,
} from "../../../constructs/execution-role/job-denials";
import type { Statement } from "../../../constructs/iam/policy-document";
import {
  actionsMatching,
  asList,
  conditionKeysOf,
  serviceActions,
  statementErrors,
} from "../reference/iam-service-reference";
import { evaluateIdentityPolicies } from "../reference/identity-policy-evaluator";

const anyAccount = {
  arn: (service: string, resource: string) => `arn:aws:${service}:eu-west-1:111122223333:${resource}`,
};
const SUBNETS = ["subnet-1", "subnet-2"];
const GROUPS = ["sg-1"];
const VOLUME_KEY = "arn:aws:kms:eu-west-1:111122223333:key/volumes";
const OUTPUT_KEY = "arn:aws:kms:eu-west-1:111122223333:key/objects";

/** What an administrator's role would hold; a guard that is a Deny must hold against it. */
const EVERYTHING: Statement = { Sid: "Everything", Effect: "Allow", Action: "sagemaker:*", Resource: "*" };

function guarded(localStorageInstanceTypes: readonly string[] = []): readonly Statement[] {
  return [
    EVERYTHING,
    ...jobNetworkDenials({ subnetIds: SUBNETS, securityGroupIds: GROUPS }),
    ...jobKeyDenials({ volumeKeyArns: [VOLUME_KEY], outputKeyArns: [OUTPUT_KEY], localStorageInstanceTypes }),
  ];
}

const GOOD: Readonly<Record<JobConditionKey, string | readonly string[]>> = {
  VpcSubnets: ["subnet-1"],
  VpcSecurityGroupIds: GROUPS,
  InterContainerTrafficEncryption: "true",
  VolumeKmsKeyArn: VOLUME_KEY,
  OutputKmsKeyArn: OUTPUT_KEY,
  InstanceTypes: ["ml.m5.large"],
};

const BAD: Readonly<Partial<Record<JobConditionKey, string | readonly string[]>>> = {
  VpcSubnets: ["subnet-1", "subnet-of-others"],
  VpcSecurityGroupIds: ["sg-of-others"],
  InterContainerTrafficEncryption: "false",
  VolumeKmsKeyArn: "arn:aws:kms:eu-west-1:999988887777:key/theirs",
  OutputKmsKeyArn: "arn:aws:kms:eu-west-1:999988887777:key/theirs",
};

type Keys = Readonly<Partial<Record<JobConditionKey, string | readonly string[]>>>;

function decide(action: string, keys: Keys, policies = guarded()) {
  const context = Object.fromEntries(Object.entries(keys).map(([key, value]) => [`sagemaker:${key}`, value]));
  return evaluateIdentityPolicies(policies, { action: `sagemaker:${action}`, context });
}

/** A request that carries every key that the action knows, all good. */
function goodKeys(action: string): Keys {
  const { required, whenPresent: whenGiven } = JOB_ACTION_CONDITION_KEYS[action] ?? { required: [] };
  return Object.fromEntries([...required, ...(whenGiven ?? [])].map((key) => [key, GOOD[key]]));
}

const required = Object.entries(JOB_ACTION_CONDITION_KEYS).flatMap(([action, keys]) =>
  keys.required.filter((key) => key !== "InstanceTypes").map((key) => [action, key] as const),
);
const bounded = Object.entries(JOB_ACTION_CONDITION_KEYS).flatMap(([action, keys]) =>
  [...keys.required, ...(keys.whenPresent ?? [])].flatMap((key) =>
    BAD[key] === undefined ? [] : [[action, key] as const],
  ),
);

describe("the table of guarded actions", () => {
  test.each(Object.entries(JOB_ACTION_CONDITION_KEYS))(
    "the table of guarded actions gives %s only keys that it carries",
    (action, keys) => {
      const carried = actionsMatching(`sagemaker:${action}`).flatMap(conditionKeysOf);

      expect(carried).toEqual(
        expect.arrayContaining([...keys.required, ...(keys.whenPresent ?? [])].map((key) => `sagemaker:${key}`)),
      );
    },
  );

  test.each(["VpcSubnets", "VolumeKmsKeyArn", "OutputKmsKeyArn", "InterContainerTrafficEncryption"])(
    "the table of guarded actions misses no action that carries %s, unless the role is denied the action outright",
    (key) => {
      const carrying = serviceActions("sagemaker").filter((action) =>
        conditionKeysOf(action).includes(`sagemaker:${key}`),
      );
      const shut = executionRoleDenials({ account: anyAccount, domainId: "d-1" })
        .filter(({ Condition }) => Condition === undefined)
        .flatMap(({ Action }) => asList(Action));

      const open = carrying.filter(
        ({ name }) => JOB_ACTION_CONDITION_KEYS[name] === undefined && !shut.includes(`sagemaker:${name}`),
      );

      expect(carrying.length).toBeGreaterThan(8);
      expect(open.map(({ name }) => name)).toEqual([]);
    },
  );
});

describe("the job guards", () => {
  test("the job guards have no operator that applies to keys which may be missing", () => {
    const operators = guarded().flatMap(({ Condition }) => Object.keys(Condition ?? {}));

    expect(operators).not.toEqual(expect.arrayContaining([expect.stringMatching(/IfExists$|^ForAllValues/)]));
  });

  test("the job guards name only actions, condition keys and resources that AWS lists", () => {
    expect(statementErrors(guarded(["ml.g5.*"]))).toEqual([]);
  });

  test.each(Object.keys(JOB_ACTION_CONDITION_KEYS))(
    "the job guards allow %s when every resource is the stack's own",
    (action) => {
      expect(decide(action, goodKeys(action))).toBe("allowed");
    },
  );

  test.each(required)("the job guards deny %s without %s", (action, key) => {
    const { [key]: _, ...without } = goodKeys(action);

    expect(decide(action, without)).toBe("denied");
  });

  test.each(bounded)("the job guards deny %s with a foreign %s", (action, key) => {
    expect(decide(action, { ...goodKeys(action), [key]: BAD[key] })).toBe("denied");
  });

  test("the job guards allow an endpoint that takes its network from its model", () => {
    const { VpcSubnets: _, VpcSecurityGroupIds: __, ...bare } = goodKeys("CreateEndpointConfig");

    expect(decide("CreateEndpointConfig", bare)).toBe("allowed");
  });

  test("the job guards do not affect actions that run no job", () => {
    expect(decide("CreateApp", {})).toBe("allowed");
    expect(decide("CreatePresignedDomainUrl", {})).toBe("allowed");
  });

  test("the job guards deny a training job exactly when it names no subnet or one that is not ours", () => {
    const ours = fc.subarray([...SUBNETS]);
    const theirs = fc.array(fc.stringMatching(/^subnet-[a-f0-9]{8}$/), { maxLength: 3 });

    fc.assert(
      fc.property(ours, theirs, (good, bad) => {
        const subnets = [...good, ...bad];
        const { VpcSubnets: _, ...rest } = goodKeys("CreateTrainingJob");
        const keys = subnets.length === 0 ? rest : { ...rest, VpcSubnets: subnets };

        const allowed = decide("CreateTrainingJob", keys) === "allowed";

        expect(allowed).toBe(good.length > 0 && bad.length === 0);
      }),
    );
  });
});

describe("instances with local storage", () => {
  const policies = guarded(["ml.g5.*", "ml.p4d.*"]);
  const { VolumeKmsKeyArn: _, ...withoutKey } = goodKeys("CreateTrainingJob");

  test.each([
    ["a listed type", ["ml.g5.xlarge"], "allowed"],
    ["two listed types", ["ml.g5.xlarge", "ml.p4d.24xlarge"], "allowed"],
    ["a type that is not listed", ["ml.m5.large"], "denied"],
    ["a listed type and one that is not listed", ["ml.g5.xlarge", "ml.m5.large"], "denied"],
  ] as const)("with no volume key, %s is %s", (_name, types, expected) => {
    expect(decide("CreateTrainingJob", { ...withoutKey, InstanceTypes: types }, policies)).toBe(expected);
  });

  test("instances with local storage do not exempt a job that names no instance type", () => {
    const { InstanceTypes: __, ...bare } = withoutKey;

    expect(decide("CreateTrainingJob", bare, policies)).toBe("denied");
  });

  test("instances with local storage do not exempt an action without instance types", () => {
    const { VolumeKmsKeyArn: __, ...bare } = goodKeys("CreateAutoMLJob");

    expect(decide("CreateAutoMLJob", bare, policies)).toBe("denied");
  });

  test("instances with local storage do not exempt a foreign key", () => {
    const foreign = { ...withoutKey, VolumeKmsKeyArn: BAD.VolumeKmsKeyArn, InstanceTypes: ["ml.g5.xlarge"] };

    expect(decide("CreateTrainingJob", foreign, policies)).toBe("denied");
  });
});
