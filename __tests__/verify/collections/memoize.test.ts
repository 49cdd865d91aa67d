import { memoize, memoizeByText } from "../../../verify/collections/memoize";

test("memoize computes a value once for each object, not for each equal object", () => {
  const compute = jest.fn(({ name }: { readonly name: string }) => ({ greeting: `hello ${name}` }));
  const greet = memoize(compute);
  const ada = { name: "ada" };

  expect(greet(ada)).toBe(greet(ada));
  expect(greet({ name: "ada" })).not.toBe(greet(ada));
  expect(compute).toHaveBeenCalledTimes(2);
});

test("memoize passes later arguments to the computation and looks up the first one only", () => {
  const label = memoize((route: { readonly cidr: string }, vpc: string) => `${route.cidr} in ${vpc}`);
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
