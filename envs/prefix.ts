/** Prefix of every name of an environment of this name, as in `studio-perimeter-dev`. */
export function resourceNamePrefix(environment: string): string {
  return `studio-perimeter-${environment}`;
}
