import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lifecycleConfigContent, MAX_CONTENT_CHARACTERS } from "../../../constructs/studio/lifecycle-script";
import { trustedAuthorityScript } from "../../../constructs/studio/trusted-authority-script";
import { AUTHORITY_CERTIFICATE } from "../../fixtures/certificates";

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "studio-home-"));
  mkdirSync(join(home, "bin"));
  writeFileSync(join(home, "public.crt"), "public authorities\n");
  writeFileSync(join(home, "bin", "sudo"), '#!/bin/bash\necho "$*" >> "$HOME/asked"\n', { mode: 0o755 });
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

/** Runs the script, with the public authorities of an image in one file. */
function run(publicBundle: string) {
  const script = trustedAuthorityScript(AUTHORITY_CERTIFICATE)
    .replace("/etc/ssl/certs/ca-certificates.crt", publicBundle)
    .replace("/etc/pki/tls/certs/ca-bundle.crt", "/nonexistent")
    .replace("python3 -c", "false");
  return spawnSync("bash", ["-s"], {
    input: `set -eu\nsettings="$HOME/.studio-perimeter"\nmkdir -p "$settings"\n${script}`,
    env: { HOME: home, PATH: `${join(home, "bin")}:/usr/bin:/bin` },
    encoding: "utf8",
  });
}

function read(path: string): string {
  return readFileSync(join(home, path), "utf8");
}

test("Apps trust the authority besides the public ones, in shells, in kernels and in the store of the system.", () => {
  expect(run(join(home, "public.crt"))).toMatchObject({ status: 0, stderr: "" });

  const bundle = join(home, ".studio-perimeter/ca-bundle.pem");
  expect(read(".studio-perimeter/ca-bundle.pem")).toBe(`public authorities\n${AUTHORITY_CERTIFICATE}`);
  const shell = spawnSync("bash", ["-c", `. "${home}/.studio-perimeter/environment"; env`], {
    encoding: "utf8",
  }).stdout;
  const kernel = read(".ipython/profile_default/startup/00-studio-perimeter-authority.py");
  for (const name of ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "PIP_CERT", "GIT_SSL_CAINFO", "AWS_CA_BUNDLE"]) {
    expect(shell).toContain(`${name}=${bundle}\n`);
    expect(kernel).toContain(`${name}=${bundle}`);
  }
  expect(read("asked")).toContain("update-ca-certificates");
});

test("An app starts and says what fails if the image has no public authorities.", () => {
  const { status, stderr } = run("/nonexistent");

  expect(status).toBe(0);
  expect(stderr).toContain("the authority of the firewall is not trusted");
});

test("The longest script with an authority fits into a lifecycle configuration.", () => {
  const packages = { domain: "studio-perimeter-staging", repository: "internal" };
  const longest = AUTHORITY_CERTIFICATE.replace("\n", `\n${`${"A".repeat(64)}\n`.repeat(30)}`);
  const content = lifecycleConfigContent(packages, { name: "studio-perimeter-staging", role: "own" }, longest);

  expect(content.length).toBeLessThanOrEqual(MAX_CONTENT_CHARACTERS);
});

test.each([
  ["a text that ends the document", `${AUTHORITY_CERTIFICATE}PEM\nrm -rf /\n`],
  ["a private key", AUTHORITY_CERTIFICATE.replaceAll("CERTIFICATE", "PRIVATE KEY")],
  ["nothing", ""],
])("A script with %s instead of a certificate is an error.", (_, text) => {
  expect(() => trustedAuthorityScript(text)).toThrow("must be one certificate in PEM");
});
