import { groupBy } from "../../../collections/group-by";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../../terraform/terraform-configuration";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
} from "../../../verdict/findings";
import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { actionMatches } from "../../evaluation/statement-matching";
import type { ConditionTest, PrincipalElement, Statement } from "../../language/parse-policy";
import { soleVariableKey } from "../../language/policy-variables";
import { containsUnknown } from "../../patterns/placeholders";
import { isPlainStringEquals, statementsOf } from "../../request-space/statements/statement-queries";
import { isRoleOfFunctionsAlone } from "./role-callers";

/** A tag that a policy compares between the session and a resource. */
export interface AbacTagUse {
  /** In lower case: IAM's keys ignore case. */
  readonly tag: string;
  readonly role: RoleWithPolicies;
  /** Terraform types of the resources that carry the tag. */
  readonly resourceTypes: readonly string[];
  /** Hashes of the code that the posture declares to choose tags for the person that calls it. */
  readonly signInCode: readonly string[];
}

/**
 * Whether the tag identifies one user; without proofs. It does not where every session carries it (a tag of the role or of
 * the provider), where two resources share its value, or where the caller chooses it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag
 */
export function checkAbacTag(configuration: TerraformConfiguration, model: PolicyModel, use: AbacTagUse): Findings {
  return mergeFindings([
    roleTagFindings(configuration, use),
    findingsForEach(use.resourceTypes, (type) => sharedTagValueFindings(configuration, model, use.tag, type)),
    callerChosenTagFindings(configuration, model, use),
  ]);
}

function roleTagFindings(configuration: TerraformConfiguration, { tag, role: { address } }: AbacTagUse): Findings {
  const role = configuration.resources.find((resource) => resource.address === address);
  const tagMaps = tagMapsOf(configuration, role?.values ?? {});
  const isTagged = tagMaps.some((tagMap) => tagValue(tagMap, tag) !== undefined);
  return mergeFindings([
    isTagged
      ? counterexample(`every session of ${address} has the tag ${tag}, because the role has it`, address)
      : findingsOf({}),
    tagMaps.every(isReadable) ? findingsOf({}) : doubt(`the tags of ${address} are not understood`, address),
  ]);
}

/** The tags of a resource, and those that the provider gives to each resource, which only a plan shows at the resource. */
function tagMapsOf(configuration: TerraformConfiguration, { tags, tags_all: allTags }: JsonObject): readonly Json[] {
  const inherited = isJsonObject(allTags) ? [allTags] : (configuration.defaultTags ?? []);
  return [tags, ...inherited].filter((tagMap) => tagMap !== undefined && tagMap !== null);
}

function sharedTagValueFindings(
  configuration: TerraformConfiguration,
  { text }: PolicyModel,
  tag: string,
  type: string,
): Findings {
  const resources = resourcesOfType(configuration, type);
  const withUnreadTags = resources.filter(({ values }) => !tagMapsOf(configuration, values).every(isReadable));
  const tagged = resources.flatMap((resource) => {
    const value = tagMapsOf(configuration, resource.values)
      .map((tagMap) => tagValue(tagMap, tag))
      .find((found) => found !== undefined);
    return value === undefined
      ? []
      : [{ resource, value: typeof value === "string" ? text.resolve(value) : `${value}` }];
  });
  const withUnknownValue = tagged.length < 2 ? [] : tagged.filter(({ value }) => containsUnknown(value));
  const byValue = groupBy(tagged, ({ resource, value }) => JSON.stringify([resource.values.domain_id ?? "", value]));
  const shared = [...byValue.values()].filter(({ length }) => length > 1);
  return findingsOf({
    counterexamples: shared.map((group) => {
      const addresses = group.map(({ resource: { address } }) => address);
      return { text: `${addresses.join(" and ")} have the same value of the tag ${tag}`, addresses };
    }),
    doubts: [...withUnreadTags, ...withUnknownValue.map(({ resource }) => resource)].map(({ address }) => ({
      text: `the value of the tag ${tag} of ${address} is not understood`,
      addresses: [address],
    })),
  });
}

