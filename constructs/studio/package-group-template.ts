/** Names of Python packages: normalized, or a word with `-*` for the word and the names that begin with it and a hyphen. */
export interface PackageNames {
  /**
   * The only names that come from PyPI.
   *
   * @default - every name
   */
  readonly publicNames?: readonly string[];
  /** Names of the company's packages, which never come from PyPI. */
  readonly ownNames: readonly string[];
}

/** Bytes that CloudFormation takes in a request. */
const MAX_TEMPLATE_BYTES = 51_200;

/** A group of packages and whether its versions come from PyPI. */
interface OriginControl {
  readonly logicalId: string;
  readonly pattern: string;
  readonly externalUpstream: "ALLOW" | "BLOCK";
}

/**
 * The CloudFormation template with a package group for each name.
 *
 * The narrowest group of a package decides. A variation of a name, such as `Num_py`, is a weak match, and AWS blocks it.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/package-group-origin-controls.html
 */
export function packageGroupTemplate(domainName: string, { publicNames, ownNames }: PackageNames): string {
  const controls: readonly OriginControl[] = [
    ...(publicNames === undefined
      ? []
      : [{ logicalId: "EveryName", pattern: "/pypi/*", externalUpstream: "BLOCK" } as const]),
    ...ownNames.map((name) => originControl(name, "BLOCK")),
    ...(publicNames ?? []).map((name) => originControl(name, "ALLOW")),
  ];
  return JSON.stringify({
    AWSTemplateFormatVersion: "2010-09-09",
    Resources: Object.fromEntries(
      controls.map(({ logicalId, pattern, externalUpstream }) => [
        logicalId,
        {
          Type: "AWS::CodeArtifact::PackageGroup",
          Properties: {
            DomainName: domainName,
            Pattern: pattern,
            OriginConfiguration: { Restrictions: { ExternalUpstream: { RestrictionMode: externalUpstream } } },
          },
        },
      ]),
    ),
  });
}

/** Bytes by which the template of an environment exceeds what CloudFormation takes; at most zero if it does not. */
export function excessOfPackageGroups(domainName: string, names: PackageNames): number {
  return Buffer.byteLength(packageGroupTemplate(domainName, names)) - MAX_TEMPLATE_BYTES;
}

/** The id of a group in the template must not change with the other names, or CloudFormation replaces it. */
function originControl(name: string, externalUpstream: "ALLOW" | "BLOCK"): OriginControl {
  const word = wordOfPrefix(name);
  return {
    logicalId: `${word === undefined ? "Name" : "Names"}${(word ?? name).replaceAll("-", "X")}`,
    pattern: word === undefined ? `/pypi//${name}$` : `/pypi//${word}~`,
    externalUpstream,
  };
}

/** The word of a prefix: `acme` of `acme-*`. `undefined` for a single name. */
export function wordOfPrefix(name: string): string | undefined {
  return name.endsWith("-*") ? name.slice(0, -"-*".length) : undefined;
}
