import { account, otherAccount, type PolicyPlace, type RealPolicy } from "./real-policies";
import {
  listOf,
  type PolicyDocument,
  type PolicyStatement,
  type ReferencePolicies,
  type ReferenceRequest,
} from "./reference-evaluator";

/** A request, and the policies that decide it. */
export interface OracleCase {
  readonly request: ReferenceRequest;
  readonly policies: ReferencePolicies;
}

/** Numbers from 0 to below 1, equal for an equal seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Random = () => number;

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

/** A request near the policies: its action, resource and keys come from their statements, or miss them by a little. */
export function randomCase(random: Random, policies: PolicyPool): OracleCase {
  const some = (place: PolicyPlace, count: number): readonly PolicyDocument[] =>
    Array.from({ length: count }, () => pick(random, policies[place]));
  const resourcePlace = pick(random, ["none", "none", "resource", "key", "trust"] as const);
  const decisive: ReferencePolicies = {
    identity: some("identity", 1 + Math.floor(random() * 3)),
    ...(random() < 0.1 ? { boundary: some("identity", 1) } : {}),
    ...(random() < 0.15 ? { endpoint: some("endpoint", 1) } : {}),
    ...(random() < 0.1 ? { control: [some("identity", 2), [allowEverything]] } : {}),
    ...(resourcePlace === "none" ? {} : { resource: some(resourcePlace, 1) }),
    needsResourcePolicy: resourcePlace === "key" || resourcePlace === "trust",
    resourceAccount: random() < 0.9 ? account : otherAccount,
  };
  const documents = [decisive.identity, decisive.boundary, decisive.endpoint, decisive.resource].flatMap(
    (one) => one ?? [],
  );
  const statements = documents.flatMap(({ Statement }) => Statement);
  const granting = [...decisive.identity, ...(decisive.resource ?? [])]
    .flatMap(({ Statement }) => Statement)
    .filter(({ Effect }) => Effect === "Allow");
  const isAimed = granting.length > 0 && random() < 0.7;
  const near = pick(random, isAimed ? granting : statements);
  return {
    policies: decisive,
    request: {
      caller: randomCaller(random, isAimed ? [near] : statements),
      action: concrete(random, pick(random, actionsNear(near))),
      resource: concrete(random, pick(random, resourcesNear(near))),
      keys: isAimed ? randomKeys(random, statements, near) : randomKeys(random, statements),
    },
  };
}

/** What an organization attaches to each level where it restricts nothing. */
const allowEverything: PolicyDocument = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

/** The documents of each place. */
export type PolicyPool = Readonly<Record<PolicyPlace, readonly PolicyDocument[]>>;

/** The documents as they are; or several times, each time with one statement broken. */
export function policyPool(random: Random, policies: readonly RealPolicy[], isMangled: boolean): PolicyPool {
  const pool: Record<PolicyPlace, PolicyDocument[]> = { identity: [], resource: [], key: [], trust: [], endpoint: [] };
  for (const { place, document } of policies) {
    for (let copy = 0; copy < (isMangled ? 12 : 1); copy += 1) {
      pool[place].push(isMangled ? mangle(random, document, place) : document);
    }
  }
  return pool;
}

function actionsNear({ Action, NotAction }: PolicyStatement): readonly string[] {
  const actions = [...listOf(Action), ...listOf(NotAction)];
  return actions.length > 0 ? actions : ["s3:GetObject"];
}

function resourcesNear({ Resource, NotResource }: PolicyStatement): readonly string[] {
  return [...listOf(Resource), ...listOf(NotResource), elsewhere].map((pattern) =>
    pattern === "*" ? elsewhere : pattern,
  );
}

const elsewhere = "arn:aws:s3:::elsewhere/object";

function randomCaller(random: Random, statements: readonly PolicyStatement[]): ReferenceRequest["caller"] {
  const named = statements.flatMap(({ Principal: element, NotPrincipal: excluded }) =>
    [element, excluded].flatMap((one) => (typeof one === "object" ? Object.entries(one) : [])),
  );
  const services = named.flatMap(([kind, values]) => (kind === "Service" ? listOf(values) : []));
  const roles = named.flatMap(([kind, values]) =>
    kind === "AWS" ? listOf(values).filter((value) => value.includes(":role/")) : [],
  );
  const arn = pick(random, [
    `arn:aws:iam::${account}:role/execution_role_role`,
    `arn:aws:iam::${otherAccount}:role/guest`,
    ...roles,
  ]);
  const kind = random();
  if (kind < 0.05) {
    return { kind: "anonymous" };
  }
  return kind < (services.length > 0 ? 0.35 : 0.1)
    ? { kind: "service", name: pick(random, ["s3.amazonaws.com", ...services]) }
    : { kind: "role", account: arn.split(":")[4] ?? "", arn };
}

