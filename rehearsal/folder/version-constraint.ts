/**
 * Whether a version constraint of Terraform admits a version. A constraint that is not understood admits every version.
 *
 * @param version `MAJOR.MINOR.PATCH`
 * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export function admitsVersion(constraint: string, version: string): boolean {
  const terms = constraint.split(",").map((term) => TERM.exec(term));
  const understood = terms.filter((term) => term !== null);
  return understood.length < terms.length || understood.every((term) => admits(term, numbersOf(version)));
}

const TERM = /^\s*(=|!=|>=|<=|>|<|~>|)\s*v?(\d+(?:\.\d+){0,2})\s*$/;

function admits([, operator = "", bound = ""]: RegExpExecArray, version: readonly number[]): boolean {
  const order = compare(version, numbersOf(bound));
  switch (operator) {
    case "!=":
      return order !== 0;
    case ">=":
      return order >= 0;
    case ">":
      return order > 0;
    case "<=":
      return order <= 0;
    case "<":
      return order < 0;
    case "~>": {
      // The last written part may rise: ~> 6.25 is below 7, and ~> 6.25.1 below 6.26.
      const fixed = bound.split(".").length - 1;
      return order >= 0 && compare(version.slice(0, fixed), numbersOf(bound).slice(0, fixed)) === 0;
    }
    default:
      return order === 0;
  }
}

function numbersOf(version: string): readonly number[] {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return [major, minor, patch];
}

function compare(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((part, at) => part !== other[at]);
  return index < 0 ? 0 : (one[index] ?? 0) - (other[index] ?? 0);
}
