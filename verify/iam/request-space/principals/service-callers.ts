import { requestContextOf } from "../../language/authorization-request";
import type { Statement } from "../../language/parse-policy";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import { defaultOfVariables } from "../../language/policy-variables";
import { compileGlob } from "../../patterns/glob";
import type { GlobGroup } from "../../patterns/string-classes";
import { globsOfTest, type ValueTest } from "../statements/distinctions";
import { conditionTestsOnKey, conditionValuesOfKey, principalValuesOfKind } from "../statements/statement-queries";
import { openGlobGroups, stringClassWitnesses } from "../statements/value-classes";
import { type Caller, callerContextOf, contextOfCaller } from "./caller";
import { foreignAccounts, foreignOrganizations, ownOrganization } from "./foreign-accounts";

/** AWS services as callers: each that policies name and any other, on behalf of this account, of others, and of none. */
export function serviceCallers(
  text: PolicyTextResolver,
  statements: readonly Statement[],
  asked: readonly ValueTest[] = [],
): readonly Caller[] {
  const named = [
    ...principalValuesOfKind("Service", statements),
    ...conditionValuesOfKey("aws:principalservicename", statements),
    ...conditionValuesOfKey("aws:principalservicenameslist", statements),
  ];
  const hosts = [...new Set([...named.map(defaultOfVariables), anyOtherService(text)])].filter((host) => host !== "*");
  return hosts.flatMap((host) =>
    serviceSources(
      text,
      statements,
      asked.filter(({ key }) => key === "aws:sourcearn"),
    ).map(({ label, keys }) => ({
      kind: "service",
      label: `the service ${text.placeholders.readable(host)} ${label}`,
      principal: { kind: "service", servicePrincipal: host },
      context: callerContextOf(
        requestContextOf({
          "aws:PrincipalIsAWSService": "true",
          "aws:PrincipalServiceName": host,
          "aws:PrincipalServiceNamesList": [host],
          ...keys,
        }),
      ),
    })),
  );
}

/** The host that stands for all services that no policy names. */
export function anyOtherService({ placeholders }: PolicyTextResolver): string {
  return placeholders.opaque("any other AWS service");
}

/**
 * Whether a service names the account that it acts for: in the source account, or in the ARN of the source. The ARN of a
 * bucket has no account, even if its name contains an account id. Sources are split by account, so this may be asked.
 */
export function actsOnBehalfOf(account: string, caller: Caller): boolean {
  return (
    sourceValues(caller, "aws:sourceaccount").includes(account) ||
    sourceValues(caller, "aws:sourcearn").some((arn) => isArnOfAccount(account, arn))
  );
}

/** Whether a service says that it acts for another account. */
export function actsForAnother(account: string, caller: Caller): boolean {
  return sourceValues(caller, "aws:sourceaccount").some((source) => source !== account);
}

function sourceValues(caller: Caller, key: "aws:sourceaccount" | "aws:sourcearn"): readonly string[] {
  return contextOfCaller(caller).get(key) ?? [];
}

/** Whether the ARN is of a resource of the account. */
function isArnOfAccount(account: string, arn: string): boolean {
  return arn.startsWith("arn:") && arn.split(":")[4] === account;
}

interface ServiceSource {
  readonly label: string;
  readonly keys: Readonly<Record<string, string>>;
}

/** The accounts and resources that a service may act for; only where policies read the keys against confused deputies. */
function serviceSources(
  text: PolicyTextResolver,
  statements: readonly Statement[],
  asked: readonly ValueTest[],
): readonly ServiceSource[] {
  const tested = [...openGlobGroups(conditionTestsOnKey("aws:sourcearn", statements)), ...asked.map(globsOfTest)];
  const reads = ["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid"].some(
    (key) => conditionTestsOnKey(key, statements).length > 0,
  );
  if (!reads) {
    return [{ label: "on behalf of any account", keys: {} }];
  }
  const ownOrganizationContext = sourceOrganizationContext(ownOrganization(text, statements));
  const foreignOrganizationContexts = foreignOrganizations(text, statements, "source").map(sourceOrganizationContext);
  const foreignSources = foreignAccounts(text, statements, "source").flatMap((account) =>
    foreignOrganizationContexts.flatMap((organization) =>
      sourcesOfAccount(text, tested, { "aws:SourceAccount": account, ...organization }, "on behalf of another account"),
    ),
  );
  return [
    ...sourcesOfAccount(
      text,
      tested,
      { "aws:SourceAccount": text.account, ...ownOrganizationContext },
      "on behalf of this account",
    ),
    ...foreignSources,
    { label: "without a source account", keys: {} },
  ];
}

function sourceOrganizationContext(organization: string | undefined): Readonly<Record<string, string>> {
  return organization === undefined ? {} : { "aws:SourceOrgID": organization };
}

/** Resources of an account that a service may act for, one for each class. ARNs of buckets contain no account. */
function sourcesOfAccount(
  { placeholders, partition }: PolicyTextResolver,
  tested: readonly GlobGroup[],
  keys: Readonly<Record<"aws:SourceAccount", string>>,
  label: string,
): readonly ServiceSource[] {
  const domains = [`arn:${partition}:?*:?*:${keys["aws:SourceAccount"]}:?*`, `arn:${partition}:s3:::?*`];
  const arns = new Set(domains.flatMap((domain) => stringClassWitnesses(compileGlob(domain, "arn"), tested)));
  return [...arns].map((arn) => ({
    label: `${label}, for ${placeholders.readable(arn)}`,
    keys: { ...keys, "aws:SourceArn": arn },
  }));
}
