import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import {
  lifecycleConfigContent,
  lifecycleScript,
  MAX_CONTENT_CHARACTERS,
} from "../../../constructs/studio/lifecycle-script";
import { sdkDefaultsScript } from "../../../constructs/studio/sdk-defaults-script";
import { onlyIf, onlyWith } from "../../fixtures/only-if";

const ACCOUNT = "111122223333";
const VOLUME_KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/volumes`;
const OUTPUT_KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/objects`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/studio-perimeter-dev-execution`;

/** Stands for the AWS CLI: answers as `--output text` does, a line for each inner list. */
const AWS = `#!/bin/bash
case "$*" in
  *describe-domain*--domain-id\\ d-1\\ *)
    printf 'subnet-1\\tsubnet-2\\nsg-1\\n${VOLUME_KEY}\\t${ROLE}\\n' ;;
  *describe-key*alias/studio-perimeter-dev-buckets*) echo '${OUTPUT_KEY}' ;;
  *configure*) ;;
  *codeartifact\\ get-repository-endpoint*) echo https://packages.example/pypi/internal/ ;;
  *codeartifact\\ get-authorization-token*) echo token ;;
  *) echo "unexpected: $*" >&2; exit 255 ;;
esac
`;

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "studio-home-"));
  mkdirSync(join(home, "bin"));
  program("aws", AWS);
  program("sudo", "#!/bin/bash\nexit 1\n");
  // What renews the token of packages runs for as long as an app.
  program("nohup", "#!/bin/bash\nexit 0\n");
  hasSdk("2.245.0");
  const metadata = { ResourceArn: `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:app/d-1/work/JupyterLab/default` };
  writeFileSync(join(home, "resource-metadata.json"), JSON.stringify(metadata));
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

function program(name: string, text: string): void {
  writeFileSync(join(home, "bin", name), text);
  chmodSync(join(home, "bin", name), 0o755);
}

/** Makes the app's Python one that has this version of the SDK. */
function hasSdk(version: string): void {
  program("python3", `#!/bin/bash\necho ${version}\n`);
}

const ADMIN_FOLDER = "admin";

const PACKAGES = { domain: "studio-perimeter-dev", repository: "internal" };
const REPOSITORY = `arn:aws:codeartifact:eu-west-1:${ACCOUNT}:repository/studio-perimeter-dev/internal`;

function run(admin = ADMIN_FOLDER, packages: typeof PACKAGES | undefined = undefined) {
  const script = lifecycleScript(packages, { name: "studio-perimeter-dev" })
    .replaceAll("/opt/ml/metadata/resource-metadata.json", join(home, "resource-metadata.json"))
    .replaceAll("/etc/xdg/sagemaker", join(home, admin));
  return spawnSync("bash", ["-s"], {
    input: `${script}\necho started\n`,
    env: { HOME: home, PATH: `${join(home, "bin")}:/usr/bin:/bin`, AWS_REGION: "eu-west-1" },
    encoding: "utf8",
  });
}

const read = (path: string) => readFileSync(join(home, path), "utf8");

/** Version of the SDK -> its module that reads defaults files, and the variable that names a Python which has it. */
const SDKS = {
  2: { module: "sagemaker.config", variable: "SAGEMAKER_SDK_PYTHON" },
  3: { module: "sagemaker.core.config", variable: "SAGEMAKER_SDK_3_PYTHON" },
} as const;

/** A Python with this version of the SageMaker SDK, or none. */
function pythonWith({ module, variable }: (typeof SDKS)[keyof typeof SDKS]): string | undefined {
  const python = process.env[variable] ?? "python3";
  return spawnSync(python, ["-c", `import ${module}.config_schema`]).status === 0 ? python : undefined;
}

