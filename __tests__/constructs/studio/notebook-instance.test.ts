import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PerimeterContext } from "../../../constructs/context/perimeter-context";
import { lifecycleScript } from "../../../constructs/studio/lifecycle-script";
import {
  NotebookInstance,
  type NotebookInstanceProps,
  notebookLifecycleConfigContent,
} from "../../../constructs/studio/notebook-instance";
import { synthesizeInBareStack, type TerraformJson } from "../fixtures/bare-stack";
import { resourceAt } from "../fixtures/resource-lookup";
import { sampleContext } from "../fixtures/sample-context";
import { STUDIO_ROLE_ARN, STUDIO_VOLUME_KEY_ARN } from "../fixtures/sample-studio";

const PACKAGES = { domain: "studio-perimeter-test", repository: "internal" };

function synthesizeNotebook(
  changes: Partial<NotebookInstanceProps> = {},
  context: Partial<PerimeterContext> = {},
): TerraformJson {
  return synthesizeInBareStack((stack) => {
    new NotebookInstance(stack, "notebook", {
      context: sampleContext(stack, context),
      user: "ada",
      subnetId: "subnet-studio",
      securityGroupIds: ["sg-studio"],
      roleArn: STUDIO_ROLE_ARN,
      keyArn: STUDIO_VOLUME_KEY_ARN,
      instanceType: "ml.t3.medium",
      volumeSizeInGb: 20,
      stopScheduleExpression: "cron(0 20 * * ? *)",
      timeZone: "UTC",
      ...changes,
    });
  });
}

const json = synthesizeNotebook();
const instance = resourceAt(json, "aws_sagemaker_notebook_instance.notebook_instance");

test("a notebook instance has no internet of its own, no root, and the network, role and key of Studio", () => {
  expect(instance).toMatchObject({
    direct_internet_access: "Disabled",
    root_access: "Disabled",
    subnet_id: "subnet-studio",
    security_groups: ["sg-studio"],
    role_arn: STUDIO_ROLE_ARN,
    kms_key_id: STUDIO_VOLUME_KEY_ARN,
  });
});

test("its metadata asks for session tokens, on a platform that is still updated", () => {
  expect(instance.instance_metadata_service_configuration).toEqual({ minimum_instance_metadata_service_version: "2" });
  expect(instance.platform_identifier).toBe("notebook-al2023-v1");
});

test("its tags name the one person who may open it, by the same key as a user profile's", () => {
  expect(instance.tags).toEqual({ Name: "studio-perimeter-test-notebook", studiouserid: "ada" });
});

test("its name fits where environments' names are longest", () => {
  const { name } = resourceAt(
    synthesizeNotebook({}, { name: "studio-perimeter-sixteencharacter" }),
    "aws_sagemaker_notebook_instance.notebook_instance",
  );

  expect(String(name).length).toBeLessThanOrEqual(63);
});

test("it is stopped every evening by a role that can stop it and nothing else", () => {
  const { target, schedule_expression } = resourceAt(json, "aws_scheduler_schedule.notebook_after_hours_daily");
  const { policy } = resourceAt(json, "aws_iam_role_policy.notebook_after_hours_stopping");

  expect(schedule_expression).toBe("cron(0 20 * * ? *)");
  expect(target).toMatchObject({
    arn: "arn:${data.aws_partition.account_partition.partition}:scheduler:::aws-sdk:sagemaker:stopNotebookInstance",
    input: '{"NotebookInstanceName":"studio-perimeter-test-notebook"}',
  });
  expect(JSON.parse(String(policy)).Statement).toEqual([
    {
      Sid: "StopInstance",
      Effect: "Allow",
      Action: "sagemaker:StopNotebookInstance",
      Resource: "${aws_sagemaker_notebook_instance.notebook_instance.arn}",
    },
  ]);
});

describe("the script that runs at each start", () => {
  const folder = mkdtempSync(join(tmpdir(), "notebook-script-"));
  const commands: Readonly<Record<string, string>> = {
    install: `cat > "${folder}/installed"; echo "install $*" >> "${folder}/calls"`,
    sudo: `echo "sudo $*" >> "${folder}/calls"`,
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  test("the notebook start script hands the user of the notebooks exactly the script of Studio's spaces, and runs it as him", () => {
    for (const [command, body] of Object.entries(commands)) {
      writeFileSync(join(folder, command), `#!/bin/bash\n${body}\n`, { mode: 0o755 });
    }
    const script = Buffer.from(notebookLifecycleConfigContent(PACKAGES), "base64").toString();

    execFileSync("bash", ["-c", script], { env: { ...process.env, PATH: `${folder}:${process.env.PATH}` } });

    expect(readFileSync(join(folder, "installed"), "utf8")).toBe(`${lifecycleScript(PACKAGES)}\n`);
    expect(readFileSync(join(folder, "calls"), "utf8").trim().split("\n")).toEqual([
      "install -o ec2-user -g ec2-user -m 700 /dev/stdin /home/ec2-user/.studio-perimeter-start",
      "sudo -u ec2-user -i /home/ec2-user/.studio-perimeter-start",
    ]);
  });

  test("that is too long for the API is refused", () => {
    expect(() => notebookLifecycleConfigContent({ domain: "d".repeat(9000), repository: "r" })).toThrow(
      /^notebook script: must have at most 16384 characters/,
    );
  });
});
