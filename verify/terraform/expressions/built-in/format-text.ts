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

type Scalar = Extract<TerraformValue, { readonly kind: "scalar" }>;

/** A verb with its flag and its width, such as `%05d`. */
function formatVerb(verb: string, arg: TerraformValue | undefined): string | undefined {
  const [, flag = "", width = "", letter = ""] = /^%([-0]?)(\d*)([a-zA-Z])$/.exec(verb) ?? [];
  const text = arg?.kind === "scalar" ? textOfVerb(letter, arg) : undefined;
  if (text === undefined || arg?.kind !== "scalar" || width === "") {
    return flag === "" ? text : undefined;
  }
  // The length of what a reference stands for is not known.
  const isFilled = !isReference(arg) && letter !== "q" && (flag !== "0" || letter === "d");
  return isFilled ? filled(text, flag, Number(width)) : undefined;
}

function textOfVerb(letter: string, arg: Scalar): string | undefined {
  if (arg.value === null) {
    return undefined;
  }
  switch (letter) {
    case "s":
    case "v":
      return scalarText(arg.value);
    case "d":
      return isReference(arg) ? undefined : integerOf(arg)?.toString();
    case "q": {
      const text = typeof arg.value === "string" ? plainText(arg) : undefined;
      return text === undefined || !isPrintableAscii(text) ? undefined : escapeTemplate(JSON.stringify(text));
    }
    default:
      return undefined;
  }
}

function isReference(arg: Scalar): boolean {
  return typeof arg.value === "string" && plainText(arg) === undefined;
}

/** A text of at least some length: filled with zeros after its sign, with blanks at its end, or with blanks before it. */
function filled(text: string, flag: string, length: number): string {
  if (flag === "0") {
    const sign = text.startsWith("-") ? "-" : "";
    return `${sign}${text.slice(sign.length).padStart(length - sign.length, "0")}`;
  }
  return flag === "-" ? text.padEnd(length) : text.padStart(length);
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