test("the SDK's defaults name the network, keys, encryption, bucket and role of the domain", () => {
  const { status, stdout, stderr } = run();

  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "started\n", stderr: "" });
  const config = read(`${ADMIN_FOLDER}/config.yaml`);
  expect(config).toContain("SchemaVersion: '1.0'");
  expect(config).toContain(`DefaultS3Bucket: studio-perimeter-dev-data-${ACCOUNT}\n`);
  expect(config).toContain("VpcConfig: &vpc {Subnets: [subnet-1, subnet-2], SecurityGroupIds: [sg-1]}");
  expect(config).toContain(`S3KmsKeyId: &output ${OUTPUT_KEY}\n`);
  expect(config).toContain(`ResourceConfig: {VolumeKmsKeyId: ${VOLUME_KEY}}`);
  expect(config).toContain(`RoleArn: &role ${ROLE}\n`);
  expect(config).not.toMatch(/\$|None/);
});

test("the SDK's defaults for instances with local disks have the volume key for feature stores only and differ in nothing else", () => {
  run();
  const lines = read(`${ADMIN_FOLDER}/config.yaml`).split("\n");
  const local = read(".studio-perimeter/sagemaker-local-disks.yaml");

  expect(local.split("\n").filter((line) => line.includes(VOLUME_KEY))).toEqual([
    expect.stringContaining("OnlineStoreConfig"),
  ]);
  expect(local.split("\n")).toEqual(lines.filter((line) => !line.includes("VolumeKmsKeyId")));
});

test("the SDK's defaults are the user's where the administrator's file is not writable", () => {
  writeFileSync(join(home, ADMIN_FOLDER), "a file, so that no folder can be made");
  run();
  run();

  expect(read(".config/sagemaker/config.yaml")).toContain("SchemaVersion");
});

test("the SDK's defaults never replace a file that the user has written", () => {
  writeFileSync(join(home, ADMIN_FOLDER), "a file, so that no folder can be made");
  mkdirSync(join(home, ".config", "sagemaker"), { recursive: true });
  writeFileSync(join(home, ".config/sagemaker/config.yaml"), "SchemaVersion: '1.0'\n");
  run();

  expect(read(".config/sagemaker/config.yaml")).toBe("SchemaVersion: '1.0'\n");
});

test("an app starts where the domain cannot be read, without defaults and with a warning", () => {
  writeFileSync(join(home, "resource-metadata.json"), "{}");
  const { status, stdout, stderr } = run();

  expect({ status, stdout }).toEqual({ status: 0, stdout: "started\n" });
  expect(stderr).toContain("no defaults for the SageMaker SDK");
  expect(existsSync(join(home, ADMIN_FOLDER, "config.yaml"))).toBe(false);
});

test("the lifecycle script with defaults and packages is shorter than the API's limit", () => {
  const content = lifecycleConfigContent(
    { domain: `studio-perimeter-${"a".repeat(16)}`, repository: "internal" },
    { name: `studio-perimeter-${"a".repeat(16)}` },
  );

  expect(content.length).toBeLessThan(MAX_CONTENT_CHARACTERS);
});

test("a name that is special in a shell is refused", () => {
  expect(() => sdkDefaultsScript({ name: "a$(id)" })).toThrow(/^lifecycle script: the name of the environment must/);
});

test.each([
  ["2.245.0", "sagemaker-config.yaml"],
  ["3.27.0", "sagemaker-config-3.yaml"],
  ["10.0.0", "sagemaker-config-3.yaml"],
  ["", "sagemaker-config.yaml"],
])("with version '%s' of the SDK in the app, the defaults file is %s", (version, file) => {
  hasSdk(version);
  run();

  expect(read(`${ADMIN_FOLDER}/config.yaml`)).toBe(read(`.studio-perimeter/${file}`));
});

