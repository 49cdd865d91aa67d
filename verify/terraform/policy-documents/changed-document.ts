import { replaceInTemplate } from "../expressions/built-in/replace-in-template";
import { evaluateExpression } from "../expressions/evaluate-expression";
import { parseExpression } from "../expressions/parse-expression";
import { parseTemplate, singleReference } from "../expressions/template";
import type { TerraformExpression } from "../expressions/terraform-expression";
import { conditionOf, plainText } from "../expressions/terraform-value";
import { emptyEvaluationScope } from "../expressions/traversal";
import type { PiecesOfReference } from "./pieces-of-reference";

interface Documents {
  /** The text of a document, by a template with one reference to it. */
  readonly textOf: (template: string) => string | undefined;
  readonly piecesOf: PiecesOfReference;
}

/**
 * The text of a policy document in which an expression replaces parts, such as
 * `replace(data.aws_iam_policy_document.d.json, "_BUCKET_", aws_s3_bucket.b.id)`.
 *
 * @param template a text that is one expression
 * @param textOf the text of a document, by a template with one reference to it; its blanks are not those of the provider
 * @returns `undefined` for any other expression, and where the result depends on values that are not known
 */
export function changedDocument(
  template: string,
  textOf: Documents["textOf"],
  piecesOf: PiecesOfReference,
): string | undefined {
  const [part, ...others] = parseTemplate(template);
  const expression = part?.kind === "expression" && others.length === 0 ? parseExpression(part.text) : undefined;
  return expression === undefined ? undefined : textOfExpression(expression, { textOf, piecesOf });
}

function textOfExpression(expression: TerraformExpression, documents: Documents): string | undefined {
  switch (expression.kind) {
    case "conditional": {
      const isMet = conditionOf(evaluateExpression(expression.condition, emptyEvaluationScope));
      return isMet === undefined ? undefined : textOfExpression(isMet ? expression.yes : expression.no, documents);
    }
    case "call":
      return textOfCall(expression, documents);
    case "name":
    case "attribute":
    case "index": {
      const reference = textOfValue(expression);
      return reference === undefined || singleReference(reference) === undefined
        ? undefined
        : documents.textOf(reference);
    }
    case "template": {
      const [only, ...others] = expression.parts;
      return only === undefined || others.length > 0 ? undefined : textOfExpression(only, documents);
    }
    default:
      return undefined;
  }
}

/** Calls whose result is their first argument where that is a document, which has no blanks around it and is neither null nor empty. */
const withoutChange: ReadonlySet<string> = new Set(["coalesce", "tostring", "trimspace", "try"]);

/** Blanks, quotes and brackets are not those of the provider, which also leaves out the brackets around one text. */
const insideTexts = /^[\w-]+$/;

function textOfCall(
  { name, arguments: args, spread }: TerraformExpression & { readonly kind: "call" },
  documents: Documents,
): string | undefined {
  const [first, ...others] = args;
  const document = first === undefined || spread ? undefined : textOfExpression(first, documents);
  if (document === undefined || withoutChange.has(name)) {
    return document;
  }
  const [sought, replacement] = others.map((argument) => evaluateExpression(argument, emptyEvaluationScope));
  const part = sought === undefined ? undefined : plainText(sought);
  const isReplaced = name === "replace" && others.length === 2 && part !== undefined && insideTexts.test(part);
  if (!isReplaced || replacement?.kind !== "scalar" || typeof replacement.value !== "string") {
    return undefined;
  }
  const result = replaceInTemplate(document, part, replacement.value, documents.piecesOf);
  return result.kind === "scalar" && typeof result.value === "string" ? result.value : undefined;
}

function textOfValue(expression: TerraformExpression): string | undefined {
  const value = evaluateExpression(expression, emptyEvaluationScope);
  return value.kind === "scalar" && typeof value.value === "string" ? value.value : undefined;
}
