import { account } from "../../real-policies";
import type { Definitions, SymbolicKey } from "./symbolic-keys";
import { and, equal, has, not, or, quote, type Term, value } from "./terms";

/** Facts about constants. They matter to a script that reads one of the constants, or of both where `of` names two groups. */
export interface Facts {
  /** Constants by group: the facts matter where one of each group is read. */
  readonly of: readonly (readonly string[])[];
  readonly terms: readonly Term[];
}

const absent = { isPresent: "false", value: '""' };

/**
 * What AWS always sends of a caller, or never.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function definitionsFor(isAnonymous: boolean, resourceAccount: string): Definitions {
  const isOne = (kind: CallerType, text: string, otherwise: string): string =>
    `(ite ${isKind(kind)} "${text}" ${otherwise})`;
  const type = isOne("role", "AssumedRole", isOne("user", "User", isOne("root", "Account", '"FederatedUser"')));
  const owner = { isPresent: "true", value: quote(resourceAccount) };
  const ofAccount = { isPresent: "true", value: "|account|" };
  return {
    "aws:sourceaccount": absent,
    "aws:sourcearn": absent,
    "aws:sourceorgid": absent,
    "aws:principalservicename": absent,
    "aws:principalservicenameslist": absent,
    "aws:resourceaccount": owner,
    "s3:resourceaccount": owner,
    ...(isAnonymous
      ? {
          "aws:principalaccount": absent,
          "aws:principalarn": absent,
          "aws:principalorgid": absent,
          "kms:calleraccount": absent,
          "aws:username": absent,
          "aws:principaltype": { isPresent: "true", value: '"Anonymous"' },
          // Only signed requests have it.
          "aws:principalisawsservice": absent,
        }
      : {
          "aws:principalaccount": ofAccount,
          "kms:calleraccount": ofAccount,
          "aws:principalarn": {
            isPresent: "true",
            value: '(str.++ "arn:aws:" |principal service| "::" |account| ":" |principal|)',
          },
          "aws:principaltype": { isPresent: "true", value: type },
          "aws:principalisawsservice": { isPresent: "true", value: '"false"' },
        }),
  };
}

/** Sorts of the constants that belong to no condition key. */
export const constants: Readonly<Record<string, "String" | "Bool">> = {
  "|account|": "String",
  "|principal|": "String",
  "|principal service|": "String",
  "|session|": "String",
  "|canonical user|": "String",
  "|is role|": "Bool",
  "|is user|": "Bool",
  "|is root|": "Bool",
  "|is federated user|": "Bool",
  "|from internet|": "Bool",
  "|from a service|": "Bool",
  "|from an endpoint|": "Bool",
};

type CallerType = "role" | "user" | "root" | "federated user";

/** Constant that says whether the caller is of the kind. */
export function isKind(kind: CallerType): Term {
  return `|is ${kind}|`;
}

const nameCharacters = [
  ...['(re.range "a" "z")', '(re.range "A" "Z")', '(re.range "0" "9")'],
  ...[..."-_+=,.@"].map((one) => `(str.to_re ${quote(one)})`),
];
const name = `(re.+ (re.union ${nameCharacters.join(" ")}))`;
const path = `(re.+ (re.union ${[...nameCharacters, '(str.to_re "/")'].join(" ")}))`;

/** Facts about the caller: an IAM principal of an account. */
export function callerFacts(): readonly Facts[] {
  const kinds = (["role", "user", "root", "federated user"] as const).map(isKind);
  const [isRole = "", isUser = "", isRoot = "", isFederated = ""] = kinds;
  const user = value("aws:username");
  return [
    { of: [["|account|"]], terms: ['(str.in_re |account| ((_ re.^ 12) (re.range "0" "9")))'] },
    { of: [kinds], terms: exactlyOne(kinds) },
    {
      of: [["|principal|"]],
      terms: [
        `(=> ${isRole} (str.in_re |principal| (re.++ (str.to_re "role/") ${path})))`,
        `(=> ${isUser} (str.in_re |principal| (re.++ (str.to_re "user/") ${path})))`,
        `(=> ${isRoot} (= |principal| "root"))`,
        `(=> ${isFederated} (str.in_re |principal| (re.++ (str.to_re "federated-user/") ${name})))`,
      ],
    },
    { of: [["|principal service|"]], terms: [`(= |principal service| (ite ${isFederated} "sts" "iam"))`] },
    {
      of: [[has("aws:username"), user]],
      terms: [
        equal(has("aws:username"), isUser),
        `(=> ${isUser} (and (str.in_re ${user} ${name}) ${endsWithName("user", user)}))`,
      ],
    },
    // The ID of the account itself is in no configuration.
    { of: [["|canonical user|"]], terms: [`(=> (= |account| ${quote(account)}) (= |canonical user| "own"))`] },
    { of: [[has("aws:federatedprovider")]], terms: [`(=> ${has("aws:federatedprovider")} ${isRole})`] },
  ];
}