test("the defaults of version 3 have no field that it refuses, and the traffic encryption of its trainer", () => {
  run();
  const { SageMaker } = parse(read(".studio-perimeter/sagemaker-config-3.yaml"), { merge: true });

  expect(SageMaker.PythonSDK.Modules).not.toHaveProperty("Estimator");
  expect(SageMaker).not.toHaveProperty("TransformJob");
  expect(SageMaker.TrainingJob.VpcConfig).toEqual({ Subnets: ["subnet-1", "subnet-2"], SecurityGroupIds: ["sg-1"] });
  expect(SageMaker.PythonSDK.Modules.ModelTrainer.networking).toEqual({
    enable_inter_container_traffic_encryption: true,
    subnets: ["subnet-1", "subnet-2"],
    security_group_ids: ["sg-1"],
  });
});

test("jobs of both versions install requirements.txt from the environment's repository, and shells name it", () => {
  run(ADMIN_FOLDER, PACKAGES);
  const shell = spawnSync("bash", ["-c", ". ~/.profile && env"], { env: { HOME: home }, encoding: "utf8" });

  for (const file of ["sagemaker-config.yaml", "sagemaker-local-disks.yaml", "sagemaker-config-3.yaml"]) {
    const { SageMaker } = parse(read(`.studio-perimeter/${file}`), { merge: true });
    expect(SageMaker.TrainingJob.Environment).toEqual({ CA_REPOSITORY_ARN: REPOSITORY });
    expect(SageMaker.ProcessingJob.Environment).toEqual({ CA_REPOSITORY_ARN: REPOSITORY });
  }
  expect(shell.stdout.split("\n")).toContain(`CA_REPOSITORY_ARN=${REPOSITORY}`);
});

test("without a repository, jobs get no variable about one", () => {
  run();

  expect(read(`${ADMIN_FOLDER}/config.yaml`)).not.toContain("Environment");
});

const VARIABLES = {
  SAGEMAKER_VALIDATE_ROLE: "false",
  STUDIO_PERIMETER_OUTPUT_KEY: OUTPUT_KEY,
  STUDIO_PERIMETER_VOLUME_KEY: VOLUME_KEY,
};

test("shells have the keys, and the SDK does not ask IAM about the role", () => {
  run();
  const shell = spawnSync("bash", ["-c", ". ~/.profile && env"], { env: { HOME: home }, encoding: "utf8" });

  expect(shell.stdout.split("\n")).toEqual(
    expect.arrayContaining(Object.entries(VARIABLES).map(([name, value]) => `${name}=${value}`)),
  );
});

onlyWith("python3", "Python on the defaults of notebooks").test(
  "notebooks have the keys, and the SDK does not ask IAM about the role",
  () => {
    run();
    const startup = read(".ipython/profile_default/startup/00-studio-perimeter.py");
    const print = `import json; print(json.dumps({name: os.environ[name] for name in ${JSON.stringify(Object.keys(VARIABLES))}}))`;
    const notebook = spawnSync("python3", ["-c", `${startup}\n${print}`], { encoding: "utf8" });

    expect(JSON.parse(notebook.stdout)).toEqual(VARIABLES);
  },
);

describe.each([
  [2, "sagemaker-config.yaml"],
  [2, "sagemaker-local-disks.yaml"],
  [3, "sagemaker-config-3.yaml"],
] as const)("version %d of the SageMaker SDK", (version, file) => {
  const python = pythonWith(SDKS[version]);
  const { module, variable } = SDKS[version];
  const needed = `a Python that has ${module}, named by ${variable} or python3 on the PATH`;

  onlyIf(python !== undefined, `version ${version} of the SageMaker SDK on ${file}`, needed).test(
    `version ${version} of the SageMaker SDK accepts ${file}`,
    () => {
      run(ADMIN_FOLDER, PACKAGES);
      const check = `import sys, ${module} as c; c.load_sagemaker_config([sys.argv[1]])`;

      const { status, stderr } = spawnSync(String(python), ["-c", check, join(home, ".studio-perimeter", file)], {
        env: { HOME: home, PATH: process.env.PATH ?? "" },
        encoding: "utf8",
      });

      expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    },
    120_000,
  );
});
