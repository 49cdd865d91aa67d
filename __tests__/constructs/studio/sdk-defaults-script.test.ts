import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  lifecycleConfigContent,
  lifecycleScript,
  MAX_CONTENT_CHARACTERS,
} from "../../../constructs/studio/lifecycle-script";
import { sdkDefaultsScript } from "../../../constructs/studio/sdk-defaults-script";

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
  *) echo "unexpected: $*" >&2; exit 255 ;;
esac
`;

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "studio-home-"));
  mkdirSync(join(home, "bin"));
  for (const [name, text] of Object.entries({ aws: AWS, sudo: "#!/bin/bash\nexit 1\n" })) {
    writeFileSync(join(home, "bin", name), text);
    chmodSync(join(home, "bin", name), 0o755);
  }
  const metadata = { ResourceArn: `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:app/d-1/work/JupyterLab/default` };
  writeFileSync(join(home, "resource-metadata.json"), JSON.stringify(metadata));
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

const ADMIN_FOLDER = "admin";

function run(admin = ADMIN_FOLDER) {
  const script = lifecycleScript(undefined, { name: "studio-perimeter-dev" })
    .replaceAll("/opt/ml/metadata/resource-metadata.json", join(home, "resource-metadata.json"))
    .replaceAll("/etc/xdg/sagemaker", join(home, admin));
  return spawnSync("bash", ["-s"], {
    input: `${script}\necho started\n`,
    env: { HOME: home, PATH: `${join(home, "bin")}:/usr/bin:/bin`, AWS_REGION: "eu-west-1" },
    encoding: "utf8",
  });
}

const read = (path: string) => readFileSync(join(home, path), "utf8");

/** A Python with the SageMaker SDK, version 2, or none. */
const python = [process.env.SAGEMAKER_SDK_PYTHON ?? "python3"].find(
  (command) => spawnSync(command, ["-c", "import sagemaker.config.config_schema"]).status === 0,
);

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

(python === undefined ? test.skip : test).each(["admin/config.yaml", ".studio-perimeter/sagemaker-local-disks.yaml"])(
  "%s meets the schema that the SageMaker SDK publishes",
  (file) => {
    run();
    const check = "import sys, sagemaker.config as c; c.load_sagemaker_config([sys.argv[1]])";

    const { status, stderr } = spawnSync(String(python), ["-c", check, join(home, file)], {
      env: { HOME: home, PATH: process.env.PATH ?? "" },
      encoding: "utf8",
    });

    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  },
  120_000,
);
