import { isJsonObject, type Json, type JsonObject, type UnreadPart } from "./terraform-configuration";

/** The postures that the root module or called modules declare, as they are written. */
export function declaredPostures(outputs: Readonly<Record<string, Json>>): readonly JsonObject[] {
  return Object.entries(outputs)
    .filter(([name]) => name === "perimeter_posture" || name.endsWith(".perimeter_posture"))
    .map(([, posture]) => posture)
    .filter(isJsonObject);
}

/**
 * Parts that nothing reads, without those of parties that the declared posture names: `cloud` blocks of an organization of HCP
 * Terraform, which runs Terraform and keeps the state for the owners of the stack, and joined resources of another account of theirs.
 *
 * @param outputs of the root module, with the declaration
 */
export function withoutDeclaredParts(
  parts: readonly UnreadPart[],
  outputs: Readonly<Record<string, Json>>,
): readonly UnreadPart[] {
  const { perimeter_posture: declared } = outputs;
  const { hcp_organizations: organizations, accounts } = isJsonObject(declared) ? declared : {};
  const isListed = (list: Json | undefined, name: string): boolean => Array.isArray(list) && list.includes(name);
  return parts.filter(
    ({ organization, account }) =>
      !(organization !== undefined && isListed(organizations, organization)) &&
      !(account !== undefined && isListed(accounts, account)),
  );
}
