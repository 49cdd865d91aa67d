/** The generated code of one attribute of a class. */
export interface GeneratedAttribute {
  readonly name: string;
  readonly computed: boolean;
  readonly optional: boolean;
  readonly required: boolean;
  /** Field, getter and setter. Some types appear only here. */
  readonly body: string;
}

/** One generated class: the resource itself, or the reference class of a struct. */
export interface SourceClass {
  readonly name: string;
  readonly base: string;
  readonly attributes: readonly GeneratedAttribute[];
}

/** The HCL rendering of one attribute. Distinguishes lists from sets, and blocks from attributes. */
export interface HclRendering {
  readonly value: string;
  readonly type: string;
  readonly storage: string;
}

/** The three parts of a generated file that describe the schema. Struct names are in lower case. */
export interface GeneratedSource {
  readonly classes: ReadonlyMap<string, SourceClass>;
  /** Struct, or `""` for the resource itself -> Terraform attribute -> form. */
  readonly hcl: ReadonlyMap<string, ReadonlyMap<string, HclRendering>>;
  /** Interface -> Terraform attribute -> description. */
  readonly descriptions: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

const CLASS = /^export class (\w+) extends cdktf\.(\w+) \{$/;
const TO_HCL = /^export function (\w+)ToHclTerraform\(/;
const INTERFACE = /^export interface (\w+)(?: extends \S+)? \{$/;
const ATTRIBUTE = /^ {2}\/\/ (\S+) - computed: (true|false), optional: (true|false), required: (true|false)$/;
const SECTION_RULE = /^ {2}\/\/ =+$/;

/**
 * Splits the source of a generated file into classes, HCL renderings and descriptions. Bindings of CDK Terrain name the
 * framework `cdktn`; here it is always `cdktf`.
 */
export function parseGeneratedSource(source: string): GeneratedSource {
  const lines = source.replaceAll("cdktn.", "cdktf.").split("\n");
  const classes = new Map<string, SourceClass>();
  const hcl = new Map<string, ReadonlyMap<string, HclRendering>>();
  const descriptions = new Map<string, ReadonlyMap<string, string>>();
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (!line.startsWith("export ")) {
      continue;
    }
    const body = (): readonly string[] => lines.slice(at + 1, lines.indexOf("}", at));
    const [, className, base] = CLASS.exec(line) ?? [];
    const rendered = TO_HCL.exec(line)?.[1];
    const described = INTERFACE.exec(line)?.[1];
    if (className !== undefined && base !== undefined) {
      classes.set(className, { name: className, base, attributes: readAttributes(body()) });
      const own = body().findIndex((text) => text.includes("synthesizeHclAttributes()"));
      if (own >= 0) {
        hcl.set("", readHcl(body().slice(own + 1)));
      }
    } else if (rendered !== undefined) {
      hcl.set(rendered.toLowerCase(), readHcl(body()));
    } else if (described !== undefined) {
      descriptions.set(described.toLowerCase(), readDescriptions(body()));
    }
  }
  return { classes, hcl, descriptions };
}

function readAttributes(lines: readonly string[]): readonly GeneratedAttribute[] {
  const notes: { head: RegExpExecArray; body: string[] }[] = [];
  for (const line of lines) {
    const head = ATTRIBUTE.exec(line);
    if (head !== null) {
      notes.push({ head, body: [] });
    } else if (SECTION_RULE.test(line) && notes.length > 0) {
      break;
    } else {
      notes.at(-1)?.body.push(line);
    }
  }
  return notes.map(({ head, body }) => ({
    name: head[1] ?? "",
    computed: head[2] === "true",
    optional: head[3] === "true",
    required: head[4] === "true",
    body: body.join("\n"),
  }));
}

function readHcl(lines: readonly string[]): ReadonlyMap<string, HclRendering> {
  const forms = new Map<string, HclRendering>();
  lines.forEach((line, at) => {
    const name = /^\s+(\S+): \{$/.exec(line)?.[1];
    if (name !== undefined) {
      forms.set(name, {
        value: member("value", lines[at + 1]),
        type: unquoted(member("type", lines[at + 3])),
        storage: unquoted(member("storageClassType", lines[at + 4])),
      });
    }
  });
  return forms;
}

function member(name: string, line = ""): string {
  const text = line.trim();
  return text.startsWith(`${name}: `) && text.endsWith(",") ? text.slice(name.length + 2, -1) : "";
}

function unquoted(text: string): string {
  return text.replace(/^"|"$/g, "");
}

function readDescriptions(lines: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let text: string[] = [];
  for (const line of lines) {
    const name = /^ {2}\* Docs at Terraform Registry: \{@link \S+#(\S+) /.exec(line)?.[1];
    if (name !== undefined) {
      found.set(name, text.join("\n").trim());
    }
    if (line === "  /**") {
      text = [];
    } else {
      text.push(line.replace(/^ {2}\* ?/, ""));
    }
  }
  return found;
}
