import { singleReference } from "../../verify/terraform/expressions/template";
import {
  isJsonObject,
  type Json,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";
import { addedAndRemoved, itemsOnlyIn, type MatchedItem, matchByKey } from "../model/match-by-key";
import {
  createDifference,
  formatList,
  principalWithoutAccount,
  type ReviewDifference,
} from "../model/review-difference";

/** Who may launch self-service products, and whom profiles and notebook instances are for, otherwise than before. */
export function userAccessDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const tags = new Set([...defaultTags, ...comparedTags(before), ...comparedTags(after)]);
  const [old, now] = [personalResources(before, tags), personalResources(after, tags)];
  return [
    ...portfolioPrincipalDifferences(before, after),
    ...itemsOnlyIn(now, old).map(addedPersonalResource),
    ...matchByKey(old, now).flatMap(ownerChanges),
  ];
}

/** @see https://docs.aws.amazon.com/servicecatalog/latest/adminguide/catalogs_portfolios_users.html */
function portfolioPrincipalDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const { added: come, gone } = addedAndRemoved(
    portfolioPrincipals(before),
    portfolioPrincipals(after),
    ({ key }) => key,
  );
  return [
    ...come.map(({ text, address }) => createDifference("opens", text("may now launch"), [address])),
    ...gone.map(({ text, address }) => createDifference("closes", text("may no longer launch"), [address])),
  ];
}

interface PortfolioPrincipal {
  /** The principal and what it launches; addresses may change. */
  readonly key: string;
  readonly address: string;
  readonly text: (verb: string) => string;
}

function portfolioPrincipals(configuration: TerraformConfiguration): readonly PortfolioPrincipal[] {
  return resourcesOfType(configuration, "aws_servicecatalog_principal_portfolio_association").map(
    ({ address, values }) => {
      const who = principalWithoutAccount(referencedAddressOrText(values.principal_arn ?? `a principal of ${address}`));
      const what = referencedAddressOrText(values.portfolio_id ?? `a portfolio of ${address}`);
      return { key: JSON.stringify([who, what]), address, text: (verb) => `${who} ${verb} the products of ${what}` };
    },
  );
}

/** What one person opens, by the argument that names it. */
const personalResourceTypes = [
  { type: "aws_sagemaker_user_profile", word: "user profile", name: "user_profile_name" },
  { type: "aws_sagemaker_notebook_instance", word: "notebook instance", name: "name" },
] as const;

/** Compared by policies of the project, also by those that are attached outside the stack; in lower case, as IAM compares. */
const defaultTags = ["studiouserid"];

/** Tags of resources that policies of the stack compare: with the caller's own, to tell people apart. */
function comparedTags({ resources }: TerraformConfiguration): readonly string[] {
  const texts = resources.map(({ values }) => JSON.stringify(values));
  return texts.flatMap((text) =>
    [...text.matchAll(/:ResourceTag\/([^"\\]+)/gi)].map(([, tag = ""]) => tag.toLowerCase()),
  );
}

interface PersonalResource {
  readonly address: string;
  /** `user profile ada`. */
  readonly name: string;
  /** Whom it is for by each tag, and by single sign-on. */
  readonly owners: ReadonlyMap<string, string>;
  /** The tags as they are written, where that does not say what they are. @default - it does */
  readonly unreadTags?: string;
}

function personalResources(
  configuration: TerraformConfiguration,
  tags: ReadonlySet<string>,
): ReadonlyMap<string, PersonalResource> {
  const found = personalResourceTypes.flatMap(({ type, word, name }) =>
    resourcesOfType(configuration, type).map((resource): [string, PersonalResource] => {
      const { address, values } = resource;
      const called = jsonText(values[name] ?? address);
      const key = JSON.stringify([type, values.domain_id ?? "", called]);
      const unread = isJsonObject(values.tags ?? {}) ? {} : { unreadTags: jsonText(values.tags ?? "") };
      return [key, { address, name: `${word} ${called}`, owners: ownersOf(resource, tags), ...unread }];
    }),
  );
  return new Map(found);
}

function ownersOf({ values }: Resource, tags: ReadonlySet<string>): ReadonlyMap<string, string> {
  const written = [values.tags_all, values.tags].filter(isJsonObject).flatMap(Object.entries<Json>);
  const owners = written.map(([tag, value]) => [tag.toLowerCase(), value] as const).filter(([tag]) => tags.has(tag));
  const signed = ["single sign-on", values.single_sign_on_user_value ?? null] as const;
  return new Map(
    [...owners, signed].flatMap(([way, value]) => (value === null || value === "" ? [] : [[way, jsonText(value)]])),
  );
}

function addedPersonalResource({ address, name, owners, unreadTags: unread }: PersonalResource): ReviewDifference {
  const nobody = unread === undefined ? "nobody whom a tag names" : "somebody whom its tags do not tell";
  const whom = owners.size === 0 ? nobody : formatList([...new Set(owners.values())]);
  return createDifference("opens", `A ${name} is added, for ${whom}`, [address]);
}

function ownerChanges({ was, is }: MatchedItem<PersonalResource>): readonly ReviewDifference[] {
  const { address, owners, unreadTags: unread } = is;
  const former = was.unreadTags === undefined ? "nobody" : "somebody whom its tags did not tell";
  const gained = [...owners].filter(([way, owner]) => was.owners.get(way) !== owner);
  const lost = [...was.owners].filter(([way]) => unread === undefined && !owners.has(way));
  const isVague = unread !== undefined && unread !== was.unreadTags;
  const vague = `Whom ${address} belongs to cannot be told from its tags`;
  const turns = gained.map(
    ([way, owner]) => `${address} now belongs to ${owner} instead of ${was.owners.get(way) ?? former}`,
  );
  return [
    ...[...new Set(turns)].map((text) => createDifference("opens", text, [address])),
    ...(isVague ? [createDifference("unclear", vague, [address])] : []),
    ...lost.map(([way, owner]) =>
      createDifference("closes", `${address} no longer belongs to ${owner} by ${way}`, [address]),
    ),
  ];
}

/** The address of a resource, where the value is one of its attributes. */
function referencedAddressOrText(value: Json): string {
  return singleReference(jsonText(value))?.address ?? jsonText(value);
}

function jsonText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
