import { issuesWith, studioSettings } from "../../fixtures/sample-environment";

function issuesOf(instanceTypes: object, changes: object = {}): readonly string[] {
  return issuesWith({ ...studioSettings({ instanceTypes }), ...changes });
}

test("instance types and families that the Region offers are no issue", () => {
  expect(issuesOf({ apps: ["ml.t3.medium"], training: ["ml.m5.*", "ml.g5.xlarge"], endpoints: ["ml.inf2.*"] })).toEqual(
    [],
  );
});

test("a list of instance types has at least one entry of the form of SageMaker", () => {
  expect(issuesOf({ training: [] })).toEqual([
    "studio.instanceTypes.training: is empty, got an empty list; list 1 or more",
  ]);
  expect(issuesOf({ training: ["m5.large", "ml.*.large"] })).toEqual(
    ["m5.large", "ml.*.large"].map(
      (type, index) =>
        `studio.instanceTypes.training[${index}]: is not a SageMaker instance type or family, got ${type}; use a SageMaker instance type or family, such as ml.m5.large or ml.m5.*`,
    ),
  );
});

test("an instance type that SageMaker does not have for the use is refused with the closest one", () => {
  expect(issuesOf({ training: ["ml.m5.lage"], transform: ["ml.p5.48xlarge"] })).toEqual([
    "studio.instanceTypes.training[0]: is no instance type for training (table of 2026-11-29), got ml.m5.lage; use a type such as ml.m5.large",
    expect.stringMatching(
      /^studio.instanceTypes.transform\[0\]: is no instance type for transform \(table of 2026-11-29\), got ml.p5.48xlarge; use a type such as ml\./,
    ),
  ]);
});

test("an instance type that the Region does not offer is refused", () => {
  expect(issuesOf({ training: ["ml.p4de.24xlarge", "ml.p4de.*"] })).toEqual(
    ["ml.p4de.24xlarge", "ml.p4de.*"].map(
      (type, index) =>
        `studio.instanceTypes.training[${index}]: is offered in no zone of eu-west-1 (table of 2026-11-29), got ${type}; use another type`,
    ),
  );
});

test("an instance type that no zone of the environment offers is refused with the zones that do", () => {
  expect(issuesOf({ training: ["ml.p4d.24xlarge"] })).toEqual([
    "studio.instanceTypes.training[0]: is offered in no zone of the environment (table of 2026-11-29), got ml.p4d.24xlarge; use another type, or a zone of c",
  ]);
});

test("an instance type of a Region that the table does not know is not judged by Region", () => {
  const mexico = {
    region: "mx-central-1",
    availabilityZones: ["mx-central-1a", "mx-central-1b"],
    packages: { kind: "none" },
  };

  expect(issuesOf({ training: ["ml.p4de.24xlarge"] }, mexico)).toEqual([]);
});

test("an instance type is listed once for each use", () => {
  expect(issuesOf({ apps: ["ml.t3.medium"], training: ["ml.m5.large", "ml.m5.large"] })).toEqual([
    "studio.instanceTypes.training[1]: is listed twice, got ml.m5.large; list every type once",
  ]);
});
