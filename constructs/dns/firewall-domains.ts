/**
 * A domain of at least two labels (a single label is a top-level domain), with an optional `*.` prefix for subdomains. Labels
 * consist of letters, digits, hyphens and underscores, which occur in service records.
 */
const DOMAIN_PATTERN = /^(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const MAX_NAME_CHARACTERS = 253;

/** A Terraform reference inside a domain, such as the region in `api.sagemaker.<region>.amazonaws.com`. */
const TERRAFORM_REFERENCE = /\$\{[^}]*\}/g;

/**
 * Converts domains to the form in which DNS Firewall stores them: with a trailing dot, sorted, without duplicates.
 *
 * `*.example.org` does not match `example.org`; list both if both must resolve. AWS returns domains with a trailing dot, so
 * every plan would show a difference without it.
 *
 * @throws if a domain has fewer than two labels, an invalid character, or a wildcard that is not the whole first label
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-user-managed-domain-lists.html
 */
export function toFirewallDomains(names: readonly string[]): string[] {
  for (const name of names) {
    const shape = withoutReferences(name);
    if (!DOMAIN_PATTERN.test(shape) || shape.length > MAX_NAME_CHARACTERS) {
      throw new Error(
        `dns firewall: a domain must be lower case with at least two labels, got ${JSON.stringify(name)}; write it as in "example.org" or "*.example.org"`,
      );
    }
  }
  const shapes = [...new Set(names)].map((name) => ({ name, shape: withoutReferences(name) }));
  return shapes.sort((one, other) => compareDomains(one.shape, other.shape)).map(({ name }) => `${name}.`);
}

/** Replaces references, because their token text depends on the order of construction and must not affect the sort order. */
function withoutReferences(name: string): string {
  return name.replaceAll(TERRAFORM_REFERENCE, "x");
}

function compareDomains(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
