import { groupBy } from "../../../collections/group-by";
import {
  isJsonObject,
  type Json,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../../terraform/terraform-configuration";
import type { Evidence } from "../../../verdict/claim";
import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { actionMatches } from "../../evaluation/statement-matching";
import type { ConditionTest, PrincipalElement, Statement } from "../../language/parse-policy";
import { soleVariableKey } from "../../language/policy-variables";
import { containsUnknown } from "../../patterns/placeholders";
import { isPlainStringEquals, statementsOf } from "../../request-space/statements/statement-queries";

/** What speaks against telling people apart by a tag, for certain or perhaps. */
export interface AbacTagFindings {
  readonly counterexamples: readonly Evidence[];
  readonly doubts: readonly Evidence[];
}

/** Whose sessions and which resources carry a tag. */
export interface AbacTagUse {
  /** In lower case: IAM's keys ignore case. */
  readonly tag: string;
  readonly role: RoleWithPolicies;
  /** Terraform types of what a person opens. */
  readonly resourceTypes: readonly string[];
}

/**
 * Whether a tag that session and resource share is one person's. A tag of the role itself, or of everything that the provider
 * creates, is in every session; one that two resources share opens both; one that the caller chooses opens what he likes.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag
 */
export function checkAbacTag(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  use: AbacTagUse,
): AbacTagFindings {
  const onRole = roleTagFindings(configuration, use);
  const onResources = use.resourceTypes.map((type) => sharedTagValueFindings(configuration, model, use.tag, type));
  const chosen = callerChosenTagFindings(model, use);
  return {
    counterexamples: [onRole, ...onResources].flatMap(({ counterexamples }) => counterexamples),
    doubts: [...[onRole, ...onResources].flatMap(({ doubts }) => doubts), ...chosen],
  };
}

function roleTagFindings(
  configuration: TerraformConfiguration,
  { tag, role: { address } }: AbacTagUse,
): AbacTagFindings {
  const role = configuration.resources.find((resource) => resource.address === address);
  const { tags, tags_all: all } = role?.values ?? {};
  const ofProviders = isJsonObject(all) ? [all] : (configuration.defaultTags ?? []);
  const holders = [tags, ...ofProviders].filter((holder) => holder !== undefined && holder !== null);
  const addresses = [address];
  const isCarried = holders.some((holder) => tagValue(holder, tag) !== undefined);
  return {
    counterexamples: isCarried
      ? [{ text: `every session of ${address} has the tag ${tag}, for the role has it`, addresses }]
      : [],
    doubts: holders.every(isJsonObject) ? [] : [{ text: `the tags of ${address} are not understood`, addresses }],
  };
}

function sharedTagValueFindings(
  configuration: TerraformConfiguration,
  { text }: PolicyModel,
  tag: string,
  type: string,
): AbacTagFindings {
  const resources = resourcesOfType(configuration, type);
  const unread = resources.filter(({ values }) => typeof values.tags === "string");
  const carriers = resources.flatMap((resource) => {
    const value = tagValue(resource.values.tags, tag);
    return value === undefined
      ? []
      : [{ resource, value: typeof value === "string" ? text.resolve(value) : `${value}` }];
  });
  const vague = carriers.length < 2 ? [] : carriers.filter(({ value }) => containsUnknown(value));
  const alike = groupBy(carriers, ({ resource, value }) => JSON.stringify([resource.values.domain_id ?? "", value]));
  return {
    counterexamples: [...alike.values()]
      .map((group) => group.map(({ resource: { address } }) => address))
      .filter((addresses) => addresses.length > 1)
      .map((addresses) => ({ text: `${addresses.join(" and ")} have the same value of the tag ${tag}`, addresses })),
    doubts: [...unread, ...vague.map(({ resource }) => resource)].map((resource) => unknownTagValue(resource, tag)),
  };
}

function unknownTagValue({ address }: Resource, tag: string): Evidence {
  return { text: `what the tag ${tag} of ${address} is, nothing says`, addresses: [address] };
}

function tagValue(tags: Json | undefined, tag: string): Json | undefined {
  const entries = isJsonObject(tags) ? Object.entries(tags) : [];
  return entries.find(([key]) => key.toLowerCase() === tag)?.[1];
}

const assumeRoleActionNames = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

/** Nobody passes tags where the trust lets nobody; who does is held to one person, by what he is or by how he is logged. */
function callerChosenTagFindings(model: PolicyModel, { tag, role }: AbacTagUse): readonly Evidence[] {
  const allowing = statementsOf(role.trustPolicies).filter(({ effect }) => effect === "Allow");
  const naming = (actions: readonly string[]): readonly Statement[] =>
    allowing.filter(({ action }) => actions.some((name) => actionMatches(action, name) !== "no"));
  const tagging = naming(["sts:TagSession"]);
  const isOwn = tagging.every((statement) => statement.conditions.some((test) => bindsTagToCaller(test, tag)));
  const isOnBehalf =
    tagging.every(({ principal }) => isNonExecutionRole(model, principal)) &&
    naming(assumeRoleActionNames).every(({ conditions }) =>
      conditions.some((test) => bindsSessionNameToTag(test, tag)),
    );
  const { address } = role;
  return isOwn || isOnBehalf
    ? []
    : [{ text: `whoever assumes ${address} chooses the tag ${tag} of the session`, addresses: [address] }];
}

/** What a caller cannot choose about himself. */
const callerIdentityKeys = /^(aws:(username|userid)|saml:(sub|nameid)|[\w.-]+:sub)$/;

function bindsTagToCaller(test: ConditionTest, tag: string): boolean {
  return (
    isEquality(test, `aws:requesttag/${tag}`) &&
    test.values.every((value) => callerIdentityKeys.test(soleVariableKey(value) ?? ""))
  );
}

/** CloudTrail then shows for whom the role was assumed. */
function bindsSessionNameToTag(test: ConditionTest, tag: string): boolean {
  return (
    isEquality(test, "sts:rolesessionname") &&
    test.values.every((value) => soleVariableKey(value) === `aws:requesttag/${tag}`)
  );
}

function isEquality(test: ConditionTest, key: string): boolean {
  return test.key === key && isPlainStringEquals(test);
}

/** Roles of the stack that act for people; whoever is inside Studio acts for himself. */
function isNonExecutionRole({ otherRoles }: PolicyModel, principal: PrincipalElement | undefined): boolean {
  const otherRoleArns = otherRoles.map(({ arn }) => arn);
  return (
    principal?.isNegated === false &&
    principal.entries.every(({ kind, value }) => kind === "AWS" && otherRoleArns.includes(value))
  );
}
