import { type Context, contextOf } from "../../language/authorization-request";
import type { ConditionTest, Statement } from "../../language/parse-policy";
import { anyWhereVariable } from "../../language/policy-variables";
import type { TextReader } from "../../language/resolve-policy-text";
import { glob } from "../../patterns/glob";
import { principalsNamed, testsOn, valuesComparedWith } from "../statements/statement-queries";
import { distinctClasses, globsOf } from "../statements/value-classes";
import type { Caller } from "./callers";
import { foreignAccounts, foreignOrganizations, ownOrganization } from "./foreign-accounts";

/** AWS services as callers: those that policies name and any other, each on behalf of us, of others and of nobody. */
export function serviceCallers(text: TextReader, statements: readonly Statement[]): readonly Caller[] {
  const named = [
    ...principalsNamed("Service", statements),
    ...valuesComparedWith("aws:principalservicename", statements),
    ...valuesComparedWith("aws:principalservicenameslist", statements),
  ];
  const hosts = [...new Set([...named, text.letters.computed("any other AWS service")])].filter((host) => host !== "*");
  return hosts.flatMap((host) =>
    behalves(text, statements).map(({ label, keys }) => ({
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

/**
 * Whether a service says that it acts for the account: by a source account, or by the account of a source's ARN. ARNs of
 * buckets name none, whatever their names hold.
 */
export function actsFor(account: string, context: Context): boolean {
  const names = (key: string): readonly string[] => context.get(key) ?? [];
  return names("aws:sourceaccount").includes(account) || names("aws:sourcearn").some((arn) => isOf(account, arn));
}

/** Whether the ARN is of a resource of the account. */
export function isOf(account: string, arn: string): boolean {
  return arn.startsWith("arn:") && arn.split(":")[4] === account;
}

interface Behalf {
  readonly label: string;
  readonly keys: Readonly<Record<string, string>>;
}

/** On whose behalf a service may call: the keys of cross-service confused deputies, where policies read them. */
function behalves(text: TextReader, statements: readonly Statement[]): readonly Behalf[] {
  const tests = testsOn("aws:sourcearn", statements);
  const reads = ["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid"].some(
    (key) => testsOn(key, statements).length > 0,
  );
  if (!reads) {
    return [{ label: "on anybody's behalf", keys: {} }];
  }
  const ours = organizationKey(ownOrganization(text, statements));
  const theirs = foreignOrganizations(text, statements, "source").map(organizationKey);
  const strangers = foreignAccounts(text, statements, "source").flatMap((account) =>
    theirs.flatMap((organization) =>
      sources(text, tests, { "aws:SourceAccount": account, ...organization }, "on another's behalf"),
    ),
  );
  return [
    ...sources(text, tests, { "aws:SourceAccount": text.account, ...ours }, "on our behalf"),
    ...strangers,
    { label: "on nobody's behalf", keys: {} },
  ];
}

function organizationKey(organization: string | undefined): Readonly<Record<string, string>> {
  return organization === undefined ? {} : { "aws:SourceOrgID": organization };
}

/** Resources of an account that a service may act for, one for each class; ARNs of buckets name no account. */
function sources(
  { letters, partition }: TextReader,
  tests: readonly ConditionTest[],
  keys: Readonly<Record<"aws:SourceAccount", string>>,
  label: string,
): readonly Behalf[] {
  const tested = globsOf({ tests, resolve: anyWhereVariable });
  const domains = [`arn:${partition}:?*:?*:${keys["aws:SourceAccount"]}:?*`, `arn:${partition}:s3:::?*`];
  const arns = new Set(domains.flatMap((domain) => distinctClasses(glob(domain, "arn"), tested)));
  return [...arns].map((arn) => ({
    label: `${label}, for ${letters.readable(arn)}`,
    keys: { ...keys, "aws:SourceArn": arn },
  }));
}
