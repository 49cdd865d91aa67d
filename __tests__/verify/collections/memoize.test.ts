import { memoize, memoizeByFirst, memoizeByKey, memoizeByText } from "../../../verify/collections/memoize";

test("memoize computes a value once for each object, not for each equal object", () => {
  const compute = jest.fn(({ name }: { readonly name: string }) => ({ greeting: `hello ${name}` }));
  const greet = memoize(compute);
  const ada = { name: "ada" };

  expect(greet(ada)).toBe(greet(ada));
  expect(greet({ name: "ada" })).not.toBe(greet(ada));
  expect(compute).toHaveBeenCalledTimes(2);
});

test("memoize computes a value once for each object, also where there is no value", () => {
  const compute = jest.fn(({ name }: { readonly name?: string }) => name);
  const nameOf = memoize(compute);
  const nobody = {};

  expect([nameOf(nobody), nameOf(nobody)]).toEqual([undefined, undefined]);
  expect(compute).toHaveBeenCalledTimes(1);
});

test("memoizeByFirst passes the second argument to the computation and looks up the first one only", () => {
  const label = memoizeByFirst((route: { readonly cidr: string }, vpc: string) => `${route.cidr} in ${vpc}`);
  const route = { cidr: "10.0.0.0/16" };

  expect(label(route, "main")).toBe("10.0.0.0/16 in main");
  expect(label(route, "another")).toBe("10.0.0.0/16 in main");
});

test("memoizeByText computes a value once for each text, also where the value is false or empty", () => {
  const compute = jest.fn((text: string) => text.length > 3);
  const isLong = memoizeByText(compute);

  expect([isLong("ab"), isLong("ab"), isLong("abcd")]).toEqual([false, false, true]);
  expect(compute).toHaveBeenCalledTimes(2);
});

test("memoizeByText computes a value once for each text, also where there is no value", () => {
  const compute = jest.fn((text: string) => (text === "" ? undefined : text.length));
  const lengthOf = memoizeByText(compute, 10);

  expect([lengthOf(""), lengthOf(""), lengthOf("ab"), lengthOf("ab")]).toEqual([undefined, undefined, 2, 2]);
  expect(compute).toHaveBeenCalledTimes(2);
});

test("memoizeByText keeps no more texts than it is told, and computes a forgotten one again", () => {
  const compute = jest.fn((text: string) => text.length);
  const lengthOf = memoizeByText(compute, 2);

  expect(["a", "ab", "abc", "abc", "a"].map(lengthOf)).toEqual([1, 2, 3, 3, 1]);
  expect(compute).toHaveBeenCalledTimes(4);
});

test("memoizeByKey computes a value once for all arguments of one key, and without a limit forgets none", () => {
  const compute = jest.fn((texts: readonly string[], mark: string) => texts.join(mark));
  const join = memoizeByKey((texts, mark) => `${mark}${texts.length}`, compute);

  expect([join(["a", "b"], "-"), join(["c", "d"], "-"), join(["a", "b"], "+")]).toEqual(["a-b", "a-b", "a+b"]);
  expect(compute).toHaveBeenCalledTimes(2);
});
