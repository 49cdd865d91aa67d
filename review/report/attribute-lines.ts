import { pluralize } from "../../verify/report/pluralize";
import { type ResourceFacts, resourceLines, tagLine } from "../attributes/attribute-facts";
import type { ReviewForText } from "../review";
import { detailLines } from "./detail-lines";

/** The changed attributes of a review: a title, and one line for each change. */
export interface AttributeLines {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * The changed attributes of each resource without what a difference shows line by line, and in one more line all resources of which only tags change.
 *
 * @param maximum lines of attributes; the others are counted
 * @returns undefined if nothing is left to show
 */
export function attributeLines(
  { attributes, differences }: ReviewForText,
  maximum = Number.POSITIVE_INFINITY,
): AttributeLines | undefined {
  if (attributes === undefined) {
    return undefined;
  }
  const { tagsOnly } = attributes;
  const programs = differences.filter((one) => one.shown !== undefined && detailLines(one, 0).hidden === 0);
  const resources = attributes.resources
    .map((resource) => withoutShown(resource, programs))
    .filter((resource) => resource.attributes.length > 0);
  const all = resources.flatMap(resourceLines);
  const rest = all.length - maximum;
  const count = resources.length + (tagsOnly?.addresses.length ?? 0);
  if (count === 0) {
    return undefined;
  }
  return {
    title: `Changed attributes (${pluralize(count, "resource")})`,
    lines: [
      ...all.slice(0, maximum),
      ...(rest > 0 ? [`and ${rest} more (use --verbose or --format json)`] : []),
      ...(tagsOnly === undefined ? [] : [tagLine(tagsOnly)]),
    ],
  };
}

/**
 * A program whose changed lines are in its difference is not shown a second time.
 *
 * @param programs differences with all of their lines
 */
function withoutShown(resource: ResourceFacts, programs: ReviewForText["differences"]): ResourceFacts {
  const places = programs
    .filter(({ addresses }) => addresses.includes(resource.address))
    .flatMap(({ shown = [] }) => shown);
  const isShown = (path: string): boolean =>
    places.some((place) => path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`));
  return { ...resource, attributes: resource.attributes.filter(({ path }) => !isShown(path)) };
}
