/** The CodeArtifact repository that pip, uv and jobs use. */
export interface PackageSource {
  /** Name of a CodeArtifact domain in this account. */
  readonly domain: string;
  /** Name of the repository. */
  readonly repository: string;
}
