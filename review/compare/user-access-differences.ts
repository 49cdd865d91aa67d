import { singleReference } from "../../verify/terraform/expressions/template";
import {
  isJsonObject,
  type Json,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";
import { comparedResourceTags } from "../arguments/compared-tags";
import {
  addedAndRemoved,
  createDifference,
  formatList,
  itemsOnlyIn,
  type MatchedItem,
  matchByKey,
  principalWithoutAccount,
  type ReviewDifference,
} from "../model/review-difference";

/** Changes of who can launch Service Catalog products, and of who owns user profiles and notebook instances. */
export function userAccessDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const tags = new Set([...comparedResourceTags(before), ...comparedResourceTags(after)]);
  const [resourcesBefore, resourcesAfter] = [personalResources(before, tags), personalResources(after, tags)];
  return [
    ...portfolioPrincipalDifferences(before, after),
    ...itemsOnlyIn(resourcesAfter, resourcesBefore).map(addedPersonalResource),
    ...matchByKey(resourcesBefore, resourcesAfter).flatMap(ownerChanges),
  ];
}

/** @see https://docs.aws.amazon.com/servicecatalog/latest/adminguide/catalogs_portfolios_users.html */
function portfolioPrincipalDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const { added, removed } = addedAndRemoved(portfolioPrincipals(before), portfolioPrincipals(after), ({ key }) => key);
  return [
    ...added.map(({ text, address }) => createDifference("opens", text("can now launch"), [address], "person")),
    ...removed.map(({ text, address }) => createDifference("closes", text("can no longer launch"), [address])),
  ];
}

interface PortfolioPrincipal {
  /** The principal and the portfolio. Not the address, which may change. */
  readonly key: string;
  readonly address: string;
  readonly text: (verb: string) => string;
}

function portfolioPrincipals(configuration: TerraformConfiguration): readonly PortfolioPrincipal[] {
  return resourcesOfType(configuration, "aws_servicecatalog_principal_portfolio_association").map(
    ({ address, values }) => {
      const principal = principalWithoutAccount(
        referencedAddressOrText(values.principal_arn ?? `the unknown principal of ${address}`),
      );
      const portfolio = referencedAddressOrText(values.portfolio_id ?? `the unknown portfolio of ${address}`);
      return {
        key: JSON.stringify([principal, portfolio]),
        address,
        text: (verb) => `${principal} ${verb} the products of ${portfolio}`,
      };
    },
  );
}

/** Types of resources that belong to one user, with the argument that holds their name. */
const personalResourceTypes = [
  { type: "aws_sagemaker_user_profile", word: "User profile", name: "user_profile_name" },
  { type: "aws_sagemaker_notebook_instance", word: "Notebook instance", name: "name" },
] as const;

interface PersonalResource {
  readonly address: string;
  /** For example `User profile ada`. */
  readonly name: string;
  /** The owner by source: each compared tag, and single sign-on. */
  readonly owners: ReadonlyMap<string, string>;
  /** The tags argument as written, if its value is not known. @default - the tags are known */
  readonly unknownTags?: string;
}

function personalResources(
  configuration: TerraformConfiguration,
  tags: ReadonlySet<string>,
): ReadonlyMap<string, PersonalResource> {
  const found = personalResourceTypes.flatMap(({ type, word, name }) =>
    resourcesOfType(configuration, type).map((resource): [string, PersonalResource] => {
      const { address, values } = resource;
      const resourceName = jsonText(values[name] ?? address);
      const key = JSON.stringify([type, values.domain_id ?? "", resourceName]);
      const unknown = isJsonObject(values.tags ?? {}) ? {} : { unknownTags: jsonText(values.tags ?? "") };
      return [key, { address, name: `${word} ${resourceName}`, owners: ownersOf(resource, tags), ...unknown }];
    }),
  );
  return new Map(found);
}

function ownersOf({ values }: Resource, tags: ReadonlySet<string>): ReadonlyMap<string, string> {
  const allTags = [values.tags_all, values.tags].filter(isJsonObject).flatMap(Object.entries<Json>);
  const ownerTags = allTags.map(([tag, value]) => [tag.toLowerCase(), value] as const).filter(([tag]) => tags.has(tag));
  const signOn = ["single sign-on", values.single_sign_on_user_value ?? null] as const;
  return new Map(
    [...ownerTags.map(([tag, value]) => [`tag ${tag}`, value] as const), signOn].flatMap(([source, value]) =>
      value === null || value === "" ? [] : [[source, jsonText(value)]],
    ),
  );
}

function addedPersonalResource({ address, name, owners, unknownTags }: PersonalResource): ReviewDifference {
  const withoutOwner = unknownTags === undefined ? "without an owner" : "with an unknown owner";
  const owner = owners.size === 0 ? withoutOwner : `for ${formatList([...new Set(owners.values())])}`;
  return createDifference("opens", `${name} is added ${owner}`, [address], "person");
}

function ownerChanges({ before, after }: MatchedItem<PersonalResource>): readonly ReviewDifference[] {
  const { address, owners, unknownTags } = after;
  const unnamedOwner = before.unknownTags === undefined ? "nobody" : "an unknown owner";
  const gained = [...owners].filter(([source, owner]) => before.owners.get(source) !== owner);
  const lost = [...before.owners].filter(([source]) => unknownTags === undefined && !owners.has(source));
  const hasNewUnknownTags = unknownTags !== undefined && unknownTags !== before.unknownTags;
  const ownerTexts = gained.map(
    ([source, owner]) => `${address} now belongs to ${owner} instead of ${before.owners.get(source) ?? unnamedOwner}`,
  );
  return [
    ...[...new Set(ownerTexts)].map((text) => createDifference("opens", text, [address], "person")),
    ...(hasNewUnknownTags
      ? [createDifference("unclear", `The owner of ${address} cannot be determined from its tags`, [address])]
      : []),
    ...lost.map(([source, owner]) =>
      createDifference("closes", `${address} no longer belongs to ${owner} (${source})`, [address]),
    ),
  ];
}

/** The address of the resource, if the value is a reference to one of its attributes. */
function referencedAddressOrText(value: Json): string {
  return singleReference(jsonText(value))?.address ?? jsonText(value);
}

function jsonText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
