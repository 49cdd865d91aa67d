import {
  type Configuration,
  isJsonObject,
  type Json,
  ofType,
  type Resource,
} from "../../verify/terraform/configuration";
import { soleReference } from "../../verify/terraform/expressions/template";
import { onlyIn, type Pair, pairs, turnover } from "../model/diff";
import { type Difference, difference, listed, shortPrincipal } from "../model/difference";

/** Who may launch self-service products, and whom profiles and notebook instances are for, otherwise than before. */
export function peopleDifferences(before: Configuration, after: Configuration): readonly Difference[] {
  const tags = new Set([...defaultTags, ...comparedTags(before), ...comparedTags(after)]);
  const [old, now] = [belongings(before, tags), belongings(after, tags)];
  return [...launcherDifferences(before, after), ...onlyIn(now, old).map(added), ...pairs(old, now).flatMap(turned)];
}

/** @see https://docs.aws.amazon.com/servicecatalog/latest/adminguide/catalogs_portfolios_users.html */
function launcherDifferences(before: Configuration, after: Configuration): readonly Difference[] {
  const { added: come, gone } = turnover(launchers(before), launchers(after), ({ key }) => key);
  return [
    ...come.map(({ text, address }) => difference("opens", text("may now launch"), [address])),
    ...gone.map(({ text, address }) => difference("closes", text("may no longer launch"), [address])),
  ];
}

interface Launcher {
  /** The principal and what it launches; addresses may change. */
  readonly key: string;
  readonly address: string;
  readonly text: (verb: string) => string;
}

function launchers(configuration: Configuration): readonly Launcher[] {
  return ofType(configuration, "aws_servicecatalog_principal_portfolio_association").map(({ address, values }) => {
    const who = shortPrincipal(referred(values.principal_arn ?? `a principal of ${address}`));
    const what = referred(values.portfolio_id ?? `a portfolio of ${address}`);
    return { key: JSON.stringify([who, what]), address, text: (verb) => `${who} ${verb} the products of ${what}` };
  });
}

/** What one person opens, by the argument that names it. */
const kinds = [
  { type: "aws_sagemaker_user_profile", word: "user profile", name: "user_profile_name" },
  { type: "aws_sagemaker_notebook_instance", word: "notebook instance", name: "name" },
] as const;

/** Compared by policies of the project, also by those that are attached outside the stack; in lower case, as IAM compares. */
const defaultTags = ["studiouserid"];

/** Tags of resources that policies of the stack compare: with the caller's own, to tell people apart. */
function comparedTags({ resources }: Configuration): readonly string[] {
  const texts = resources.map(({ values }) => JSON.stringify(values));
  return texts.flatMap((text) =>
    [...text.matchAll(/:ResourceTag\/([^"\\]+)/gi)].map(([, tag = ""]) => tag.toLowerCase()),
  );
}

interface Belonging {
  readonly address: string;
  /** `user profile ada`. */
  readonly name: string;
  /** Whom it is for by each tag, and by single sign-on. */
  readonly owners: ReadonlyMap<string, string>;
  /** The tags as they are written, where that does not say what they are. @default - it does */
  readonly unread?: string;
}

function belongings(configuration: Configuration, tags: ReadonlySet<string>): ReadonlyMap<string, Belonging> {
  const found = kinds.flatMap(({ type, word, name }) =>
    ofType(configuration, type).map((resource): [string, Belonging] => {
      const { address, values } = resource;
      const called = shown(values[name] ?? address);
      const key = JSON.stringify([type, values.domain_id ?? "", called]);
      const unread = isJsonObject(values.tags ?? {}) ? {} : { unread: shown(values.tags ?? "") };
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
    [...owners, signed].flatMap(([way, value]) => (value === null || value === "" ? [] : [[way, shown(value)]])),
  );
}

function added({ address, name, owners, unread }: Belonging): Difference {
  const nobody = unread === undefined ? "nobody whom a tag names" : "somebody whom its tags do not tell";
  const whom = owners.size === 0 ? nobody : listed([...new Set(owners.values())]);
  return difference("opens", `A ${name} is added, for ${whom}`, [address]);
}

function turned({ was, is }: Pair<Belonging>): readonly Difference[] {
  const { address, owners, unread } = is;
  const former = was.unread === undefined ? "nobody" : "somebody whom its tags did not tell";
  const gained = [...owners].filter(([way, owner]) => was.owners.get(way) !== owner);
  const lost = [...was.owners].filter(([way]) => unread === undefined && !owners.has(way));
  const isVague = unread !== undefined && unread !== was.unread;
  const vague = `Whom ${address} belongs to cannot be told from its tags`;
  const turns = gained.map(
    ([way, owner]) => `${address} now belongs to ${owner} instead of ${was.owners.get(way) ?? former}`,
  );
  return [
    ...[...new Set(turns)].map((text) => difference("opens", text, [address])),
    ...(isVague ? [difference("unclear", vague, [address])] : []),
    ...lost.map(([way, owner]) =>
      difference("closes", `${address} no longer belongs to ${owner} by ${way}`, [address]),
    ),
  ];
}

/** The address of a resource, where the value is one of its attributes. */
function referred(value: Json): string {
  return soleReference(shown(value))?.address ?? shown(value);
}

function shown(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
