import { pluralize } from "../../verify/report/pluralize";
import { resourceLines, tagLine } from "../attributes/attribute-facts";
import type { ReviewForText } from "../review";

/** The changed attributes of a review: a title, and one line for each change. */
export interface AttributeLines {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * The changed attributes of each resource, and in one more line all resources of which only tags change.
 *
 * @param maximum lines of attributes; the others are counted
 * @returns undefined if no attribute changes
 */
export function attributeLines(
  { attributes }: ReviewForText,
  maximum = Number.POSITIVE_INFINITY,
): AttributeLines | undefined {
  if (attributes === undefined) {
    return undefined;
  }
  const { resources, tagsOnly } = attributes;
  const all = resources.flatMap(resourceLines);
  const rest = all.length - maximum;
  const count = resources.length + (tagsOnly?.addresses.length ?? 0);
  return {
    title: `Changed attributes (${pluralize(count, "resource")})`,
    lines: [
      ...all.slice(0, maximum),
      ...(rest > 0 ? [`and ${rest} more (use --verbose or --format json)`] : []),
      ...(tagsOnly === undefined ? [] : [tagLine(tagsOnly)]),
    ],
  };
}
