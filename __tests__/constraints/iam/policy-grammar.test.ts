import { policyGrammarErrors } from "../../../constraints/iam/policy-grammar";

const VALID = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

function document(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

describe("the IAM policy grammar", () => {
  test("A valid policy of each kind has no grammar error.", () => {
    expect(policyGrammarErrors(document(VALID), "identity")).toEqual([]);
    expect(policyGrammarErrors(document({ ...VALID, Principal: "*" }), "resource")).toEqual([]);
    expect(
      policyGrammarErrors(document({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }), "trust"),
    ).toEqual([]);
  });

  test.each([
    "StringNotEqualsIfExists",
    "ForAnyValue:StringLike",
    "ForAllValues:ArnNotLikeIfExists",
    "Null",
    "NumericLessThanEquals",
    "NotIpAddress",
    "BoolIfExists",
  ])("The condition operator %s is accepted.", (operator) => {
    expect(
      policyGrammarErrors(document({ ...VALID, Condition: { [operator]: { "aws:SourceIp": "x" } } }), "identity"),
    ).toEqual([]);
  });

  test.each(["StringEqual", "NullIfExists", "ForSomeValues:StringEquals", "stringequals"])(
    "The condition operator %s is rejected.",
    (operator) => {
      const errors = policyGrammarErrors(
        document({ ...VALID, Condition: { [operator]: { "aws:SourceIp": "x" } } }),
        "identity",
      );

      expect(errors).toEqual([expect.stringContaining("condition operator")]);
    },
  );

  test.each([
    ["invalid JSON", "{", "invalid JSON policy"],
    ["JSON that is not an object", '"*"', "not an object"],
    ["no statement", '{"Version":"2012-10-17"}', "Statement is missing"],
    [
      "an unknown version",
      JSON.stringify({ Version: "2012-10-18", Statement: [VALID] }),
      "must contain a valid version string, got 2012-10-18",
    ],
    ["a duplicate Sid", document({ ...VALID, Sid: "A" }, { ...VALID, Sid: "A" }), "must be unique"],
    ["a misspelled element", document({ ...VALID, Ressource: "*" }), "unknown statement element"],
    ["an invalid Effect", document({ ...VALID, Effect: "allow" }), "Effect"],
    ["no action", document({ Effect: "Allow", Resource: "*" }), "must contain actions"],
    ["no resource", document({ Effect: "Allow", Action: "*" }), "must contain resources"],
    ["a principal", document({ ...VALID, Principal: "*" }), "should not specify a principal"],
  ])("An identity policy with %s is rejected.", (_fault, text, message) => {
    expect(policyGrammarErrors(text, "identity").join("\n")).toContain(message);
  });

  test("A resource policy without a principal is rejected.", () => {
    expect(policyGrammarErrors(document(VALID), "resource")).toEqual([expect.stringContaining("Principal")]);
  });
});
