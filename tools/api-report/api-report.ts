import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The declarations that one export of the package makes public: name in the export, and text without comments. */
export type ExportedDeclarations = ReadonlyMap<string, string>;

/**
 * The public surface of the package as Markdown, one section for each export. Comments are left out, so that only a change of a name or a
 * type changes it.
 *
 * @param folder compiled package, which has the declarations
 * @param exports folders whose `index` is public
 * @throws when an index exports something in a form that is not understood
 */
export function apiReport(folder: string, exports: readonly string[]): string {
  const sections = exports.map((name) => {
    const declared = [...exportedDeclarations(join(folder, name, "index.d.ts"))].toSorted(([one], [other]) =>
      one < other ? -1 : 1,
    );
    const blocks = declared.map(([, text]) => text).join("\n\n");
    return `## studio-perimeter/${name}\n\n\`\`\`ts\n${blocks}\n\`\`\`\n`;
  });
  return `# Public surface of the npm package\n\nMade by \`npm run api-report\`. A change here is a change for users: say it in the changelog.\n\n${sections.join("\n")}`;
}

/** Everything that a file exports, with what it exports from other files. */
function exportedDeclarations(path: string): ExportedDeclarations {
  const found = new Map<string, string>();
  for (const statement of statementsOf(readFileSync(path, "utf8"))) {
    for (const [name, text] of declarationsOf(statement, path)) {
      found.set(name, text);
    }
  }
  return found;
}

function declarationsOf(statement: string, path: string): Iterable<readonly [string, string]> {
  const [, list, source] = /^export (?:type )?(\*|\{[^}]*\}) from "([^"]+)";$/.exec(statement) ?? [];
  if (list !== undefined && source !== undefined) {
    const declared = exportedDeclarations(declarationFile(join(dirname(path), source)));
    return list === "*" ? declared : namesIn(list).map((names) => renamed(names, declared, path));
  }
  if (statement.startsWith("import ") || statement === "export {};" || !statement.startsWith("export ")) {
    return [];
  }
  const [, name] = DECLARATION.exec(statement) ?? [];
  if (name === undefined) {
    throw new Error(`${path}: exports in a form that the report does not read, got ${statement.slice(0, 80)}`);
  }
  return [[name, statement]];
}

const DECLARATION =
  /^export (?:declare )?(?:abstract )?(?:class|const|enum|function|interface|type) ([A-Za-z_$][\w$]*)/;

/** Names in braces: the one of the file, and the one of the export. */
function namesIn(list: string): readonly (readonly [own: string, exported: string])[] {
  return list
    .slice(1, -1)
    .split(",")
    .map((item) => item.trim().replace(/^type /, ""))
    .filter((item) => item !== "")
    .map((item) => {
      const [own = "", exported = own] = item.split(" as ");
      return [own, exported];
    });
}

function renamed(
  [own, exported]: readonly [string, string],
  declared: ExportedDeclarations,
  path: string,
): readonly [string, string] {
  const text = declared.get(own);
  if (text === undefined) {
    throw new Error(`${path}: exports ${own}, whose declaration was not found`);
  }
  return [exported, own === exported ? text : `// ${own} as ${exported}\n${text}`];
}

function declarationFile(path: string): string {
  const file = `${path}.d.ts`;
  return existsSync(file) ? file : join(path, "index.d.ts");
}

/** Statements at the top of a file. The compiler indents everything inside them, and ends their last line without an indent. */
function statementsOf(text: string): readonly string[] {
  const code = text
    .replaceAll(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, "")
    .replaceAll(/^\/\/.*\n/gm, "")
    .replaceAll(/^ {4}private .*\n/gm, "")
    .trim();
  const statements: string[] = [];
  for (const line of code.split("\n")) {
    const isContinued = /^[\s})\]]/.test(line) || line === "";
    if (isContinued && statements.length > 0) {
      statements.push(`${statements.pop()}\n${line}`);
    } else {
      statements.push(line);
    }
  }
  return statements.map((statement) => statement.trim());
}
