import { isJsonObject, isLiteralText, type Resource } from "../../terraform-configuration";

/**
 * The root modules, and what exists, without the tags that `aws_ec2_tag` may set to another value than the resource itself: by such a tag,
 * nothing is certainly found and nothing certainly left out.
 */
export function withoutOverwrittenTags<Root extends { readonly resources: readonly Resource[] }>(
  roots: readonly Root[],
  existing: readonly Resource[],
): [roots: readonly Root[], existing: readonly Resource[]] {
  const setters = [...roots.flatMap(({ resources }) => resources), ...existing].filter(
    ({ mode, type }) => mode === "managed" && type === "aws_ec2_tag",
  );
  const keys = new Set(setters.map(({ values: { key } }) => key));
  const isAnyKey = [...keys].some((key) => !isLiteralText(key));
  const kept = (resource: Resource): Resource => {
    const { tags } = resource.values;
    return isJsonObject(tags)
      ? {
          ...resource,
          values: {
            ...resource.values,
            tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !isAnyKey && !keys.has(key))),
          },
        }
      : resource;
  };
  return setters.length === 0
    ? [roots, existing]
    : [roots.map((root) => ({ ...root, resources: root.resources.map(kept) })), existing.map(kept)];
}
