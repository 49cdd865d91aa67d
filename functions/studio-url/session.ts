import type { Credentials, SignedPost } from "./signed-post";

/** Names the person in a session's tags, as it does on user profiles and notebook instances. */
export const PERSON_TAG = "studiouserid";

/**
 * Credentials of the presign role for one person.
 *
 * The role opens nothing but what carries the person's own tag. Even a slip in choosing the profile is therefore refused by
 * IAM, and CloudTrail names the person who asked.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export async function actAs(
  person: string,
  presignRoleArn: string,
  post: SignedPost,
  signal: AbortSignal,
): Promise<Credentials> {
  const body = new URLSearchParams({
    Action: "AssumeRole",
    Version: "2011-06-15",
    RoleArn: presignRoleArn,
    RoleSessionName: person,
    "Tags.member.1.Key": PERSON_TAG,
    "Tags.member.1.Value": person,
  });
  const answer = await post(
    {
      service: "sts",
      headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
      body: body.toString(),
    },
    signal,
  );
  return {
    accessKeyId: element(answer, "AccessKeyId"),
    secretAccessKey: element(answer, "SecretAccessKey"),
    sessionToken: element(answer, "SessionToken"),
  };
}

/** Keys and tokens hold no character that XML writes otherwise. */
function element(xml: string, name: string): string {
  const found = new RegExp(`<${name}>([\\w+/=]+)</${name}>`).exec(xml)?.[1];
  if (found === undefined) {
    throw new Error(`sts: answers without ${name}, got none; see the trust policy of the presign role`);
  }
  return found;
}
