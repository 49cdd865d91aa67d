import type { Evidence } from "../../../verdict/claim";
import { isKnownKey } from "../../aws/action-catalog";
import type { Policy } from "../../language/parse-policy";
import type { TextReader } from "../../language/resolve-policy-text";
import { keysRead } from "../../request-space/statements/statement-queries";

/** Condition keys that no service sends: a misspelt key makes a statement void or total, and IAM says nothing. */
export function misspeltKeys(policies: readonly Policy[], text: TextReader): readonly Evidence[] {
  return policies.flatMap(({ address, statements }) =>
    statements.flatMap((statement) =>
      [...keysRead([statement])]
        .filter((key) => !isKnownKey(key))
        .map((key) => ({
          text: `"${statement.sid}" in ${address} reads the condition key ${text.letters.readable(key)}, which AWS does not list`,
          addresses: [address],
        })),
    ),
  );
}
