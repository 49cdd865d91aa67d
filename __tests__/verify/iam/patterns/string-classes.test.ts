import fc from "fast-check";
import {
  compileGlob,
  evaluateGlob,
  type Glob,
  matchesGlob,
  type WildcardMode,
} from "../../../../verify/iam/patterns/glob";
import { newPlaceholderTable, unmentionedText } from "../../../../verify/iam/patterns/placeholders";
import { stringClasses } from "../../../../verify/iam/patterns/string-classes";

const few = "ab:/";
const pattern = fc.string({ unit: fc.constantFrom(...few, "*", "?"), maxLength: 7 });
const text = fc.string({ unit: fc.constantFrom(...few, "c"), maxLength: 8 });
const everything = compileGlob("*", "text");

/** The slow and obvious reading of a pattern whose stars span everything. */
function naively(written: string, candidate: string): boolean {
  const source = [...written].map(
    (letter) => ({ "*": "[^]*", "?": "[^]" })[letter] ?? `\\u{${letter.codePointAt(0)?.toString(16)}}`,
  );
  return new RegExp(`^${source.join("")}$`, "u").test(candidate);
}

describe("matching", () => {
  it("matching agrees with a regular expression on every pattern and text", () => {
    fc.assert(
      fc.property(pattern, text, (written, candidate) => {
        expect(matchesGlob(compileGlob(written, "text"), candidate)).toBe(naively(written, candidate));
      }),
    );
  });

  it("matching reads an expression nobody understands as any text, and is sure only of that expression itself", () => {
    const letters = newPlaceholderTable();
    const unknown = letters.unknown("var.bucket");
    const known = letters.opaque("aws_s3_bucket.data.id");

    expect(evaluateGlob(compileGlob(`arn:${unknown}/*`, "text"), `arn:${unknown}/x`)).toBe("yes");
    expect(evaluateGlob(compileGlob(`arn:${unknown}/*`, "text"), `arn:${known}/x`)).toBe("unknown");
    expect(evaluateGlob(compileGlob(`arn:${unknown}/*`, "text"), `xrn:${known}/x`)).toBe("no");
  });

  it("matching takes what AWS assigns to differ from every text but itself", () => {
    const letters = newPlaceholderTable();
    const known = letters.opaque("aws_vpc_endpoint.s3.id");

    expect(evaluateGlob(compileGlob(known, "exact"), known)).toBe("yes");
    expect(evaluateGlob(compileGlob(known, "exact"), "vpce-0123")).toBe("no");
    expect(letters.readable(known)).toBe("⟨aws_vpc_endpoint.s3.id⟩");
  });
});

/** Which of the patterns match, as classes write it. */
function signature(patterns: readonly Glob[], candidate: string): string {
  return patterns.map((each) => (matchesGlob(each, candidate) ? "1" : "0")).join("");
}

const longestTried = 3;

/** Every text of at most that length, of the characters that patterns mention and of one that none mentions. */
const shortTexts: readonly string[] = Array.from({ length: longestTried }).reduce<readonly string[]>(
  (texts) => [
    ...new Set([
      ...texts,
      ...texts.flatMap((each) => [...few, "A", "B", "*", "?", unmentionedText].map((last) => each + last)),
    ]),
  ],
  [""],
);

function lengthOf(witness: string): number {
  return [...witness].length;
}

/** Length of a shortest text of each class that has a short one. */
function classesByTrying(within: Glob, groups: readonly (readonly Glob[])[]): ReadonlyMap<string, number> {
  const lengths = new Map<string, number>();
  for (const candidate of shortTexts.filter((each) => matchesGlob(within, each))) {
    const told = groups.map((group) => (group.some((each) => matchesGlob(each, candidate)) ? "1" : "0")).join("");
    lengths.set(told, lengths.get(told) ?? lengthOf(candidate));
  }
  return lengths;
}

describe("classes of texts", () => {
  it("classes of texts show each class by a text that the patterns match as the class says", () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 4 }), fc.boolean(), (written, ignoreCase) => {
        const globs = written.map((each) => compileGlob(each, "text", ignoreCase));
        const classes = stringClasses(
          everything,
          globs.map((each) => [each]),
        );
        for (const [told, witness] of classes) {
          expect(signature(globs, witness)).toBe(told);
        }
      }),
    );
  });

  it("classes of texts leave no text out", () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 4 }), text, (written, candidate) => {
        const globs = written.map((each) => compileGlob(each, "text"));
        const classes = stringClasses(
          everything,
          globs.map((each) => [each]),
        );
        expect([...classes.keys()]).toContain(signature(globs, candidate));
      }),
    );
  });

  it("classes of texts are those that trying every short text finds, each with a shortest text", () => {
    const spanning: readonly WildcardMode[] = ["text", "arn", "name", "resource"];
    const shortPattern = fc.string({ unit: fc.constantFrom(...few, "*", "?"), maxLength: 4 });
    const glob = fc
      .tuple(shortPattern, fc.constantFrom<WildcardMode>(...spanning, "exact"), fc.boolean())
      .map(([written, wildcards, ignoreCase]) => compileGlob(written, wildcards, ignoreCase));
    const domain = fc
      .tuple(fc.constantFrom("?*", "*", "a:?*", "a?*", "?*/?*"), fc.constantFrom(...spanning))
      .map(([written, wildcards]) => compileGlob(written, wildcards));
    fc.assert(
      fc.property(domain, fc.array(fc.array(glob, { maxLength: 3 }), { maxLength: 3 }), (within, groups) => {
        const found = [...stringClasses(within, groups)].map(([told, witness]) => [told, lengthOf(witness)] as const);

        expect(new Map(found.filter(([, length]) => length <= longestTried))).toEqual(classesByTrying(within, groups));
      }),
    );
  });

  it("classes of texts take a group for as good as any of its patterns", () => {
    const group = [compileGlob("a*", "text"), compileGlob("*", "text"), compileGlob("b", "text")];

    expect([...stringClasses(everything, [group.slice(0, 1), group]).keys()].sort()).toEqual(["01", "11"]);
  });

  it("classes of texts know which group each pattern belongs to, however often the patterns are asked about", () => {
    const [one, another] = [compileGlob("a", "text"), compileGlob("b", "text")];

    const apart = stringClasses(everything, [[one], [another]]);
    const together = stringClasses(everything, [[one, another], []]);

    expect([...apart.keys()].sort()).toEqual(["00", "01", "10"]);
    expect([...together.keys()].sort()).toEqual(["00", "10"]);
  });

  it("classes of texts are told of every group, also of one without patterns", () => {
    expect([...stringClasses(everything, []).keys()]).toEqual([""]);
    expect([...stringClasses(everything, [[]]).keys()]).toEqual(["0"]);
  });

  it("classes of texts stay within the domain", () => {
    const classes = stringClasses(compileGlob("arn:aws:s3:::data/?*", "arn"), [
      [compileGlob("arn:aws:s3:::data/public/*", "resource")],
      [compileGlob("arn:aws:s3:::other/*", "resource")],
      [compileGlob("*", "resource")],
    ]);

    expect([...classes]).toEqual([
      ["001", `arn:aws:s3:::data/${unmentionedText}`],
      ["101", "arn:aws:s3:::data/public/"],
    ]);
  });

  it("classes of texts distinguish thousands of names within the time limit", () => {
    const names = Array.from({ length: 3000 }, (_, index) => compileGlob(`name-${index}`, "exact"));

    expect([...stringClasses(compileGlob("?*", "text"), [names])]).toEqual([
      ["0", unmentionedText],
      ["1", "name-0"],
    ]);
  });
});
