import { unreadFiles } from "../../../review/planning/unread-files";

const side = (call: string, content: string) => ({
  written: new Map([["main.tf", [{ locals: { text: `\${${call}}` } }]]]),
  files: { read: (path: string) => (path === "a.txt" ? Buffer.from(content) : undefined) },
});

test.each([
  ['file("a.txt")', ["file()"]],
  [`filesha256("\${path.module}/a.txt")`, ["filesha256()"]],
  ["file(local.name)", ["file()"]],
  ['templatefile("a.txt", {})', ["templatefile()"]],
  ['join(",", fileset(path.module, "*.txt"))', ["fileset()"]],
])("A review does not say that nothing changes where the files of %s differ.", (call, expected) => {
  expect(unreadFiles(side(call, "one"), side(call, "two"))).toEqual(expected);
});

test("A file with the same content on both sides of a review counts as compared.", () => {
  const same = side('file("a.txt")', "one");
  expect(unreadFiles(same, same)).toEqual([]);
  expect(unreadFiles(side('file("b.txt")', "one"), side('file("b.txt")', "one"))).toEqual(["file()"]);
});

test("A call that reads no file leaves nothing uncompared.", () => {
  expect(unreadFiles(side("upper(local.name)", "one"), side("upper(local.name)", "two"))).toEqual([]);
});
