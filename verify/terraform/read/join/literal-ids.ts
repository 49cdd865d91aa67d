import { formatReference, parseTemplate } from "../../expressions/template";
import { type JsonObject, jsonText, mapTexts, type TerraformConfiguration } from "../../terraform-configuration";
import type { IdRewriter } from "../plan/id-rewriter";

/** The root module with references in place of the IDs that it writes and that something has. */
export function withReferences(root: TerraformConfiguration, ids: IdRewriter): TerraformConfiguration {
  const read = (values: JsonObject): JsonObject => mapTexts(values, (text) => textWithReferences(text, ids));
  return {
    ...root,
    resources: root.resources.map((resource) => ({ ...resource, values: read(resource.values) })),
    outputs: read(root.outputs),
  };
}

const assignedId = /-[0-9a-f]{8}|arn:/;

/** An ID inside an expression stays as it is. */
function textWithReferences(text: string, ids: IdRewriter): string {
  const parts = assignedId.test(text) ? parseTemplate(text) : [];
  const hasExpression = parts.some(({ kind }) => kind === "expression");
  return parts.length === 0 || hasExpression
    ? text
    : parts
        .map((part) =>
          part.kind === "literal"
            ? jsonText(ids.rewrite(part.text))
            : part.kind === "reference"
              ? `\${${formatReference(part)}}`
              : part.text,
        )
        .join("");
}
