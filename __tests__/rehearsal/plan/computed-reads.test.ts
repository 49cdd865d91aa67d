import { withUnknownReads, writtenCalls } from "../../../rehearsal/plan/computed-reads";
import { fileCallsIn } from "../../../rehearsal/plan/file-calls";

test("The result of each call becomes unknown in code, whatever brackets, texts and comments are around it.", () => {
  const code = [
    'a = file(var.a, ) == "${file(local.b)}"',
    "b = <<-EOT",
    '  %{ if true }${templatefile(local.p["x"], { q = [1, 2] })}%{ endif }',
    "  EOT",
    "c = core::filebase64 /* ( */ (",
    "  var.c # ,",
    ")",
  ].join("\n");

  expect(withUnknownReads(code, () => true)).toBe(
    [
      'a = try(timestamp(), var.a, ) == "${try(timestamp(), local.b)}"',
      "b = <<-EOT",
      '  %{ if true }${try(timestamp(), local.p["x"], { q = [1, 2] })}%{ endif }',
      "  EOT",
      "c = core::try(timestamp(), ",
      "  var.c # ,",
      ")",
    ].join("\n"),
  );
});

test.each([
  ["a comment", "# file(x)\n// file(x)\n/* file(x) */"],
  ["a text", 'a = "file(x) $${file(x)} \\"file(x)"'],
  ["a heredoc", "a = <<EOT\nfile(x) %%{file(x)}\n EOT2\nEOT\n"],
  ["the name of something else", "a = profile(x)\nb = x.file\nfiles = (1)"],
])("%s has no call.", (_what, code) => {
  expect(writtenCalls(code)).toEqual([]);
});

test.each([
  ["a bracket is missing", "a = file(x) ("],
  ["brackets do not fit", "a = [file(x)) "],
  ["a text does not end", 'a = file(x)\nb = "'],
  ["a text goes over lines", 'a = file(x)\nb = "x\ny"'],
  ["a heredoc does not end", "a = file(x)\nb = <<EOT\n"],
])("No call is found in a file in which %s.", (_what, code) => {
  expect(writtenCalls(code)).toEqual([]);
});

test("A line that only looks like a text, because a comment ends in it, has a call.", () => {
  const literal = 'x = "a file(local.p) b"';

  expect(fileCallsIn(literal)).toEqual([]);
  expect(fileCallsIn(`/*\nx = "a */ file(local.p) /* b"\n*/`)).toHaveLength(1);
  expect(fileCallsIn('x = "a ${file(local.p)} b"')).toHaveLength(1);
  expect(fileCallsIn('x = "a" == file(local.p) ? "b" : "c"')).toHaveLength(1);
});
