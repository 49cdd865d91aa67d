import { createHash } from "node:crypto";
import { type Expression, interpolate } from "./hcl/expression";
import { BLOCK_LISTS, LISTS, listKey, NUMBERS, type TextRule } from "./input-rules";
import type { JsonTree } from "./json-tree";
import { PROBE_LEFTOVER } from "./module-probe";
import type { ModuleOption } from "./options/module-option";
import { type MergedTree, VaryingTree } from "./options/varying-tree";
import { writeVariation } from "./options/write-variation";

/** A text of the probe that the stack encodes, as a local of the module, and the rules for what is made of it. */
export interface EncodedText {
  readonly local: string;
  readonly template: string;
  readonly rules: readonly TextRule[];
}

/**
 * Rules for a text that the stack stores in base64, and for the hash of it in a name.
 *
 * @param content the base64 of the probe
 */
export function encodedText(local: string, content: string, rules: readonly TextRule[]): EncodedText {
  const text = Buffer.from(content, "base64").toString("utf8");
  const encoded: Expression = `base64encode(local.${local})`;
  return {
    local,
    template: String(substituteInputs(text.replaceAll(/[$%](?=\{)/g, "$&$&"), { rules, options: [] })),
    rules: [
      { find: content, write: () => interpolate(encoded) },
      {
        find: createHash("sha256").update(content).digest("hex").slice(0, 8),
        write: () => interpolate(`substr(sha256(${encoded}), 0, 8)`),
      },
    ],
  };
}

/** What takes the place of values of the probe. */
export interface Substitution {
  readonly rules: readonly TextRule[];
  /** Options on which parts of the tree depend. */
  readonly options: readonly ModuleOption[];
}

/** Writes a tree with expressions over the variables in place of the values of the probe and of what depends on options. */
export function substituteInputs(tree: MergedTree, substitution: Substitution): JsonTree {
  const { rules, options } = substitution;
  const substitute = (part: MergedTree): JsonTree => substituteInputs(part, substitution);
  if (tree instanceof VaryingTree) {
    return writeVariation(tree.variation, { options, substitute });
  }
  if (typeof tree === "string") {
    return rules.reduce(
      (text, { find, write }) =>
        text.replaceAll(typeof find === "string" ? find : global(find), (...groups) => write(...groups.map(String))),
      tree,
    );
  }
  if (typeof tree === "number") {
    const expression = NUMBERS.get(tree);
    return expression === undefined ? tree : interpolate(expression);
  }
  if (Array.isArray(tree)) {
    const blocks = BLOCK_LISTS.get(listKey(tree));
    if (blocks !== undefined) {
      return blocks;
    }
    const expression = LISTS.get(listKey(tree));
    return expression === undefined ? substituteItems(tree, substitute) : interpolate(expression);
  }
  return typeof tree === "object" && tree !== null
    ? Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, substitute(value)]))
    : tree;
}

/** A host of the bucket to which CloudFormation's custom resources respond, without the Region's part of it. */
const RESPONSE_HOST = /^cloudformation-custom-resource-response-.*\.s3\.[^.]+\.amazonaws\.com\.$/;

/**
 * Items of a list. In us-east-1 the bucket of CloudFormation has a host without the Region too. Elsewhere that item repeats the
 * next one, which does not matter in a set.
 */
function substituteItems(items: readonly MergedTree[], substitute: (item: MergedTree) => JsonTree): JsonTree {
  return items.flatMap((item) => {
    const written = substitute(item);
    const region = interpolate('var.region == "us-east-1" ? "" : ".${var.region}"');
    return typeof item === "string" && RESPONSE_HOST.test(item)
      ? [String(written).replace(/\.s3\..*/, () => `.s3${region}.amazonaws.com.`), written]
      : [written];
  });
}

function global(pattern: RegExp): RegExp {
  return pattern.global ? pattern : new RegExp(pattern, `${pattern.flags}g`);
}

/**
 * @param isRepeated whether the tree is inside a resource that exists once for each user, port or own endpoint
 * @throws when a value of the probe is left, because the module would have it instead of an input
 */
export function requireNoProbeValue(tree: JsonTree, path: string, isRepeated = false): void {
  if (typeof tree === "object" && tree !== null) {
    const inRepeated = isRepeated || "for_each" in tree;
    for (const [key, value] of Object.entries(tree)) {
      requireNoProbeValue(key, `${path}.${key}`);
      requireNoProbeValue(value, `${path}.${key}`, inRepeated);
    }
    return;
  }
  const text = String(tree);
  if (PROBE_LEFTOVER.test(text) || PROBE_LEFTOVER.test(decoded(text))) {
    throw new Error(`${path}: still has a value of the probe, got ${text.slice(0, 200)}; add a rule for it`);
  }
  if (!isRepeated && /\beach\.(?:key|value)\b/.test(text)) {
    throw new Error(
      `${path}: names one user, port or own endpoint where there may be many, got ${text}; add a rule for a list`,
    );
  }
}

/** What a text in base64 stands for; a probe value inside it has another form. */
function decoded(text: string): string {
  return /^[A-Za-z0-9+/]{16,}={0,2}$/.test(text) ? Buffer.from(text, "base64").toString("utf8") : "";
}
