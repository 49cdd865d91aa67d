import type { TokenReply } from "../shared/token-requests";
import { tarGzip } from "./module-archive";
import { MODULE_SYSTEM, type PublishedModule } from "./published-module";
import { requestRegistry } from "./registry-requests";

/** Where modules go in HCP Terraform or Terraform Enterprise. */
export interface HcpTerraformTarget {
  readonly url: URL;
  readonly organization: string;
  readonly token: string;
}

/**
 * Lists the modules of the organization, so that a token that the registry refuses is known before a module is made. Of a single module the
 * answer would be no other than for one that does not exist yet.
 *
 * @throws when the registry refuses the request
 */
export async function checkHcpTerraform(target: HcpTerraformTarget): Promise<void> {
  await requestRegistry({ method: "GET", url: modulesAddress(target), headers: headersOf(target), expected: [200] });
}

function modulesAddress({ url, organization }: HcpTerraformTarget): string {
  return `${url.origin}/api/v2/organizations/${organization}/registry-modules`;
}

function headersOf({ token }: HcpTerraformTarget): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}`, "content-type": "application/vnd.api+json" };
}

/**
 * Publishes a version of a module in the private registry of an organization, and creates the module where it is missing.
 *
 * @see https://developer.hashicorp.com/terraform/cloud-docs/api-docs/private-registry/modules
 * @returns whether the version was sent; a version that the registry has is left as it is
 * @throws when the registry refuses a request, or has a version that is not usable
 */
export async function publishToHcpTerraform(
  target: HcpTerraformTarget,
  { name, version, files }: PublishedModule,
): Promise<boolean> {
  const { url, organization } = target;
  const modules = modulesAddress(target);
  const module = `${modules}/private/${organization}/${name}/${MODULE_SYSTEM}`;
  const headers = headersOf(target);
  const known = await requestRegistry({ method: "GET", url: module, headers, expected: [200, 404] });
  const status = known.status === 200 ? statusOf(known, version) : undefined;
  if (status === "ok") {
    return false;
  }
  if (status !== undefined) {
    throw new Error(
      `${name} ${version}: is in the registry and not usable, got the status ${status}; delete that version there, or raise it in package.json`,
    );
  }
  if (known.status === 404) {
    const attributes = { name, provider: MODULE_SYSTEM, "registry-name": "private", "no-code": false };
    const body = JSON.stringify({ data: { type: "registry-modules", attributes } });
    await requestRegistry({ method: "POST", url: modules, headers, body, expected: [201] });
  }
  const created = await requestRegistry({
    method: "POST",
    url: `${module}/versions`,
    headers,
    body: JSON.stringify({ data: { type: "registry-module-versions", attributes: { version } } }),
    expected: [201],
  });
  // The address of the upload is a credential of its own, often of another host, which must not get the token.
  await requestRegistry({
    method: "PUT",
    url: uploadAddress(created, url),
    headers: { "content-type": "application/octet-stream" },
    body: tarGzip(files),
    expected: [200, 201, 204],
  });
  return true;
}

interface ModuleDocument {
  readonly data?: {
    readonly attributes?: {
      readonly "version-statuses"?: readonly { readonly version?: string; readonly status?: string }[];
    };
  };
}

interface VersionDocument {
  readonly data?: { readonly links?: { readonly upload?: unknown } };
}

function statusOf(reply: TokenReply, version: string): string | undefined {
  const statuses = parsed<ModuleDocument>(reply).data?.attributes?.["version-statuses"] ?? [];
  const found = statuses.find((each) => each.version === version);
  return found === undefined ? undefined : (found.status ?? "unknown");
}

function uploadAddress(reply: TokenReply, registry: URL): string {
  const upload = parsed<VersionDocument>(reply).data?.links?.upload;
  const address = typeof upload === "string" && URL.canParse(upload) ? new URL(upload) : undefined;
  if (address === undefined || (address.protocol !== "https:" && address.host !== registry.host)) {
    throw new Error(
      "publish-module: the registry named no https address for the upload; delete the version there, and try again",
    );
  }
  return address.href;
}

function parsed<Document>({ text }: TokenReply): Document {
  try {
    return JSON.parse(text) as Document;
  } catch {
    throw new Error("publish-module: the registry answered with other text than JSON; check --url");
  }
}
