import { claims } from "../../../../verify/claims";
import { decideClaims } from "../../../../verify/claims/decide-claims";
import { groupBy } from "../../../../verify/collections/group-by";
import type { Posture } from "../../../../verify/posture/posture";
import { readPosture } from "../../../../verify/posture/read-posture";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import { resourceTypeOf } from "../../../../verify/terraform/resource-types";
import { argumentUse, metaArguments } from "../../../../verify/terraform/resource-types/argument-uses";
import type { ArgumentUse, ModeledType } from "../../../../verify/terraform/resource-types/resource-type";
import { modelGaps } from "../../../../verify/unmodeled/model-gaps";
import type { Claim, ClaimSubject } from "../../../../verify/verdict/claim";
import { synthesizedText } from "../../../fixtures/synthesized";
import { notShown } from "./read-arguments-not-shown";
import { isRequiredArgument } from "./required-arguments";

type Block = Record<string, unknown>;
type Stack = { readonly resource: Record<string, Record<string, Block>> };

/** An argument of a resource of a stack, and the block that holds it. */
interface Site {
  readonly type: string;
  readonly path: string;
  readonly use: ArgumentUse | undefined;
  readonly block: Block;
  readonly name: string;
}

function sitesOf(stack: Stack): readonly Site[] {
  return Object.entries(stack.resource).flatMap(([type, resources]) => {
    const entry = resourceTypeOf(type);
    return entry?.kind === "modeled"
      ? Object.values(resources).flatMap((block) => sitesIn(type, entry, block, "", undefined))
      : [];
  });
}

function sitesIn(
  type: string,
  entry: ModeledType,
  block: Block,
  prefix: string,
  around: ArgumentUse | undefined,
): readonly Site[] {
  return Object.entries(block)
    .filter(([name]) => prefix !== "" || !metaArguments.has(name))
    .flatMap(([name, value]) => {
      const path = `${prefix}${name}`;
      const use = argumentUse(entry, path) ?? around;
      const inner = (Array.isArray(value) ? value : [value]).filter(
        (item): item is Block => typeof item === "object" && item !== null && !Array.isArray(item),
      );
      return inner.length > 0
        ? inner.flatMap((item) => sitesIn(type, entry, item, `${path}.`, use))
        : [{ type, path, use, block, name }];
    });
}

const edits: Readonly<Record<string, (site: Site) => void>> = {
  unset: ({ type, path, block, name }) => {
    if (!isRequiredArgument(`${type}.${path}`)) {
      delete block[name];
    }
  },
  change: ({ block, name }) => {
    block[name] = changed(block[name]);
  },
  "make unknown": ({ block, name }) => {
    if (typeof block[name] === "string") {
      block[name] = "${var.not_known}";
    }
  },
};

function changed(value: unknown): unknown {
  switch (typeof value) {
    case "string":
      return "changed";
    case "number":
      return value + 1;
    case "boolean":
      return !value;
    default:
      return Array.isArray(value) ? value.map(changed) : value;
  }
}

const environments = ["dev", "staging", "prod"] as const;

function stackOf(environment: string): Stack {
  return JSON.parse(synthesizedText(environment));
}

/** The verdict of each claim, by its name. */
function verdictsOf(stack: Stack): readonly (readonly [string, string])[] {
  const configuration = readConfiguration(stack, "mutated");
  return decideClaims({ configuration, posture: readPosture(configuration) }).map(({ claim, verdict }) => [
    claim.name,
    verdict.kind,
  ]);
}

function gapsOf(stack: Stack): readonly string[] {
  return modelGaps(readConfiguration(stack, "mutated")).map(({ evidence }) => evidence.text);
}

/** Edits that a read argument should notice; `deny` is the value that forbids, where an argument allows or denies. */
const readEdits: readonly ((site: Site) => void)[] = [
  ({ block, name }: Site) => {
    block[name] = "${var.not_known}";
  },
  edits.change,
  edits.unset,
  ({ block, name }: Site) => {
    block[name] = typeof block[name] === "string" ? "deny" : block[name];
  },
].flatMap((edit) => edit ?? []);

/** Claims that noticed an edit of a resource type, the latest first: they often notice the next edit of it. */
const noticedBefore = new Map<string, readonly Claim<Posture>[]>();

/** Claims that may notice an edit of the site, in the order in which they are likely to. */
function claimsAbout({ type }: Site): readonly (readonly Claim<Posture>[])[] {
  const entry = resourceTypeOf(type);
  const topics = entry?.kind === "modeled" ? entry.topics : [];
  const likely = noticedBefore.get(type) ?? [];
  const ofTopics = claims.filter((claim) => topics.includes(claim.topic) && !likely.includes(claim));
  // These read names and keys of every type.
  const others = claims.filter(
    (claim) => ["data", "identities"].includes(claim.topic) && !topics.includes(claim.topic) && !likely.includes(claim),
  );
  return [likely, [...ofTopics, ...others]];
}

