import { issuesWith } from "../../fixtures/sample-environment";

describe("protections", () => {
  test("protections contradict forceDestroyBuckets", () => {
    expect(issuesWith({ protections: true, forceDestroyBuckets: true })).toEqual([
      "forceDestroyBuckets: contradicts protections, got true; set one of the two to false",
    ]);
    expect(issuesWith({ protections: false, forceDestroyBuckets: true })).toEqual([]);
    expect(issuesWith({ protections: true, forceDestroyBuckets: false })).toEqual([]);
  });

  test("protections contradict home directories that are deleted with the domain", () => {
    expect(issuesWith({ protections: true, efsRetention: "Delete" })).toEqual([
      "efsRetention: contradicts protections, got Delete; use Retain, or set protections to false",
    ]);
    expect(issuesWith({ protections: false, efsRetention: "Delete" })).toEqual([]);
  });

  test("protections are on by default", () => {
    expect(issuesWith({ forceDestroyBuckets: true })).toHaveLength(1);
  });
});

describe("topics of alarms", () => {
  test("alarm topics must be in the Region of the environment", () => {
    const topics = ["eu-west-1", "us-east-1"].map((region) => `arn:aws:sns:${region}:111122223333:alarms`);

    expect(issuesWith({ alarmTopicArns: topics })).toEqual([
      "alarmTopicArns[1]: is not in eu-west-1, got arn:aws:sns:us-east-1:111122223333:alarms; use a topic in eu-west-1",
    ]);
  });
});

describe("roles that policies of buckets and package repositories exempt", () => {
  test.each([
    [{ deployers: ["role/studio-perimeter-test-*"] }, "deployers[0]", "role/studio-perimeter-test-*"],
    [{ deployers: ["role/apply", "role/stu*"] }, "deployers[1]", "role/stu*"],
    [{ breakGlass: ["role/studio-*-execution"] }, "breakGlass[0]", "role/studio-*-execution"],
    [
      { packages: { kind: "codeartifact", approvers: ["role/ann", "role/stu*"] } },
      "packages.approvers[1]",
      "role/stu*",
    ],
  ])("an exempt role pattern that includes the execution role is refused: %j", (change, field, value) => {
    expect(issuesWith(change)).toEqual([
      `${field}: includes the execution role of Studio, got ${value}; name the roles without a wildcard`,
    ]);
  });

  test("an exempt role pattern that does not include the execution role is accepted", () => {
    expect(issuesWith({ deployers: ["role/deployers/test-*", "role/studio-perimeter-test-apply"] })).toEqual([]);
  });
});
