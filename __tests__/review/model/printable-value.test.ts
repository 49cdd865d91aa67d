import { printablePair } from "../../../review/model/printable-value";

const bucket = (key: string) => ({ buckets_key_arn: `arn:aws:kms:eu-west-1:111122223333:key/${"0".repeat(30)}`, key });

test("Of two long lists that begin alike, the part that differs is printed, from the start of a text on.", () => {
  const [before, after] = printablePair("output.stacks", [bucket("x.example")], [bucket("x.example,y.example")]);

  expect(before).toMatch(/^\.\.\."[^"]*".*x\.example"/);
  expect(after).toMatch(/^\.\.\."[^"]*".*x\.example,y\.example"/);
});

test("Two long lists of which one continues the other are printed with what is added.", () => {
  const list = Array.from({ length: 12 }, (_, index) => `host-${index}.example`);

  const [before, after] = printablePair("domains", list, [...list, "added.example"]);

  expect(before).not.toContain("added.example");
  expect(after).toContain("added.example");
});

test("Two long lists that differ in a secret alone are printed without it.", () => {
  const of = (password: string) => [{ ...bucket("x.example"), password }];

  const pair = printablePair("output.stacks", of("tulip-before"), of("tulip-after"));

  expect(pair.join()).not.toContain("tulip");
});
