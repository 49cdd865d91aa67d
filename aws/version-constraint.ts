/**
 * Whether a version constraint of Terraform, such as `~> 6.25`, admits a version of a provider or a module; undefined where
 * the constraint or the version is not understood.
 *
 * @param version `MAJOR.MINOR.PATCH`, with the name of a release before it: `6.25.0-beta1`
 * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export function admitsVersion(constraint: string, version: string): boolean | undefined {
  const installed = versionPattern.exec(version)?.groups;
  const terms = constraint.split(",").map((term) => termPattern.exec(term)?.groups);
  const understood = terms.filter((term) => term !== undefined);
  if (installed === undefined || understood.length < terms.length) {
    return undefined;
  }
  return understood.every(({ operator = "", ...bound }) => admits(operator, bound, installed));
}

const versionPattern = /^v?(?<numbers>\d+(?:\.\d+){0,2})(?:-(?<release>[\w.-]+))?(?:\+[\w.-]+)?$/;
const termPattern = new RegExp(`^\\s*(?<operator>=|!=|>=|<=|>|<|~>|)\\s*${versionPattern.source.slice(1, -1)}\\s*$`);

/** Numbers, and the name of a release before them: `1.2.0-beta1`. */
type Version = Readonly<Record<string, string | undefined>>;

function admits(operator: string, bound: Version, version: Version): boolean {
  const order = compareVersions(version.numbers, bound.numbers);
  // A release before another one is admitted by its exact version only.
  if (version.release !== undefined || bound.release !== undefined) {
    return ["", "="].includes(operator) && order === 0 && version.release === bound.release;
  }
  switch (operator) {
    case "!=":
      return order !== 0;
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case "~>":
      return order >= 0 && staysBelow(version.numbers, bound.numbers);
    default:
      return order === 0;
  }
}

/** Whether only the last number of the bound, and what is after it, has grown. */
function staysBelow(numbers = "", bound = ""): boolean {
  const fixed = bound.split(".").slice(0, -1);
  return fixed.length === 0 || fixed.every((number, at) => Number(number) === Number(numbers.split(".")[at] ?? 0));
}

/** Compares numbers such as `1.2.0`, as a sort wants it. Those that are left out are zero. */
export function compareVersions(one = "", other = ""): number {
  const [left, right] = [one, other].map((numbers) => numbers.split(".").map(Number));
  const differences = [0, 1, 2].map((at) => (left?.[at] ?? 0) - (right?.[at] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}
