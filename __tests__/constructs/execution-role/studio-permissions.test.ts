import { decideForExecutionRole, sagemakerArn } from "../fixtures/sample-execution-role";

describe("in Studio, a user", () => {
  const ada = { "sagemaker:UserProfileName": "ada" };
  const profile = (name: string, domain = "d-ours") => sagemakerArn(`user-profile/${domain}/${name}`);
  const space = (owner: string, sharing: string) => ({
    ...ada,
    "sagemaker:OwnerUserProfileArn": profile(owner),
    "sagemaker:SpaceSharingType": sharing,
  });

  test.each([
    ["his own profile", profile("ada"), "allowed"],
    ["another's profile", profile("grace"), "not allowed"],
    ["a profile of another domain", profile("ada", "d-other"), "not allowed"],
  ])("a user in Studio opens Studio with %s: %s", (_, resource, expected) => {
    expect(decideForExecutionRole("sagemaker:CreatePresignedDomainUrl", resource, ada)).toBe(expected);
  });

  test("a user in Studio opens nobody's profile with a request that names no caller", () => {
    expect(decideForExecutionRole("sagemaker:CreatePresignedDomainUrl", profile("ada"))).toBe("not allowed");
  });

  test.each(["sagemaker:CreateSpace", "sagemaker:UpdateSpace", "sagemaker:DeleteSpace"])(
    "a user in Studio does %s with his own spaces alone",
    (action) => {
      expect(decideForExecutionRole(action, sagemakerArn("space/d-ours/s"), space("ada", "Private"))).toBe("allowed");
      expect(decideForExecutionRole(action, sagemakerArn("space/d-ours/s"), space("ada", "Shared"))).toBe("allowed");
      expect(decideForExecutionRole(action, sagemakerArn("space/d-ours/s"), space("grace", "Private"))).toBe(
        "not allowed",
      );
      expect(decideForExecutionRole(action, sagemakerArn("space/d-other/s"), space("ada", "Private"))).toBe(
        "not allowed",
      );
    },
  );

  test.each(["sagemaker:CreateApp", "sagemaker:DeleteApp"])(
    "a user in Studio does %s in his own and in shared spaces",
    (action) => {
      const app = sagemakerArn("app/d-ours/s/JupyterLab/default");

      expect(decideForExecutionRole(action, app, space("ada", "Private"))).toBe("allowed");
      expect(decideForExecutionRole(action, app, space("grace", "Shared"))).toBe("allowed");
      expect(decideForExecutionRole(action, app, space("grace", "Private"))).toBe("not allowed");
      expect(decideForExecutionRole(action, app, ada)).toBe("not allowed");
      expect(
        decideForExecutionRole(action, sagemakerArn("app/d-other/s/JupyterLab/default"), space("ada", "Private")),
      ).toBe("not allowed");
    },
  );

  test("a user in Studio opens no space to remote access", () => {
    const open = { ...space("ada", "Private"), "sagemaker:RemoteAccess": "ENABLED" };

    expect(decideForExecutionRole("sagemaker:CreateSpace", sagemakerArn("space/d-ours/s"), open)).toBe("denied");
    expect(decideForExecutionRole("sagemaker:UpdateSpace", sagemakerArn("space/d-ours/s"), open)).toBe("denied");
    expect(decideForExecutionRole("sagemaker:StartSession", sagemakerArn("space/d-ours/s"), ada)).toBe("denied");
  });

  test("a user in Studio tags spaces, apps and jobs as they are made, and nothing afterwards", () => {
    const spaceArn = sagemakerArn("space/d-ours/s");

    expect(decideForExecutionRole("sagemaker:AddTags", spaceArn, { "sagemaker:TaggingAction": "CreateSpace" })).toBe(
      "allowed",
    );
    expect(
      decideForExecutionRole("sagemaker:AddTags", sagemakerArn("training-job/j"), {
        "sagemaker:TaggingAction": "CreateTrainingJob",
      }),
    ).toBe("allowed");
    expect(decideForExecutionRole("sagemaker:AddTags", spaceArn)).toBe("not allowed");
    expect(
      decideForExecutionRole("sagemaker:AddTags", profile("ada"), { "sagemaker:TaggingAction": "CreateSpace" }),
    ).toBe("denied");
  });

  test("a user in Studio sees his own domain and no other", () => {
    expect(decideForExecutionRole("sagemaker:DescribeDomain", sagemakerArn("domain/d-ours"))).toBe("allowed");
    expect(decideForExecutionRole("sagemaker:DescribeUserProfile", profile("grace"))).toBe("allowed");
    expect(decideForExecutionRole("sagemaker:DescribeDomain", sagemakerArn("domain/d-other"))).toBe("not allowed");
  });
});