/** Whether the keys are known. A key that is an expression may be each tag. */
function isReadable(tags: Json): boolean {
  return isJsonObject(tags) && !Object.keys(tags).some((key) => /[$%]\{/.test(key));
}

function tagValue(tags: Json | undefined, tag: string): Json | undefined {
  const entries = isJsonObject(tags) ? Object.entries(tags) : [];
  return entries.find(([key]) => key.toLowerCase() === tag)?.[1];
}

const assumeRoleActionNames = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

/**
 * Whether the caller of AssumeRole can choose the tag freely. It cannot where the trust policy allows no session tags, or binds the tag to
 * the caller's identity. Code of a function may choose it for the person that the session is named after, if the posture declares the code.
 */
function callerChosenTagFindings(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  { tag, role, signInCode }: AbacTagUse,
): Findings {
  const allowing = statementsOf(role.trustPolicies).filter(({ effect }) => effect === "Allow");
  const naming = (actions: readonly string[]): readonly Statement[] =>
    allowing.filter(({ action }) => actions.some((name) => actionMatches(action, name) !== "no"));
  const tagging = naming(["sts:TagSession"]);
  const isOwn = tagging.every((statement) => statement.conditions.some((test) => bindsTagToCaller(test, tag)));
  if (isOwn) {
    return findingsOf({});
  }
  const callers = tagging.map(({ principal }) => rolesOfFunctions(model, principal));
  const isOnBehalf =
    callers.every((roles) => roles !== undefined) &&
    naming(assumeRoleActionNames).every(({ conditions }) =>
      conditions.some((test) => bindsSessionNameToTag(test, tag)),
    );
  const { address } = role;
  return isOnBehalf
    ? undeclaredCodeDoubts(configuration, model, new Set(callers.flatMap((roles) => roles ?? [])), signInCode)
    : doubt(`the caller that assumes ${address} chooses the tag ${tag} of the session`, address);
}

/** Functions whose code nobody vouches for: it may open Studio as whom it likes. */
function undeclaredCodeDoubts(
  configuration: TerraformConfiguration,
  { text }: PolicyModel,
  callers: ReadonlySet<RoleWithPolicies>,
  declared: readonly string[],
): Findings {
  return findingsForEach([...callers], (caller) =>
    findingsForEach(
      resourcesOfType(configuration, "aws_lambda_function").filter(
        ({ values: { role } }) => typeof role === "string" && text.resolve(role) === caller.arn,
      ),
      ({ address, values: { source_code_hash: hash } }) =>
        typeof hash === "string" && declared.includes(hash)
          ? findingsOf({})
          : doubt(
              `${address} chooses as whom people open Studio, and sign_in_code of the posture does not declare its code`,
              address,
            ),
    ),
  );
}

/** Keys about the caller that the caller cannot choose. */
const callerIdentityKeys = /^(aws:(username|userid)|saml:(sub|nameid)|[\w.-]+:sub)$/;

function bindsTagToCaller(test: ConditionTest, tag: string): boolean {
  return (
    isEquality(test, `aws:requesttag/${tag}`) &&
    test.values.every((value) => callerIdentityKeys.test(soleVariableKey(value) ?? ""))
  );
}

/** CloudTrail records the session name, so it then shows for which user the role was assumed. */
function bindsSessionNameToTag(test: ConditionTest, tag: string): boolean {
  return (
    isEquality(test, "sts:rolesessionname") &&
    test.values.every((value) => soleVariableKey(value) === `aws:requesttag/${tag}`)
  );
}

function isEquality(test: ConditionTest, key: string): boolean {
  return test.key === key && isPlainStringEquals(test);
}

/** The roles that are named, if code of functions alone acts as each. People would choose the tag. */
function rolesOfFunctions(
  { otherRoles }: PolicyModel,
  principal: PrincipalElement | undefined,
): readonly RoleWithPolicies[] | undefined {
  if (principal?.isNegated !== false) {
    return undefined;
  }
  const ofFunctions = otherRoles.filter(isRoleOfFunctionsAlone);
  const named = principal.entries.map(({ kind, value }) =>
    kind === "AWS" ? ofFunctions.find(({ arn }) => arn === value) : undefined,
  );
  return named.every((role) => role !== undefined) ? named : undefined;
}
