import { privateSpacesArePrivate } from "../../../../verify/claims/identities/private-spaces-are-private";
import { type ClaimCase, describeClaimCases } from "../../fixtures/claim-cases";
import { claimSubjectWith } from "../../fixtures/claim-subject";
import { combineEdits, type ResourceEdit } from "../../fixtures/network-perimeter";
import { appendStatement, putArguments, type StatementJson } from "../../fixtures/policy-perimeter";

const caller = "$${sagemaker:UserProfileName}";
const domain = "${aws_sagemaker_domain.studio.id}";
const home = "${aws_sagemaker_domain.studio.home_efs_file_system_id}";
const owner = `arn:aws:sagemaker:eu-west-1:*:user-profile/${domain}/${caller}`;

const allow = (Action: string, Resource: string, Condition?: StatementJson): ResourceEdit =>
  appendStatement("aws_iam_role_policy", "studio", {
    Effect: "Allow",
    Action,
    Resource,
    ...(Condition === undefined ? {} : { Condition }),
  });
const ifOwner = (value: string, operator = "ArnLike"): ResourceEdit =>
  allow("sagemaker:*Space", "*", { [operator]: { "sagemaker:OwnerUserProfileArn": value } });
const mounting = (file_system_id: string): ResourceEdit =>
  putArguments("aws_sagemaker_user_profile", "ana", {
    user_settings: {
      execution_role: "${aws_iam_role.studio.arn}",
      custom_file_system_config: [{ efs_file_system_config: [{ file_system_id, file_system_path: "/" }] }],
    },
  });

const cases: readonly ClaimCase[] = [
  ["is proved of a role that changes no spaces", () => undefined, "proved"],
  ["is proved of a role that changes spaces of its profile", ifOwner(owner), "proved"],
  ["is proved of the owner compared as text", ifOwner(owner, "StringLike"), "proved"],
  [
    "is proved of the domain's ID as a variable",
    ifOwner(`arn:aws:sagemaker:*:*:user-profile/$\${sagemaker:DomainId}/${caller}`),
    "proved",
  ],
  [
    "is proved of spaces of the profile in any domain on resources of the domain",
    allow("sagemaker:DeleteSpace", `arn:aws:sagemaker:*:*:space/${domain}/*`, {
      ArnLike: { "sagemaker:OwnerUserProfileArn": `arn:aws:sagemaker:*:*:user-profile/*/${caller}` },
    }),
    "proved",
  ],
  [
    "is proved of apps in shared spaces",
    allow("sagemaker:CreateApp", "*", { StringEquals: { "sagemaker:SpaceSharingType": "Shared" } }),
    "proved",
  ],
  [
    "is proved of apps of the profile outside spaces",
    allow("sagemaker:CreateApp", `arn:aws:sagemaker:*:*:app/${domain}/${caller}/*`, {
      Null: { "sagemaker:OwnerUserProfileArn": "true" },
    }),
    "proved",
  ],
  [
    "is violated by apps outside spaces of profiles whose name begins with the caller's",
    allow("sagemaker:CreateApp", `arn:aws:sagemaker:*:*:app/${domain}/${caller}*`, {
      Null: { "sagemaker:OwnerUserProfileArn": "true" },
    }),
    "violated",
  ],
  [
    "is violated by apps of one profile for a session without a profile",
    allow("sagemaker:CreateApp", `arn:aws:sagemaker:*:*:app/${domain}/$\${sagemaker:UserProfileName, 'ana'}/*`, {
      Null: { "sagemaker:OwnerUserProfileArn": "true" },
    }),
    "violated",
    /app\/.*\/ana\//,
  ],
  ["is violated by spaces of everybody", allow("sagemaker:UpdateSpace", "*"), "violated", /UpdateSpace/],
  ["is violated by sessions in spaces", allow("sagemaker:StartSession", "*"), "violated", /StartSession/],
  ["is proved of tags of spaces, which grant nothing", allow("sagemaker:AddTags", "*"), "proved"],
  [
    "is violated by a role that changes the access points of the home directories",
    allow("elasticfilesystem:PutFileSystemPolicy", "*"),
    "violated",
    /home_efs_file_system_id/,
  ],
  [
    "is proved of a role that mounts another file system",
    combineEdits(
      putArguments("aws_efs_file_system", "shared", {}),
      allow("elasticfilesystem:ClientMount", "arn:aws:elasticfilesystem:*:*:file-system/fs-0123"),
    ),
    "proved",
  ],
  ["is violated by spaces that mount the home directories", mounting(home), "violated", /mounts the file system/],
  ["is undecided of a file system that only an ID names", mounting("fs-0123"), "undecided", /fs-0123/],
  [
    "is proved of a file system of the stack",
    combineEdits(putArguments("aws_efs_file_system", "shared", {}), mounting("${aws_efs_file_system.shared.id}")),
    "proved",
  ],
  [
    "is undecided of an access point of the home directories",
    putArguments("aws_efs_access_point", "all", { file_system_id: home }),
    "undecided",
    /not understood/,
  ],
  [
    "is proved where the home directories have backups",
    putArguments("aws_efs_backup_policy", "home", { file_system_id: home, backup_policy: { status: "ENABLED" } }),
    "proved",
  ],
];

describeClaimCases(privateSpacesArePrivate, cases);

test("private-spaces-are-private is not applicable to a configuration without a Studio domain", () => {
  expect(privateSpacesArePrivate.decide(claimSubjectWith({})).kind).toBe("notApplicable");
});
