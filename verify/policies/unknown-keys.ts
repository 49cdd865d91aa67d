import type { Evidence } from "../claim";
import { isKnownKey } from "./action-catalogue";
import { keysRead } from "./mentions";
import type { Policy } from "./policy-grammar";
import type { TextReader } from "./text-reader";

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
