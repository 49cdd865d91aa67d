import { glob } from "./glob";
import { principalsNamed, testsOn, valuesComparedWith } from "./mentions";
import type { ConditionTest, Statement } from "./policy-grammar";
import { hasVariables } from "./policy-variables";
import type { Caller } from "./principals";
import { contextOf } from "./request";
import type { TextReader } from "./text-reader";
import { distinctClasses, globsOf } from "./value-classes";

/** AWS services as callers: those that policies name and any other, each on behalf of us, of others and of nobody. */
export function serviceCallers(
  text: TextReader,
  statements: readonly Statement[],
  organization: string | undefined,
): readonly Caller[] {
  const named = [
    ...principalsNamed("Service", statements),
    ...valuesComparedWith("aws:principalservicename", statements),
    ...valuesComparedWith("aws:principalservicenameslist", statements),
  ];
  const hosts = [...new Set([...named, text.letters.computed("any other AWS service")])].filter((host) => host !== "*");
  return hosts.flatMap((host) =>
    behalves(text, statements, organization).map(({ label, keys }) => ({
      kind: "service",
      label: `the service ${text.letters.readable(host)} ${label}`,
      principal: { kind: "service", host },
      context: contextOf({
        "aws:PrincipalIsAWSService": "true",
        "aws:PrincipalServiceName": host,
        "aws:PrincipalServiceNamesList": [host],
        ...keys,
      }),
    })),
  );
}

interface Behalf {
  readonly label: string;
  readonly keys: Readonly<Record<string, string>>;
}

/** On whose behalf a service may call: the keys of cross-service confused deputies, where policies read them. */
function behalves(
  text: TextReader,
  statements: readonly Statement[],
  organization: string | undefined,
): readonly Behalf[] {
  const { letters, account } = text;
  const tests = testsOn("aws:sourcearn", statements);
  const reads = ["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid"].some(
    (key) => testsOn(key, statements).length > 0,
  );
  if (!reads) {
    return [{ label: "on anybody's behalf", keys: {} }];
  }
  const owner = organization === undefined ? {} : { "aws:SourceOrgID": organization };
  const stranger = organization === undefined ? {} : { "aws:SourceOrgID": letters.computed("another organization") };
  return [
    ...sources(text, tests, { "aws:SourceAccount": account, ...owner }, "on our behalf"),
    ...sources(
      text,
      tests,
      { "aws:SourceAccount": letters.computed("another account"), ...stranger },
      "on another's behalf",
    ),
    { label: "on nobody's behalf", keys: {} },
  ];
}

/** Resources of an account that a service may act for, one for each class; ARNs of buckets name no account. */
function sources(
  { letters, partition }: TextReader,
  tests: readonly ConditionTest[],
  keys: Readonly<Record<"aws:SourceAccount", string>>,
  label: string,
): readonly Behalf[] {
  const tested = globsOf({ tests, resolve: (value) => (hasVariables(value) ? "*" : value) });
  const domains = [`arn:${partition}:?*:?*:${keys["aws:SourceAccount"]}:?*`, `arn:${partition}:s3:::?*`];
  const arns = new Set(domains.flatMap((domain) => distinctClasses(glob(domain, "arn"), tested)));
  return [...arns].map((arn) => ({
    label: `${label}, for ${letters.readable(arn)}`,
    keys: { ...keys, "aws:SourceArn": arn },
  }));
}