/** Values of the keys that the statements test: theirs, others, several, or none. */
function randomKeys(
  random: Random,
  statements: readonly PolicyStatement[],
  aim?: PolicyStatement,
): Readonly<Record<string, readonly string[]>> {
  const aimed = Object.entries(aim?.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, written]) => [key.toLowerCase(), operator, listOf(written)] as const),
  );
  const tests = statements.flatMap(({ Condition }) =>
    Object.values(Condition ?? {}).flatMap((keys) => Object.entries(keys)),
  );
  const variables = [...JSON.stringify(statements).matchAll(/\$\{([\w:/-]+)/g)].map((match) => match[1] ?? "");
  const values = new Map<string, string[]>(variables.map((key) => [key.toLowerCase(), ["alice", "bob"]]));
  for (const [key, written] of tests) {
    const known = values.get(key.toLowerCase()) ?? [];
    values.set(key.toLowerCase(), [...known, ...listOf(written as string | readonly string[])]);
  }
  return Object.fromEntries(
    [...values].flatMap(([key, written]): readonly [string, readonly string[]][] => {
      if (written.length === 0) {
        return [];
      }
      const target = aimed.find(([name, , wanted]) => name === key && wanted.length > 0);
      if (target !== undefined && random() < 0.9) {
        const [, operator, wanted] = target;
        return /Not|Null/.test(operator) ? [] : [[key, [concrete(random, pick(random, wanted))]]];
      }
      if (random() < (aim === undefined ? 0.25 : 0.7)) {
        return [];
      }
      const one = (): string =>
        random() < 0.7 ? concrete(random, pick(random, written)) : otherValue(pick(random, written));
      return [[key, random() < 0.15 ? [one(), one()] : [one()]]];
    }),
  );
}

/** A text that the pattern matches, most of the time. */
function concrete(random: Random, pattern: string): string {
  return pattern
    .replace(/^(\d+\.\d+\.\d+\.\d+)\/\d+$/, "$1")
    .replace(/\$\{[^}]*\}/g, () => pick(random, ["alice", "bob"]))
    .replaceAll("*", () => pick(random, ["", "x", "x1/y"]))
    .replaceAll("?", "q");
}

/** A value of the same kind that the policy does not name. */
function otherValue(written: string): string {
  if (/^(?:true|false)$/i.test(written)) {
    return written.toLowerCase() === "true" ? "false" : "true";
  }
  if (/^\d+(?:\.\d+)?$/.test(written)) {
    return String(Number(written) + 1);
  }
  if (/^\d+\.\d+\.\d+\.\d+/.test(written)) {
    return "203.0.113.7";
  }
  if (/^\d{4}-\d\d-\d\d/.test(written)) {
    return "2031-01-01T00:00:00Z";
  }
  return written.startsWith("arn:")
    ? `arn:aws:iam::${otherAccount}:role/guest`
    : `other-${written.replace(/[*?${}]/g, "")}`;
}

/** Breaks one statement in a way that a person might, and gives all of them one Sid at times. */
function mangle(random: Random, document: PolicyDocument, place: PolicyPlace): PolicyDocument {
  const at = Math.floor(random() * document.Statement.length);
  const hasOneSid = random() < 0.1;
  return {
    ...document,
    Statement: document.Statement.map((statement, index) =>
      index === at ? mangleStatement(random, statement, place) : statement,
    ).map((statement) => (hasOneSid ? { ...statement, Sid: "Same" } : statement)),
  };
}

