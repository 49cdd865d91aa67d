import { environmentIssues } from "../../../../envs/validation/parse-environments";
import { sampleEnvironment, TODAY } from "../../fixtures/sample-environment";

describe("environments of one list", () => {
  test("two environments cannot have the same name", () => {
    expect(environmentIssues([sampleEnvironment, { ...sampleEnvironment, vpcCidr: "10.41.0.0/16" }], TODAY)).toEqual([
      "test: name: is also the name of another environment, got test; rename one of them",
    ]);
  });

  const oneAccount = "111111111111";
  const otherAccount = "222222222222";

  test.each<PairOfNames>([
    ["dev", undefined, "dev-eu", undefined],
    ["dev-eu", undefined, "dev", undefined],
    ["dev", oneAccount, "dev-eu", oneAccount],
    ["dev", oneAccount, "dev-eu", undefined],
    ["dev-eu", undefined, "dev", oneAccount],
  ])("the environments %s of account %s and %s of account %s cannot share name patterns", (...four) => {
    expect(environmentIssues(pair(...four), TODAY)).toEqual([
      `${four[2]}: name: shares name patterns of permissions with ${four[0]} in one account, got ${four[2]}; rename one so that neither is the other's name followed by a hyphen, or set different accounts`,
    ]);
  });

  test.each<PairOfNames>([
    ["dev", oneAccount, "dev-eu", otherAccount],
    ["dev", oneAccount, "deveu", oneAccount],
    ["dev-us", undefined, "dev-eu", undefined],
  ])("the environments %s of account %s and %s of account %s share no name patterns", (...four) => {
    expect(environmentIssues(pair(...four), TODAY)).toEqual([]);
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

type PairOfNames = [first: string, firstAccount: string | undefined, second: string, secondAccount: string | undefined];

function pair(...[first, firstAccount, second, secondAccount]: PairOfNames) {
  const named = (name: string, account: string | undefined, vpcCidr: string) => ({
    ...sampleEnvironment,
    name,
    vpcCidr,
    ...(account === undefined ? {} : { account }),
  });
  return [named(first, firstAccount, "10.40.0.0/16"), named(second, secondAccount, "10.41.0.0/16")];
}
