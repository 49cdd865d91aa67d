import { type CommandSyntax, helpText, parseCommandArguments } from "../../../cli/shared/command-syntax";

const syntax = {
  name: "paint",
  usage: ["[WALL...] [options]"],
  summary: "paint walls",
  description: "Paints walls.",
  arguments: [{ placeholder: "WALL...", description: "walls (default: all)" }],
  options: {
    color: {
      type: "string",
      default: "white",
      value: "COLOR",
      description: "color of the paint",
      completion: ["white", "red"],
    },
    tool: { type: "string", multiple: true, value: "TOOL", description: "a tool" },
    twice: { type: "boolean", default: false, description: "paint a second coat" },
  },
  exitCodes: { 0: "painted", 130: "interrupted" },
  examples: ["studio-perimeter paint north --color red"],
} as const satisfies CommandSyntax;

test("help lists usage, arguments, options with their defaults, exit codes and examples in columns", () => {
  expect(helpText(syntax)).toBe(`usage: studio-perimeter paint [WALL...] [options]

Paints walls.

arguments:
  WALL...        walls (default: all)

options:
  --color COLOR  color of the paint (one of white, red; default: white)
  --tool TOOL    a tool (repeatable)
  --twice        paint a second coat
  -h, --help     print this help

exit codes:
  0    painted
  130  interrupted

example:
  studio-perimeter paint north --color red
`);
});

test("no line of help is wider than 120 columns, and what follows stays in its column", () => {
  const tool = { type: "string", value: "TOOL", description: `${"a brush, ".repeat(20)}or a roller` } as const;
  const lines = helpText({ ...syntax, options: { tool } }).split("\n");
  const start = lines.findIndex((line) => line.startsWith("  --tool"));

  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  expect(lines[start + 1]).toMatch(/^ {15}\S/);
  expect(
    lines
      .slice(start, start + 3)
      .map((line) => line.trim())
      .join(" "),
  ).toContain(`--tool TOOL  ${tool.description}`);
});

test("arguments and options are parsed by the same table, with defaults", () => {
  const { values, positionals } = parseCommandArguments(syntax, ["north", "--tool", "brush", "--tool=-roller"]);

  expect(positionals).toEqual(["north"]);
  expect({ ...values }).toEqual({ color: "white", tool: ["brush", "-roller"], twice: false });
});

test.each([
  [["--colour", "red"], "paint: --colour: no such option; did you mean --color?"],
  [["--white"], "paint: --white: no such option; did you mean --color white?"],
  [["--loud"], "paint: --loud: no such option; see studio-perimeter paint --help"],
  [["-x"], "paint: -x: no such option; see studio-perimeter paint --help"],
  [["--tool"], "paint: --tool: needs a value; pass --tool TOOL, or --tool=TOOL if it starts with a dash"],
  [["--tool", "--twice"], "paint: --tool: needs a value; pass --tool TOOL, or --tool=TOOL if it starts with a dash"],
  [["--tool="], "paint: --tool: needs a value, got an empty one; pass --tool TOOL, or leave the option out"],
  [
    ["--tool", "brush", "--tool", ""],
    "paint: --tool: needs a value, got an empty one; pass --tool TOOL, or leave the option out",
  ],
  [["--color="], "paint: --color: needs a value, got an empty one; use one of white, red"],
  [["--twice=yes"], "paint: --twice: takes no value; see studio-perimeter paint --help"],
])("the command line %j is refused in one line that says what to do", (args, message) => {
  expect(() => parseCommandArguments(syntax, args)).toThrow(new Error(message));
});

test("an argument of a command that takes none is refused", () => {
  const { arguments: _arguments, ...bare } = syntax;

  expect(() => parseCommandArguments(bare, ["north"])).toThrow(
    new Error("paint: takes no argument, got north; see studio-perimeter paint --help"),
  );
});
