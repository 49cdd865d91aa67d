import { parseArgs } from "node:util";
import { closestWord } from "../../envs/schema/closest-word";

/** What a shell can complete a value with: names, files, synthesized environments or claims. */
export type Completion = readonly string[] | "file" | "environment" | "claim";

/** An argument without a name, such as `ENV...`. */
export interface ArgumentSyntax {
  /** As usage writes it; dots say that it may be repeated. */
  readonly placeholder: string;
  readonly description: string;
  /** @default - nothing is completed */
  readonly completion?: Completion;
}

/** An option, in the form that Node's `parseArgs` reads, with what help and completion need. */
export interface OptionSyntax {
  readonly type: "string" | "boolean";
  /** @default false */
  readonly multiple?: boolean;
  /** @default - the option has no value when it is not passed */
  readonly default?: string | boolean;
  /**
   * Placeholder of the value, such as `FILE`; required for a string.
   * @default - the option takes no value
   */
  readonly value?: string;
  readonly description: string;
  /** @default - nothing is completed */
  readonly completion?: Completion;
}

/** The options of a command, by name without dashes. */
export type OptionTable = Readonly<Record<string, OptionSyntax>>;

/** The command line of one command: parsing, help and completion all read it. */
export interface CommandSyntax<Options extends OptionTable = OptionTable> {
  readonly name: string;
  /** What follows the name, one form a line. */
  readonly usage: readonly string[];
  /** For the list of commands: a verb, no full stop. */
  readonly summary: string;
  /** Paragraphs, with lines of at most 120 characters. */
  readonly description: string;
  readonly arguments?: readonly ArgumentSyntax[];
  readonly options: Options;
  /**
   * What to write in place of an option that the command lacks and that other commands have, by the name of that option, in the imperative.
   * @default - the option with the closest name
   */
  readonly insteadOf?: Readonly<Record<string, string>>;
  /**
   * Whether the command reads the environments of a checkout, so that an installed package cannot run it.
   * @default false
   */
  readonly needsCheckout?: boolean;
  /** Meaning of each exit code. */
  readonly exitCodes: Readonly<Record<number, string>>;
  /** Complete command lines. */
  readonly examples: readonly string[];
}

/**
 * Reads the words that follow a command's name.
 *
 * @throws one line for an option that the syntax lacks, a value that is missing or empty, or an argument too many
 */
export function parseCommandArguments<Options extends OptionTable>(
  syntax: CommandSyntax<Options>,
  args: readonly string[],
) {
  const parsed = parseWords(syntax, args);
  for (const [name, value] of Object.entries(parsed.values)) {
    if ([value].flat().includes("")) {
      const { value: placeholder, completion } = (syntax.options as OptionTable)[name] ?? {};
      const remedy = Array.isArray(completion)
        ? `use one of ${completion.join(", ")}`
        : `pass --${name} ${placeholder}, or leave the option out`;
      throw new Error(`${syntax.name}: --${name}: needs a value, got an empty one; ${remedy}`);
    }
  }
  return parsed;
}

/** The values of the options of a command, as its syntax declares them. */
export type OptionValues<Syntax extends CommandSyntax> = ReturnType<
  typeof parseCommandArguments<Syntax["options"]>
>["values"];

function parseWords<Options extends OptionTable>(syntax: CommandSyntax<Options>, args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: syntax.options,
      allowPositionals: syntax.arguments !== undefined,
      tokens: true,
    });
  } catch (error) {
    throw new Error(`${syntax.name}: ${describeParseError(error as NodeJS.ErrnoException, syntax)}`);
  }
}

/** Node's error in the form of this project's errors. */
function describeParseError(
  { code, message }: NodeJS.ErrnoException,
  { name, options, insteadOf = {} }: CommandSyntax,
): string {
  const quoted = /'(-*[^\s']*)/.exec(message)?.[1] ?? "";
  const help = `see studio-perimeter ${name} --help`;
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const word = quoted.replace(/^-+/, "");
    const [withWord] = Object.entries(options).find(([, { completion }]) => [completion].flat().includes(word)) ?? [];
    if (Object.hasOwn(insteadOf, word)) {
      return `${quoted}: no such option; ${insteadOf[word]}`;
    }
    const meant = withWord === undefined ? closestWord(word, Object.keys(options)) : `${withWord} ${word}`;
    return `${quoted}: no such option; ${meant === undefined ? help : `did you mean --${meant}?`}`;
  }
  if (code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL") {
    return `takes no argument, got ${quoted}; ${help}`;
  }
  const value = options[quoted.replace(/^-+/, "")]?.value;
  return value === undefined
    ? `${quoted}: takes no value; ${help}`
    : `${quoted}: needs a value; pass ${quoted} ${value}, or ${quoted}=${value} if it starts with a dash`;
}

const HELP_ROW = ["-h, --help", "print this help"] as const;

/** What `--help` prints: usage, description, arguments, options, exit codes, examples. */
export function helpText(syntax: CommandSyntax): string {
  const usage = syntax.usage.map((form) => `studio-perimeter ${[syntax.name, form].filter(Boolean).join(" ")}`);
  const argumentRows = (syntax.arguments ?? []).map(
    ({ placeholder, description }) => [placeholder, description] as const,
  );
  const optionRows = [...Object.entries(syntax.options).map(optionRow), HELP_ROW];
  const width = columnWidth([...argumentRows, ...optionRows]);
  const codes = Object.entries(syntax.exitCodes);
  const sections = [
    `usage: ${usage.join("\n       ")}`,
    syntax.description,
    section("arguments", rows(argumentRows, width)),
    section("options", rows(optionRows, width)),
    section("exit codes", rows(codes, columnWidth(codes))),
    section(
      syntax.examples.length === 1 ? "example" : "examples",
      syntax.examples.map((line) => `  ${line}`),
    ),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

function optionRow([name, option]: readonly [string, OptionSyntax]): readonly [string, string] {
  const notes = [
    ...(Array.isArray(option.completion) ? [`one of ${option.completion.join(", ")}`] : []),
    ...(option.multiple ? ["repeatable"] : []),
    ...(typeof option.default === "string" ? [`default: ${option.default}`] : []),
  ];
  return [
    [`--${name}`, option.value].filter(Boolean).join(" "),
    notes.length === 0 ? option.description : `${option.description} (${notes.join("; ")})`,
  ];
}

function columnWidth(table: readonly (readonly [string, string])[]): number {
  return Math.max(0, ...table.map(([first]) => first.length));
}

function rows(table: readonly (readonly [string, string])[], width: number): readonly string[] {
  const indent = " ".repeat(width + 4);
  return table.map(([first, second]) => {
    const lines = wordWrapped(second, MAXIMUM_WIDTH - indent.length);
    return `  ${first.padEnd(width)}  ${lines.join(`\n${indent}`)}`;
  });
}

/** Columns of the widest line of help, which fits a terminal and an editor side by side on one screen. */
const MAXIMUM_WIDTH = 120;

/** Lines of at most `width` characters. A word that is longer has a line of its own. */
function wordWrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [`${title}:`, ...lines].join("\n");
}
