import { environmentIssues } from "../../../../envs/validation/parse-environments";
import { sampleEnvironment, TODAY } from "../../fixtures/sample-environment";

describe("environments of one list", () => {
  test("two environments cannot have the same name", () => {
    expect(environmentIssues([sampleEnvironment, { ...sampleEnvironment, vpcCidr: "10.41.0.0/16" }], TODAY)).toEqual([
      "test: name: is also the name of another environment, got test; rename one of them",
    ]);
  });

  test.each([
    ["10.40.0.0/16", "10.40.128.0/17"],
    ["10.40.128.0/17", "10.40.0.0/16"],
    ["10.40.0.0/16", "10.40.0.0/16"],
  ])("the VPC blocks of two environments cannot overlap: %s and %s", (first, second) => {
    const environments = [
      { ...sampleEnvironment, vpcCidr: first },
      { ...sampleEnvironment, name: "other", vpcCidr: second },
    ];

    expect(environmentIssues(environments, TODAY)).toEqual([
      `other: vpcCidr: overlaps ${first} of test, got ${second}; use a block that no other environment uses`,
    ]);
  });

  test("the VPC blocks of two environments can be adjacent", () => {
    const neighbour = { ...sampleEnvironment, name: "other", vpcCidr: "10.41.0.0/16" };

    expect(environmentIssues([sampleEnvironment, neighbour], TODAY)).toEqual([]);
  });

  test("environments are compared even if one of them has no valid name", () => {
    expect(environmentIssues([{ ...sampleEnvironment, name: "" }, sampleEnvironment], TODAY)).toContain(
      "test: vpcCidr: overlaps 10.40.0.0/16 of another environment, got 10.40.0.0/16; use a block that no other environment uses",
    );
  });
});
