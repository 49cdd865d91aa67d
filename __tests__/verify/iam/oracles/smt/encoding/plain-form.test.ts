import { startSmtSolver } from "../solver";
import { plainForm } from "./plain-form";
import { not, or, quote } from "./terms";

const z3 = startSmtSolver();
afterAll(() => z3.stop());

const terms = [
  '(str.in_re |subnet| (re.comp (re.union (str.to_re "own a") (str.to_re "own ""b"""))))',
  '(str.in_re |subnet| (re.comp (str.to_re "own")))',
  '(str.in_re |subnet| (re.* (re.diff re.allchar (str.to_re ":"))))',
];
const texts = ["", "own", "own a", 'own "b"', "foreign", ":", "own:a"];

test.each(terms)(
  "the plain form of an SMT script is true of the same texts: %s",
  async (term) => {
    const plain = plainForm(term);
    const differs = texts.map((text) => `(xor ${term} ${plain})`.replaceAll("|subnet|", quote(text)));
    const isOf = (text: string): string => plain.replaceAll("|subnet|", quote(text));

    expect(plain).not.toContain("str.in_re");
    expect(await z3.solve(`(assert ${or(differs)})`)).toBe("unsat");
    // It is neither true of all texts nor of none.
    expect(await z3.solve(`(assert ${or(texts.map(isOf))})`)).toBe("sat");
    expect(await z3.solve(`(assert ${or(texts.map((text) => not(isOf(text))))})`)).toBe("sat");
  },
  60_000,
);

test("the plain form of an SMT script keeps a text that reads like a term", () => {
  const script = '(assert (= |subnet| "(str.in_re |subnet| (re.comp (str.to_re ""own"")))"))';

  expect(plainForm(script)).toBe(script);
});
