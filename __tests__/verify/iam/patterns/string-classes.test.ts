import fc from "fast-check";
import { type Glob, glob, matches, matchesPerhaps } from "../../../../verify/iam/patterns/glob";
import { anythingElse, newLetters } from "../../../../verify/iam/patterns/placeholders";
import { stringClasses } from "../../../../verify/iam/patterns/string-classes";

const few = "ab:/";
const pattern = fc.string({ unit: fc.constantFrom(...few, "*", "?"), maxLength: 7 });
const text = fc.string({ unit: fc.constantFrom(...few, "c"), maxLength: 8 });
const everything = glob("*", "text");

/** The slow and obvious reading of a pattern whose stars span everything. */
function naively(written: string, candidate: string): boolean {
  const source = [...written].map(
    (letter) => ({ "*": "[^]*", "?": "[^]" })[letter] ?? `\\u{${letter.codePointAt(0)?.toString(16)}}`,
  );
  return new RegExp(`^${source.join("")}$`, "u").test(candidate);
}

describe("matching", () => {
  it("agrees with a regular expression on every pattern and text", () => {
    fc.assert(
      fc.property(pattern, text, (written, candidate) => {
        expect(matches(glob(written, "text"), candidate)).toBe(naively(written, candidate));
      }),
    );
  });

  it("reads an expression nobody understands as any text, and is sure only of that expression itself", () => {
    const letters = newLetters();
    const unknown = letters.unknown("var.bucket");
    const known = letters.computed("aws_s3_bucket.data.id");

    expect(matchesPerhaps(glob(`arn:${unknown}/*`, "text"), `arn:${unknown}/x`)).toBe("yes");
    expect(matchesPerhaps(glob(`arn:${unknown}/*`, "text"), `arn:${known}/x`)).toBe("unknown");
    expect(matchesPerhaps(glob(`arn:${unknown}/*`, "text"), `xrn:${known}/x`)).toBe("no");
  });

  it("takes what AWS assigns to differ from every text but itself", () => {
    const letters = newLetters();
    const known = letters.computed("aws_vpc_endpoint.s3.id");

    expect(matchesPerhaps(glob(known, "exact"), known)).toBe("yes");
    expect(matchesPerhaps(glob(known, "exact"), "vpce-0123")).toBe("no");
    expect(letters.readable(known)).toBe("⟨aws_vpc_endpoint.s3.id⟩");
  });
});

/** Which of the patterns match, as classes write it. */
function signature(patterns: readonly Glob[], candidate: string): string {
  return patterns.map((each) => (matches(each, candidate) ? "1" : "0")).join("");
}

describe("classes of texts", () => {
  it("show each class by a text that the patterns match as the class says", () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 4 }), fc.boolean(), (written, ignoreCase) => {
        const globs = written.map((each) => glob(each, "text", ignoreCase));
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

  it("leave no text out", () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 4 }), text, (written, candidate) => {
        const globs = written.map((each) => glob(each, "text"));
        const classes = stringClasses(
          everything,
          globs.map((each) => [each]),
        );
        expect([...classes.keys()]).toContain(signature(globs, candidate));
      }),
    );
  });

  it("take a group for as good as any of its patterns", () => {
    const group = [glob("a*", "text"), glob("*", "text"), glob("b", "text")];

    expect([...stringClasses(everything, [group.slice(0, 1), group]).keys()].sort()).toEqual(["01", "11"]);
  });

  it("know which group each pattern belongs to, however often the patterns are asked about", () => {
    const [one, another] = [glob("a", "text"), glob("b", "text")];

    const apart = stringClasses(everything, [[one], [another]]);
    const together = stringClasses(everything, [[one, another], []]);

    expect([...apart.keys()].sort()).toEqual(["00", "01", "10"]);
    expect([...together.keys()].sort()).toEqual(["00", "10"]);
  });

  it("are told of every group, also of one without patterns", () => {
    expect([...stringClasses(everything, []).keys()]).toEqual([""]);
    expect([...stringClasses(everything, [[]]).keys()]).toEqual(["0"]);
  });

  it("stay within the domain", () => {
    const classes = stringClasses(glob("arn:aws:s3:::data/?*", "arn"), [
      [glob("arn:aws:s3:::data/public/*", "resource")],
      [glob("arn:aws:s3:::other/*", "resource")],
      [glob("*", "resource")],
    ]);

    expect([...classes]).toEqual([
      ["001", `arn:aws:s3:::data/${anythingElse}`],
      ["101", "arn:aws:s3:::data/public/"],
    ]);
  });

  it("tell thousands of names apart in no time", () => {
    const names = Array.from({ length: 3000 }, (_, index) => glob(`name-${index}`, "exact"));

    expect([...stringClasses(glob("?*", "text"), [names])]).toEqual([
      ["0", anythingElse],
      ["1", "name-0"],
    ]);
  });
});
