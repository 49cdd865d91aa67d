import { groupBy } from "../../../collections/group-by";
import { type Configuration, isJsonObject, type Json, ofType, type Resource } from "../../../terraform/configuration";
import type { Evidence } from "../../../verdict/claim";
import type { PolicyModel } from "../../attachments/policy-model";
import type { Role } from "../../attachments/roles";
import { actionMatches } from "../../evaluation/statement-matching";
import type { ConditionTest, PrincipalElement, Statement } from "../../language/parse-policy";
import { soleVariable } from "../../language/policy-variables";
import { isVague } from "../../patterns/placeholders";
import { isPlainEquality, statementsOf } from "../../request-space/statements/statement-queries";

/** What speaks against telling people apart by a tag, for certain or perhaps. */
export interface TagFaults {
  readonly faults: readonly Evidence[];
  readonly doubts: readonly Evidence[];
}

/** Whose sessions and which resources carry a tag. */
export interface TagUse {
  /** In lower case: IAM's keys ignore case. */
  readonly tag: string;
  readonly role: Role;
  /** Terraform types of what a person opens. */
  readonly types: readonly string[];
}

/**
 * Whether a tag that session and resource share is one person's. A tag of the role itself, or of everything that the provider
 * creates, is in every session; one that two resources share opens both; one that the caller chooses opens what he likes.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag
 */
export function faultsOfTag(configuration: Configuration, model: PolicyModel, use: TagUse): TagFaults {
  const onRole = tagsOfRole(configuration, use);
  const onResources = use.types.map((type) => sharedValues(configuration, model, use.tag, type));
  const chosen = chosenByCaller(model, use);
  return {
    faults: [onRole, ...onResources].flatMap(({ faults }) => faults),
    doubts: [...[onRole, ...onResources].flatMap(({ doubts }) => doubts), ...chosen],
  };
}

function tagsOfRole(configuration: Configuration, { tag, role: { address } }: TagUse): TagFaults {
  const role = configuration.resources.find((resource) => resource.address === address);
  const { tags, tags_all: all } = role?.values ?? {};
  const ofProviders = isJsonObject(all) ? [all] : (configuration.defaultTags ?? []);
  const holders = [tags, ...ofProviders].filter((holder) => holder !== undefined && holder !== null);
  const addresses = [address];
  const isCarried = holders.some((holder) => tagValue(holder, tag) !== undefined);
  return {
    faults: isCarried
      ? [{ text: `every session of ${address} has the tag ${tag}, for the role has it`, addresses }]
      : [],
    doubts: holders.every(isJsonObject) ? [] : [{ text: `the tags of ${address} are not understood`, addresses }],
  };
}

function sharedValues(configuration: Configuration, { text }: PolicyModel, tag: string, type: string): TagFaults {
  const resources = ofType(configuration, type);
  const unread = resources.filter(({ values }) => typeof values.tags === "string");
  const carriers = resources.flatMap((resource) => {
    const value = tagValue(resource.values.tags, tag);
    return value === undefined ? [] : [{ resource, value: typeof value === "string" ? text.read(value) : `${value}` }];
  });
  const vague = carriers.length < 2 ? [] : carriers.filter(({ value }) => isVague(value));
  const alike = groupBy(carriers, ({ resource, value }) => JSON.stringify([resource.values.domain_id ?? "", value]));
  return {
    faults: [...alike.values()]
      .map((group) => group.map(({ resource: { address } }) => address))
      .filter((addresses) => addresses.length > 1)
      .map((addresses) => ({ text: `${addresses.join(" and ")} have the same value of the tag ${tag}`, addresses })),
    doubts: [...unread, ...vague.map(({ resource }) => resource)].map((resource) => notUnderstood(resource, tag)),
  };
}

function notUnderstood({ address }: Resource, tag: string): Evidence {
  return { text: `what the tag ${tag} of ${address} is, nothing says`, addresses: [address] };
}

function tagValue(tags: Json | undefined, tag: string): Json | undefined {
  const entries = isJsonObject(tags) ? Object.entries(tags) : [];
  return entries.find(([key]) => key.toLowerCase() === tag)?.[1];
}

const assuming = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

/** Nobody passes tags where the trust lets nobody; who does is held to one person, by what he is or by how he is logged. */
function chosenByCaller(model: PolicyModel, { tag, role }: TagUse): readonly Evidence[] {
  const allowing = statementsOf(role.trust).filter(({ effect }) => effect === "Allow");
  const naming = (actions: readonly string[]): readonly Statement[] =>
    allowing.filter(({ action }) => actions.some((name) => actionMatches(action, name) !== "no"));
  const tagging = naming(["sts:TagSession"]);
  const isOwn = tagging.every((statement) => statement.conditions.some((test) => bindsToCaller(test, tag)));
  const isOnBehalf =
    tagging.every(({ principal }) => isRoleBeside(model, principal)) &&
    naming(assuming).every(({ conditions }) => conditions.some((test) => bindsName(test, tag)));
  const { address } = role;
  return isOwn || isOnBehalf
    ? []
    : [{ text: `whoever assumes ${address} chooses the tag ${tag} of the session`, addresses: [address] }];
}

/** What a caller cannot choose about himself. */
const ownKeys = /^(aws:(username|userid)|saml:(sub|nameid)|[\w.-]+:sub)$/;

function bindsToCaller(test: ConditionTest, tag: string): boolean {
  return (
    isEquality(test, `aws:requesttag/${tag}`) && test.values.every((value) => ownKeys.test(soleVariable(value) ?? ""))
  );
}

/** CloudTrail then shows for whom the role was assumed. */
function bindsName(test: ConditionTest, tag: string): boolean {
  return (
    isEquality(test, "sts:rolesessionname") &&
    test.values.every((value) => soleVariable(value) === `aws:requesttag/${tag}`)
  );
}

function isEquality(test: ConditionTest, key: string): boolean {
  return test.key === key && isPlainEquality(test);
}

/** Roles of the stack that act for people; whoever is inside Studio acts for himself. */
function isRoleBeside({ rolesBeside }: PolicyModel, principal: PrincipalElement | undefined): boolean {
  const beside = rolesBeside.map(({ arn }) => arn);
  return (
    principal?.excluded === false &&
    principal.entries.every(({ kind, value }) => kind === "AWS" && beside.includes(value))
  );
}
