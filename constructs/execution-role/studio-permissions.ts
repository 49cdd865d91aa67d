import type { IAccount } from "../context/account";
import type { Statement } from "../iam/policy-document";

/** Props of {@link studioPermissions}. */
export interface StudioPermissionsProps {
  readonly account: Pick<IAccount, "arn">;
  /** Id of the Studio domain. */
  readonly domainId: string;
  /** Whether users may create shared spaces and run apps in them. Apps there run as the role of the domain, not of a user. */
  readonly sharedSpaces: boolean;
}

/** IAM policy variable with the caller's user profile. `$$` escapes it in Terraform. */
const CALLER_PROFILE_VARIABLE = "$${sagemaker:UserProfileName}";

/**
 * Permissions inside Studio: open it, manage own spaces, and run apps in own and shared spaces.
 *
 * All users have the same role. The user profile in the request context identifies the user. Apps of a user profile without a
 * space (Canvas, Studio Classic) are not allowed.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-spaces-access.html
 */
export function studioPermissions({ account, domainId, sharedSpaces }: StudioPermissionsProps): readonly Statement[] {
  const arns = {
    callerProfile: account.arn("sagemaker", `user-profile/${domainId}/${CALLER_PROFILE_VARIABLE}`),
    domain: account.arn("sagemaker", `domain/${domainId}`),
    profiles: account.arn("sagemaker", `user-profile/${domainId}/*`),
    spaces: account.arn("sagemaker", `space/${domainId}/*`),
    apps: account.arn("sagemaker", `app/${domainId}/*`),
  };
  return [...studioViewStatements(arns, account), ...spaceAndAppStatements(arns, sharedSpaces)];
}

interface StudioArns {
  readonly callerProfile: string;
  readonly domain: string;
  readonly profiles: string;
  readonly spaces: string;
  readonly apps: string;
}

function studioViewStatements(arns: StudioArns, account: Pick<IAccount, "arn">): readonly Statement[] {
  return [
    {
      Sid: "CreateOwnStudioUrl",
      Effect: "Allow",
      Action: "sagemaker:CreatePresignedDomainUrl",
      Resource: arns.callerProfile,
    },
    {
      Sid: "DescribeOwnDomain",
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
      Sid: "DescribeImagesAndScripts",
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

function spaceAndAppStatements(arns: StudioArns, sharedSpaces: boolean): readonly Statement[] {
  const own = { ArnLike: { "sagemaker:OwnerUserProfileArn": arns.callerProfile } };
  return [
    {
      Sid: "ManageOwnSpaces",
      Effect: "Allow",
      Action: ["sagemaker:CreateSpace", "sagemaker:DeleteSpace", "sagemaker:UpdateSpace"],
      Resource: arns.spaces,
      Condition: {
        ...own,
        StringEquals: { "sagemaker:SpaceSharingType": sharedSpaces ? ["Private", "Shared"] : "Private" },
      },
    },
    {
      Sid: "RunAppsInOwnSpaces",
      Effect: "Allow",
      Action: ["sagemaker:CreateApp", "sagemaker:DeleteApp"],
      Resource: arns.apps,
      Condition: { ...own, StringEquals: { "sagemaker:SpaceSharingType": "Private" } },
    },
    ...(sharedSpaces ? [sharedAppStatement(arns)] : []),
    {
      Sid: "TagWhatStudioCreates",
      Effect: "Allow",
      Action: "sagemaker:AddTags",
      Resource: [arns.spaces, arns.apps],
      Condition: { StringEquals: { "sagemaker:TaggingAction": ["CreateApp", "CreateSpace"] } },
    },
  ];
}

function sharedAppStatement(arns: StudioArns): Statement {
  return {
    Sid: "RunAppsInSharedSpaces",
    Effect: "Allow",
    Action: ["sagemaker:CreateApp", "sagemaker:DeleteApp"],
    Resource: arns.apps,
    Condition: { StringEquals: { "sagemaker:SpaceSharingType": "Shared" } },
  };
}
