import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  lifecycleConfigContent,
  lifecycleScript,
  MAX_CONTENT_CHARACTERS,
} from "../../../constructs/studio/lifecycle-script";

const SOURCE = { domain: "studio-perimeter-dev", repository: "internal" };
const HOST = "studio-perimeter-dev-111122223333.d.codeartifact.eu-west-1.amazonaws.com";
const INDEX = `https://${HOST}/pypi/internal/simple/`;

/** Stands for the AWS CLI: writes down what it is asked, answers with a repository and a numbered token. */
const AWS = `#!/bin/bash
echo "$*" >> "$HOME/asked"
case "$*" in
  *get-repository-endpoint*) echo "https://${HOST}/pypi/internal/" ;;
  *get-authorization-token*)
    if [ -e "$HOME/no-token" ]; then echo "could not connect to the endpoint" >&2; exit 255; fi
    echo "token-$(grep -c get-authorization-token "$HOME/asked")" ;;
esac
`;

/** Stands for \`nohup\`, so that no process outlives the test. */
const NOHUP = `#!/bin/bash
echo "nohup $*" >> "$HOME/asked"
`;

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "studio-home-"));
  mkdirSync(join(home, "bin"));
  for (const [name, text] of Object.entries({ aws: AWS, nohup: NOHUP })) {
    writeFileSync(join(home, "bin", name), text);
    chmodSync(join(home, "bin", name), 0o755);
  }
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

function run(script: string, variables: Readonly<Record<string, string>> = { AWS_REGION: "eu-west-1" }) {
  const metadata = join(home, "resource-metadata.json");
  return spawnSync("bash", ["-s"], {
    input: `${script.replaceAll("/opt/ml/metadata/resource-metadata.json", metadata)}\nwait\n`,
    env: { HOME: home, PATH: `${join(home, "bin")}:/usr/bin:/bin`, ...variables },
    encoding: "utf8",
  });
}

function read(path: string): string {
  return readFileSync(join(home, path), "utf8");
}

