import { jsonMember } from "../settings/json-members";
import type { SignedPost } from "./signed-post";

/** Stack names that Service Catalog assigns: `SC-<account>-<provisioned product>`. */
const PRODUCT_STACK_ID = /^arn:[^:]+:cloudformation:[^:]+:(\d{12}):stack\/SC-(\d{12})-(pp-[a-z0-9]+)\/[^/]+$/;

/**
 * Id of the provisioned product that a stack belongs to.
 *
 * @throws if Service Catalog did not create the stack
 */
function provisionedProductOf(stackId: string): string {
  const [, account, namedAccount, product] = PRODUCT_STACK_ID.exec(stackId) ?? [];
  if (product === undefined || account !== namedAccount) {
    throw new Error(`stack: not created by Service Catalog, got ${stackId}; launch the product from Service Catalog`);
  }
  return product;
}

/**
 * Principal that launched the product of a stack, as recorded by Service Catalog; `undefined` if the product is not found,
 * which can happen shortly after a launch.
 *
 * The user chooses parameters, tags and names. The principal is recorded by Service Catalog and the stack id is set by
 * CloudFormation, so the user can forge neither.
 *
 * @see https://docs.aws.amazon.com/servicecatalog/latest/dg/API_SearchProvisionedProducts.html
 */
export async function launchedBy(stackId: string, post: SignedPost, signal: AbortSignal): Promise<string | undefined> {
  const product = provisionedProductOf(stackId);
  const response = parseResponse(
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
  const found = listOf(jsonMember(response, "ProvisionedProducts")).filter(
    (entry) => jsonMember(entry, "Id") === product,
  );
  const stack = jsonMember(found[0], "PhysicalId");
  const principal = jsonMember(found[0], "UserArnSession");
  if (found.length > 1 || (stack !== undefined && stack !== stackId)) {
    throw new Error(`provisioned product ${product}: belongs to another stack, got ${stackId}; launch it again`);
  }
  return typeof principal === "string" ? principal : undefined;
}

function parseResponse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Error(
      `servicecatalog: response is not JSON, got ${body.length} characters; check its interface endpoint, and launch the product again`,
    );
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
