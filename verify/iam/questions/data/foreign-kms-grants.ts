import { type Configuration, ofType } from "../../../terraform/configuration";
import type { Evidence } from "../../../verdict/claim";
import { whose } from "../../language/arn-owner";
import type { TextReader } from "../../language/resolve-policy-text";

/**
 * Grants to a principal of another account. A grant allows what the key's policy does not, and no policy of the key has to name
 * the principal.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function foreignGrants(configuration: Configuration, text: TextReader): readonly Evidence[] {
  return ofType(configuration, "aws_kms_grant").flatMap(({ address, values }) => {
    const { key_id, grantee_principal } = values;
    const grantee = typeof grantee_principal === "string" ? text.read(grantee_principal) : "";
    const isForeign = typeof grantee_principal === "string" && whose(text, grantee_principal) === "theirs";
    const named = text.letters.readable(grantee);
    const key = typeof key_id === "string" ? text.letters.readable(text.read(key_id)) : "a key";
    return isForeign ? [{ text: `${address} lets ${named} of another account use ${key}`, addresses: [address] }] : [];
  });
}
