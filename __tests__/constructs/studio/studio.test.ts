import { createHash } from "node:crypto";
import { lifecycleConfigContent } from "../../../constructs/studio/lifecycle-script";
import {
  domainOf,
  IDLE,
  KEY,
  ROLE,
  type Settings,
  STORAGE,
  sampleJson,
  settingsOf,
  synthesizeStudio,
} from "../fixtures/sample-studio";

describe("the domain", () => {
  test("lives in the VPC alone, in every subnet from the first apply", () => {
    expect(domainOf()).toMatchObject({
      domain_name: "studio-perimeter-dev",
      app_network_access_type: "VpcOnly",
      vpc_id: "vpc-ours",
      subnet_ids: ["subnet-a", "subnet-b"],
    });
  });

  test("encrypts homes and volumes with the key it is given", () => {
    expect(domainOf().kms_key_id).toBe(KEY);
  });

  test("opens the new Studio and keeps notebook output unshared", () => {
    expect(domainOf().default_user_settings).toMatchObject({
      studio_web_portal: "ENABLED",
      default_landing_uri: "studio::",
      sharing_settings: { notebook_output_option: "Disabled" },
    });
  });

  test("shuts idle apps down and bounds volumes, in private and in shared spaces", () => {
    expect(domainOf().default_user_settings).toMatchObject({
      jupyter_lab_app_settings: { app_lifecycle_management: IDLE },
      code_editor_app_settings: { app_lifecycle_management: IDLE },
      space_storage_settings: STORAGE,
    });
    expect(domainOf().default_space_settings).toMatchObject({
      jupyter_lab_app_settings: { app_lifecycle_management: IDLE },
      space_storage_settings: STORAGE,
    });
  });

  test("gives shared spaces the role and the groups that private ones have", () => {
    const user = domainOf().default_user_settings as Settings;
    const space = domainOf().default_space_settings as Settings;

    expect([space.execution_role, space.security_groups]).toEqual([ROLE, ["sg-studio"]]);
    expect([user.execution_role, user.security_groups]).toEqual([ROLE, ["sg-studio"]]);
  });

  test("names the user profile in CloudTrail and runs no containers of its users", () => {
    expect(domainOf().domain_settings).toEqual({
      execution_role_identity_config: "USER_PROFILE_NAME",
      docker_settings: { enable_docker_access: "DISABLED" },
    });
  });

  test("leaves the group that SageMaker makes alone: a domain with other groups is another domain", () => {
    expect(domainOf()).not.toHaveProperty("app_security_group_management");
    expect(domainOf().domain_settings).not.toHaveProperty("security_group_ids");
  });

  test("is created once: changes to what the provider cannot update are ignored", () => {
    expect(domainOf().lifecycle).toEqual({
      ignore_changes: ["default_user_settings", "default_space_settings", "domain_settings"],
      prevent_destroy: false,
    });
  });

  test("names no script, for it could then never be replaced", () => {
    expect(JSON.stringify(domainOf())).not.toContain("lifecycle_config");
  });

  test("cannot be destroyed where protections are on", () => {
    const { lifecycle } = domainOf(synthesizeStudio({ protections: true }));

    expect(lifecycle).toMatchObject({ prevent_destroy: true });
  });

  test.each([
    ["Delete", undefined],
    [
      "Retain",
      {
        file_system_id: "${aws_sagemaker_domain.studio_domain.home_efs_file_system_id}",
        backup_policy: { status: "ENABLED" },
      },
    ],
  ] as const)("with retention %s keeps and backs up homes only where they are retained", (efsRetention, backup) => {
    const retained = synthesizeStudio({ efsRetention });

    expect(domainOf(retained).retention_policy).toEqual({ home_efs_file_system: efsRetention });
    expect(retained.resource.aws_efs_backup_policy?.studio_home_backup).toEqual(
      backup && expect.objectContaining(backup),
    );
  });

  test("hides nothing unless asked", () => {
    const asked = synthesizeStudio({ hiddenAppTypes: ["Canvas"], hiddenMlTools: ["JumpStart"] });

    expect(JSON.stringify(sampleJson.resource)).not.toContain("studio_web_portal_settings");
    for (const settings of [domainOf(asked).default_user_settings as Settings, settingsOf("ada", asked)]) {
      expect(settings.studio_web_portal_settings).toEqual({
        hidden_app_types: ["Canvas"],
        hidden_ml_tools: ["JumpStart"],
      });
    }
  });

  test("hands out its ids", () => {
    const values = Object.entries(sampleJson.output).map(([name, { value }]) => [name, value]);

    expect(Object.fromEntries(values)).toEqual({
      domainId: "${aws_sagemaker_domain.studio_domain.id}",
      domainArn: "${aws_sagemaker_domain.studio_domain.arn}",
      domainUrl: "${aws_sagemaker_domain.studio_domain.url}",
      homeEfsFileSystemId: "${aws_sagemaker_domain.studio_domain.home_efs_file_system_id}",
      singleSignOnApplicationArn: "${aws_sagemaker_domain.studio_domain.single_sign_on_application_arn}",
    });
  });
});

describe("the scripts", () => {
  const scripts = (from = sampleJson) => Object.values(from.resource.aws_sagemaker_studio_lifecycle_config ?? {});

  test("are one for each app", () => {
    expect(scripts().map(({ studio_lifecycle_config_app_type: app }) => app)).toEqual(["CodeEditor", "JupyterLab"]);
  });

  test("hold the script of the environment's packages", () => {
    const packages = { domain: "studio-perimeter-dev", repository: "internal" };

    expect(new Set(scripts().map(({ studio_lifecycle_config_content: content }) => content))).toEqual(
      new Set([lifecycleConfigContent()]),
    );
    expect(
      new Set(scripts(synthesizeStudio({ packages })).map(({ studio_lifecycle_config_content: content }) => content)),
    ).toEqual(new Set([lifecycleConfigContent(packages)]));
  });

  test("are named after their content and made before the old ones go", () => {
    const hash = createHash("sha256").update(lifecycleConfigContent()).digest("hex").slice(0, 8);

    expect(scripts().map(({ studio_lifecycle_config_name: name }) => name)).toEqual([
      `studio-perimeter-dev-codeeditor-${hash}`,
      `studio-perimeter-dev-jupyterlab-${hash}`,
    ]);
    expect(scripts().map(({ lifecycle }) => lifecycle)).toEqual([
      { create_before_destroy: true },
      { create_before_destroy: true },
    ]);
  });
});
