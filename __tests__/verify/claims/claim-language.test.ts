import { claims } from "../../../verify/claims";
import { SECURITY_CONTROLS } from "../../docs/fixtures/capabilities";

const words = (text: string): number => text.split(/\s+/).length;
const sentences = (text: string): readonly string[] => text.split(/(?<=\.) /);
const longerThan = (limit: number, texts: readonly string[]): readonly string[] =>
  texts.filter((text) => words(text) > limit);

test("every claim name is in kebab case and unique", () => {
  const names = claims.map(({ name }) => name);

  expect(names.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test("every claim title has at most 8 words, starts with a capital letter and has no full stop", () => {
  const titles = claims.map(({ title }) => title);

  expect(longerThan(8, titles)).toEqual([]);
  expect(titles.filter((title) => !/^[A-Z].*[^.]$/.test(title))).toEqual([]);
});

test("every claim meaning is one sentence of at most 25 words", () => {
  const meanings = claims.map(({ meaning }) => meaning);

  expect(longerThan(25, meanings)).toEqual([]);
  expect(meanings.filter((meaning) => sentences(meaning).length !== 1 || !/^[A-Z].*\.$/.test(meaning))).toEqual([]);
});

test("every claim has details of at most 25 words each, which are whole sentences", () => {
  expect(claims.filter(({ details }) => details.length === 0).map(({ name }) => name)).toEqual([]);

  const details = claims.flatMap((claim) => claim.details);
  expect(longerThan(25, details)).toEqual([]);
  expect(details.filter((detail) => !/^\S.*\.$/.test(detail))).toEqual([]);
});

test("every claim remedy is one or two sentences of at most 25 words", () => {
  const remedies = claims.map(({ remedy }) => remedy);

  expect(remedies.filter((remedy) => !/^[A-Z].*\.$/.test(remedy) || sentences(remedy).length > 2)).toEqual([]);
  expect(longerThan(25, remedies.flatMap(sentences))).toEqual([]);
});

test("every control of a claim is a public identifier of Security Hub, NIST or CIS, and every claim has one", () => {
  const nistOrCis = /^(?:NIST\.800-53\.r5 [A-Z]{2}-\d+(?:\(\d+\))?|CIS AWS Foundations v5\.0\.0\/\d+(?:\.\d+)+)$/;
  const controls = claims.flatMap((claim) => claim.controls);

  expect(controls.filter((id) => !nistOrCis.test(id) && !SECURITY_CONTROLS.includes(id))).toEqual([]);
  expect(claims.filter((claim) => claim.controls.length === 0).map(({ name }) => name)).toEqual([]);
});
