/** Prefix of the names of an environment's resources, such as `studio-perimeter-dev`. */
export function resourceNamePrefix(environment: string): string {
  return `studio-perimeter-${environment}`;
}
