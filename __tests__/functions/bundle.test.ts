import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import { buildFunction } from "../../functions/bundle";
import { okReply } from "./studio-url/fixtures/aws-server";
import { CustomResourceDriver } from "./studio-url/fixtures/cloudformation-requests";
import { FUNCTION_VARIABLES, startFakeSelfService } from "./studio-url/fixtures/fake-services";

const SOURCES = join(__dirname, "..", "..", "functions");

const folder = mkdtempSync(join(tmpdir(), "functions-"));
let bundlePath = "";
let archivePath = "";

beforeAll(async () => {
  ({ bundlePath, archivePath } = await buildFunction("studio-url", SOURCES, folder));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** A minimal Lambda runtime: a process with only the bundle, one event and the environment variables. */
const LAMBDA = `
  const { handler } = require(process.argv[1]);
  handler(JSON.parse(process.argv[2]), { getRemainingTimeInMillis: () => 35000 });
`;

describe("buildFunction", () => {
  test("the bundle processes a request in a process without node_modules, and prints no secret", async () => {
    const server = await startFakeSelfService();
    server.answer("SageMaker.CreatePresignedDomainUrl", () =>
      okReply({ AuthorizedUrl: "https://127.0.0.1/?token=very-secret" }),
    );
    const printed: string[] = [];
    const resource = new CustomResourceDriver(server, async (event) => {
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        ["-e", LAMBDA, bundlePath, JSON.stringify(event)],
        {
          cwd: folder,
          env: { ...FUNCTION_VARIABLES, NETWORK_CIDR: "127.0.0.0/8", AWS_ENDPOINT_URL: server.url },
        },
      );
      printed.push(stdout, stderr);
    });

    const answer = await resource.create();
    await server.close();

    expect(answer).toMatchObject({ Status: "SUCCESS", Data: { HostsFileLine: "127.0.0.1 127.0.0.1" } });
    expect(printed[0]).toContain('"outcome":"opened"');
    expect(printed.join()).not.toMatch(/secret/);
  });

  test("two builds in different folders give the same bytes, without a path of the build machine", async () => {
    const again = await buildFunction("studio-url", SOURCES, mkdtempSync(join(folder, "again-")));
    const code = readFileSync(bundlePath, "utf8");

    expect(readFileSync(again.bundlePath, "utf8")).toBe(code);
    expect(readFileSync(again.archivePath).equals(readFileSync(archivePath))).toBe(true);
    expect(code).not.toContain(SOURCES);
    expect(code).not.toContain("node_modules/");
  });

  test("the archive contains the bundle and no other file", () => {
    const held = unzipSync(readFileSync(archivePath));

    expect(Object.keys(held)).toEqual(["index.js"]);
    expect(Buffer.from(held["index.js"] ?? []).equals(readFileSync(bundlePath))).toBe(true);
  });
});
