import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, unzipSync } from "fflate";
import { version } from "../../../package.json";
import { perimeterPostureKinds } from "../../../verify/posture/posture";
import {
  artifactory,
  hcpTerraform,
  type LoopbackRegistry,
  npmRegistry,
  type StoredFiles,
  startRegistry,
} from "../../cli/publication/fixtures/loopback-registry";
import { buildProgram } from "../../fixtures/built-program";
import { type SelfSignedCertificate, selfSignedCertificate } from "../../fixtures/self-signed-certificate";
import { type Job, parsed, project } from "./fixtures/github-workflows";

jest.setTimeout(300_000);

const TOKEN = "secret-of-the-test";
const TARBALL = `studio-perimeter-${version}.tgz`;
const MODULES = perimeterPostureKinds.map((posture) => `studio-${posture}`);

/** Made on this machine, or by the release itself. */
const LEFT_OUT: readonly string[] = [
  "node_modules",
  "dist",
  "dist-package",
  "cdktf.out",
  ".git",
  "demo",
  "kept",
  "release",
];

const { package: packaging, publish, modules } = new Map(parsed).get("release.yml")?.jobs ?? {};

let checkout: string;
let certificate: SelfSignedCertificate;
const started: LoopbackRegistry[] = [];

beforeAll(() => {
  buildProgram();
  checkout = mkdtempSync(join(tmpdir(), "studio-perimeter-release-"));
  certificate = selfSignedCertificate(checkout, "IP:127.0.0.1");
  for (const name of readdirSync(project).filter((entry) => !LEFT_OUT.includes(entry))) {
    cpSync(join(project, name), join(checkout, name), { recursive: true });
  }
  cpSync(join(project, "dist"), join(checkout, "dist"), { recursive: true });
  execFileSync("cp", ["-al", join(project, "node_modules"), checkout]);
});

afterAll(async () => {
  await Promise.all(started.map((registry) => registry.close()));
  rmSync(checkout, { recursive: true, force: true });
});

/** A script of a job, as GitHub runs it. */
function scriptOf(job: Job | undefined, part: string): string {
  const found = job?.steps.find(({ run = "" }) => run.includes(part))?.run;
  if (found === undefined) {
    throw new Error(`release.yml has no step with ${part}`);
  }
  return found;
}

/** Runs a script in the checkout, while this process can answer its requests. */
async function run(script: string, variables: Readonly<Record<string, string>> = {}) {
  const { PERIMETER_SHARED: _, ...inherited } = process.env;
  const child = spawn("bash", ["-e", "-o", "pipefail", "-c", script], {
    cwd: checkout,
    env: {
      ...inherited,
      npm_config_cache: join(checkout, "npm-cache"),
      npm_config_update_notifier: "false",
      ...variables,
    },
  });
  let output = "";
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (output += text));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, output };
}

/** Starts a server that speaks TLS, or one for npm, which does without on this machine. */
async function start(answer: Parameters<typeof startRegistry>[0], isTls = true): Promise<string> {
  const registry = await startRegistry(answer, isTls ? certificate : undefined);
  started.push(registry);
  return registry.address;
}

/** The last job of the release, with a target and the token. */
function runPublication(target: string, namespace: string, url: string) {
  return run(scriptOf(modules, "publish-modules"), {
    TARGET: target,
    NAMESPACE: namespace,
    URL: url,
    MODULE_REGISTRY_TOKEN: TOKEN,
    NODE_EXTRA_CA_CERTS: certificate.path,
  });
}

const released = (name: string): Buffer => readFileSync(join(checkout, "release", name));

