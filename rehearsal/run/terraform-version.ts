/** A version of Terraform or OpenTofu: three numbers, and a label if it is a pre-release. */
export interface TerraformVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /**
   * Such as `rc1`.
   * @default - a release
   */
  readonly prerelease?: string;
}

/** The grammar of Semantic Versioning, without leading zeros. @see https://semver.org/#spec-item-2 */
const VERSION =
  /^(?<major>0|[1-9]\d*)\.(?<minor>0|[1-9]\d*)\.(?<patch>0|[1-9]\d*)(?:-(?<prerelease>[0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** Reads a version such as `1.11.4` or `1.14.0-rc1`; undefined for any other text. */
export function parseVersion(text: string): TerraformVersion | undefined {
  const { major, minor, patch, prerelease } = VERSION.exec(text)?.groups ?? {};
  return major === undefined
    ? undefined
    : { major: Number(major), minor: Number(minor), patch: Number(patch), ...(prerelease ? { prerelease } : {}) };
}

/** Whether a version is a release, or a pre-release of a later one. A pre-release comes before its release. */
export function isAtLeast(version: TerraformVersion, minimum: TerraformVersion): boolean {
  const order = version.major - minimum.major || version.minor - minimum.minor || version.patch - minimum.patch;
  return order > 0 || (order === 0 && version.prerelease === undefined);
}
