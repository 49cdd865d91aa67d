import { isIP } from "node:net";
import { booleanTexts, shortText } from "../../argument-types/convert-argument";
import { resourceTypeOf } from "../../resource-types";
import { argumentUse, metaArguments } from "../../resource-types/argument-uses";
import {
  isAbsent,
  isExpressionText,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  memberOf,
  type Resource,
  type UnreadPart,
} from "../../terraform-configuration";
import { unequalJson } from "./argument-comparison";
import { sensitivePlaceholder } from "./sensitive-values";
import type { ResourceValues } from "./values-representation";

/** How a written value and a planned one differ. */
interface Difference {
  /** Path inside the resource: `vpc_config.subnet_ids`. */
  readonly path: string;
  /**
   * Whether no provider and no `ignore_changes` makes the planned value of the written one. Otherwise it may have kept the former value, or
   * have written it in another form.
   */
  readonly isContradiction: boolean;
  readonly written: Json;
  readonly planned: Json;
}

/** The parts of one resource that are compared. */
interface Sides {
  readonly written: Json | undefined;
  readonly planned: Json | undefined;
  /** `undefined` where there is no object before. */
  readonly before: Json | undefined;
  readonly unknown: Json | undefined;
  readonly isCreated: boolean;
}

/** What of a plan does not agree with what is written: the first contradiction, and what is not known. */
export interface ConfiguredDifferences {
  readonly contradiction?: string;
  readonly unread: readonly UnreadPart[];
}

/**
 * Compares what the configuration of a plan, or its source, writes with what the plan shows, for each value that is known in both. Terraform
 * plans what is written, except where the provider writes it in another form, and where `ignore_changes` keeps the former value.
 *
 * @param written the resources of the configuration, with their expressions evaluated as far as they are known
 * @param formers `change.before` by address
 * @param unknown `after_unknown` by address
 */
export function differencesFromConfigured(
  planned: readonly ResourceValues[],
  written: readonly Resource[],
  formers: ReadonlyMap<string, Json>,
  unknown: ReadonlyMap<string, Json>,
): ConfiguredDifferences {
  const byAddress = new Map(written.map(({ address, values }) => [address, values]));
  const unread: UnreadPart[] = [];
  for (const { address, mode, type, values } of planned) {
    const own = byAddress.get(address);
    if (mode !== "managed" || own === undefined) {
      continue;
    }
    const former = formers.get(address);
    const before = isJsonObject(former) ? former : undefined;
    for (const [name, value] of Object.entries(own)) {
      if (metaArguments.has(name) || name === "timeouts") {
        continue;
      }
      const sides = {
        written: value,
        planned: memberOf(values, name),
        before: memberOf(before, name),
        unknown: memberOf(unknown.get(address), name),
        isCreated: before === undefined,
      };
      const differences = differencesIn(sides, name);
      const found = differences.find(({ isContradiction }) => isContradiction) ?? differences[0];
      if (found?.isContradiction === true) {
        return { contradiction: sentence(address, found), unread };
      }
      if (found !== undefined && isRelevant(type, name)) {
        const text = `${sentence(address, found)}; the provider or ignore_changes may be the reason, so that nobody knows which one counts`;
        unread.push({ address, text, type });
      }
    }
  }
  return { unread };
}

function sentence(address: string, { path, written, planned }: Difference): string {
  return `${address}: ${path} is ${shortText(written)} in the configuration and ${shortText(planned)} in planned_values`;
}

function isRelevant(typeName: string, argument: string): boolean {
  const type = resourceTypeOf(typeName);
  return !(type?.kind === "neutral" || (type?.kind === "modeled" && argumentUse(type, argument)?.kind === "neutral"));
}

