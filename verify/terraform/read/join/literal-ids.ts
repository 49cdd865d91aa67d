import { formatReference, parseTemplate } from "../../expressions/template";
import { isJsonObject, type Json, type JsonObject, type TerraformConfiguration } from "../../terraform-configuration";
import type { IdRewriter } from "../plan/id-rewriter";

/** The root module with references in place of the IDs that it writes and that something has. */
export function withReferences(root: TerraformConfiguration, ids: IdRewriter): TerraformConfiguration {
  const read = (values: JsonObject): JsonObject => withReferencesIn(values, ids) as JsonObject;
  return {
    ...root,
    resources: root.resources.map((resource) => ({ ...resource, values: read(resource.values) })),
    outputs: read(root.outputs),
  };
}

function withReferencesIn(value: Json, ids: IdRewriter): Json {
  if (typeof value === "string") {
    return textWithReferences(value, ids);
  }
  if (Array.isArray(value)) {
    return value.map((item) => withReferencesIn(item, ids));
  }
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withReferencesIn(item, ids)]))
    : value;
}

const assignedId = /-[0-9a-f]{8}|arn:/;

/** An ID inside an expression stays as it is. */
function textWithReferences(text: string, ids: IdRewriter): Json {
  const parts = assignedId.test(text) ? parseTemplate(text) : [];
  const hasExpression = parts.some(({ kind }) => kind === "expression");
  return parts.length === 0 || hasExpression
    ? text
    : parts
        .map((part) =>
          part.kind === "literal"
            ? String(ids.rewrite(part.text))
            : part.kind === "reference"
              ? `\${${formatReference(part)}}`
              : part.text,
        )
        .join("");
}