describe("the scripts of the release workflow, in a checkout", () => {
  beforeAll(async () => {
    expect(await run(scriptOf(packaging, "npm pack"))).toMatchObject({ status: 0 });
  });

  test("pack the package, its bill of materials and the archives of all modules, with a checksum of each", () => {
    const files = [
      TARBALL,
      "sbom.cdx.json",
      ...MODULES.map((name) => `terraform-aws-${name}-${version}.tar.gz`),
    ].toSorted();

    expect(readdirSync(join(checkout, "release")).toSorted()).toEqual(["SHA256SUMS", ...files]);
    expect(
      String(released("SHA256SUMS"))
        .trim()
        .split("\n")
        .map((line) => line.split("  ")[1])
        .toSorted(),
    ).toEqual(files);
    expect(JSON.parse(String(released("sbom.cdx.json")))).toMatchObject({ bomFormat: "CycloneDX" });
  });

  test("create the GitHub release of the tag with every file, and refuse files that are not those that were packed", async () => {
    const recording = 'gh() { printf "%s\\n" "$@" > gh.log; }';
    const variables = { GITHUB_REF_NAME: `v${version}`, GITHUB_REPOSITORY: "example/perimeter", GH_TOKEN: "unused" };
    const script = `${recording}\n${scriptOf(publish, "gh release create")}`;

    expect(await run(script, variables)).toMatchObject({ status: 0 });
    expect(readFileSync(join(checkout, "gh.log"), "utf8").trim().split("\n")).toEqual([
      ...["release", "create", `v${version}`],
      ...readdirSync(join(checkout, "release"))
        .toSorted()
        .map((name) => `release/${name}`),
      ...["--repo", "example/perimeter", "--verify-tag", "--generate-notes"],
    ]);

    const sbom = released("sbom.cdx.json");
    appendFileSync(join(checkout, "release", "sbom.cdx.json"), " ");
    rmSync(join(checkout, "gh.log"));
    const { status, output } = await run(script, variables);
    writeFileSync(join(checkout, "release", "sbom.cdx.json"), sbom);
    expect({ status, output }).toEqual({ status: 1, output: expect.stringContaining("sbom.cdx.json: FAILED") });
    expect(readdirSync(checkout)).not.toContain("gh.log");
  });

  test("publish the archives of the release in a private registry of HCP Terraform", async () => {
    const files: StoredFiles = new Map();
    const url = await start(hcpTerraform(files, "example", TOKEN));

    const { status, output } = await runPublication("hcp-terraform", "example", url);

    expect({ status, lines: output.trim().split("\n") }).toEqual({
      status: 0,
      lines: MODULES.map((name) => `${url.slice("https://".length)}/example/${name}/aws ${version}: published`),
    });
    expect([...files.keys()]).toEqual(MODULES.map((name) => `/${name}-${version}.tar.gz`));
    for (const [path, archive] of files) {
      expect(archive.equals(released(`terraform-aws-${path.slice(1)}`))).toBe(true);
    }
  });

  test("publish in a repository of Artifactory the files that the archives of the release hold", async () => {
    const files: StoredFiles = new Map();
    const url = await start(artifactory(files, TOKEN));

    expect(await runPublication("artifactory", "platform", url)).toMatchObject({ status: 0 });
    expect([...files.keys()]).toEqual(MODULES.map((name) => `/platform/${name}/aws/${version}.zip`));
    for (const name of MODULES) {
      const unpacked = unzipSync(files.get(`/platform/${name}/aws/${version}.zip`) ?? new Uint8Array());
      const archive = Buffer.from(gunzipSync(released(`terraform-aws-${name}-${version}.tar.gz`)));
      expect(Object.keys(unpacked)).toContain("main.tf.json");
      expect(Object.values(unpacked).every((content) => archive.includes(Buffer.from(content)))).toBe(true);
    }
  });

  test("end with one line where the registry refuses the token, which the line does not show", async () => {
    const url = await start(artifactory(new Map(), "another-token"));

    const { status, output } = await runPublication("artifactory", "platform", url);

    expect({ status, lines: output.trim().split("\n") }).toEqual({
      status: 2,
      lines: [expect.stringMatching(/refused, got 401.*; check that the token may publish modules there$/)],
    });
    expect(output).not.toContain(TOKEN);
  });

  test("publish nothing where an archive is not the one of the release", async () => {
    const files: StoredFiles = new Map();
    const url = await start(artifactory(files, TOKEN));
    const [name = ""] = MODULES.map((module) => `terraform-aws-${module}-${version}.tar.gz`);
    const archive = released(name);
    appendFileSync(join(checkout, "release", name), " ");

    const { status, output } = await runPublication("artifactory", "platform", url);
    writeFileSync(join(checkout, "release", name), archive);

    expect({ status, output }).toEqual({ status: 1, output: expect.stringContaining(`${name}: FAILED`) });
    expect([...files.keys()]).toEqual([]);
  });

  test("npm publish ./dist-package, as docs/library.md says, sends the package of the release, which npm then finds", async () => {
    const files: StoredFiles = new Map();
    const registry = await start(npmRegistry(files, TOKEN), false);
    writeFileSync(
      join(checkout, "dist-package", ".npmrc"),
      `//${registry.slice("http://".length)}/:_authToken=${TOKEN}\n`,
    );
    const variables = {
      npm_config_registry: registry,
      npm_config_userconfig: join(checkout, "dist-package", ".npmrc"),
    };

    expect(readFileSync(join(project, "docs", "library.md"), "utf8")).toContain("`npm publish ./dist-package`");
    expect(await run("npm publish ./dist-package --silent", variables)).toMatchObject({ status: 0 });
    expect(files.get(`/studio-perimeter/-/${TARBALL}`)?.equals(released(TARBALL))).toBe(true);

    const found = await run("mkdir found && cd found && npm pack studio-perimeter --silent", variables);
    expect(found).toEqual({ status: 0, output: `${TARBALL}\n` });
    expect(readFileSync(join(checkout, "found", TARBALL)).equals(released(TARBALL))).toBe(true);
  });
});
