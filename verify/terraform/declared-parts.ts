import { isJsonObject, type Json, type UnreadPart } from "./terraform-configuration";

/** Field of the declared posture: organizations of HCP Terraform, as `HOST/ORGANIZATION`. */
const ORGANIZATIONS = "hcp_organizations";

/**
 * Parts that nothing reads, without the `cloud` blocks whose organization the declared posture names: it runs Terraform and keeps the
 * state for the owners of the stack.
 *
 * @param outputs of the root module, with the declaration
 */
export function withoutDeclaredParts(
  parts: readonly UnreadPart[],
  outputs: Readonly<Record<string, Json>>,
): readonly UnreadPart[] {
  const { perimeter_posture: declared } = outputs;
  const list = isJsonObject(declared) ? declared[ORGANIZATIONS] : undefined;
  const organizations = Array.isArray(list) ? list : [];
  return parts.filter(({ organization }) => organization === undefined || !organizations.includes(organization));
}
