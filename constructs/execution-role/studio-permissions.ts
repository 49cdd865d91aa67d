import type { Account } from "../account";
import type { Statement } from "../iam/policy-document";

/** Props of {@link studioPermissions}. */
export interface StudioPermissionsProps {
  readonly account: Account;
  /** The one domain whose spaces and apps the statements speak of. */
  readonly domainId: string;
}

/** Names the profile of the caller; the `$$` keeps Terraform from reading IAM's variable as one of its own. */
const CALLER_PROFILE_VARIABLE = "$${sagemaker:UserProfileName}";

/**
 * What a user does inside Studio: open it, keep spaces of his own, run apps in them and in shared ones.
 *
 * Every user acts as the same role, so one user is told from another by the profile that SageMaker puts into the request.
 * Apps that belong to a profile and to no space (Canvas, Studio Classic) are left out: nothing here needs them.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-spaces-access.html
 */
export function studioPermissions({ account, domainId }: StudioPermissionsProps): readonly Statement[] {
  const arns = {
    callerProfile: account.arn("sagemaker", `user-profile/${domainId}/${CALLER_PROFILE_VARIABLE}`),
    domain: account.arn("sagemaker", `domain/${domainId}`),
    profiles: account.arn("sagemaker", `user-profile/${domainId}/*`),
    spaces: account.arn("sagemaker", `space/${domainId}/*`),
    apps: account.arn("sagemaker", `app/${domainId}/*`),
  };
  return [...studioViewStatements(arns, account), ...spaceAndAppStatements(arns)];
}

interface StudioArns {
  readonly callerProfile: string;
  readonly domain: string;
  readonly profiles: string;
  readonly spaces: string;
  readonly apps: string;
}

function studioViewStatements(arns: StudioArns, account: Account): readonly Statement[] {
  return [
    {
      Sid: "OpenStudioAsOneself",
      Effect: "Allow",
      Action: "sagemaker:CreatePresignedDomainUrl",
      Resource: arns.callerProfile,
    },
    {
      Sid: "SeeOwnDomain",
      Effect: "Allow",
      Action: [
        "sagemaker:DescribeApp",
        "sagemaker:DescribeDomain",
        "sagemaker:DescribeSpace",
        "sagemaker:DescribeUserProfile",
        "sagemaker:ListTags",
      ],
      Resource: [arns.domain, arns.profiles, arns.spaces, arns.apps],
    },
    {
      Sid: "SeeImagesAndScripts",
      Effect: "Allow",
      Action: [
        "sagemaker:DescribeImage",
        "sagemaker:DescribeImageVersion",
        "sagemaker:DescribeStudioLifecycleConfig",
        "sagemaker:ListImageVersions",
      ],
      Resource: [
        account.arn("sagemaker", "image/*"),
        account.arn("sagemaker", "image-version/*"),
        account.arn("sagemaker", "studio-lifecycle-config/*"),
      ],
    },
    {
      Sid: "ListWhatStudioShows",
      Effect: "Allow",
      Action: [
        "sagemaker:ListApps",
        "sagemaker:ListDomains",
        "sagemaker:ListImages",
        "sagemaker:ListSpaces",
        "sagemaker:ListStudioLifecycleConfigs",
        "sagemaker:ListUserProfiles",
      ],
      Resource: "*",
    },
  ];
}

function spaceAndAppStatements(arns: StudioArns): readonly Statement[] {
  const own = { ArnLike: { "sagemaker:OwnerUserProfileArn": arns.callerProfile } };
  return [
    {
      Sid: "KeepOwnSpaces",
      Effect: "Allow",
      Action: ["sagemaker:CreateSpace", "sagemaker:DeleteSpace", "sagemaker:UpdateSpace"],
      Resource: arns.spaces,
      Condition: { ...own, StringEquals: { "sagemaker:SpaceSharingType": ["Private", "Shared"] } },
    },
    {
      Sid: "RunAppsInOwnSpaces",
      Effect: "Allow",
      Action: ["sagemaker:CreateApp", "sagemaker:DeleteApp"],
      Resource: arns.apps,
      Condition: { ...own, StringEquals: { "sagemaker:SpaceSharingType": "Private" } },
    },
    {
      Sid: "RunAppsInSharedSpaces",
      Effect: "Allow",
      Action: ["sagemaker:CreateApp", "sagemaker:DeleteApp"],
      Resource: arns.apps,
      Condition: { StringEquals: { "sagemaker:SpaceSharingType": "Shared" } },
    },
    {
      Sid: "TagWhatStudioCreates",
      Effect: "Allow",
      Action: "sagemaker:AddTags",
      Resource: [arns.spaces, arns.apps],
      Condition: { StringEquals: { "sagemaker:TaggingAction": ["CreateApp", "CreateSpace"] } },
    },
  ];
}
