import { createHash } from "node:crypto";
import type { Statement } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";

/**
 * Eight digits that differ where any of the statements differs in what it says, or one of the other texts does. A statement that
 * lists two accounts has one request for both, and a finding names one of them: the mark of both tells that there are two, so that
 * an accepted finding covers no third one.
 */
export function findingMark(
  statements: Iterable<Statement>,
  others: Iterable<string>,
  { placeholders }: Pick<PolicyTextResolver, "placeholders">,
): string {
  const said = [...new Set(statements)].map(({ effect, principal, action, resource, conditions }) =>
    JSON.stringify({ effect, principal, action, resource, conditions }),
  );
  const parts = [...new Set([...said, ...others])].map((part) => placeholders.readable(part));
  return createHash("sha256").update(JSON.stringify(parts.sort())).digest("hex").slice(0, 8);
}
