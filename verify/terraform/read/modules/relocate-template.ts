import { evaluateExpression } from "../../expressions/evaluate-expression";
import { parseExpression } from "../../expressions/parse-expression";
import { formatReference, parseTemplate } from "../../expressions/template";
import type { ForExpression, TerraformExpression } from "../../expressions/terraform-expression";
import { escapeTemplate, type TerraformValue } from "../../expressions/terraform-value";
import type { EvaluationScope } from "../../expressions/traversal";

/**
 * A text of a module as the root module would write it: variables and locals are their values, and each resource has its full
 * address. What depends on a resource can so be evaluated later, when the other resources are known.
 *
 * @returns `undefined` when a name in it has no known value
 */
export function relocateTemplate(text: string, scope: EvaluationScope): string | undefined {
  const parts = parseTemplate(text).map((part) => {
    if (part.kind === "literal") {
      return escapeTemplate(part.text);
    }
    const expression = parseExpression(part.kind === "expression" ? part.text : formatReference(part));
    const relocated = expression && relocate(expression, { scope, names: new Set() });
    return relocated === undefined ? undefined : `\${${relocated}}`;
  });
  return joinAll(parts, "");
}

interface Place {
  readonly scope: EvaluationScope;
  /** Names that a `for` or a splat around the expression defines. */
  readonly names: ReadonlySet<string>;
}

function relocate(expression: TerraformExpression, place: Place): string | undefined {
  const inside = (inner: TerraformExpression): string | undefined => relocate(inner, place);
  switch (expression.kind) {
    case "value":
      return scalarSource(typeof expression.value === "string" ? escapeTemplate(expression.value) : expression.value);
    case "template":
      return templateSource(expression.parts, place);
    case "name":
    case "attribute":
    case "index":
      return relocateTraversal(expression, place);
    case "splat": {
      const each = relocate(expression.each, { ...place, names: new Set([...place.names, "*"]) });
      return joinAll([inside(expression.of), each?.replace("*", "[*]")], "");
    }
    case "call": {
      const inner = joinAll(expression.arguments.map(inside), ", ");
      return inner === undefined ? undefined : `${expression.name}(${inner}${expression.spread ? "..." : ""})`;
    }
    case "list":
      return surround("[", joinAll(expression.items.map(inside), ", "), "]");
    case "object":
      return surround(
        "{",
        joinAll(
          expression.entries.map(({ key, value }) => joinAll([surround("(", inside(key), ")"), inside(value)], " = ")),
          ", ",
        ),
        "}",
      );
    case "for":
      return relocateFor(expression, place);
    case "conditional": {
      const [condition, yes, no] = [expression.condition, expression.yes, expression.no].map(inside);
      return surround("(", joinAll([condition, joinAll([yes, no], " : ")], " ? "), ")");
    }
    case "operation": {
      const [first, ...others] = expression.operands.map(inside);
      return others.length === 0
        ? surround(`(${expression.operator}`, first, ")")
        : surround("(", joinAll([first, ...others], ` ${expression.operator} `), ")");
    }
  }
}

/** A path that starts at a name: of the `for` around it, of the module, or of a resource. */
function relocateTraversal(expression: TerraformExpression, place: Place): string | undefined {
  const root = rootOf(expression);
  if (root.kind !== "name" || place.names.has(root.name)) {
    return traversalSource(expression, place, "");
  }
  if (place.scope.bindings.has(root.name)) {
    return valueSource(evaluateExpression(expression, place.scope)) ?? memberSource(expression, place);
  }
  // Names such as `path` and `terraform` are not those of a resource.
  return root.name === "data" || root.name.includes("_")
    ? traversalSource(expression, place, place.scope.prefix)
    : undefined;
}

/** A member of a local or variable whose value depends on a resource: the expression of the whole, and what selects the member. */
function memberSource(expression: TerraformExpression, place: Place): string | undefined {
  if (expression.kind !== "attribute" && expression.kind !== "index") {
    return undefined;
  }
  const whole = wholeSource(evaluateExpression(expression.of, place.scope)) ?? memberSource(expression.of, place);
  return expression.kind === "attribute"
    ? joinAll([whole, expression.name], ".")
    : joinAll([whole, surround("[", relocate(expression.key, place), "]")], "");
}

