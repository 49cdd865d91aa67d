import { createDifference } from "../../../review/model/review-difference";
import { detailLines } from "../../../review/report/detail-lines";

const reads = ["> 1.2", "= 1.2", "< 1.2"].map((version) => `s3:GetObject with s3:tlsversion ${version}, from anywhere`);
const writes = "s3:PutObject with aws:securetransport = true, from the internet";

function opened(...details: readonly string[]) {
  return { ...createDifference("opens", "Anyone can now call s3:*", []), details };
}

test("requests for the same actions under other conditions are one line, which counts the others", () => {
  expect(detailLines(opened(...reads, writes), 3)).toEqual({
    lines: [`${reads[0]} (and 2 more like it)`, writes],
    hidden: 0,
  });
});

test("details that get no line are counted, with those that are like them", () => {
  expect(detailLines(opened(writes, ...reads), 1)).toEqual({ lines: [writes], hidden: 3 });
});

test("lines of a program are never folded, because each one runs", () => {
  const program = { ...createDifference("executes", "A script changes", []), details: ["+ echo", "+ echo", "- exit"] };

  expect(detailLines(program, 1)).toEqual({ lines: ["+ echo", "+ echo", "- exit"], hidden: 0 });
});
