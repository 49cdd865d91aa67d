import { createHash } from "node:crypto";
import { lifecycleConfigContent } from "../../../constructs/studio/lifecycle-script";
import {
  domainArguments,
  IDLE_SETTINGS,
  STORAGE_SETTINGS,
  STUDIO_ROLE_ARN,
  STUDIO_VOLUME_KEY_ARN,
  studioJson,
  synthesizeStudio,
  type UserSettingsArguments,
  userSettingsOf,
} from "../fixtures/sample-studio";

describe("the domain", () => {
  test("the Studio domain lives in the VPC alone, in every subnet from the first apply", () => {
    expect(domainArguments()).toMatchObject({
      domain_name: "studio-perimeter-dev",
      app_network_access_type: "VpcOnly",
      vpc_id: "vpc-ours",
      subnet_ids: ["subnet-a", "subnet-b"],
    });
  });

  test("the Studio domain encrypts homes and volumes with the key it is given", () => {
    expect(domainArguments().kms_key_id).toBe(STUDIO_VOLUME_KEY_ARN);
  });

  test("the Studio domain opens the new Studio and keeps notebook output unshared", () => {
    expect(domainArguments().default_user_settings).toMatchObject({
      studio_web_portal: "ENABLED",
      default_landing_uri: "studio::",
      sharing_settings: { notebook_output_option: "Disabled" },
    });
  });

  test("the Studio domain shuts idle apps down and bounds volumes, in private and in shared spaces", () => {
    expect(domainArguments().default_user_settings).toMatchObject({
      jupyter_lab_app_settings: { app_lifecycle_management: IDLE_SETTINGS },
      code_editor_app_settings: { app_lifecycle_management: IDLE_SETTINGS },
      space_storage_settings: STORAGE_SETTINGS,
    });
    expect(domainArguments().default_space_settings).toMatchObject({
      jupyter_lab_app_settings: { app_lifecycle_management: IDLE_SETTINGS },
      space_storage_settings: STORAGE_SETTINGS,
    });
  });

  test("the Studio domain gives shared spaces the role and the groups that private ones have", () => {
    const user = domainArguments().default_user_settings as UserSettingsArguments;
    const space = domainArguments().default_space_settings as UserSettingsArguments;

    expect([space.execution_role, space.security_groups]).toEqual([STUDIO_ROLE_ARN, ["sg-studio"]]);
    expect([user.execution_role, user.security_groups]).toEqual([STUDIO_ROLE_ARN, ["sg-studio"]]);
  });

  test("the Studio domain names the user profile in CloudTrail and runs no containers of its users", () => {
    expect(domainArguments().domain_settings).toEqual({
      execution_role_identity_config: "USER_PROFILE_NAME",
      docker_settings: { enable_docker_access: "DISABLED" },
    });
  });

  test("the Studio domain leaves the group that SageMaker makes alone: a domain with other groups is another domain", () => {
    expect(domainArguments()).not.toHaveProperty("app_security_group_management");
    expect(domainArguments().domain_settings).not.toHaveProperty("security_group_ids");
  });

  test("the Studio domain is created once: changes to what the provider cannot update are ignored", () => {
    expect(domainArguments().lifecycle).toEqual({
      ignore_changes: ["default_user_settings", "default_space_settings", "domain_settings"],
      prevent_destroy: false,
    });
  });

  test("the Studio domain names no script, for it could then never be replaced", () => {
    expect(JSON.stringify(domainArguments())).not.toContain("lifecycle_config");
  });

  test("the Studio domain cannot be destroyed where protections are on", () => {
    const { lifecycle } = domainArguments(synthesizeStudio({}, {}, { protections: true }));

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

    expect(domainArguments(retained).retention_policy).toEqual({ home_efs_file_system: efsRetention });
    expect(retained.resource.aws_efs_backup_policy?.studio_home_backup).toEqual(
      backup && expect.objectContaining(backup),
    );
  });

  test("the Studio domain hides nothing unless asked", () => {
    const asked = synthesizeStudio({}, { hiddenAppTypes: ["Canvas"], hiddenMlTools: ["JumpStart"] });

    expect(JSON.stringify(studioJson.resource)).not.toContain("studio_web_portal_settings");
    for (const settings of [
      domainArguments(asked).default_user_settings as UserSettingsArguments,
      userSettingsOf("ada", asked),
    ]) {
      expect(settings.studio_web_portal_settings).toEqual({
        hidden_app_types: ["Canvas"],
        hidden_ml_tools: ["JumpStart"],
      });
    }
  });

  test("the Studio domain hands out its ids", () => {
    const values = Object.entries(studioJson.output).map(([name, { value }]) => [name, value]);

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
  const sdkDefaults = { name: "studio-perimeter-dev" };
  const scripts = (from = studioJson) => Object.values(from.resource.aws_sagemaker_studio_lifecycle_config ?? {});

  test("the scripts are one for each app", () => {
    expect(scripts().map(({ studio_lifecycle_config_app_type: app }) => app)).toEqual(["CodeEditor", "JupyterLab"]);
  });

  test("the scripts hold the script of the environment's packages", () => {
    const packages = { domain: "studio-perimeter-dev", repository: "internal" };

    expect(new Set(scripts().map(({ studio_lifecycle_config_content: content }) => content))).toEqual(
      new Set([lifecycleConfigContent(undefined, sdkDefaults)]),
    );
    expect(
      new Set(scripts(synthesizeStudio({ packages })).map(({ studio_lifecycle_config_content: content }) => content)),
    ).toEqual(new Set([lifecycleConfigContent(packages, sdkDefaults)]));
  });

  test("the scripts are named after their content and made before the old ones go", () => {
    const hash = createHash("sha256").update(lifecycleConfigContent(undefined, sdkDefaults)).digest("hex").slice(0, 8);

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
