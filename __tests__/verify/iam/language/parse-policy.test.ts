import { type PolicyKind, parsePolicy } from "../../../../verify/iam/language/parse-policy";

const allow = '"Effect":"Allow","Action":"s3:GetObject"';

function statementText(elements: string): string {
  return `{"Version":"2012-10-17","Statement":[{${elements}}]}`;
}

const refused: readonly (readonly [what: string, text: string, problem: string])[] = [
  ["an element twice", statementText(`${allow},"Effect":"Deny"`), "policy: the key Effect is written twice"],
  ["two lists of statements", '{"Statement":[],"Statement":[]}', "policy: the key Statement is written twice"],
  ["a byte order mark", `\ufeff${statementText(allow)}`, "Unexpected token"],
  ["text after the document", `${statementText(allow)} {}`, "Unexpected non-whitespace character"],
  ["elements in lower case", '{"statement":[]}', "policy: unknown element statement"],
  ["an effect in lower case", statementText('"Effect":"deny","Action":"*"'), "Effect is neither Allow nor Deny"],
  ["an unknown version", '{"Version":"2012-10-18","Statement":[]}', "Version is neither"],
  ["a version as a number", '{"Version":2012,"Statement":[]}', "Version is neither"],
  ["no statements", '{"Version":"2012-10-17"}', "statement 1: is not an object"],
  ["a condition that is null", statementText(`${allow},"Condition":null`), "Condition: is not an object"],
  [
    "an operator in lower case",
    statementText(`${allow},"Condition":{"stringequals":{"aws:userid":"x"}}`),
    "unknown condition operator stringequals",
  ],
  [
    "Null with IfExists",
    statementText(`${allow},"Condition":{"NullIfExists":{"aws:userid":"true"}}`),
    "unknown condition operator NullIfExists",
  ],
  [
    "a key twice in different letter cases",
    statementText(`${allow},"Condition":{"StringEquals":{"aws:userid":"x","AWS:UserId":"y"}}`),
    "StringEquals has the key aws:userid twice",
  ],
  [
    "a key without values",
    statementText(`${allow},"Condition":{"StringNotEquals":{"aws:userid":[]}}`),
    "StringNotEquals compares aws:userid with no value",
  ],
  ["an account as a number", statementText(`${allow},"Principal":{"AWS":444455556666}`), "a value is no text"],
  ["an action as a boolean", statementText('"Effect":"Allow","Action":true'), "a value is no text"],
  [
    "more wildcards in a text than anybody writes, which would take minutes",
    statementText(`${allow},"Resource":"arn:aws:s3:::${"*a".repeat(5000)}"`),
    "a text has 5000 wildcards",
  ],
  [
    "as many in a condition",
    statementText(`${allow},"Condition":{"StringLike":{"aws:userid":"${"?".repeat(101)}"}}`),
    "a text has 101 wildcards",
  ],
  ["both forms of an element", statementText(`${allow},"NotAction":"s3:*"`), "has both Action and NotAction"],
];

test.each(refused)("a policy with %s is not understood", (_what, text, problem) => {
  expect(() => parsePolicy(text, "x")).toThrow(problem);
});

test.each([
  ["identity", `${allow},"Resource":"*","Principal":"*"`, "must not have a principal"],
  ["identity", allow, "needs a resource"],
  ["resource", `${allow},"Resource":"*"`, "needs a principal"],
  ["resource", `${allow},"Principal":"*"`, "needs a resource"],
  ["trust", allow, "needs a principal"],
  ["trust", `${allow},"Principal":"*","Resource":"*"`, "must not have a resource"],
] as const)("a policy of kind %s with {%s} is not understood", (kind: PolicyKind, elements, problem) => {
  expect(() => parsePolicy(statementText(elements), "x", kind)).toThrow(problem);
});

test("a policy may write letters as escapes, booleans and numbers in conditions, and one statement without a list", () => {
  const text =
    '{"Statement":{"Effect":"\\u0044eny","Action":"*","Condition":{"Bool":{"aws:SecureTransport":false},"NumericLessThan":{"s3:TlsVersion":1.2}}}}';

  const [statement] = parsePolicy(text, "x").statements;

  expect(statement?.effect).toBe("Deny");
  expect(statement?.conditions.map(({ values }) => values)).toEqual([["false"], ["1.2"]]);
});

test("a policy of the version of 2008 has no variables", () => {
  const read = (version: string) =>
    parsePolicy(`{${version}"Statement":[{${allow},"Resource":"\${aws:username}"}]}`, "x").statements[0]?.resource;

  expect(read('"Version":"2012-10-17",')?.patterns).toEqual(["${aws:username}"]);
  expect(read('"Version":"2008-10-17",')?.patterns).toEqual(read("")?.patterns);
  expect(read("")?.patterns).not.toEqual(["${aws:username}"]);
});
