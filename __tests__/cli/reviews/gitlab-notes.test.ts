import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../fixtures/cli-run";

/** A note, in the shape of GitLab's API. */
interface Note {
  readonly id: number;
  readonly body: string;
  readonly author: { readonly id: number; readonly username: string };
  readonly system: boolean;
}

// The first test loads the command.
jest.setTimeout(30_000);

const BOT = 41;
const TOKEN = "glpat-secret";
const NOTES = "/api/v4/projects/example%2Fsecurity%2Fperimeter/merge_requests/12/notes";

let server: Server;
let folder = "";
let notes: readonly Note[] = [];
let writes: string[][] = [];
/** Set by a test: answers a request instead of the server. */
let answer: ((request: IncomingMessage) => readonly [number, string] | undefined) | undefined;
let pagesRead: string[] = [];
let hasPageHeader = true;

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const url = new URL(request.url ?? "", "http://gitlab");
      const special = answer?.(request);
      if (special !== undefined || request.headers["private-token"] !== TOKEN) {
        const [status, text] = special ?? [401, '{"message":"401 Unauthorized"}'];
        response.writeHead(status, status === 302 ? { location: "http://elsewhere.invalid/" } : {}).end(text);
      } else if (request.method !== "GET") {
        writes.push([request.method ?? "", url.pathname, JSON.parse(Buffer.concat(parts).toString()).body]);
        response.writeHead(201).end("{}");
      } else if (url.pathname === "/api/v4/user") {
        response.end(JSON.stringify({ id: BOT, username: "project_7_bot" }));
      } else if (url.pathname === NOTES) {
        const [page, size] = [Number(url.searchParams.get("page")), Number(url.searchParams.get("per_page"))];
        pagesRead.push(String(page));
        const isLast = page * size >= notes.length;
        const header = hasPageHeader ? { "x-next-page": isLast ? "" : String(page + 1) } : {};
        response.writeHead(200, header).end(JSON.stringify(notes.slice((page - 1) * size, page * size)));
      } else {
        response.writeHead(404).end('{"message":"404 Project Not Found"}');
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
});

afterAll(() => server.close());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-notes-"));
  [notes, writes, pagesRead, answer, hasPageHeader] = [[], [], [], undefined, true];
});

afterEach(() => rmSync(folder, { recursive: true }));

const marker = (name: string, kind = "review") => `<!-- studio-perimeter ${kind} ${name} -->`;
const note = (id: number, body: string, author = BOT, system = false): Note => ({
  id,
  body,
  author: { id: author, username: "x" },
  system,
});

function writeComments(comments: Readonly<Record<string, string>>, kind = "review", where = folder): void {
  const stacks = Object.entries(comments).map(([name, text]) => ({
    name,
    marker: marker(name, kind),
    comment: `${marker(name, kind)}\n${text}\n`,
  }));
  mkdirSync(where, { recursive: true });
  writeFileSync(join(where, "reviews.json"), JSON.stringify({ format_version: "1.0", stacks }));
}

const variables = () => ({
  CI_API_V4_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4`,
  GITLAB_TOKEN: TOKEN,
});
const comment = (options: readonly string[] = [], environment: Readonly<Record<string, string>> = variables()) =>
  runCli(["comment", folder, "--merge-request", "example/security/perimeter!12", ...options], environment);

test("notes of an earlier push are replaced, those of others and of GitLab are left, and one on a stack that is gone says so", async () => {
  writeComments({ dev: "### dev", prod: "### prod" });
  notes = [
    note(1, `${marker("dev")}\r\nold`),
    note(2, `${marker("prod")}\nforged`, 7),
    note(3, marker("prod"), BOT, true),
    note(4, `${marker("staging")}\nold`),
    note(5, `text before ${marker("prod")}`),
    note(6, `${marker("prod", "plan")}\na plan`),
  ];

  expect(await comment()).toMatchObject({
    code: 0,
    out: "2 comments in example/security/perimeter!12, 0 failed\n",
    err: "",
  });
  expect(writes).toEqual([
    ["PUT", `${NOTES}/1`, `${marker("dev")}\n### dev\n`],
    ["POST", NOTES, `${marker("prod")}\n### prod\n`],
    ["PUT", `${NOTES}/4`, `${marker("staging")}\n### staging: no longer part of this change\n`],
  ]);
});

test.each([true, false])(
  "a note on the last of three pages is replaced, with a header that names the next page: %s",
  async (header) => {
    hasPageHeader = header;
    writeComments({ dev: "### dev" });
    notes = [...Array.from({ length: 230 }, (_, at) => note(at + 10, "talk", 7)), note(1, `${marker("dev")}\nold`)];

    expect((await comment()).code).toBe(0);
    expect(writes.map(([method, path]) => [method, path])).toEqual([["PUT", `${NOTES}/1`]]);
    expect(pagesRead).toEqual(["1", "2", "3"]);
  },
);

