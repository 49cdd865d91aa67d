import type { PriceOverrides } from "../../aws/regions/monthly-price";
import {
  type DiagramVerdict,
  type EnvironmentDiagram,
  readEnvironmentDiagram,
} from "../../drawing/model/environment-diagram";
import type { Review } from "../../review/review";
import { perimeterHolds, type VerifiedStack } from "../../verify/claims/decide-claims";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { acceptedEntries } from "./accepted-entries";
import { accessMatrices } from "./access-matrices";
import { claimEntries, stackVerdict } from "./claim-entries";
import { costTable } from "./cost-table";
import { type AllowListEntry, destinationsOf, dnsRulesOf } from "./destinations";
import { differenceOf } from "./difference";
import type { Difference, EnvironmentPage, PerimeterPage } from "./page-model";
import { peopleGroups, storesOf } from "./people-and-stores";

/** What the page is made from. */
export interface PageFacts {
  /** Day of the report, as YYYY-MM-DD. */
  readonly day: string;
  /** Version of this program. */
  readonly version: string;
  /** What is compared with. @default - nothing */
  readonly before?: string;
  readonly stacks: readonly StackFacts[];
  /** Stacks that exist before only. @default - none */
  readonly removed?: readonly { readonly name: string; readonly change: StackChange }[];
}

/** A review, or why there is none. */
export type StackChange = Review | { readonly failure: string };

/** One stack with its verdicts. */
export interface StackFacts {
  readonly stack: VerifiedStack;
  /** SHA-256 of the file, in hexadecimal. @default - a folder, which has none */
  readonly sha256?: string;
  /** The allow-list as its owners wrote it. */
  readonly allowList: readonly AllowListEntry[];
  /** Prices of the user. */
  readonly prices: PriceOverrides;
  /** What changes. @default - compared with nothing */
  readonly change?: StackChange;
}

/** Makes everything that the page shows. The same facts give the same values. */
export function perimeterPage({ day, version, before, stacks, removed = [] }: PageFacts): PerimeterPage {
  const ids = uniqueIds([...stacks.map(({ stack }) => stack.name), ...removed.map(({ name }) => name)]);
  return {
    ...{ day, version },
    ...(before !== undefined && { before }),
    environments: stacks.map((facts, index) => environmentPage(facts, ids[index] ?? "", day)),
    removed: removed.map(({ name, change }, index) => ({
      ...{ id: ids[stacks.length + index] ?? "", name },
      difference: changeOf(change),
    })),
  };
}

function environmentPage(
  { stack, sha256, allowList, prices, change }: StackFacts,
  id: string,
  day: string,
): EnvironmentPage {
  const { name, file, subject, claimResults, acceptances = [] } = stack;
  const { configuration, posture } = subject;
  const verdict = stackVerdict(claimResults, perimeterHolds(stack));
  const picture = pictureOf(name, configuration, verdict);
  return {
    ...{ id, name, source: { file, ...(sha256 !== undefined && { sha256 }), form: configuration.form } },
    posture: posture.kind,
    ...(configuration.region !== undefined && { region: configuration.region }),
    verdict,
    ...(picture && { picture }),
    ...(change && { difference: changeOf(change) }),
    ...claimEntries(claimResults),
    destinations: destinationsOf(configuration, posture, allowList),
    dnsRules: dnsRulesOf(configuration),
    people: peopleGroups(configuration, posture),
    stores: storesOf(configuration),
    access: accessMatrices(configuration, posture),
    cost: costTable(configuration, prices),
    accepted: acceptedEntries(acceptances, posture.harmless ?? [], day),
  };
}

function changeOf(change: StackChange): Difference {
  return "failure" in change ? { kind: "failed", message: change.failure } : differenceOf(change);
}

/** The drawing reads root modules with a VPC, by the addresses of their resources. */
function pictureOf(
  name: string,
  { resources, outputs }: TerraformConfiguration,
  { kind, text }: DiagramVerdict,
): EnvironmentDiagram | undefined {
  const managed = resources.filter(({ mode }) => mode === "managed");
  const isDrawable =
    managed.some(({ type }) => type === "aws_vpc") && managed.every(({ address }) => !address.startsWith("module."));
  if (!isDrawable) {
    return undefined;
  }
  const resource: Record<string, Record<string, TerraformConfiguration["resources"][number]["values"]>> = {};
  for (const { type, address, values } of managed) {
    resource[type] = { ...resource[type], [address.slice(type.length + 1)]: values };
  }
  const output = Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, { value }]));
  return readEnvironmentDiagram(name, { resource, output }, { kind, text });
}

/** IDs of the page itself. */
const pageIds = ["contents", "main", "summary"];

/**
 * Names as parts of links: letters, digits and hyphens. Where two become equal, or one becomes an ID of the page itself, each has its
 * number in front.
 */
function uniqueIds(names: readonly string[]): readonly string[] {
  const slugs = names.map((name) => name.toLowerCase().replace(/[^a-z0-9]+/g, "-"));
  const areUnique = new Set([...pageIds, ...slugs]).size === pageIds.length + slugs.length;
  return slugs.map((slug, index) => (areUnique ? slug : `${index + 1}-${slug}`));
}
