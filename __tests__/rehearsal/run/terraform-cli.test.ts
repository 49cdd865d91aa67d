import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTerraform, rehearsalVariables } from "../../../rehearsal/run/terraform-cli";

describe("the Terraform that a rehearsal uses", () => {
  let directory: string;

  /** A program that answers to `version` as a release does. */
  const release = async (name: "terraform" | "tofu", version: string): Promise<void> => {
    const path = join(directory, name);
    const product = { terraform: "Terraform", tofu: "OpenTofu" }[name];
    await writeFile(path, `#!/bin/sh\n[ "$*" = version ] && printf '${product} v${version}\\non linux_amd64\\n'\n`);
    await chmod(path, 0o755);
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "terraform-releases-"));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  test("is terraform where both are on the PATH, and OpenTofu where it is alone", async () => {
    await release("tofu", "1.10.3");
    expect(await findTerraform({ PATH: directory })).toEqual({
      binary: "tofu",
      product: "OpenTofu",
      version: "1.10.3",
    });

    await release("terraform", "1.14.0-rc1");
    expect(await findTerraform({ PATH: directory })).toEqual({
      binary: "terraform",
      product: "Terraform",
      version: "1.14.0-rc1",
    });
  });

  test("is the one that TERRAFORM_BINARY_NAME names, and no other when that one is missing", async () => {
    await release("terraform", "1.14.0");
    await release("tofu", "1.11.0");

    expect((await findTerraform({ PATH: directory, TERRAFORM_BINARY_NAME: "tofu" })).binary).toBe("tofu");
    await expect(findTerraform({ PATH: directory, TERRAFORM_BINARY_NAME: "terrafrom" })).rejects.toThrow(
      "TERRAFORM_BINARY_NAME: is no Terraform or OpenTofu that can be run, got terrafrom; name one of 1.10 or newer, or unset it",
    );
  });

  test.each([
    ["answers with another name", "echo Terragrunt v1.2.0"],
    ["answers with nothing", "exit 0"],
    ["answers with JSON of its own", 'echo \'{"version":"3.1"}\''],
    ["fails", "exit 1"],
  ])("is not a program of another kind that %s", async (_, script) => {
    const path = join(directory, "other");
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);

    await expect(findTerraform({ PATH: directory, TERRAFORM_BINARY_NAME: path })).rejects.toThrow(
      `TERRAFORM_BINARY_NAME: is no Terraform or OpenTofu that can be run, got ${path}; name one`,
    );
  });

  test("is missed in one line that says what to install", async () => {
    await expect(findTerraform({ PATH: directory })).rejects.toThrow(
      /^rehearse: needs [^\n]* no terraform and no tofu [^\n]*; install [^\n]*$/,
    );
  });

  test.each(["1.9.8", "0.15.5"])("is refused in one line when it is as old as %s", async (version) => {
    await release("terraform", version);

    await expect(findTerraform({ PATH: directory })).rejects.toThrow(
      `rehearse: terraform is too old, got ${version}; install 1.10 or newer`,
    );
  });

  test("sees none of the caller's credentials, arguments or CLI configuration", () => {
    const caller = {
      PATH: "/bin",
      AWS_PROFILE: "prod",
      AWS_SESSION_TOKEN: "secret",
      TF_CLI_ARGS_apply: "-lock=false",
      TF_CLI_CONFIG_FILE: "/home/somebody/.terraformrc",
      TF_WORKSPACE: "other",
      CDKTF_OUTDIR: "elsewhere",
    };

    const seen = rehearsalVariables(caller, "reattach", "empty.tfrc");

    expect(seen).toMatchObject({ PATH: "/bin", TF_REATTACH_PROVIDERS: "reattach", TF_CLI_CONFIG_FILE: "empty.tfrc" });
    expect(Object.keys(seen).filter((name) => /AWS|CDKTF|ARGS|WORKSPACE/.test(name))).toEqual([]);
  });
});