describe("the lifecycle script", () => {
  test.each([
    ["with packages", SOURCE],
    ["without packages", undefined],
  ])("%s is a script that bash can read", (_, source) => {
    const { status, stderr } = spawnSync("bash", ["-n"], { input: lifecycleScript(source), encoding: "utf8" });

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("the lifecycle script writes scripts of its own that bash can read", () => {
    run(lifecycleScript(SOURCE));

    for (const script of ["renew-package-token", "keep-package-token"]) {
      const path = join(home, ".studio-perimeter", script);
      expect({ script, status: spawnSync("bash", ["-n", path]).status }).toEqual({ script, status: 0 });
    }
  });

  test("the lifecycle script sets regional STS for SDKs and for shells", () => {
    const { status } = run(lifecycleScript());

    expect(status).toBe(0);
    expect(read("asked")).toContain("configure set default.sts_regional_endpoints regional\n");
    expect(read("asked")).toContain("configure set default.region eu-west-1\n");
    expect(read(".studio-perimeter/environment")).toBe(
      "export AWS_STS_REGIONAL_ENDPOINTS=regional\nexport AWS_REGION=eu-west-1\nexport AWS_DEFAULT_REGION=eu-west-1\n",
    );
  });

  test("the lifecycle script reaches a shell that the user opens", () => {
    run(lifecycleScript());

    const shell = spawnSync("bash", ["-c", '. "$HOME/.bashrc"; echo "$AWS_STS_REGIONAL_ENDPOINTS $AWS_REGION"'], {
      env: { HOME: home, PATH: "/usr/bin:/bin" },
      encoding: "utf8",
    });

    expect(shell.stdout).toBe("regional eu-west-1\n");
  });

  test("the lifecycle script learns the region from the space's description where no variable names it", () => {
    const description = {
      AppType: "JupyterLab",
      ResourceArn: "arn:aws:sagemaker:eu-north-1:111122223333:app/d-1/s/JupyterLab/default",
    };
    writeFileSync(join(home, "resource-metadata.json"), JSON.stringify(description));

    run(lifecycleScript(), {});

    expect(read(".studio-perimeter/environment")).toContain("export AWS_REGION=eu-north-1\n");
  });

  test("the lifecycle script still sets regional STS where nothing names the region", () => {
    const { status } = run(lifecycleScript(), {});

    expect(status).toBe(0);
    expect(read(".studio-perimeter/environment")).toBe("export AWS_STS_REGIONAL_ENDPOINTS=regional\n");
  });

  test("the lifecycle script leaves pip alone where there are no packages", () => {
    run(lifecycleScript());

    expect(existsSync(join(home, ".config"))).toBe(false);
    expect(read("asked")).not.toContain("codeartifact");
  });

  test("the lifecycle script points pip and uv at the repository, without the token", () => {
    const { status } = run(lifecycleScript(SOURCE));

    expect(status).toBe(0);
    expect(read(".config/pip/pip.conf")).toBe(`[global]\nindex-url = ${INDEX}\n`);
    expect(read(".config/uv/uv.toml")).toBe(`[[index]]\nurl = "${INDEX}"\ndefault = true\n`);
  });

  test("the lifecycle script asks for a token of twelve hours, in its own region", () => {
    run(lifecycleScript(SOURCE));

    expect(read("asked")).toContain(
      "codeartifact get-authorization-token --region eu-west-1 --domain studio-perimeter-dev --duration-seconds 43200 ",
    );
    expect(read("asked")).toContain(
      "codeartifact get-repository-endpoint --region eu-west-1 --domain studio-perimeter-dev --repository internal --format pypi ",
    );
  });

  test("the lifecycle script keeps the token where only the user reads it", () => {
    run(lifecycleScript(SOURCE));

    expect(read(".netrc")).toBe(`machine ${HOST} login aws password token-1\n`);
    expect(statSync(join(home, ".netrc")).mode & 0o777).toBe(0o600);
  });

  test("the lifecycle script renews its own line of .netrc and keeps the others", () => {
    writeFileSync(join(home, ".netrc"), "machine git.example.com login ada password secret\n");

    run(lifecycleScript(SOURCE));
    run(lifecycleScript(SOURCE));

    expect(read(".netrc")).toBe(
      `machine git.example.com login ada password secret\nmachine ${HOST} login aws password token-2\n`,
    );
  });

  test("the lifecycle script adds itself to a profile once, however often the app starts", () => {
    writeFileSync(join(home, ".bashrc"), "alias ll='ls -l'\n");

    run(lifecycleScript(SOURCE));
    run(lifecycleScript(SOURCE));

    expect(read(".bashrc")).toBe(`alias ll='ls -l'\n. "$HOME/.studio-perimeter/environment"\n`);
  });

  test("the lifecycle script renews the token after eight hours", () => {
    run(lifecycleScript(SOURCE));

    expect(read("asked")).toContain(`nohup ${home}/.studio-perimeter/keep-package-token 28800 eu-west-1\n`);
  });

  test("the lifecycle script lets the app start without a token, says so, and tries again after a minute", () => {
    writeFileSync(join(home, "no-token"), "");

    const { status, stderr } = run(lifecycleScript(SOURCE));

    expect(status).toBe(0);
    expect(stderr).toContain("no package token yet");
    expect(read("asked")).toContain(`nohup ${home}/.studio-perimeter/keep-package-token 60 eu-west-1\n`);
  });

  test("the lifecycle script keeps the old token when a new one cannot be had", () => {
    run(lifecycleScript(SOURCE));
    writeFileSync(join(home, "no-token"), "");

    run(lifecycleScript(SOURCE));

    expect(read(".netrc")).toBe(`machine ${HOST} login aws password token-1\n`);
  });

  test("the lifecycle script renews in a loop that waits as long as it is told, then by how it went", () => {
    run(lifecycleScript(SOURCE));
    const sleep = `#!/bin/bash\necho "sleep $*" >> "$HOME/asked"\ntest "$(grep -c '^sleep' "$HOME/asked")" -le 2 || exit 1\n`;
    writeFileSync(join(home, "bin", "sleep"), sleep, { mode: 0o755 });

    spawnSync("bash", [join(home, ".studio-perimeter", "keep-package-token"), "60", "eu-west-1"], {
      env: { HOME: home, PATH: `${join(home, "bin")}:/usr/bin:/bin` },
    });

    expect(read("asked").match(/^sleep .*$/gm)).toEqual(["sleep 60", "sleep 28800", "sleep 28800"]);
    expect(read(".netrc")).toBe(`machine ${HOST} login aws password token-3\n`);
  });

  test("the lifecycle script fits what the API takes", () => {
    const content = lifecycleConfigContent({ domain: "d".repeat(50), repository: "r".repeat(100) });

    expect(content.length).toBeLessThanOrEqual(MAX_CONTENT_CHARACTERS);
    expect(Buffer.from(content, "base64").toString()).toBe(
      lifecycleScript({ domain: "d".repeat(50), repository: "r".repeat(100) }),
    );
  });

  test("the lifecycle script is refused where it would not fit", () => {
    expect(() => lifecycleConfigContent({ domain: "d".repeat(20_000), repository: "r" })).toThrow(
      /must have at most 16384 characters, got \d+/,
    );
  });

  test.each(["a'; rm -rf ~; '", "$(id)", "", "${aws_codeartifact_domain.d.domain}", "a b"])(
    "the lifecycle script is refused for a source that a shell would read, %p",
    (name) => {
      expect(() => lifecycleScript({ ...SOURCE, repository: name })).toThrow(
        /must consist of lower-case letters, digits and hyphens/,
      );
      expect(() => lifecycleScript({ ...SOURCE, domain: name })).toThrow(
        /must consist of lower-case letters, digits and hyphens/,
      );
    },
  );
});