function exactlyOne(terms: readonly Term[]): readonly Term[] {
  return [or(terms), ...terms.flatMap((one, at) => terms.slice(at + 1).map((other) => not(and([one, other]))))];
}

/** Whether the caller's name, without its path, is the term. */
export function endsWithName(type: "user" | "role", term: string): Term {
  return or([`(= |principal| (str.++ "${type}/" ${term}))`, `(str.suffixof (str.++ "/" ${term}) |principal|)`]);
}

const paths = ["|from internet|", "|from a service|", "|from an endpoint|"] as const;

const keysByPath: Readonly<Record<(typeof paths)[number], readonly string[]>> = {
  "|from internet|": ["aws:sourceip"],
  "|from a service|": ["aws:calledvia", "aws:calledviafirst", "aws:calledvialast"],
  "|from an endpoint|": ["aws:sourcevpce", "aws:sourcevpc", "aws:vpceaccount", "aws:vpcsourceip"],
};

/**
 * A request comes from the internet, from a service that forwards it, or through an endpoint, and each of them sends its own keys.
 *
 * @param own the endpoint of the stack, its VPC and its account
 */
export function pathFacts(own: {
  readonly endpoint: string;
  readonly vpc: string;
  readonly account: string;
}): readonly Facts[] {
  const [endpoint, vpc, account] = [value("aws:sourcevpce"), value("aws:sourcevpc"), value("aws:vpceaccount")];
  const isOwnVpc = equal(vpc, quote(own.vpc));
  const always = (key: string, term: string): Facts => ({ of: [[has(key), value(key)]], terms: [has(key), term] });
  const isTruth = or(["true", "false"].map((one) => equal(value("aws:securetransport"), quote(one))));
  return [
    { of: [paths], terms: exactlyOne(paths) },
    ...paths.flatMap((from) =>
      keysByPath[from].map((key): Facts => ({ of: [[has(key), value(key)]], terms: [equal(has(key), from)] })),
    ),
    always("aws:viaawsservice", equal(value("aws:viaawsservice"), '(ite |from a service| "true" "false")')),
    always("aws:securetransport", isTruth),
    { of: [[endpoint], [vpc, account]], terms: [`(=> (= ${endpoint} ${quote(own.endpoint)}) ${isOwnVpc})`] },
    { of: [[account], [vpc, endpoint]], terms: [`(=> ${isOwnVpc} (= ${account} ${quote(own.account)}))`] },
  ];
}

/** What the values of keys can be, by what their names and kinds say. */
export function valueFacts(keys: ReadonlyMap<string, SymbolicKey>): readonly Facts[] {
  const chain = keys.get("aws:calledvia")?.values ?? [];
  const ends: readonly (readonly [string, string | undefined])[] = [
    [value("aws:calledviafirst"), chain[0]],
    [value("aws:calledvialast"), chain.at(-1)],
  ];
  return [
    ...[...keys.values()].map((key) => ({
      of: [[has(key.name), ...key.values.filter((term) => term.startsWith("|value"))]],
      terms: [...kindFacts(key), ...(factsByKey[key.name]?.(key) ?? [])],
    })),
    ...ends.flatMap(([end, term]) => (term === undefined ? [] : [{ of: [[end], chain], terms: [equal(end, term)] }])),
  ];
}

function kindFacts({ kind, values, name: key }: SymbolicKey): readonly Term[] {
  if (kind === "boolean") {
    return values.map((one) => or([equal(one, quote("true")), equal(one, quote("false"))]));
  }
  if (kind !== "arn" || key === "aws:principalarn") {
    return [];
  }
  return values.flatMap((part, at) => {
    const place = (at % 5) + 1;
    const isOfPart = `(str.in_re ${part} (re.* (re.diff re.allchar (str.to_re ":"))))`;
    return [...(place < 5 ? [isOfPart] : []), ...([1, 2, 5].includes(place) ? [not(equal(part, '""'))] : [])];
  });
}

/** 2025-01-01: no request was made before. */
const earliestRequest = "1735689600.0";

const inEveryRequest = ({ name: key }: SymbolicKey): readonly Term[] => [has(key)];
const sinceEarliest = (key: SymbolicKey): readonly Term[] => [
  has(key.name),
  ...key.values.map((one) => (key.kind === "number" ? `(>= ${one} ${earliestRequest})` : "true")),
];

const tlsVersions = ["1.0", "1.1", "1.2", "1.3"];

const factsByKey: Readonly<Record<string, (key: SymbolicKey) => readonly Term[]>> = {
  "aws:currenttime": sinceEarliest,
  "aws:epochtime": sinceEarliest,
  "aws:requestedregion": inEveryRequest,
  "aws:useragent": inEveryRequest,
  // Only requests over TLS have a version of it.
  "s3:tlsversion": ({ name: key, kind, values }) => [
    equal(has(key), equal(value("aws:securetransport"), quote("true"))),
    ...values.map((one) => or(tlsVersions.map((version) => equal(one, kind === "number" ? version : quote(version))))),
  ],
};
