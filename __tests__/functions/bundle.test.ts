import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundleFunction } from "../../functions/bundle";
import { ok } from "./studio-url/aws-server";
import { DrivenResource } from "./studio-url/cloudformation";
import { startSelfService, VARIABLES } from "./studio-url/self-service-world";

const SOURCES = join(__dirname, "..", "..", "functions");

const folder = mkdtempSync(join(tmpdir(), "functions-"));
const bundle = bundleFunction("studio-url", SOURCES, folder);

afterAll(() => rmSync(folder, { recursive: true }));

/** Lambda in small: a process that knows the bundle, one event and its variables, and nothing else. */
const LAMBDA = `
  const { handler } = require(process.argv[1]);
  handler(JSON.parse(process.argv[2]), { getRemainingTimeInMillis: () => 35000 });
`;

describe("the bundle", () => {
  test("answers a request in a process that has nothing but it", async () => {
    const server = await startSelfService();
    server.answer("SageMaker.CreatePresignedDomainUrl", () =>
      ok({ AuthorizedUrl: "https://127.0.0.1/?token=very-secret" }),
    );
    const printed: string[] = [];
    const resource = new DrivenResource(server, async (event) => {
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        ["-e", LAMBDA, bundle, JSON.stringify(event)],
        {
          cwd: folder,
          env: { ...VARIABLES, NETWORK_CIDR: "127.0.0.0/8", AWS_ENDPOINT_URL: server.url },
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

  test("is the same bytes whenever it is built, and knows no folder of the machine", () => {
    const again = bundleFunction("studio-url", SOURCES, join(folder, "again"));
    const bytes = readFileSync(bundle, "utf8");

    expect(readFileSync(again, "utf8")).toBe(bytes);
    expect(bytes).not.toContain(SOURCES);
    expect(bytes).not.toContain("node_modules/");
  });
});
