import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { apiReport } from "../../tools/api-report/api-report";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "api-report-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function reportOf(files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return apiReport(folder, ["verify"]);
}

const CLASS = `import type { A } from "./a";
/** What it is. */
export declare class Firewall {
    /** A comment. */
    readonly name: string;
    private create;
    constructor(a: A);
}
//# sourceMappingURL=x
`;

test("the report has each exported declaration with its members, also through folders and other names, and no comment or private member", () => {
  const report = reportOf({
    "verify/index.d.ts": `/** Index. */\nexport { Firewall as Wall, type Kind } from "./own/wall";\nexport * from "./more";\n`,
    "verify/own/wall.d.ts": `${CLASS}export type Kind = "a" | "b";\nexport declare function hidden(): void;\n`,
    "verify/more/index.d.ts": "export declare const LIMIT: 5;\n",
  });

  expect(report).toContain(`## studio-perimeter/verify

\`\`\`ts
export type Kind = "a" | "b";

export declare const LIMIT: 5;

// Firewall as Wall
export declare class Firewall {
    readonly name: string;
    constructor(a: A);
}
\`\`\`
`);
  expect(report).not.toContain("hidden");
});

test("a form of export that the report does not read stops it, so that nothing public is left out", () => {
  expect(() => reportOf({ "verify/index.d.ts": "export default class {\n}\n" })).toThrow("exports in a form");
  expect(() => reportOf({ "verify/index.d.ts": 'export * as all from "./x";\n' })).toThrow("exports in a form");
  expect(() =>
    reportOf({ "verify/index.d.ts": 'export { Gone } from "./x";\n', "verify/x.d.ts": "export {};\n" }),
  ).toThrow("exports Gone, whose declaration was not found");
});
