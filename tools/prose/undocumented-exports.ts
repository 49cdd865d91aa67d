import type { ProseFinding } from "./check-prose";

/** A declaration that other files may import. */
const exported =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|class|interface|type|enum) (?<name>\w+)/;

/** Constants whose own data describe them: a claim, a command and its syntax, an input of the module, the reason for a neutral argument. */
const describedByItsData =
  /^export const \w+(?:: (?:Claim|Command|ModuleInput)\b|Syntax = \{| = (?:neutral|freeText)\()/;

/** The advice of every finding of {@link undocumentedExports}. */
export const documentationAdvice = "write a doc comment: what it is, units or shape, default, what it throws, source";

/**
 * Exported declarations without a doc comment. A further signature of a function, which follows the first one, needs none.
 *
 * @param path repeated in the findings
 */
export function undocumentedExports(path: string, text: string): readonly ProseFinding[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    const name = exported.exec(line)?.groups?.name;
    const before = lines[index - 1] ?? "";
    const isOverload = before.startsWith(`export function ${name}(`) && before.endsWith(";");
    return name === undefined || isOverload || before.endsWith("*/") || describedByItsData.test(line)
      ? []
      : [{ path, line: index + 1, column: 1, word: name, advice: documentationAdvice }];
  });
}
