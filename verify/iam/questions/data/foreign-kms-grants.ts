import { resourcesOfType, type TerraformConfiguration } from "../../../terraform/terraform-configuration";
import type { Evidence } from "../../../verdict/claim";
import { ownerOfArn } from "../../language/arn-owner";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";

/**
 * Grants to a principal of another account. A grant allows what the key's policy does not, and no policy of the key has to name
 * the principal.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function foreignKmsGrants(configuration: TerraformConfiguration, text: PolicyTextResolver): readonly Evidence[] {
  return resourcesOfType(configuration, "aws_kms_grant").flatMap(({ address, values }) => {
    const { key_id, grantee_principal } = values;
    const grantee = typeof grantee_principal === "string" ? text.resolve(grantee_principal) : "";
    const isForeign = typeof grantee_principal === "string" && ownerOfArn(text, grantee_principal) === "foreign";
    const named = text.placeholders.readable(grantee);
    const key = typeof key_id === "string" ? text.placeholders.readable(text.resolve(key_id)) : "a key";
    return isForeign ? [{ text: `${address} lets ${named} of another account use ${key}`, addresses: [address] }] : [];
  });
}
