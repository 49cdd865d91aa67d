import type { Credentials, SignedPost } from "./signed-post";

/** Session tag key that identifies the user; user profiles and notebook instances have the same tag. */
const SESSION_USER_TAG = "studiouserid";

/**
 * Assumes the presign role with a session that is tagged with one user.
 *
 * The role may only open resources with the same tag, so IAM denies a URL for another user's profile even if this function
 * chooses a wrong one. CloudTrail shows the user's name.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export async function assumePresignRole(
  user: string,
  presignRoleArn: string,
  post: SignedPost,
  signal: AbortSignal,
): Promise<Credentials> {
  const body = new URLSearchParams({
    Action: "AssumeRole",
    Version: "2011-06-15",
    RoleArn: presignRoleArn,
    RoleSessionName: user,
    "Tags.member.1.Key": SESSION_USER_TAG,
    "Tags.member.1.Value": user,
  });
  const response = await post(
    {
      service: "sts",
      headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
      body: body.toString(),
    },
    signal,
  );
  return {
    accessKeyId: xmlElement(response, "AccessKeyId"),
    secretAccessKey: xmlElement(response, "SecretAccessKey"),
    sessionToken: xmlElement(response, "SessionToken"),
  };
}

/** Text of an XML element. Keys and tokens contain no characters that XML escapes. */
function xmlElement(xml: string, name: string): string {
  const found = new RegExp(`<${name}>([\\w+/=]+)</${name}>`).exec(xml)?.[1];
  if (found === undefined) {
    throw new Error(`sts: response has no ${name}; check the trust policy of the presign role`);
  }
  return found;
}
