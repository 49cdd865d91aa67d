import { type IamAction, resourceArnFormats } from "../../../../../../verify/iam/aws/action-catalog";

/** Region of the stack. */
export const ownRegion = "eu-west-1";

const anyRegion = [ownRegion, "*"];

/**
 * Formats of the ARNs that an action acts on, for an owner, as `isOfFormat` reads them. AWS's authorization reference lists them; an
 * access point of several Regions has none in its ARN.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function formatsOf({ service, resourceTypes }: IamAction, owner: string): readonly string[] {
  const formats = resourceArnFormats(service);
  return resourceTypes.flatMap((type) => {
    const format = formats.get(type) ?? `arn:\${Partition}:${service}:\${Region}:\${Account}:\${Anything}`;
    const name = service === "s3" ? "**" : "*";
    // Most policies name the Region of the stack: its own format leaves less to solve.
    const regions = !format.includes("${Region}")
      ? [""]
      : type.startsWith("accesspoint")
        ? [...anyRegion, ""]
        : anyRegion;
    return regions.map((region) => {
      const places: Readonly<Record<string, string>> = { Partition: "aws", Account: owner, Region: region };
      return format.replace(/\$\{(\w+)\}/g, (_, part: string) => places[part] ?? name);
    });
  });
}
