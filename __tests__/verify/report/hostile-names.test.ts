import { DOMParser, type Element, type Node } from "@xmldom/xmldom";
import fc from "fast-check";
import { gitlabNotes } from "../../../cli/reviews/comments/gitlab-notes";
import { failedPlanComment, planComment } from "../../../cli/reviews/comments/plan-comment";
import { encodeOutput } from "../../../cli/shared/encode-output";
import { box } from "../../../drawing/svg/svg";
import { stackOfMarker } from "../../../review/comment-marker";
import { markdownReview } from "../../../review/report/markdown-review";
import { decideClaims, type VerifiedStack } from "../../../verify/claims/decide-claims";
import { codeSpan, escapeMarkdown } from "../../../verify/report/escape-markdown";
import { renderReport } from "../../../verify/report/render-report";
import { textReport } from "../../../verify/report/text-report";
import { visibleText } from "../../../verify/terraform/visible-text";
import { A_YEAR_FROM_NOW } from "../../fixtures/days";
import { propertyRuns } from "../../fixtures/property-runs";
import { claimSubjectWith } from "../fixtures/claim-subject";
import { sampleClaim } from "../fixtures/sample-verdicts";

/** What a node of parsed Markdown tells; commonmark (BSD-2-Clause) ships no types. */
interface MarkdownNode {
  readonly type: string;
  readonly literal: string | null;
}
interface MarkdownParser {
  parse(text: string): { walker(): { next(): { readonly entering: boolean; readonly node: MarkdownNode } | null } };
}
const { Parser }: { Parser: new () => MarkdownParser } = require("commonmark");

/** Pieces that have a meaning in some sink of a report. */
const pieces = [
  ..."\n\r\t\u0000\u0007\u001b\u007f\u0085\u2028\u202e\u2066\ufeff\u200b\ud800`*_|#<>[]()&$~\\\"'@!-",
  ...["```", "](http://evil.example)", "@team", "<script>alert(1)</script>", "<!--", "-->", "]]>", "&lt;", "<details>"],
  ...[
    "::notice title=x::All claims proved",
    "##[group]",
    "\u001b[2J",
    "\u001b[31m",
    "www.evil.example",
    "https://evil.example",
  ],
  ...["\n\n### All clear: changes nothing\n\n", "1. one", "aws_vpc.main", "ordinary"],
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 6 })
  .map((parts) => parts.join(""));

/** A name is never empty, and two of the hosts act on more than Markdown. */
const noteText = fc
  .array(
    fc.oneof(
      hostile,
      fc.constantFrom("\n/merge\n", "!12", "#12", "gh-12", "%1", "~bug", "\n<!-- studio-perimeter plan prod -->\n"),
    ),
    { maxLength: 3 },
  )
  .map((parts) => `a${parts.join("")}`);

