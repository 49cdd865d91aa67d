import { actionsOfService, type IamAction } from "./action-catalog";

/** Every action of S3 that reads, writes or deletes an object, whatever AWS may add to the list. */
export function s3ObjectActions(): readonly IamAction[] {
  return actionsOfService("s3").filter(({ resourceTypes }) => resourceTypes.includes("object"));
}

/** Every action that tells what lies in a bucket. Listing tags of the bucket itself does not. */
export function s3ListActions(): readonly IamAction[] {
  return actionsOfService("s3").filter(
    ({ name, accessLevels, resourceTypes }) =>
      accessLevels.includes("List") && resourceTypes.includes("bucket") && name !== "s3:ListTagsForResource",
  );
}
