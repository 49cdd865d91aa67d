import { ask, sagemaker } from "../fixtures/sample-role";

describe("in Studio, a user", () => {
  const ada = { "sagemaker:UserProfileName": "ada" };
  const profile = (name: string, domain = "d-ours") => sagemaker(`user-profile/${domain}/${name}`);
  const space = (owner: string, sharing: string) => ({
    ...ada,
    "sagemaker:OwnerUserProfileArn": profile(owner),
    "sagemaker:SpaceSharingType": sharing,
  });

  test.each([
    ["his own profile", profile("ada"), "allowed"],
    ["another's profile", profile("grace"), "not allowed"],
    ["a profile of another domain", profile("ada", "d-other"), "not allowed"],
  ])("opens Studio with %s: %s", (_, resource, expected) => {
    expect(ask("sagemaker:CreatePresignedDomainUrl", resource, ada)).toBe(expected);
  });

  test("opens nobody's profile with a request that names no caller", () => {
    expect(ask("sagemaker:CreatePresignedDomainUrl", profile("ada"))).toBe("not allowed");
  });

  test.each(["sagemaker:CreateSpace", "sagemaker:UpdateSpace", "sagemaker:DeleteSpace"])(
    "does %s with his own spaces alone",
    (action) => {
      expect(ask(action, sagemaker("space/d-ours/s"), space("ada", "Private"))).toBe("allowed");
      expect(ask(action, sagemaker("space/d-ours/s"), space("ada", "Shared"))).toBe("allowed");
      expect(ask(action, sagemaker("space/d-ours/s"), space("grace", "Private"))).toBe("not allowed");
      expect(ask(action, sagemaker("space/d-other/s"), space("ada", "Private"))).toBe("not allowed");
    },
  );

  test.each(["sagemaker:CreateApp", "sagemaker:DeleteApp"])("does %s in his own and in shared spaces", (action) => {
    const app = sagemaker("app/d-ours/s/JupyterLab/default");

    expect(ask(action, app, space("ada", "Private"))).toBe("allowed");
    expect(ask(action, app, space("grace", "Shared"))).toBe("allowed");
    expect(ask(action, app, space("grace", "Private"))).toBe("not allowed");
    expect(ask(action, app, ada)).toBe("not allowed");
    expect(ask(action, sagemaker("app/d-other/s/JupyterLab/default"), space("ada", "Private"))).toBe("not allowed");
  });

  test("opens no space to remote access", () => {
    const open = { ...space("ada", "Private"), "sagemaker:RemoteAccess": "ENABLED" };

    expect(ask("sagemaker:CreateSpace", sagemaker("space/d-ours/s"), open)).toBe("denied");
    expect(ask("sagemaker:UpdateSpace", sagemaker("space/d-ours/s"), open)).toBe("denied");
    expect(ask("sagemaker:StartSession", sagemaker("space/d-ours/s"), ada)).toBe("denied");
  });

  test("tags spaces, apps and jobs as they are made, and nothing afterwards", () => {
    const spaceArn = sagemaker("space/d-ours/s");

    expect(ask("sagemaker:AddTags", spaceArn, { "sagemaker:TaggingAction": "CreateSpace" })).toBe("allowed");
    expect(
      ask("sagemaker:AddTags", sagemaker("training-job/j"), { "sagemaker:TaggingAction": "CreateTrainingJob" }),
    ).toBe("allowed");
    expect(ask("sagemaker:AddTags", spaceArn)).toBe("not allowed");
    expect(ask("sagemaker:AddTags", profile("ada"), { "sagemaker:TaggingAction": "CreateSpace" })).toBe("denied");
  });

  test("sees his own domain and no other", () => {
    expect(ask("sagemaker:DescribeDomain", sagemaker("domain/d-ours"))).toBe("allowed");
    expect(ask("sagemaker:DescribeUserProfile", profile("grace"))).toBe("allowed");
    expect(ask("sagemaker:DescribeDomain", sagemaker("domain/d-other"))).toBe("not allowed");
  });
});
