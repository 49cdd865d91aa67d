import {
  escapeTemplate,
  joinTexts,
  plainText,
  scalarText,
  type TerraformValue,
  unknownValue,
} from "../terraform-value";
import { integerOf, isPrintableAscii } from "./arguments";

/**
 * Terraform's `format` for `%s`, `%d`, `%v`, `%q` and `%%`, and for numbers that are filled with zeros or blanks. With any other
 * verb, the result is unknown.
 *
 * @see https://developer.hashicorp.com/terraform/language/functions/format
 */
export function formatText(form: string, args: readonly TerraformValue[]): TerraformValue {
  const rest = [...args];
  const texts = form.split(/(%(?:[-0]?\d*)?[a-zA-Z%])/).map((piece) => {
    if (!piece.startsWith("%")) {
      return escapeTemplate(piece);
    }
    return piece === "%%" ? "%" : formatVerb(piece, rest.shift());
  });
  const isWhole = rest.length === 0 && texts.every((piece) => piece !== undefined);
  return isWhole ? joinTexts(texts) : unknownValue;
}

function formatVerb(verb: string, arg: TerraformValue | undefined): string | undefined {
  if (arg?.kind !== "scalar" || arg.value === null) {
    return undefined;
  }
  const [, fill = "", width = "", letter = ""] = /^%([-0]?)(\d*)([a-zA-Z])$/.exec(verb) ?? [];
  if (letter === "q" && width === "" && fill === "") {
    const text = typeof arg.value === "string" ? plainText(arg) : undefined;
    return text === undefined || !isPrintableAscii(text) ? undefined : escapeTemplate(JSON.stringify(text));
  }
  const isReference = typeof arg.value === "string" && plainText(arg) === undefined;
  const number = isReference ? undefined : integerOf(arg);
  const isKnown = letter === "s" || letter === "v" || (letter === "d" && number !== undefined);
  const text = !isKnown ? undefined : letter === "d" ? String(number) : scalarText(arg.value);
  if (text === undefined || width === "") {
    return fill === "" ? text : undefined;
  }
  if (isReference || (fill === "0" && letter !== "d")) {
    return undefined;
  }
  const length = Number(width);
  if (fill === "0") {
    const sign = text.startsWith("-") ? "-" : "";
    return `${sign}${text.slice(sign.length).padStart(length - sign.length, "0")}`;
  }
  return fill === "-" ? text.padEnd(length) : text.padStart(length);
}

/** Terraform's `formatlist`: one text for each item of the lists, which have one length; other values repeat. */
export function formatList(form: string, args: readonly TerraformValue[]): readonly TerraformValue[] | undefined {
  const lists = args.flatMap((arg) => (arg.kind === "list" ? [arg] : []));
  const [length, ...others] = new Set(lists.map(({ items }) => items.length));
  const isKnown =
    lists.every(({ ordered }) => ordered) && args.every(({ kind }) => kind === "list" || kind === "scalar");
  return length === undefined || others.length > 0 || !isKnown
    ? undefined
    : Array.from({ length }, (_, index) =>
        formatText(
          form,
          args.map((arg) => (arg.kind === "list" ? (arg.items[index] ?? unknownValue) : arg)),
        ),
      );
}
