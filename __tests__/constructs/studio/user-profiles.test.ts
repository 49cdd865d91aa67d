import fc from "fast-check";
import { USER_TAG } from "../../../constructs/studio/user-profiles";
import { propertyRuns } from "../../fixtures/property-runs";
import {
  domainArguments,
  IDLE_SETTINGS,
  STORAGE_SETTINGS,
  STUDIO_ROLE_ARN,
  studioJson,
  synthesizeStudio,
  userProfileArguments,
  userSettingsOf,
} from "../fixtures/sample-studio";

describe("a user profile", () => {
  test("a user profile is its domain's, with settings of its own where it has any and the domain's where not", () => {
    expect(userProfileArguments("ada")).toMatchObject({
      domain_id: "${aws_sagemaker_domain.studio_domain.id}",
      user_profile_name: "ada",
    });
    expect(userSettingsOf("ada")).toMatchObject({
      execution_role: STUDIO_ROLE_ARN,
      studio_web_portal: "ENABLED",
      default_landing_uri: "studio::",
      sharing_settings: { notebook_output_option: "Disabled" },
      jupyter_lab_app_settings: { app_lifecycle_management: IDLE_SETTINGS },
      code_editor_app_settings: { app_lifecycle_management: IDLE_SETTINGS },
      space_storage_settings: STORAGE_SETTINGS,
    });
    expect(userSettingsOf("grace_hopper")).toMatchObject({
      jupyter_lab_app_settings: {
        app_lifecycle_management: { idle_settings: { ...IDLE_SETTINGS.idle_settings, idle_timeout_in_minutes: 240 } },
      },
      space_storage_settings: {
        default_ebs_storage_settings: { default_ebs_volume_size_in_gb: 20, maximum_ebs_volume_size_in_gb: 200 },
      },
    });
  });

  test("a user profile never starts with a volume larger than it may have", () => {
    const small = synthesizeStudio({ userProfiles: [{ name: "ada", maximumEbsVolumeSizeInGb: 5 }] });

    expect(userSettingsOf("ada", small).space_storage_settings).toEqual({
      default_ebs_storage_settings: { default_ebs_volume_size_in_gb: 5, maximum_ebs_volume_size_in_gb: 5 },
    });
  });

  test("a user profile is tagged with its person", () => {
    const sso = synthesizeStudio({ authMode: "SSO", userProfiles: [{ name: "ada", ssoUserName: "ada@example.com" }] });

    expect(userProfileArguments("ada").tags).toEqual({ [USER_TAG]: "ada" });
    expect(userProfileArguments("ada", sso).tags).toEqual({ [USER_TAG]: "ada@example.com" });
    expect(USER_TAG).toBe("studiouserid");
  });

  test("a user profile runs the script before JupyterLab and Code Editor, each its own", () => {
    for (const [app, script] of Object.entries({
      jupyter_lab: "jupyter_lab_script",
      code_editor: "code_editor_script",
    })) {
      const arn = `\${aws_sagemaker_studio_lifecycle_config.studio_${script}.arn}`;

      expect(userSettingsOf("ada")[`${app}_app_settings`]).toMatchObject({
        lifecycle_config_arns: [arn],
        default_resource_spec: { lifecycle_config_arn: arn },
      });
    }
  });

  test("a user profile signs in by Identity Center in SSO mode and by IAM otherwise", () => {
    const sso = synthesizeStudio({ authMode: "SSO", userProfiles: [{ name: "ada", ssoUserName: "ada@example.com" }] });

    expect(domainArguments(sso).auth_mode).toBe("SSO");
    expect(userProfileArguments("ada", sso)).toMatchObject({
      single_sign_on_user_identifier: "UserName",
      single_sign_on_user_value: "ada@example.com",
    });
    expect(domainArguments().auth_mode).toBe("IAM");
    expect(userProfileArguments("ada")).not.toHaveProperty("single_sign_on_user_value");
  });

  test("of an SSO domain without a user is refused in one line", () => {
    expect(() => synthesizeStudio({ authMode: "SSO" })).toThrow(
      "user profile ada: authMode SSO requires ssoUserName; set it",
    );
  });
});

describe("the group of one user", () => {
  const rules = (type: string) => Object.values(studioJson.resource[type] ?? {});

  test("the security group of one user is attached to that profile only, in addition to the shared one", () => {
    expect(userSettingsOf("ada").security_groups).toEqual(["sg-studio", "${aws_security_group.studio_group_ada.id}"]);
    expect(userSettingsOf("grace_hopper").security_groups).toEqual([
      "sg-studio",
      "${aws_security_group.studio_group_grace_hopper.id}",
    ]);
  });

  test.each(["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"])(
    "the security group of one user admits itself and nothing else, by %s",
    (type) => {
      expect(rules(type)).toHaveLength(2);
      for (const rule of rules(type)) {
        expect(rule).toMatchObject({ ip_protocol: "tcp", from_port: 8192, to_port: 65535 });
        expect(rule.referenced_security_group_id).toBe(rule.security_group_id);
        expect(rule).not.toHaveProperty("cidr_ipv4");
      }
    },
  );

  test("the security group of one user is absent where apps need not reach each other", () => {
    const closed = synthesizeStudio({ selfIngress: false });

    expect(closed.resource).not.toHaveProperty("aws_security_group");
    expect(userSettingsOf("ada", closed).security_groups).toEqual(["sg-studio"]);
  });

  test("the security group of one user shares its Terraform name with no other, whatever users are called", () => {
    const name = fc.stringMatching(/^[a-z0-9](-?[a-z0-9]){0,20}$/);

    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 5 }), (names) => {
        const { resource } = synthesizeStudio({ userProfiles: names.map((each) => ({ name: each })) });

        expect(Object.keys(resource.aws_sagemaker_user_profile ?? {})).toHaveLength(names.length);
        expect(Object.keys(resource.aws_security_group ?? {})).toHaveLength(names.length);
      }),
      propertyRuns(20),
    );
  });
});
