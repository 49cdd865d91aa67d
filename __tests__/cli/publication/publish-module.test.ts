import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, unzipSync } from "fflate";
import { publishToArtifactory } from "../../../cli/publication/artifactory";
import { publishToHcpTerraform } from "../../../cli/publication/hcp-terraform";
import { requireRegistryUrl, tokenVariable } from "../../../cli/publication/registry-requests";
import { addToStaticRegistry, writeArchives } from "../../../cli/publication/static-registry";
import { version } from "../../../package.json";
import { runCli } from "../fixtures/cli-run";
import {
  type LoopbackRegistry,
  type RegistryReply,
  type RegistryRequest,
  startRegistry,
} from "./fixtures/loopback-registry";

const TOKEN = "secret-of-the-test";
const MODULE = { name: "studio-isolated", version: "0.2.0", files: new Map([["main.tf", "locals {}\n"]]) };
const OTHER = { ...MODULE, files: new Map([["main.tf", "locals { a = 1 }\n"]]) };

let folder: string;
let recorded: RegistryRequest[];
let replies: Readonly<Record<string, RegistryReply>>;
let registry: LoopbackRegistry;
let url: URL;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "publish-module-"));
  recorded = [];
  replies = {};
  registry = await startRegistry((request) => {
    recorded.push(request);
    return replies[lineOf(request)] ?? { status: 404 };
  });
  url = new URL(registry.address);
});

afterEach(async () => {
  await registry.close();
  rmSync(folder, { recursive: true });
});

const lineOf = ({ method, path }: RegistryRequest): string => `${method} ${path}`;
const requests = (): readonly string[] => recorded.map(lineOf);

describe("a static registry", () => {
  const base = "v1/modules/platform/studio-isolated/aws";
  const read = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), "utf8"));

  test("a folder has the files of the module registry protocol, and keeps the versions that it has", () => {
    addToStaticRegistry(folder, "platform", [{ ...OTHER, version: "0.10.0" }]);
    addToStaticRegistry(folder, "platform", [MODULE]);

    expect(read(".well-known/terraform.json")).toEqual({ "modules.v1": "/v1/modules/" });
    expect(read(`${base}/versions`)).toEqual({
      modules: [{ versions: [{ version: "0.2.0" }, { version: "0.10.0" }] }],
    });
    expect(readFileSync(join(folder, "_headers"), "utf8")).toBe(
      ["0.10.0", "0.2.0"].map((each) => `/${base}/${each}/download\n  X-Terraform-Get: ./module.tar.gz\n`).join(""),
    );
    expect(Buffer.from(gunzipSync(readFileSync(join(folder, base, "0.2.0/module.tar.gz")))).toString()).toContain(
      "locals {}",
    );
  });

  test("publishing a version again changes nothing, and other content under its number is refused before anything is written", () => {
    addToStaticRegistry(folder, "platform", [MODULE]);
    addToStaticRegistry(folder, "platform", [MODULE]);
    const before = readdirSync(folder, { recursive: true }).toSorted();

    expect(() => addToStaticRegistry(folder, "platform", [{ ...MODULE, name: "new" }, OTHER])).toThrow(
      "0.2.0: is published with other content, and a version never changes; raise it in package.json",
    );
    expect(readdirSync(folder, { recursive: true }).toSorted()).toEqual(before);
  });

  test("archives have the names of releases, and one with other content is refused", () => {
    const [path = ""] = writeArchives(folder, [MODULE]);
    expect(path).toBe(join(folder, "terraform-aws-studio-isolated-0.2.0.tar.gz"));
    writeFileSync(path, "other");
    expect(() => writeArchives(folder, [MODULE])).toThrow("is published with other content");
  });
});

