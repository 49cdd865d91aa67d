import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, join, resolve } from "node:path";
import { findTerraform, isolatedVariables, rehearsalVariables } from "../../../rehearsal/run/terraform-cli";

describe("the Terraform binary of a rehearsal", () => {
  let directory: string;

  /** Writes a program whose `version` output is that of a release. */
  const writeRelease = async (name: "terraform" | "tofu", version: string): Promise<void> => {
    const path = join(directory, name);
    const product = { terraform: "Terraform", tofu: "OpenTofu" }[name];
    await writeFile(path, `#!/bin/sh\n[ "$*" = version ] && printf '${product} v${version}\\non linux_amd64\\n'\n`);
    await chmod(path, 0o755);
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "terraform-releases-"));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  test("The binary is terraform if it is on the PATH, otherwise tofu.", async () => {
    await writeRelease("tofu", "1.10.3");
    expect(await findTerraform({ PATH: directory })).toEqual({
      binary: "tofu",
      product: "OpenTofu",
      version: "1.10.3",
    });

    await writeRelease("terraform", "1.14.0-rc1");
    expect(await findTerraform({ PATH: directory })).toEqual({
      binary: "terraform",
      product: "Terraform",
      version: "1.14.0-rc1",
    });
  });

  test("TERRAFORM_BINARY_NAME selects the binary, and a missing one is an error.", async () => {
    await writeRelease("terraform", "1.14.0");
    await writeRelease("tofu", "1.11.0");

    expect((await findTerraform({ PATH: directory, TERRAFORM_BINARY_NAME: "tofu" })).binary).toBe("tofu");
    await expect(findTerraform({ PATH: directory, TERRAFORM_BINARY_NAME: "terrafrom" })).rejects.toThrow(
      "TERRAFORM_BINARY_NAME: not a Terraform or OpenTofu binary, got terrafrom; name a binary of version 1.10 or newer, or unset the variable",
    );
  });

  test.each([
    ["prints another name", "echo Terragrunt v1.2.0"],
    ["prints nothing", "exit 0"],
    ["prints other JSON", 'echo \'{"version":"3.1"}\''],
    ["fails", "exit 1"],
  ])("A program that %s is rejected as Terraform binary.", async (_, script) => {
    const path = join(directory, "other");
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);

    await expect(findTerraform({ PATH: directory, TERRAFORM_BINARY_NAME: path })).rejects.toThrow(
      `TERRAFORM_BINARY_NAME: not a Terraform or OpenTofu binary, got ${path}; name a binary`,
    );
  });

  test("A missing Terraform binary is reported in one line that says what to install.", async () => {
    await expect(findTerraform({ PATH: directory })).rejects.toThrow(
      /^rehearse: found neither terraform nor tofu on the PATH; install Terraform [^\n]*$/,
    );
  });

  test.each(["1.9.8", "0.15.5"])("A Terraform binary of version %s is rejected as too old.", async (version) => {
    await writeRelease("terraform", version);

    await expect(findTerraform({ PATH: directory })).rejects.toThrow(
      `rehearse: terraform is too old, got ${version}; install 1.10 or newer`,
    );
  });

  test.each([
    ["1.10.0-beta1", "terraform is too old, got 1.10.0-beta1; install 1.10 or newer"],
    ["2.0.0", "terraform is too new, got 2.0.0; install a version from 1.10 to before 2"],
    ["X.Y", "terraform: its version is not of the form 1.11.4, got X.Y; install 1.10 or newer"],
    ["1.11", "terraform: its version is not of the form 1.11.4, got 1.11; install 1.10 or newer"],
  ])("A Terraform binary of version %s is rejected.", async (version, message) => {
    await writeRelease("terraform", version);

    await expect(findTerraform({ PATH: directory })).rejects.toThrow(`rehearse: ${message}`);
  });

  test("A Terraform binary that does not tell its version in time is ended.", async () => {
    const path = join(directory, "silent");
    await writeFile(path, "#!/bin/sh\nexec /bin/sleep 60\n");
    await chmod(path, 0o755);

    await expect(findTerraform({ PATH: directory, TERRAFORM_BINARY_NAME: path }, 0.2)).rejects.toThrow(
      `rehearse: "${path} version" took longer than 0.2 s and was ended; check the binary`,
    );
  });

  test("Terraform commands get no credentials, arguments or CLI configuration of the caller.", () => {
    const caller = {
      PATH: "/bin",
      AWS_PROFILE: "prod",
      AWS_SESSION_TOKEN: "secret",
      TF_CLI_ARGS_apply: "-lock=false",
      TF_CLI_CONFIG_FILE: "/home/somebody/.terraformrc",
      TF_WORKSPACE: "other",
      CDKTF_OUTDIR: "elsewhere",
    };

    const variables = rehearsalVariables(caller, "reattach", "empty.tfrc");

    expect(variables).toMatchObject({
      PATH: "/bin",
      TF_REATTACH_PROVIDERS: "reattach",
      TF_CLI_CONFIG_FILE: "empty.tfrc",
    });
    expect(Object.keys(variables).filter((name) => /AWS|CDKTF|ARGS|WORKSPACE/.test(name))).toEqual([]);
  });
});

test("Where nobody vouches for a configuration, nothing excepts a host from the proxy that is not there, and PATH names no folder of it.", () => {
  const given = { PATH: ["bin", "", "/usr/bin"].join(delimiter), no_proxy: "*", https_proxy: "http://proxy:3128" };
  const variables = isolatedVariables(given, "{}", "/tmp/empty.tfrc");

  expect(variables).toMatchObject({
    PATH: [resolve("bin"), process.cwd(), resolve("/usr/bin")].join(delimiter),
    https_proxy: variables.HTTPS_PROXY,
    no_proxy: "nothing.invalid",
    NO_PROXY: "nothing.invalid",
  });
});

test("A path to the Terraform binary is one of the folder in which the program runs, wherever its commands run.", async () => {
  const directory = await mkdtemp(join(process.cwd(), "node_modules", "terraform-binary-"));
  try {
    await writeFile(join(directory, "terraform"), "#!/bin/sh\necho Terraform v1.11.0\n");
    await chmod(join(directory, "terraform"), 0o755);
    const named = `./node_modules/${basename(directory)}/terraform`;

    expect((await findTerraform({ TERRAFORM_BINARY_NAME: named })).binary).toBe(join(directory, "terraform"));
  } finally {
    await rm(directory, { recursive: true });
  }
});
