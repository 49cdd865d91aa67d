import type { MutableArguments, MutableStack } from "../../../fixtures/mutant";
import { otherAccount } from "../real-policies";

/** Numbers from 0 to below 1. */
export type Random = () => number;

type Statement = Record<string, unknown>;

/** A change of one statement; the same statement where it does not apply. */
type StatementChange = (random: Random, statement: Statement) => Statement;

const policyArguments: readonly (readonly [type: string, argument: string])[] = [
  ["aws_iam_policy", "policy"],
  ["aws_iam_role_policy", "policy"],
  ["aws_iam_role", "assume_role_policy"],
  ["aws_s3_bucket_policy", "policy"],
  ["aws_kms_key", "policy"],
  ["aws_vpc_endpoint", "policy"],
];

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

/**
 * Changes one to three statements of one policy of the stack, as a person might who does not know what it means.
 *
 * @returns address of the resource with the policy
 */
export function mutatePolicy(random: Random, stack: MutableStack): string {
  const [type, argument] = pick(
    random,
    policyArguments.filter(([one]) => stack.resource[one] !== undefined),
  );
  const withText = Object.entries(stack.resource[type] ?? {}).filter(
    ([, values]) => typeof values[argument] === "string",
  );
  const [name, values] = pick(random, withText as readonly (readonly [string, MutableArguments])[]);
  const document = JSON.parse(String(values[argument])) as { Statement: Statement[] };
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes -= 1) {
    const at = Math.floor(random() * document.Statement.length);
    document.Statement[at] = pick(random, statementChanges)(random, document.Statement[at] ?? {});
  }
  values[argument] = JSON.stringify(document);
  return `${type}.${name}`;
}

type Tests = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function changeTests(change: (random: Random, tests: Tests) => Tests): StatementChange {
  return (random, statement) => ({ ...statement, Condition: change(random, (statement.Condition ?? {}) as Tests) });
}

function without(tests: Tests, removed: string): Tests {
  return Object.fromEntries(Object.entries(tests).filter(([name]) => name !== removed));
}

function changeOperator(rename: (random: Random, name: string) => string): StatementChange {
  return changeTests((random, tests) => {
    const names = Object.keys(tests);
    const name = pick(random, names);
    const renamed = names.length === 0 ? "" : rename(random, name);
    return names.length === 0 || renamed in tests ? tests : { ...without(tests, name), [renamed]: tests[name] ?? {} };
  });
}

function changeValues(change: (random: Random, values: readonly unknown[]) => unknown): StatementChange {
  return changeTests((random, tests) => {
    const name = pick(random, Object.keys(tests));
    const keys = Object.entries(tests[name] ?? {});
    if (keys.length === 0) {
      return tests;
    }
    const [key, values] = pick(random, keys);
    return { ...tests, [name]: { ...tests[name], [key]: change(random, [values].flat()) } };
  });
}

function changeTexts(element: string, change: (random: Random, text: string) => string): StatementChange {
  return (random, statement) => {
    const texts = [statement[element] ?? []].flat().map(String);
    const at = Math.floor(random() * texts.length);
    return texts.length === 0
      ? statement
      : {
          ...statement,
          [element]: texts.map((text, index) =>
            index === at ? aroundReferences(text, (one) => change(random, one)) : text,
          ),
        };
  };
}

/** Changes the text with each reference as one character, so that it is kept or goes as a whole. */
function aroundReferences(text: string, change: (text: string) => string): string {
  const references: string[] = [];
  const marked = text.replace(/\$?\$\{[^}]*\}/g, (reference) => {
    references.push(reference);
    return String.fromCodePoint(0xe000 + references.length - 1);
  });
  return change(marked).replace(/[\ue000-\ue0ff]/g, (mark) => references[(mark.codePointAt(0) ?? 0) - 0xe000] ?? "");
}

function renameElement(from: string, to: string): StatementChange {
  return (_, { [from]: value, ...rest }) => (value === undefined ? { ...rest } : { ...rest, [to]: value });
}

const baseOf = (operator: string): string => operator.replace(/^For\w+:|IfExists$/g, "");