test("no line of a note is a command to GitLab, which it would run as the user of the token", async () => {
  writeComments({ dev: "/merge\n  /approve\ntext /close\n\r\n/assign @mallory" });

  expect((await comment()).code).toBe(0);
  expect(writes[0]?.[2]?.split(/\r?\n/).filter((line) => /^\s*\//.test(line))).toEqual([]);
  expect(writes[0]?.[2]).toContain("text /close");
});

test("comments on plans are notes of their own, and an environment whose job left none has a note that says so", async () => {
  writeComments({ dev: "### dev" }, "plan", join(folder, "dev"));
  notes = [note(1, `${marker("dev")}\na review`), note(2, `${marker("old", "plan")}\nan earlier plan`)];
  const matrix = JSON.stringify({ include: [{ environment: "dev" }, { environment: "prod" }] });

  expect((await comment(["--kind", "plan", "--matrix", matrix])).code).toBe(0);
  expect(writes.map(([method, path, body]) => [method, path, body?.split("\n")[1]])).toEqual([
    ["POST", NOTES, "### dev"],
    ["POST", NOTES, "### prod: could not be planned"],
    ["PUT", `${NOTES}/2`, "### old: this change no longer plans it"],
  ]);
});

test("results that would take the note of a review, or of two stacks at once, are refused before anything is written", async () => {
  writeComments({ dev: "### nothing to approve" });
  expect(await comment(["--kind", "plan"])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/not a comment of kind plan, got <!-- studio-perimeter review dev -->; /),
  });

  rmSync(join(folder, "reviews.json"));
  writeComments({ dev: "one" }, "plan", join(folder, "a"));
  writeComments({ dev: "two" }, "plan", join(folder, "b"));
  expect((await comment(["--kind", "plan"])).err).toMatch(/two comments have one marker, got .* plan dev -->; /);
  expect(writes).toEqual([]);
});

test.each<[string, readonly [number, string], RegExp]>([
  [
    "a token that may not",
    [403, '{"message":"403 Forbidden"}'],
    /refused by GitLab, got 403 .*; check that GITLAB_TOKEN has/,
  ],
  ["a server that is down", [502, "<html>\n502</html>"], /refused by GitLab, got 502 <html> 502<\/html>; try again$/],
  ["a redirection", [302, ""], /refused by GitLab, got 302/],
  ["a page that is no JSON", [200, "<html>"], /no JSON in the answer of GitLab; check CI_API_V4_URL$/],
  ["an answer of another service", [200, "{}"], /no id of the user in the answer of GitLab/],
])(
  "comment exits with 2 and says in one line, without the token, what GitLab answered: %s",
  async (_, reply, message) => {
    writeComments({ dev: "### dev" });
    answer = () => reply;
    const { code, err } = await comment();

    expect(code).toBe(2);
    expect(err.trimEnd()).toMatch(message);
    expect(err.trimEnd()).not.toMatch(/\n|glpat/);
  },
);

test("a note that GitLab refuses does not keep the others back, and comment exits with 2", async () => {
  writeComments({ dev: "### dev", prod: "### prod" });
  let isFirst = true;
  answer = ({ method }) => {
    const isRefused = method === "POST" && isFirst;
    isFirst = isFirst && method !== "POST";
    return isRefused ? [500, "{}"] : undefined;
  };

  expect(await comment()).toMatchObject({ code: 2, out: expect.stringContaining("1 failed") });
  expect(writes.map(([, , body]) => body?.split("\n")[1])).toEqual(["### prod"]);
});

test.each<[string, Readonly<Record<string, string>>, RegExp]>([
  ["no address", { GITLAB_TOKEN: TOKEN }, /^CI_API_V4_URL: not an https address, got none; /],
  [
    "an address without encryption",
    { CI_API_V4_URL: "http://gitlab.example.com/api/v4", GITLAB_TOKEN: TOKEN },
    /^CI_API_V4_URL: /,
  ],
  ["no token", { CI_API_V4_URL: "https://gitlab.example.com/api/v4" }, /^GITLAB_TOKEN: needs an access token/],
])("comment prints one line and exits with 2 without access to GitLab: %s", async (_, environment, message) => {
  writeComments({ dev: "### dev" });

  expect(await comment([], environment)).toMatchObject({ code: 2, out: "", err: expect.stringMatching(message) });
});

test.each([
  [["--merge-request", "x"], /^--merge-request: not a merge request, got x; pass GROUP\/PROJECT!NUMBER\n$/],
  [
    ["--merge-request", "a/b!1", "--pull-request", "a/b#1"],
    /^comment: takes one of --pull-request and --merge-request/,
  ],
  [["--merge-request", "a/b!1", "--matrix", "[]"], /^--matrix: not a matrix, got \[\]; /],
  [["--merge-request", "a/b!1", "--kind", "plans"], /^--kind: unknown value, got plans; did you mean plan\?\n$/],
])("comment explains in one line what is wrong with %j", async (options, message) => {
  writeComments({ dev: "### dev" });
  const { code, err } = await runCli(["comment", folder, ...options], variables());

  expect(code).toBe(2);
  expect(err).toMatch(message);
});
