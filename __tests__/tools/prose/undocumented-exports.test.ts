import { undocumentedExports } from "../../../tools/prose/undocumented-exports";

const namesIn = (...lines: readonly string[]) => undocumentedExports("a.ts", lines.join("\n")).map(({ word }) => word);

test.each([
  "export const port = 443;",
  "export function port(): number {",
  "export async function port() {",
  "export function* port() {",
  "export class port {",
  "export abstract class port {",
  "export interface port {",
  "export type port = number;",
])("An export without a doc comment is found: %s", (line) => {
  expect(namesIn("const own = 1;", "", line)).toEqual(["port"]);
  expect(namesIn("// Not a doc comment.", line)).toEqual(["port"]);
});

test("An export after a doc comment of one line or several is not found.", () => {
  expect(namesIn("/** TCP port of TLS. */", "export const port = 443;")).toEqual([]);
  expect(namesIn("/**", " * TCP port of TLS.", " */", "export const port = 443;")).toEqual([]);
});

test("A declaration that is not exported needs no doc comment.", () => {
  expect(namesIn("const port = 443;", "function own() {}")).toEqual([]);
});

test("A further signature of a documented function needs no doc comment, and one of another function does.", () => {
  const first = ["/** Doubles. */", "export function twice(value: number): number;"];

  expect(namesIn(...first, "export function twice(value: bigint): bigint;")).toEqual([]);
  expect(namesIn(...first, "export function thrice(value: bigint): bigint;")).toEqual(["thrice"]);
});

test("A claim, a command, its syntax and a reason for a neutral argument are described by their data.", () => {
  const lines = ["claim: Claim = {", "build: Command = { run };", "buildSyntax = {", 'TAG = neutral("a tag");'];

  expect(lines.flatMap((line) => namesIn(`export const ${line}`))).toEqual([]);
  expect(namesIn("export const claimed: Claimed = {")).toEqual(["claimed"]);
});

test("A finding names the line of the export.", () => {
  expect(undocumentedExports("a.ts", "\nexport const port = 443;")[0]).toMatchObject({
    path: "a.ts",
    line: 2,
    column: 1,
  });
});
