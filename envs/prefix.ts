/** Prefix of the names of an environment's resources, such as `studio-perimeter-dev`. */
export function resourceNamePrefix(environment: string): string {
  return `studio-perimeter-${environment}`;
}

/**
 * Whether resource names of one environment match the name patterns of the other, as `studio-perimeter-dev-eu-data` matches
 * `studio-perimeter-dev-*`. Permissions on such patterns would reach both environments of an account.
 */
export function sharesNamePattern(environment: string, other: string): boolean {
  return environment.startsWith(`${other}-`) || other.startsWith(`${environment}-`);
}
