import { resourceTypeOf } from "../../resource-types";
import type { ResourceTopic } from "../../resource-types/resource-type";
import { accountsNamedBy } from "../plan/foreign-objects";
import type { ResourceValues } from "../plan/values-representation";

/** The account of a root module; `undefined` if its resources name none, or several. */
function accountOfRoot(resources: readonly ResourceValues[]): string | undefined {
  const [account, ...others] = accountsNamedBy(resources);
  return others.length === 0 ? account : undefined;
}

/** The accounts of root modules that are judged together, each by its resources. */
export function accountsOfRoots(...roots: readonly (readonly ResourceValues[])[]): readonly string[] {
  return [...new Set(roots.flatMap((resources) => accountOfRoot(resources) ?? []))];
}

/** The resources of the root module, followed by those of each root module that is joined with it, by its name. */
export function dividedByRoot(
  resources: readonly ResourceValues[],
  joined: readonly { readonly name: string }[],
): readonly (readonly ResourceValues[])[] {
  const isOf =
    ({ name }: { readonly name: string }) =>
    ({ modulePath }: ResourceValues): boolean =>
      modulePath.startsWith(`module.${name}.`);
  const others = joined.map((root) => resources.filter(isOf(root)));
  return [resources.filter((resource) => !joined.some((root) => isOf(root)(resource))), ...others];
}

/** What another account can only do to itself: the claims are about the account of the stack, to which these policies are foreign. */
const topicsOfOneAccount: readonly ResourceTopic[] = ["data", "identities"];

/**
 * The resources of root modules that are judged together. One of another account than the first is without what carries no packet,
 * answers no query and shares nothing: roles, keys, buckets and data sources. ARNs then name them as what they are, resources of
 * another account.
 *
 * @param own resources of the root module whose claims are decided
 */
export function withoutForeignPolicies(
  own: readonly ResourceValues[],
  ...others: readonly (readonly ResourceValues[])[]
): readonly ResourceValues[] {
  const ownAccount = accountOfRoot(own);
  const isForeign = (resources: readonly ResourceValues[]): boolean =>
    ![undefined, ownAccount].includes(accountOfRoot(resources)) && ownAccount !== undefined;
  return [
    ...own,
    ...others.flatMap((resources) =>
      isForeign(resources)
        ? resources.filter(({ mode, type }) => mode === "managed" && mayReachOthers(type))
        : resources,
    ),
  ];
}

function mayReachOthers(name: string): boolean {
  const type = resourceTypeOf(name);
  return (
    type === undefined || (type.kind !== "neutral" && type.topics.some((topic) => !topicsOfOneAccount.includes(topic)))
  );
}
