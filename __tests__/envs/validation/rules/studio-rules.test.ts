import { AUTHORITY_CERTIFICATE, SERVER_CERTIFICATE } from "../../../fixtures/certificates";
import { issuesWith, studioSettings } from "../../fixtures/sample-environment";

describe("the trusted authority", () => {
  test.each([
    ["the certificate of an authority", AUTHORITY_CERTIFICATE, []],
    ["the certificate of a server", SERVER_CERTIFICATE, ["is not the certificate of an authority"]],
    [
      "another text in the form of PEM",
      AUTHORITY_CERTIFICATE.replace("MII", "AAA"),
      ["cannot be read as a certificate"],
    ],
    ["two certificates", `${AUTHORITY_CERTIFICATE}${AUTHORITY_CERTIFICATE}`, ["is not a certificate in PEM"]],
    ["a private key", AUTHORITY_CERTIFICATE.replaceAll("CERTIFICATE", "PRIVATE KEY"), ["is not a certificate in PEM"]],
  ])("as %s is accepted only if it is one certificate of an authority", (_, trustedAuthority, problems) => {
    const issues = issuesWith(studioSettings({ trustedAuthority }));

    expect(issues).toHaveLength(problems.length);
    for (const [index, problem] of problems.entries()) {
      expect(issues[index]).toContain(`studio.trustedAuthority: ${problem}`);
    }
  });
});

describe("idle timeouts", () => {
  test.each([
    [{ minMinutes: 120, defaultMinutes: 120, maxMinutes: 120 }, []],
    [{ minMinutes: 60, maxMinutes: 525_600 }, []],
    [
      { defaultMinutes: 90, maxMinutes: 80 },
      ["defaultMinutes: is above maxMinutes (80), got 90; use 80 or less, or raise maxMinutes"],
    ],
    [
      { minMinutes: 100, defaultMinutes: 90 },
      ["minMinutes: is above defaultMinutes (90), got 100; use 90 or less, or raise defaultMinutes"],
    ],
    [
      { minMinutes: 200, defaultMinutes: 59, maxMinutes: 100 },
      [
        "defaultMinutes: is below 60, got 59; use 60 or more",
        "minMinutes: is above maxMinutes (100), got 200; use 100 or less, or raise maxMinutes",
      ],
    ],
  ])("the idle timeouts %j are in ascending order, or reported", (idleShutdown, faults) => {
    expect(issuesWith(studioSettings({ idleShutdown }))).toEqual(faults.map((fault) => `studio.idleShutdown.${fault}`));
  });
});

describe("space storage", () => {
  test("a new space cannot be larger than the largest space", () => {
    expect(issuesWith(studioSettings({ spaceStorage: { defaultGb: 101 } }))).toEqual([
      "studio.spaceStorage.defaultGb: is above maxGb (100), got 101; use 100 or less, or raise maxGb",
    ]);
  });
});

describe("user profiles", () => {
  test("a user profile cannot be listed twice", () => {
    expect(issuesWith(studioSettings({ userProfiles: [{ name: "ada" }, { name: "eve" }, { name: "ada" }] }))).toEqual([
      "studio.userProfiles[2].name: is listed twice, got ada; list every user once",
    ]);
  });

  test("a user profile can name an IAM Identity Center user only with SSO sign-in", () => {
    expect(issuesWith(studioSettings({ userProfiles: [{ name: "ada", ssoUserName: "ada@example.com" }] }))).toEqual([
      'studio.userProfiles[0].ssoUserName: is an IAM Identity Center user, but users sign in with IAM, got ada@example.com; remove it, or set studio.authMode to "SSO"',
    ]);
  });

  test("a user profile must name an IAM Identity Center user with SSO sign-in", () => {
    const named = { name: "ada", ssoUserName: "ada@example.com" };

    expect(issuesWith(studioSettings({ authMode: "SSO", userProfiles: [named, { name: "eve" }] }))).toEqual([
      "studio.userProfiles[1].ssoUserName: is missing, but users sign in through IAM Identity Center; set it to the user name in IAM Identity Center",
    ]);
  });

  test("a user profile with an invalid user name gets only that message", () => {
    const invalid = { name: "ada", ssoUserName: "a;b" };

    expect(issuesWith(studioSettings({ authMode: "SSO", userProfiles: [invalid] }))).toEqual([
      'studio.userProfiles[0].ssoUserName: is not a line of text, got a;b; use one line of 1 to 200 characters without " ; \\ |',
    ]);
  });

  test.each([
    [99, ["is outside the range of studio.idleShutdown, got 99; use 100 to 200"]],
    [100, []],
    [200, []],
    [201, ["is outside the range of studio.idleShutdown, got 201; use 100 to 200"]],
  ])(
    "the idle timeout of a user profile must be in the range of the environment: %i minutes",
    (idleTimeoutMinutes, faults) => {
      const idleShutdown = { minMinutes: 100, defaultMinutes: 150, maxMinutes: 200 };

      expect(issuesWith(studioSettings({ idleShutdown, userProfiles: [{ name: "ada", idleTimeoutMinutes }] }))).toEqual(
        faults.map((fault) => `studio.userProfiles[0].idleTimeoutMinutes: ${fault}`),
      );
    },
  );

  test("a user profile can have more storage than the default, but not less than a new space", () => {
    const spaceStorage = { defaultGb: 20, maxGb: 100 };
    const profiles = [
      { name: "ada", maxStorageGb: 500 },
      { name: "eve", maxStorageGb: 19 },
    ];

    expect(issuesWith(studioSettings({ spaceStorage, userProfiles: profiles }))).toEqual([
      "studio.userProfiles[1].maxStorageGb: is below the size of a new space, got 19; use 20 or more",
    ]);
  });

  test("there cannot be more user profiles than expected users", () => {
    expect(issuesWith(studioSettings({ users: 1, userProfiles: [{ name: "ada" }, { name: "eve" }] }))).toEqual([
      "studio.users: is less than the 2 user profiles, got 1; use 2 or more",
    ]);
  });
});
