import { member } from "./json";
import type { SignedPost } from "./signed-post";

/** Service Catalog names the stacks of its products itself; nobody else's stack has a provisioned product behind it. */
const PRODUCT_STACK = /^arn:[^:]+:cloudformation:[^:]+:(\d{12}):stack\/SC-(\d{12})-(pp-[a-z0-9]+)\/[^/]+$/;

/** Id of the provisioned product that a stack belongs to. @throws when the stack is no product's */
export function provisionedProductOf(stackId: string): string {
  const [, account, namedAccount, product] = PRODUCT_STACK.exec(stackId) ?? [];
  if (product === undefined || account !== namedAccount) {
    throw new Error(`stack: belongs to no provisioned product, got ${stackId}; launch it from Service Catalog`);
  }
  return product;
}

/**
 * Principal that launched the product of a stack, as Service Catalog recorded it; `undefined` where the product is not found,
 * which a search shortly after its launch may say.
 *
 * Parameters, tags and names are the launcher's to choose. The principal is written by Service Catalog from the credentials
 * of the launch, and CloudFormation writes the stack's id: neither can be given by who asks.
 *
 * @see https://docs.aws.amazon.com/servicecatalog/latest/dg/API_SearchProvisionedProducts.html
 */
export async function launchedBy(stackId: string, post: SignedPost, signal: AbortSignal): Promise<string | undefined> {
  const product = provisionedProductOf(stackId);
  const answer: unknown = JSON.parse(
    await post(
      {
        service: "servicecatalog",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "AWS242ServiceCatalogService.SearchProvisionedProducts",
        },
        body: JSON.stringify({
          AccessLevelFilter: { Key: "Account", Value: "self" },
          Filters: { SearchQuery: [`id:${product}`] },
        }),
      },
      signal,
    ),
  );
  const found = listOf(member(answer, "ProvisionedProducts")).filter((entry) => member(entry, "Id") === product);
  const stack = member(found[0], "PhysicalId");
  const principal = member(found[0], "UserArnSession");
  if (found.length > 1 || (stack !== undefined && stack !== stackId)) {
    throw new Error(`provisioned product ${product}: belongs to another stack, got ${stackId}; launch it again`);
  }
  return typeof principal === "string" ? principal : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
