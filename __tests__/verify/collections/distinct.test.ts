import { distinctByContent } from "../../../verify/collections/distinct";

test("distinctByContent keeps the first place of each content and the order of the others", () => {
  const values = [{ a: [1] }, { a: [2] }, { a: [1] }, {}];

  expect(distinctByContent(values)).toEqual([{ a: [1] }, { a: [2] }, {}]);
});
