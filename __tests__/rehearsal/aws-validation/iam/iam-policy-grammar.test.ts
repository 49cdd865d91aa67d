import { policyGrammarErrors } from "../../../../rehearsal/aws-validation/iam/iam-policy-grammar";

const SOUND = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

function document(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

describe("the grammar that the stand-in holds policies to", () => {
  test("finds nothing in a sound policy of each kind", () => {
    expect(policyGrammarErrors(document(SOUND), "identity")).toEqual([]);
    expect(policyGrammarErrors(document({ ...SOUND, Principal: "*" }), "resource")).toEqual([]);
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
  ])("knows the operator %s", (operator) => {
    expect(
      policyGrammarErrors(document({ ...SOUND, Condition: { [operator]: { "aws:SourceIp": "x" } } }), "identity"),
    ).toEqual([]);
  });

  test.each(["StringEqual", "NullIfExists", "ForSomeValues:StringEquals", "stringequals"])(
    "does not know the operator %s",
    (operator) => {
      const faults = policyGrammarErrors(
        document({ ...SOUND, Condition: { [operator]: { "aws:SourceIp": "x" } } }),
        "identity",
      );

      expect(faults).toEqual([expect.stringContaining("condition operator")]);
    },
  );

  test.each([
    ["no JSON", "{", "invalid JSON policy"],
    ["JSON that is no object", '"*"', "not an object"],
    ["no statement", '{"Version":"2012-10-17"}', "Statement is missing"],
    [
      "a version that does not exist",
      JSON.stringify({ Version: "2012-10-18", Statement: [SOUND] }),
      "Version is 2012-10-18",
    ],
    ["one Sid twice", document({ ...SOUND, Sid: "A" }, { ...SOUND, Sid: "A" }), "must be unique"],
    ["a misspelt element", document({ ...SOUND, Ressource: "*" }), "element"],
    ["an Effect of its own", document({ ...SOUND, Effect: "allow" }), "Effect"],
    ["no action", document({ Effect: "Allow", Resource: "*" }), "must contain actions"],
    ["no resource", document({ Effect: "Allow", Action: "*" }), "must contain resources"],
    ["a principal where none belongs", document({ ...SOUND, Principal: "*" }), "should not specify a principal"],
  ])("refuses an identity policy with %s", (_what, text, said) => {
    expect(policyGrammarErrors(text, "identity").join("\n")).toContain(said);
  });

  test("refuses a resource policy that speaks to nobody", () => {
    expect(policyGrammarErrors(document(SOUND), "resource")).toEqual([expect.stringContaining("Principal")]);
  });
});