describe("HCP Terraform", () => {
  const modules = "/api/v2/organizations/example/registry-modules";
  const module = `${modules}/private/example/studio-isolated/aws`;
  const publish = () => publishToHcpTerraform({ url, organization: "example", token: TOKEN }, MODULE);
  const created = (upload: string): RegistryReply => ({ status: 201, body: { data: { links: { upload } } } });
  const statuses = (status: string): RegistryReply => ({
    status: 200,
    body: { data: { attributes: { "version-statuses": [{ version: "0.2.0", status }] } } },
  });

  test("a new module is created, then its version, and the archive goes to the address of the upload without the token", async () => {
    replies = {
      [`POST ${modules}`]: { status: 201, body: {} },
      [`POST ${module}/versions`]: created(`${url.origin}/upload?signature=abc`),
      "PUT /upload?signature=abc": { status: 200 },
    };

    expect(await publish()).toBe(true);
    expect(requests()).toEqual([
      `GET ${module}`,
      `POST ${modules}`,
      `POST ${module}/versions`,
      "PUT /upload?signature=abc",
    ]);
    const [, module_, version, upload] = recorded;
    expect(JSON.parse(String(module_?.body))).toEqual({
      data: {
        type: "registry-modules",
        attributes: { name: "studio-isolated", provider: "aws", "registry-name": "private", "no-code": false },
      },
    });
    expect(JSON.parse(String(version?.body))).toEqual({
      data: { type: "registry-module-versions", attributes: { version: "0.2.0" } },
    });
    expect(recorded.map(({ headers }) => headers.authorization)).toEqual([
      ...Array(3).fill(`Bearer ${TOKEN}`),
      undefined,
    ]);
    expect(Buffer.from(gunzipSync(upload?.body ?? Buffer.of())).toString()).toContain("locals {}");
  });

  test("a version that is there is left as it is, and one whose upload failed is named", async () => {
    replies = { [`GET ${module}`]: statuses("ok") };
    expect(await publish()).toBe(false);
    expect(requests()).toEqual([`GET ${module}`]);
    replies = { [`GET ${module}`]: statuses("pending") };
    await expect(publish()).rejects.toThrow("is in the registry and not usable, got the status pending; delete");
  });

  test.each([
    ["an upload to another host without TLS", created("http://elsewhere.example/upload"), "named no https address"],
    ["no upload", { status: 201, body: {} }, "named no https address"],
    [
      "a refusal",
      { status: 403, body: { errors: ["no\nway"] } },
      'refused, got 403 {"errors":["no\\nway"]}; check that the token',
    ],
    ["a redirection", { status: 307, headers: { location: "/elsewhere" } }, "refused, got 307"],
  ])("%s ends the publication with one line that has no token", async (_, reply: RegistryReply, message) => {
    replies = { [`GET ${module}`]: { status: 200, body: { data: {} } }, [`POST ${module}/versions`]: reply };
    const error = await publish().catch((caught: Error) => caught.message);
    expect(error).toContain(message);
    expect(error).not.toContain(TOKEN);
    expect(requests()).toHaveLength(2);
  });
});