function differencesIn(sides: Sides, path: string): readonly Difference[] {
  const { written, planned, unknown } = sides;
  // A member that a plan leaves out is not known.
  if (
    isAbsent(written) ||
    planned === undefined ||
    unknown === true ||
    isExpressionText(written) ||
    planned === sensitivePlaceholder
  ) {
    return [];
  }
  if (Array.isArray(written) || isJsonObject(written)) {
    return differencesInside(sides, path, written);
  }
  return isSame(written, planned) ? [] : [differenceOfScalars(sides, path, written)];
}

function differencesInside(sides: Sides, path: string, written: readonly Json[] | JsonObject): readonly Difference[] {
  const { planned, before, unknown, isCreated } = sides;
  const [item, ...others] = Array.isArray(written) ? written : [written];
  const shown = Array.isArray(planned) ? planned : [planned];
  if (others.length === 0 && isJsonObject(item) && shown.length === 1 && isJsonObject(shown[0])) {
    const [only] = shown;
    const [former] = Array.isArray(before) ? before : [before];
    const [mark] = Array.isArray(unknown) ? unknown : [unknown];
    return Object.entries(item).flatMap(([name, value]) =>
      differencesIn(
        {
          written: value,
          planned: memberOf(only, name),
          before: memberOf(former, name),
          unknown: mark === true ? true : memberOf(mark, name),
          isCreated: isCreated || former === undefined,
        },
        `${path}.${name}`,
      ),
    );
  }
  const isOpen = hasExpression(written) || hasMark(unknown) || hasPlaceholder(planned);
  if (isOpen || !unequalJson(written, planned ?? null)) {
    return [];
  }
  // The provider may leave out or add a block, and an item may have another form.
  const scalars = Array.isArray(written) && Array.isArray(planned) ? [...written, ...planned] : [];
  const isPlain = scalars.length > 0 && scalars.every(isPlainValue);
  return [{ path, isContradiction: isCreated && isPlain, written, planned: planned ?? null }];
}

function hasExpression(value: Json): boolean {
  return JSON.stringify(value).includes("${");
}

function hasPlaceholder(value: Json | undefined): boolean {
  return value !== undefined && JSON.stringify(value).includes(sensitivePlaceholder);
}

function hasMark(marks: Json | undefined): boolean {
  return marks === true || (typeof marks === "object" && marks !== null && Object.values(marks).some(hasMark));
}

function isSame(written: Json, planned: Json | undefined): boolean {
  if (isAbsent(planned)) {
    // Providers show a zero value as none.
    return ["", false, 0].includes(written as string);
  }
  const [one, other] = [written, planned].map((value) => jsonText(value).trim().toLowerCase().replace(/\.$/, ""));
  return (
    one === other ||
    !unequalJson(written, planned) ||
    (typeof planned === "boolean" && booleanTexts.get(jsonText(written)) === planned) ||
    (typeof planned === "number" && Number(jsonText(written)) === planned)
  );
}

/** Arguments that providers show in another form: a number for a protocol, a hash for a text. */
const reformedArguments = /protocol|user_data|password|secret|content|_base64$|_version$/;

function differenceOfScalars(
  { planned = null, before, isCreated }: Sides,
  path: string,
  written: Exclude<Json, null>,
): Difference {
  const isKept = !isCreated && JSON.stringify(before ?? null) === JSON.stringify(planned);
  const name = path.split(".").at(-1) ?? path;
  const isPlain = isPlainValue(written) && (isPlainValue(planned) || isAbsent(planned));
  return { path, isContradiction: isPlain && !isKept && !reformedArguments.test(name), written, planned };
}

/** A value that providers do not write in another form, but for the case of its letters: a word, a number, a boolean, an IPv4 address or block. */
function isPlainValue(value: Json): boolean {
  if (typeof value !== "string") {
    return typeof value === "number" || typeof value === "boolean";
  }
  const [address = "", length = "32", ...others] = value.split("/");
  return /^[A-Za-z][A-Za-z_-]*$/.test(value) || (others.length === 0 && isIP(address) === 4 && /^\d+$/.test(length));
}
