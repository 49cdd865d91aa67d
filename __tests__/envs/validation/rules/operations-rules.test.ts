import { issuesWith } from "../../fixtures/sample-environment";

describe("protections", () => {
  test("contradict buckets that are destroyed with their content", () => {
    expect(issuesWith({ protections: true, forceDestroyBuckets: true })).toEqual([
      "forceDestroyBuckets: contradicts protections, got true; set one of the two to false",
    ]);
    expect(issuesWith({ protections: false, forceDestroyBuckets: true })).toEqual([]);
    expect(issuesWith({ protections: true, forceDestroyBuckets: false })).toEqual([]);
  });

  test("are on where an environment does not say", () => {
    expect(issuesWith({ forceDestroyBuckets: true })).toHaveLength(1);
  });
});

describe("topics of alarms", () => {
  test("must be in the environment's region", () => {
    const topics = ["eu-west-1", "us-east-1"].map((region) => `arn:aws:sns:${region}:111122223333:alarms`);

    expect(issuesWith({ alarmTopicArns: topics })).toEqual([
      "alarmTopicArns[1]: is not in eu-west-1, got arn:aws:sns:us-east-1:111122223333:alarms; use a topic in eu-west-1",
    ]);
  });
});
