/**
 * A name as Terraform may hold it: labels of letters, digits, hyphens and underscores (service records have them), after
 * a star for all names below. Two labels at least: one label is a whole top-level domain.
 */
const DOMAIN_PATTERN = /^(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const MAX_NAME_CHARACTERS = 253;

/** A reference stands for part of one label or for some, as the region does in `api.sagemaker.<region>.amazonaws.com`. */
const TERRAFORM_REFERENCE = /\$\{[^}]*\}/g;

/**
 * Name patterns in the form in which DNS Firewall keeps them: a trailing dot, each once, in an order of their own.
 *
 * A star stands for every name below, not for the name itself: where both are meant, both are given. AWS returns each name
 * with its trailing dot, so without it every plan would show a difference.
 *
 * @throws when a name is no pattern of two labels or more, or its star is not the whole first label
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-user-managed-domain-lists.html
 */
export function toFirewallDomains(names: readonly string[]): string[] {
  for (const name of names) {
    const shape = withoutReferences(name);
    if (!DOMAIN_PATTERN.test(shape) || shape.length > MAX_NAME_CHARACTERS) {
      throw new Error(
        `dns name: must be a lower-case name of two labels or more, got ${JSON.stringify(name)}; write it as in "example.org" or "*.example.org"`,
      );
    }
  }
  const shapes = [...new Set(names)].map((name) => ({ name, shape: withoutReferences(name) }));
  return shapes.sort((one, other) => compareDomains(one.shape, other.shape)).map(({ name }) => `${name}.`);
}

/** References are numbered by the order of construction, which must neither decide the order of names nor fail a check. */
function withoutReferences(name: string): string {
  return name.replaceAll(TERRAFORM_REFERENCE, "x");
}

function compareDomains(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