/** A value that is one expression, as that expression. */
function wholeSource(value: TerraformValue): string | undefined {
  const [part, ...others] =
    value.kind === "scalar" && typeof value.value === "string" ? parseTemplate(value.value) : [];
  if (part === undefined || others.length > 0 || part.kind === "literal") {
    return undefined;
  }
  return `(${part.kind === "reference" ? formatReference(part) : part.text})`;
}

function rootOf(expression: TerraformExpression): TerraformExpression {
  return expression.kind === "attribute" || expression.kind === "index" ? rootOf(expression.of) : expression;
}

function traversalSource(expression: TerraformExpression, place: Place, prefix: string): string | undefined {
  switch (expression.kind) {
    case "name":
      return `${prefix}${expression.name}`;
    case "attribute":
      return joinAll([traversalSource(expression.of, place, prefix), expression.name], ".");
    case "index":
      return joinAll(
        [traversalSource(expression.of, place, prefix), surround("[", relocate(expression.key, place), "]")],
        "",
      );
    default:
      return relocate(expression, place);
  }
}

function relocateFor(expression: ForExpression, place: Place): string | undefined {
  const { names, collection, key, value, condition, grouped } = expression;
  const inner = { ...place, names: new Set([...place.names, ...names]) };
  const head = joinAll([`for ${names.join(", ")} in `, relocate(collection, place), " : "], "");
  const result = joinAll([...(key === undefined ? [] : [relocate(key, inner)]), relocate(value, inner)], " => ");
  const test = condition === undefined ? "" : surround(" if ", relocate(condition, inner), "");
  const [open, close] = key === undefined ? ["[", "]"] : ["{", "}"];
  return surround(open, joinAll([head, result, grouped ? "..." : "", test], ""), close);
}

function templateSource(parts: readonly TerraformExpression[], place: Place): string | undefined {
  const sources = parts.map((part) =>
    part.kind === "value"
      ? quotedContent(escapeTemplate(String(part.value)))
      : surround("${", relocate(part, place), "}"),
  );
  return surround('"', joinAll(sources, ""), '"');
}

/** A value as an expression. The order of a set stays that of Terraform, because it is written as a set. */
function valueSource(value: TerraformValue): string | undefined {
  switch (value.kind) {
    case "scalar":
      return scalarSource(value.value);
    case "list": {
      const list = surround("[", joinAll(value.items.map(valueSource), ", "), "]");
      return value.ordered ? list : surround("toset(", list, ")");
    }
    case "map":
      return surround(
        "{",
        joinAll(
          [...value.entries].map(([key, member]) => joinAll([scalarSource(key), valueSource(member)], " = ")),
          ", ",
        ),
        "}",
      );
    default:
      return undefined;
  }
}

/** @param value a string is a template: it may refer to resources by their full addresses */
function scalarSource(value: string | number | boolean | null): string | undefined {
  if (typeof value !== "string") {
    return String(value);
  }
  const parts = parseTemplate(value).map((part) =>
    part.kind === "literal"
      ? quotedContent(escapeTemplate(part.text))
      : `\${${part.kind === "reference" ? formatReference(part) : part.text}}`,
  );
  return surround('"', joinAll(parts, ""), '"');
}

/** Text between two quotes; `undefined` for characters that HCL escapes in other ways than JSON. */
function quotedContent(text: string): string | undefined {
  const content = JSON.stringify(text).slice(1, -1);
  return /\\[bf]/.test(content) ? undefined : content;
}

function joinAll(parts: readonly (string | undefined)[], separator: string): string | undefined {
  return parts.every((part) => part !== undefined) ? parts.join(separator) : undefined;
}

function surround(before: string, text: string | undefined, after: string): string | undefined {
  return text === undefined ? undefined : `${before}${text}${after}`;
}
