import { groupBy } from "../../verify/collections/group-by";
import { formatList, type ReviewDifference } from "../model/review-difference";

/** A difference of the policies of one resource. */
export interface ResourceDifference {
  /** Terraform address of the resource. */
  readonly resource: string;
  readonly difference: ReviewDifference;
}

/**
 * Differences that say the same of several resources, such as of every bucket, are one: "In A and B, the deployer can now call ...". Each
 * keeps all addresses, so that a finding is accepted for all of them or for none.
 */
export function foldedResources(found: readonly ResourceDifference[]): readonly ReviewDifference[] {
  const alike = groupBy(found, (one) => {
    const { text, details = [], severity, kind } = one.difference;
    if (!/^(?:In|Through|With) /.test(text)) {
      return text;
    }
    const places = placesOf(one);
    // A text that counts what it cites may leave out an address.
    return JSON.stringify([
      places.length,
      severity,
      kind,
      withPlaces(text, places),
      details.map((detail) => withPlaces(detail, places)),
    ]);
  });
  return [...alike.values()].flatMap((group) => {
    const [first, ...others] = group;
    return first === undefined ? [] : [others.length === 0 ? first.difference : foldedDifference(first, group)];
  });
}

/** The resource, and the other addresses of its difference. */
function placesOf({ resource, difference }: ResourceDifference): readonly string[] {
  return [resource, ...difference.addresses.filter((address) => address !== resource)];
}

/** A text with numbers in place of addresses. The longest first: one address can begin another one. */
function withPlaces(text: string, places: readonly string[]): string {
  return places
    .map((address, at) => ({ address, at }))
    .toSorted((one, other) => other.address.length - one.address.length)
    .reduce((replaced, { address, at }) => replaced.replaceAll(address, `\u0000${at}\u0000`), text);
}

function foldedDifference(first: ResourceDifference, group: readonly ResourceDifference[]): ReviewDifference {
  const { difference } = first;
  const places = placesOf(first);
  const columns = places.map((_, at) => group.map((one) => placesOf(one)[at] ?? ""));
  const withAll = (text: string): string =>
    columns.reduce(
      (replaced, column, at) =>
        replaced.replaceAll(`\u0000${at}\u0000`, formatList([...new Set(column)], column.length)),
      withPlaces(text, places),
    );
  const { details } = difference;
  return {
    ...difference,
    text: withAll(difference.text)
      .replace(/ on its objects and it(?= |$)/, " on them and their objects")
      .replace(/ on its objects(?= |$)/, " on their objects")
      .replace(/ on it(?= |$)/, " on them"),
    addresses: [...new Set(columns.flat())],
    ...(details && { details: details.map(withAll) }),
  };
}