/** A stack whose name, evidence and declarations are one text, decided as every stack is. */
function stackNaming(text: string): VerifiedStack {
  const claim = {
    ...sampleClaim("claim"),
    decide: () => ({
      kind: "violated" as const,
      evidence: [{ text: `rule ${text} passes`, addresses: [`aws_vpc.${text}`] }],
    }),
  };
  const subject = claimSubjectWith({});
  const declared = { type: "aws_x", reason: text, owner: text, lastDay: A_YEAR_FROM_NOW };
  const posture = { ...subject.posture, harmless: [declared] };
  return {
    name: `stack ${text}`,
    file: `file ${text}`,
    subject: { ...subject, posture },
    claimResults: decideClaims(subject, [claim]),
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the colors of the report on a terminal
const reportColor = /\u001b\[(?:0|1|2|31|32|33)m/g;
/** Control characters but the line feed, and marks that reorder text. */
const active = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;

/** The text that stands for any ordinary name. */
const ordinary = stackNaming("ordinary");

function markdownStructure(text: string): readonly string[] {
  const walker = new Parser().parse(text).walker();
  const types: string[] = [];
  for (let step = walker.next(); step !== null; step = walker.next()) {
    if (step.entering && step.node.type !== "text") {
      types.push(
        step.node.type === "html_block" || step.node.type === "html_inline" ? `${step.node.literal}` : step.node.type,
      );
    }
  }
  return types;
}

/** The text of parsed Markdown, as hosts search it for references: without code. */
function proseOf(markdown: string): string {
  const walker = new Parser().parse(markdown).walker();
  const texts: string[] = [];
  for (let step = walker.next(); step !== null; step = walker.next()) {
    texts.push(step.entering && step.node.type === "text" ? (step.node.literal ?? "") : "\n");
  }
  return texts.join("").replaceAll(/(?<=\S)\n(?=\S)/g, "");
}

function xmlStructure(text: string): readonly string[] {
  const document = new DOMParser({
    onError: (level, message) => {
      if (level !== "warning") {
        throw new Error(`${level}: ${message}`);
      }
    },
  }).parseFromString(text, "text/xml");
  const names = (node: Node): readonly string[] =>
    [...(node.childNodes ?? [])].flatMap((child) =>
      child.nodeType === child.ELEMENT_NODE ? [(child as Element).tagName, ...names(child)] : [],
    );
  return names(document);
}

function lineCount(text: string): number {
  return text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).length;
}

test("a name in the Terraform adds no line to the report on a terminal, and nothing that a terminal or a workflow log acts on", () => {
  fc.assert(
    fc.property(hostile, fc.constantFrom("unproved", "all", "evidence"), (text, detail) => {
      const style = { color: true, detail } as const;
      const report = encodeOutput(textReport([stackNaming(text)], style));

      expect(lineCount(report)).toBe(lineCount(textReport([ordinary], style)));
      expect(report).not.toMatch(/^\s*::|##\[/m);
      expect(report.replaceAll(reportColor, "")).not.toMatch(active);
    }),
  );
});

test("a name in the Terraform adds no heading, link, markup or code to the Markdown report", () => {
  const structure = markdownStructure(renderReport("markdown", [ordinary]).replace(/^<!--.*-->/, ""));

  fc.assert(
    fc.property(hostile, (text) => {
      const report = renderReport("markdown", [stackNaming(text)]);
      expect(report).toMatch(/^<!-- studio-perimeter verify [\w.-]+ -->\n/);
      expect(markdownStructure(report.replace(/^<!--.*-->/, ""))).toEqual(structure);
    }),
  );
});

test.each([
  ["an expression that is not evaluated", '${unread("var.ids[0]")} main route table', "⟨var.ids[0]⟩ main route table"],
  [
    "one in a module in a module",
    '${unread("$${unread(\\"local.vpc_id == \\\\\\"x\\\\\\"\\")}")} is declared elsewhere',
    '⟨local.vpc_id == "x"⟩ is declared elsewhere',
  ],
  ["a character that no font shows", "serves \u{f0001}", "serves \\udb80\\udc01"],
])("evidence shows %s in words", (_, text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test("a name in the Terraform adds no heading, link, markup or code to the comment of a review", () => {
  const commentNaming = (text: string) => {
    const details = [`${text} detail`];
    const opens = { severity: "opens" as const, text: `opens ${text}`, addresses: [`aws_vpc.${text}`], details };
    const loses = { severity: "loses" as const, text: "loses", addresses: [`aws_subnet.${text}x`] };
    return markdownReview({
      name: `prod ${text}`,
      file: "f",
      kind: "changes",
      differences: [opens, loses],
      changes: [],
      neutral: [],
    });
  };
  const structure = markdownStructure(commentNaming("ordinary").replace(/^<!--.*-->/, ""));

  fc.assert(
    fc.property(hostile, (text) => {
      const comment = commentNaming(text);
      expect(comment).toMatch(/^<!-- studio-perimeter review [\w.-]+ -->\n/);
      expect(markdownStructure(comment.replace(/^<!--.*-->/, ""))).toEqual(structure);
    }),
  );
});

/** What GitHub or GitLab makes a mention or a reference of, where it stands in text. */
const reference = /@\w|[!%#]\d|\bgh-\d|:\/\/|\bwww\./i;

test("a name in the Terraform adds nothing to the comments on plans, and no mention, reference, command or marker to a note of GitLab", async () => {
  const bodies: string[] = [];
  const request = jest.spyOn(globalThis, "fetch").mockImplementation(async (_, options) => {
    bodies.push(JSON.parse(String(options?.body)).body);
    return new Response("{}");
  });
  const notes = gitlabNotes(
    { project: "a/b", number: "1" },
    { url: new URL("https://gitlab.example/api/v4"), token: "t" },
  );
  const notesNaming = async (text: string): Promise<readonly string[]> => {
    const difference = { severity: "opens" as const, text, addresses: [`aws_vpc.${text}`], details: [text] };
    const review = { name: text, file: "f", kind: "changes" as const, changes: [], neutral: [] };
    bodies.length = 0;
    await notes.add(
      planComment({ ...review, differences: [difference] }, { digest: "0".repeat(64), tools: text }).comment,
    );
    await notes.add(failedPlanComment(text, text).comment);
    return [...bodies];
  };
  const withoutMarker = (note: string): string => note.replace(/^<!--.*-->/, "");
  const structures = (await notesNaming("ordinary")).map((note) => markdownStructure(withoutMarker(note)));

  await fc.assert(
    fc.asyncProperty(noteText, async (text) => {
      const found = await notesNaming(text);
      expect(found.map((note) => markdownStructure(withoutMarker(note)))).toEqual(structures);
      for (const note of found) {
        const [first = "", ...others] = note.split(/\r\n|[\n\r\u0085\u2028\u2029]/);
        expect(stackOfMarker(first, "plan")).toMatch(/^[\w.-]+$/);
        expect(others.filter((line) => /^\s*\//.test(line) || line.startsWith("<!--"))).toEqual([]);
        expect(proseOf(withoutMarker(note))).not.toMatch(reference);
      }
    }),
    propertyRuns(100),
  );
  request.mockRestore();
});

test("mentions and addresses of pages in names are no mentions and no links on GitHub", () => {
  expect(escapeMarkdown("@team, https://evil.example and www.evil.example")).toBe(
    "@\u200bteam, https:\u200b//evil.example and www\u200b.evil.example",
  );
});

test("a code span shows the whole text, whatever backticks it has", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const walker = new Parser().parse(`x ${codeSpan(text)} x`).walker();
      const literals: (string | null)[] = [];
      for (let step = walker.next(); step !== null; step = walker.next()) {
        if (step.entering && step.node.type === "code") {
          literals.push(step.node.literal);
        }
      }
      expect(literals.map((literal) => literal?.trim())).toEqual([visibleText(text).trim()]);
    }),
  );
});

test("a name in the Terraform leaves JUnit XML and the picture well-formed, with the same elements", () => {
  const drawn = (text: string) =>
    `<svg>${box({ x: 0, y: 0, width: 9, height: 9, kind: "k", lines: [text, "second"] }).render()}</svg>`;
  const [junit, picture] = [xmlStructure(renderReport("junit", [ordinary])), xmlStructure(drawn("ordinary"))];

  fc.assert(
    fc.property(hostile, (text) => {
      expect(xmlStructure(renderReport("junit", [stackNaming(text)]))).toEqual(junit);
      expect(xmlStructure(drawn(text))).toEqual(picture);
    }),
  );
});

test("JSON and SARIF on standard output hold the same values as in a file", () => {
  fc.assert(
    fc.property(hostile, fc.constantFrom("json", "sarif"), (text, format) => {
      // A path cannot hold half a character, which SARIF would have to write as a URI.
      const report = renderReport(format, [stackNaming(text.replaceAll(/\p{Cs}/gu, ""))]);
      expect(JSON.parse(encodeOutput(report))).toEqual(JSON.parse(report));
    }),
  );
});
