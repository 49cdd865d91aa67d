import type { Evidence } from "../../../verdict/claim";
import { isKnownConditionKey } from "../../aws/action-catalog";
import type { Policy } from "../../language/parse-policy";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import { conditionKeysIn } from "../../request-space/statements/statement-queries";

/** Condition keys that no service sends: a misspelt key makes a statement void or total, and IAM says nothing. */
export function unknownConditionKeys(policies: readonly Policy[], text: PolicyTextResolver): readonly Evidence[] {
  return policies.flatMap(({ address, statements }) =>
    statements.flatMap((statement) =>
      [...conditionKeysIn([statement])]
        .filter((key) => !isKnownConditionKey(key))
        .map((key) => ({
          text: `"${statement.sid}" in ${address} reads the condition key ${text.placeholders.readable(key)}, which AWS does not list`,
          addresses: [address],
        })),
    ),
  );
}