describe("Artifactory", () => {
  const address = "/artifactory/modules/platform/studio-isolated/aws/0.2.0.zip";
  const publish = (module = MODULE) =>
    publishToArtifactory(
      { url: new URL(`${url.origin}/artifactory/modules/`), namespace: "platform", token: TOKEN },
      module,
    );

  test("a version is sent as zip with its checksum", async () => {
    replies = { [`PUT ${address}`]: { status: 201 } };

    expect(await publish()).toBe(true);
    expect(requests()).toEqual([`HEAD ${address}`, `PUT ${address}`]);
    expect(recorded[1]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      "x-checksum-sha256": expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(Object.keys(unzipSync(recorded[1]?.body ?? Buffer.of()))).toEqual(["main.tf"]);
  });

  test("a version that is there is left as it is, and other content under its number is refused", async () => {
    replies = { [`PUT ${address}`]: { status: 201 } };
    await publish();
    const sha256 = String(recorded[1]?.headers["x-checksum-sha256"]);
    replies = { [`HEAD ${address}`]: { status: 200, headers: { "x-checksum-sha256": sha256 } } };

    expect(await publish()).toBe(false);
    await expect(publish(OTHER)).rejects.toThrow("studio-isolated 0.2.0: is published with other content");
    expect(requests().slice(2)).toEqual([`HEAD ${address}`, `HEAD ${address}`]);
  });
});

describe("the command publish-module", () => {
  test("the command publishes the modules that export-module makes", async () => {
    const path = `/platform/studio-isolated/aws/${version}.zip`;
    replies = { [`PUT ${path}`]: { status: 201 } };
    const words = ["publish-module", "isolated", "--to", "artifactory", "--namespace", "platform", "--url", url.origin];
    const result = await runCli(words, { [tokenVariable(url.host)]: TOKEN });

    expect(result).toEqual({
      code: 0,
      err: "",
      out: `${url.host}/platform/studio-isolated/aws ${version}: published\n`,
    });
    expect(requests()).toEqual([`HEAD ${path}`, `HEAD ${path}`, `PUT ${path}`]);
    expect(Object.keys(unzipSync(recorded.at(-1)?.body ?? Buffer.of()))).toContain("main.tf.json");
  }, 60_000);

  const toArtifactory = ["--to", "artifactory", "--namespace", "platform"];
  const toHcp = ["--to", "hcp-terraform", "--namespace", "example"];
  const publishFrom = (from: string, ...target: readonly string[]) =>
    runCli(["publish-module", "isolated", "--from", from, ...target, "--url", url.origin], {
      MODULE_REGISTRY_TOKEN: TOKEN,
    });

  test("with --from, the files of an archive are published, and no module is made", async () => {
    const path = `/platform/studio-isolated/aws/${version}.zip`;
    replies = { [`PUT ${path}`]: { status: 201 } };
    writeArchives(folder, [{ ...MODULE, version }]);

    expect(await publishFrom(folder, ...toArtifactory)).toMatchObject({ code: 0, err: "" });
    expect(Object.keys(unzipSync(recorded.at(-1)?.body ?? Buffer.of()))).toEqual(["main.tf"]);
  });

  test("with --from, a folder without an archive of this version ends with one line", async () => {
    writeArchives(folder, [MODULE]);

    expect(await publishFrom(folder, ...toArtifactory)).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(/studio-isolated-[\d.]+\.tar\.gz: no such archive; --from names a folder .*\n$/),
    });
  });

  test.each([
    ["Artifactory", 401, toArtifactory, `HEAD /platform/studio-isolated/aws/${version}.zip`],
    ["HCP Terraform", 404, toHcp, "GET /api/v2/organizations/example/registry-modules"],
  ] as const)(
    "a token that %s refuses with %d is reported before anything is made or read",
    async (_, status, target, request) => {
      replies = { [request]: { status } };

      const { code, out, err } = await publishFrom(join(folder, "missing"), ...target);

      expect({ code, out, lines: err.trim().split("\n") }).toEqual({
        code: 2,
        out: "",
        lines: [expect.stringMatching(/: refused, got \d+ .*; check that the token may publish modules there$/)],
      });
      expect(err).not.toContain(TOKEN);
      expect(requests()).toEqual([request]);
    },
  );

  test("the modules without protections have names of their own", async () => {
    const { out, code } = await runCli(["publish-module", "isolated", "--unprotected", "--out", folder]);
    expect(code).toBe(0);
    expect(out).toMatch(/terraform-aws-studio-isolated-unprotected-\d+\.\d+\.\d+\.tar\.gz\n$/);
  }, 60_000);

  const https = ["--url", "https://registry.example.com"];
  test.each([
    [["isolated", "--to", "npm"], "publish-module: unknown value, got npm"],
    [
      ["isolated", "--to", "registry"],
      "publish-module: --namespace: not 1 to 64 letters, digits, inner hyphens or underscores, got none",
    ],
    [["isolated", "--to", "registry", "--namespace", "../x"], "got ../x; name the first word of the address"],
    [
      ["isolated", "--to", "artifactory", "--namespace", "x"],
      "artifactory needs the address of the repository, got none; pass --url",
    ],
    [
      ["isolated", "--to", "artifactory", "--namespace", "x", ...https],
      "needs a token for registry.example.com, got none; set MODULE_REGISTRY_TOKEN or TF_TOKEN_registry_example_com",
    ],
    [
      ["isolated", "--to", "hcp-terraform", "--namespace", "x"],
      "set MODULE_REGISTRY_TOKEN or TF_TOKEN_app_terraform_io",
    ],
    [[], "publish-module: needs one posture or environment, or --all, got none"],
  ])("publish-module with the words %j says what is missing", async (words, message) => {
    const { code, err } = await runCli(["publish-module", ...words]);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  test.each([
    "http://registry.example.com",
    "https://user:word@registry.example.com",
    "registry.example.com",
    "file:///x",
  ])("the address %s is refused, because a token must not leave unencrypted", (address) => {
    expect(() => requireRegistryUrl(address)).toThrow("not an https address without credentials");
  });
});