type Reading = Pick<ClaimSubject<Posture>, "configuration" | "posture">;

/** The stack with an edit of the site, read only when it is needed; none where the edit changes nothing. */
function editedReadings(stack: Stack, site: Site): readonly (() => Reading)[] {
  const original = { ...site.block };
  return readEdits.flatMap((edit) => {
    edit(site);
    const text = JSON.stringify(site.block) === JSON.stringify(original) ? undefined : JSON.stringify(stack);
    for (const name of Object.keys(site.block)) {
      delete site.block[name];
    }
    Object.assign(site.block, original);
    return text === undefined ? [] : [readOnce(text)];
  });
}

function readOnce(text: string): () => Reading {
  let reading: Reading | undefined;
  return () => {
    if (reading === undefined) {
      const configuration = readConfiguration(JSON.parse(text), "mutated");
      reading = { configuration, posture: readPosture(configuration) };
    }
    return reading;
  };
}

/** Whether some edit of the site changes a verdict of the stack. */
function canChangeVerdict(stack: Stack, site: Site, before: ReadonlyMap<string, string>): boolean {
  const readings = editedReadings(stack, site);
  for (const tier of claimsAbout(site)) {
    for (const read of readings) {
      const found = tier.find((claim) =>
        decideClaims(read(), [claim]).some(({ verdict }) => verdict.kind !== before.get(claim.name)),
      );
      if (found !== undefined) {
        const known = noticedBefore.get(site.type) ?? [];
        noticedBefore.set(site.type, [found, ...known.filter((claim) => claim !== found)]);
        return true;
      }
    }
  }
  return false;
}

test("Each argument of the three stacks that a model reads can change a verdict, or has a reason why no edit here shows it.", () => {
  const sites = environments.flatMap((environment) => {
    const stack = stackOf(environment);
    const before = new Map(verdictsOf(stack));
    const read = sitesOf(stack).filter(({ use }) => use?.kind === "read");
    return read.map((site) => ({ key: `${site.type}.${site.path}`, site, stack, before }));
  });
  const byKey = groupBy(sites, ({ key }) => key);
  const judged = [...byKey].filter(([key]) => !Object.hasOwn(notShown, key));
  const silent = judged.filter(([, found]) => {
    const [first, last] = [found[0], found.at(-1)];
    return ![first, last].some((one) => one !== undefined && canChangeVerdict(one.stack, one.site, one.before));
  });
  process.stdout.write(
    `read arguments of the stacks: ${judged.length - silent.length} shown to matter, ${byKey.size - judged.length} with a reason why the edits cannot show it\n`,
  );

  expect(silent.map(([key]) => key)).toEqual([]);
  expect(Object.keys(notShown).filter((key) => !byKey.has(key))).toEqual([]);
}, 240_000);

const neutralEdits = Object.keys(edits).map((edit, at) => [edit, environments[at] ?? "dev"] as const);

test.each(neutralEdits)(
  "to %s every neutral argument of the stack %s changes no verdict",
  (edit, environment) => {
    const stack = stackOf(environment);
    const before = verdictsOf(stack);
    const sites = sitesOf(stack).filter(({ use }) => use?.kind === "neutral");
    for (const site of sites) {
      edits[edit]?.(site);
    }

    expect(sites.length).toBeGreaterThan(100);
    expect(gapsOf(stack)).toEqual([]);
    expect(verdictsOf(stack)).toEqual(before);
  },
  60_000,
);

test.each(environments)(
  "a party that is not ours in any argument of %s that names a party is a model gap",
  (environment) => {
    const stack = stackOf(environment);
    const sites = sitesOf(stack).filter(({ use }) => use?.kind === "ours");
    for (const { block, name } of sites) {
      block[name] = Array.isArray(block[name]) ? ["arn:aws:s3:::somebody"] : "arn:aws:s3:::somebody";
    }
    const texts = gapsOf(stack).join("\n");

    expect(sites.length).toBeGreaterThan(5);
    expect(sites.filter(({ path }) => !texts.includes(`: ${path} refers to arn:aws:s3:::somebody`))).toEqual([]);
  },
);

test.each(environments)("an argument that nobody has listed, in any block of %s, is a model gap", (environment) => {
  const stack = stackOf(environment);
  const blocks = new Map(
    sitesOf(stack)
      .filter(({ use, path }) => use?.kind !== "neutral" && !path.startsWith("tags"))
      .map((site) => [site.block, site]),
  );
  for (const block of blocks.keys()) {
    block.not_listed = "x";
  }
  const found = gapsOf(stack).filter(
    (text) => text.includes("no model reads the argument") && text.endsWith("not_listed"),
  );

  expect(found.length).toBeGreaterThan(100);
  expect(found.length).toBeGreaterThanOrEqual(blocks.size - mapsWithAnyKey(blocks.values()));
});

/** Maps take every key. */
function mapsWithAnyKey(sites: Iterable<Site>): number {
  return [...sites].filter(({ path }) => /\.(?:variables|log_destination)\./.test(path)).length;
}
