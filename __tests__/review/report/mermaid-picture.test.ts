import fc from "fast-check";
import { mermaidPicture } from "../../../review/report/mermaid-picture";
import { anyText } from "../../fixtures/any-text";

test("A picture has new edges thick, removed ones dotted, and of the others only those next to them.", () => {
  const picture = {
    nodes: ["aws_subnet.a", "aws_nat_gateway.n", "Internet", "aws_x.y", "aws_x.z"],
    edges: [
      { from: 0, to: 1, change: "kept" },
      { from: 1, to: 2, change: "added" },
      { from: 0, to: 2, change: "removed" },
      { from: 3, to: 4, change: "kept" },
    ],
  } as const;

  expect(mermaidPicture(picture)).toBe(`flowchart LR
  n0["aws_subnet.a"]
  n1["aws_nat_gateway.n"]
  n2["Internet"]
  n1 ==>|"new"| n2
  n0 -.->|"gone"| n2
  n0 --> n1
  linkStyle 0 stroke:#cf222e`);
});

test("For any names, the structure of a picture stays: no name ends a label, adds a line or closes the fence.", () => {
  const hostile = fc.oneof(
    anyText,
    fc.constantFrom(
      '"] --> n1["',
      "```\n<b>",
      "a\nclick n0 href",
      '#quot;"',
      "%%{init: {}}%%",
      "`**x**`",
      "end",
      "<script>",
    ),
  );
  const grammar =
    /^ {2}(?:n\d+\["(?:[A-Za-z0-9 .,:/_?-]|#\d+;)*"\]|n0 (?:==>\|"new"\|) n1|linkStyle 0 stroke:#cf222e)$/;

  fc.assert(
    fc.property(hostile, hostile, (one, other) => {
      const lines = mermaidPicture({ nodes: [one, other], edges: [{ from: 0, to: 1, change: "added" }] }).split("\n");

      expect(lines).toHaveLength(5);
      expect(lines.slice(1).filter((line) => !grammar.test(line))).toEqual([]);
    }),
  );
});