/** Tests that no policy of the stacks has, and some of theirs. */
const furtherTests: readonly (readonly [operator: string, key: string, value: unknown])[] = [
  ["StringNotEquals", "aws:PrincipalAccount", "${data.aws_caller_identity.account_caller.account_id}"],
  ["StringEquals", "aws:PrincipalAccount", ["${data.aws_caller_identity.account_caller.account_id}", otherAccount]],
  ["StringLike", "aws:PrincipalArn", `arn:aws:iam::${otherAccount}:*`],
  ["ArnNotLike", "aws:PrincipalArn", ["arn:aws:iam::*:role/admin*", "arn:aws:iam::*:user/?"]],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:root"],
  ["StringNotLike", "aws:PrincipalArn", "*:role/*"],
  ["StringEquals", "aws:PrincipalType", "User"],
  ["StringLike", "aws:username", ["a*", "?b"]],
  ["Null", "aws:SourceVpce", "true"],
  ["Null", "aws:PrincipalTag/team", ["false"]],
  ["StringEquals", "aws:SourceVpc", "${aws_vpc.network_vpc.id}"],
  ["StringNotEqualsIfExists", "aws:SourceVpc", "vpc-0123456789abcdef0"],
  ["IpAddress", "aws:SourceIp", ["203.0.113.0/24", "10.0.0.0/8"]],
  ["NotIpAddress", "aws:SourceIp", "0.0.0.0/0"],
  ["NotIpAddressIfExists", "aws:VpcSourceIp", "10.0.0.0/16"],
  ["BoolIfExists", "aws:ViaAWSService", "false"],
  ["Bool", "aws:MultiFactorAuthPresent", "true"],
  ["ForAnyValue:StringEquals", "aws:CalledVia", "athena.amazonaws.com"],
  ["ForAllValues:StringLike", "aws:TagKeys", ["team", "cost*"]],
  ["ForAnyValue:StringNotEquals", "aws:TagKeys", "team"],
  ["StringEquals", "aws:CalledViaLast", "cloudformation.amazonaws.com"],
  ["NumericLessThan", "aws:MultiFactorAuthAge", "3600"],
  ["DateLessThan", "aws:CurrentTime", "2020-01-01T00:00:00Z"],
  ["DateGreaterThan", "aws:CurrentTime", "2027-01-01T00:00:00Z"],
  ["NumericGreaterThanEquals", "s3:TlsVersion", "1.3"],
  ["StringEquals", "aws:PrincipalTag/team", "$${aws:username}"],
  ["StringNotEquals", "aws:PrincipalTag/team", "$${aws:ResourceTag/team}"],
  ["StringLike", "aws:userid", "*:$${aws:PrincipalTag/name, 'nobody'}"],
  ["StringEqualsIgnoreCase", "aws:PrincipalTag/team", "DATA"],
  ["StringEquals", "kms:CallerAccount", otherAccount],
  ["StringLike", "kms:ViaService", "s3.*.amazonaws.com"],
  ["StringEquals", "aws:ResourceAccount", otherAccount],
];

const statementChanges: readonly StatementChange[] = [
  (_, statement) => ({ ...statement, Effect: statement.Effect === "Allow" ? "Deny" : "Allow" }),
  (_, { Condition, ...rest }) => rest,
  changeTests((random, tests) => without(tests, pick(random, Object.keys(tests)))),
  changeTests((random, tests) => {
    const [operator, key, value] = pick(random, furtherTests);
    return { ...tests, [operator]: { ...tests[operator], [key]: value } };
  }),
  changeOperator((_, name) => (name === "Null" ? name : `${baseOf(name)}IfExists`)),
  changeOperator((random, name) => `${pick(random, ["ForAllValues:", "ForAnyValue:"])}${baseOf(name)}`),
  changeOperator((_, name) =>
    /^(?:Bool|Null|Date|Numeric)/.test(name)
      ? name
      : /Not/.test(name)
        ? name.replace("Not", "")
        : name.replace(/(String|Arn)(?=Equals|Like)/, "$1Not").replace(/IpAddress/, "NotIpAddress"),
  ),
  changeOperator((_, name) => name.replace(/Equals(?!IgnoreCase)/, "Like")),
  changeOperator((_, name) => name.replace(/^StringLike|^StringEquals(?!I)/, "ArnLike")),
  changeOperator((_, name) => name.replace(/StringEquals$/, "StringEqualsIgnoreCase")),
  changeValues((random, values) => [
    ...values,
    pick(random, ["*", "x*", `arn:aws:iam::${otherAccount}:role/*`, "true", "$${aws:username}"]),
  ]),
  changeValues((_, values) => values.slice(1)),
  changeValues((random, values) =>
    values.map((value) => aroundReferences(String(value), (text) => `${text.slice(0, -1)}${pick(random, ["*", "?"])}`)),
  ),
  changeTexts("Action", (_, text) => text.toUpperCase()),
  changeTexts("Action", (random, text) => `${text.slice(0, 6 + Math.floor(random() * text.length))}*`),
  changeTexts("Action", (random, text) =>
    pick(random, ["*", "s3:*", "*:*", "s3:?etObject", text.replace(/:.*/, ":*")]),
  ),
  changeTexts("Resource", (_, text) => text.replace(/:[^:]*$/, ":*")),
  changeTexts("Resource", (_, text) => (text.endsWith("*") ? text.slice(0, -1) : `${text}*`)),
  changeTexts("Resource", (_, text) => text.replace(/(arn:[^:]*:[^:]*:)[^:]*/, "$1*")),
  changeTexts("Resource", (_, text) => text.replace(/\w(?=[^:/]*$)/, "?")),
  changeTexts("Resource", (_, text) => text.replace(/[^:/]*$/, "$$$${aws:PrincipalTag/team}/*")),
  changeTexts("Resource", () => "*"),
  renameElement("Action", "NotAction"),
  renameElement("Resource", "NotResource"),
  renameElement("Principal", "NotPrincipal"),
  (_, statement) => (statement.Principal === undefined ? statement : { ...statement, Principal: "*" }),
  (_, statement) =>
    statement.Principal === undefined
      ? statement
      : { ...statement, Principal: { AWS: [`arn:aws:iam::${otherAccount}:user/bob`, otherAccount] } },
  (_, statement) =>
    statement.Principal === undefined
      ? statement
      : { ...statement, Principal: { AWS: `arn:aws:sts::${otherAccount}:assumed-role/guest/me` } },
];
