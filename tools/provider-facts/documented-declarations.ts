/** A member of an interface, with its doc comment. */
export interface DocumentedMember {
  readonly name: string;
  /** Text of the type. */
  readonly type: string;
  readonly doc: string;
}

/** What a generated declaration file says. */
export interface DocumentedDeclarations {
  /** By name; one in a namespace has the namespace and a dot before it. */
  readonly interfaces: ReadonlyMap<string, readonly DocumentedMember[]>;
  /** Comment of the resource class, or of the function that looks a data source up. `undefined` where the file has neither. */
  readonly doc: string | undefined;
}

const NAMESPACE = /^export declare namespace (\w+) \{$/;
const INTERFACE = /^ *(?:export )?interface (\w+) \{$/;
const MEMBER = /^ +(?:readonly )?(\w+)\??: (.+);$/;
const MAIN = /^export declare (?:class \w+ extends pulumi\.CustomResource|function get\w+\()/;

/** Reads the interfaces of a generated `.d.ts` file line by line, with the comments that a compiler would drop. */
export function readDeclarations(text: string): DocumentedDeclarations {
  const interfaces = new Map<string, DocumentedMember[]>();
  let namespace = "";
  let members: DocumentedMember[] = [];
  let comment: string[] = [];
  let doc: string | undefined;
  for (const line of text.split("\n")) {
    if (/^ *(?:\/\*)?\*/.test(line)) {
      comment = line.trimStart().startsWith("/**") ? [line] : [...comment, line];
      continue;
    }
    const opened = INTERFACE.exec(line)?.[1];
    const [, name, type] = MEMBER.exec(line) ?? [];
    if (line === "}") {
      namespace = "";
    }
    namespace = NAMESPACE.exec(line)?.[1] ?? namespace;
    if (opened !== undefined) {
      members = [];
      interfaces.set(namespace === "" ? opened : `${namespace}.${opened}`, members);
    } else if (name !== undefined && type !== undefined) {
      members.push({ name, type, doc: plainText(comment) });
    } else if (doc === undefined && MAIN.test(line)) {
      doc = plainText(comment);
    }
    comment = [];
  }
  return { interfaces, doc };
}

function plainText(comment: readonly string[]): string {
  return comment.map((line) => line.replace(/^ *(?:\/\*\*|\*\/|\*) ?/, "").replace(/ *\*\/$/, "")).join("\n");
}