/** Operators with a value that they compare, and one that AWS may read in another way or not at all. */
const furtherTests: readonly (readonly [operator: string, key: string, value: string, odd: string])[] = [
  ["NumericLessThan", "s3:max-keys", "100", "0x64"],
  ["NumericNotEquals", "s3:max-keys", "7", "1e1"],
  ["NumericGreaterThanEquals", "s3:max-keys", "7.5", ""],
  ["DateGreaterThan", "aws:CurrentTime", "2026-01-01T00:00:00Z", "2026"],
  ["DateLessThanEquals", "aws:CurrentTime", "2030-01-01T00:00:00Z", "tomorrow"],
  ["IpAddress", "aws:SourceIp", "203.0.113.0/24", "203.0.113.0/40"],
  ["NotIpAddress", "aws:VpcSourceIp", "10.0.0.0/8", "10.0.0.256"],
  ["Bool", "aws:ViaAWSService", "true", "yes"],
  ["Bool", "aws:SecureTransport", "TRUE", "1"],
  ["ArnLike", "aws:PrincipalArn", `arn:aws:iam::${account}:role/*`, "execution*"],
  ["ArnNotEquals", "aws:PrincipalArn", "arn:aws:iam::*:role/guest", "*"],
  ["StringEqualsIgnoreCase", "aws:PrincipalTag/team", "DATA", "D?TA"],
  ["StringNotLike", "aws:userid", "AROA*:al?ce", "$" + "{aws:username}"],
  ["Null", "aws:TokenIssueTime", "true", "maybe"],
  ["ForAllValues:StringLike", "aws:TagKeys", "te*", "te$" + "{*}m"],
  ["ForAnyValue:StringNotEquals", "aws:CalledVia", "athena.amazonaws.com", "*"],
];

/** One more test, with a value in order or out of it, under an operator or key in another letter case at times. */
function furtherCondition(random: Random): NonNullable<PolicyStatement["Condition"]> {
  const [operator, key, value, odd] = pick(random, furtherTests);
  const values = pick(random, [value, [value], [value, odd], odd, []]);
  const written = random() < 0.1 ? operator.toLowerCase() : operator;
  return { [written]: { [random() < 0.3 ? key.toUpperCase() : key]: values } };
}

/** `Principal` for `NotPrincipal`, with the account for each of its principals or without. */
function excludedPrincipal(random: Random, { Principal: element, ...rest }: PolicyStatement): PolicyStatement {
  const named = typeof element === "object" ? listOf(element.AWS) : [];
  const roots = named.map((arn) => arn.replace(/:(?:role|user)\/.*$/, ":root"));
  const excluded = { AWS: [...new Set([...named, ...(random() < 0.7 ? roots : [])])] };
  return { ...rest, NotPrincipal: named.length > 0 ? excluded : { Service: "s3.amazonaws.com" } };
}

function mangleStatement(random: Random, statement: PolicyStatement, place: PolicyPlace): PolicyStatement {
  const { Action, Resource, Condition, ...rest } = statement;
  const kept = {
    ...(Action === undefined ? {} : { Action }),
    ...(Resource === undefined ? {} : { Resource }),
    ...(Condition === undefined ? {} : { Condition }),
  };
  const mangled: readonly PolicyStatement[] = [
    { ...statement, Effect: statement.Effect === "Allow" ? "Deny" : "Allow" },
    { ...rest, ...kept, Condition: {} },
    { ...statement, Condition: { ...Condition, ...furtherCondition(random) } },
    { ...statement, Condition: furtherCondition(random) },
    ...(place === "identity" || statement.Principal === undefined ? [] : [excludedPrincipal(random, statement)]),
    ...(Action === undefined ? [] : [{ ...statement, Action: [] }]),
    ...(Resource === undefined ? [] : [{ ...statement, Resource: [] }]),
    ...(Action === undefined
      ? []
      : [{ ...rest, ...kept, Action: undefined, NotAction: Action } as unknown as PolicyStatement]),
    ...(Resource === undefined || place === "trust"
      ? []
      : [{ ...rest, ...kept, Resource: undefined, NotResource: Resource } as unknown as PolicyStatement]),
    ...Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
      operatorVariants(operator).map((variant) => ({
        ...statement,
        Condition: { ...withoutKey(Condition ?? {}, operator), [variant]: keys },
      })),
    ),
  ];
  return JSON.parse(JSON.stringify(pick(random, mangled))) as PolicyStatement;
}

function operatorVariants(operator: string): readonly string[] {
  if (operator === "Null" || /^For/.test(operator)) {
    return [operator];
  }
  const base = operator.replace(/IfExists$/, "");
  const negated = base.includes("Not")
    ? base.replace("Not", "")
    : base.replace(/^(String|Arn|Ip)/, "$1Not").replace("IpNot", "NotIp");
  return [
    `${base}IfExists`,
    `ForAllValues:${base}`,
    `ForAnyValue:${base}`,
    ...(/^(?:String|Arn|Ip|NotIp)/.test(base) ? [negated] : []),
  ];
}

function withoutKey<Value>(record: Readonly<Record<string, Value>>, removed: string): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== removed));
}
