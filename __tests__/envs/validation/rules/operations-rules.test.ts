import { issuesWith } from "../../fixtures/sample-environment";

describe("protections", () => {
  test("protections contradict forceDestroyBuckets", () => {
    expect(issuesWith({ protections: true, forceDestroyBuckets: true })).toEqual([
      "forceDestroyBuckets: contradicts protections, got true; set one of the two to false",
    ]);
    expect(issuesWith({ protections: false, forceDestroyBuckets: true })).toEqual([]);
    expect(issuesWith({ protections: true, forceDestroyBuckets: false })).toEqual([]);
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
