import { memoize } from "../../verify/collections/memoize";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";

/** The tag that this project's policies compare, including policies attached outside the stack. Lower case: IAM ignores case. */
const defaultTags = ["studiouserid"];

/** Tags of resources that policies of the stack compare, in lower case. */
export const comparedResourceTags = memoize((configuration: TerraformConfiguration): readonly string[] => [
  ...defaultTags,
  ...tagsIn(configuration, /:ResourceTag\/([^"\\]+)/gi),
]);

/** Tags of resources, principals, requests and objects that policies of the stack compare, in lower case. */
const comparedTags = memoize((configuration: TerraformConfiguration): readonly string[] => [
  ...defaultTags,
  ...tagsIn(configuration, /:[a-z]+Tag\/([^"\\]+)/gi),
]);

/** Whether policies of one of the sides may compare a tag. Either name may contain a reference or a variable. */
export function mayCompareTag(sides: readonly TerraformConfiguration[], tag: string): boolean {
  return (
    tag.includes("$") ||
    sides.some((side) =>
      comparedTags(side).some((compared) => compared.includes("$") || compared === tag.toLowerCase()),
    )
  );
}

function tagsIn({ resources }: TerraformConfiguration, form: RegExp): readonly string[] {
  const texts = resources.map(({ values }) => JSON.stringify(values));
  return texts.flatMap((text) => [...text.matchAll(form)].map(([, tag = ""]) => tag.toLowerCase()));
}
