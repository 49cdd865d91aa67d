import { createHash } from "node:crypto";
import { zip } from "./module-archive";
import { MODULE_SYSTEM, type PublishedModule, requireUnchanged } from "./published-module";
import { requestRegistry } from "./registry-requests";

/** A Terraform module repository of Artifactory, or of a server with the same layout. */
export interface ArtifactoryTarget {
  /** Address of the repository: `https://<host>/artifactory/<repository>`. */
  readonly url: URL;
  readonly namespace: string;
  readonly token: string;
}

/**
 * Publishes a version of a module as `<namespace>/<name>/<system>/<version>.zip`.
 *
 * @see https://jfrog.com/help/r/jfrog-artifactory-documentation/use-terraform-module-registries
 * @returns whether the version was sent; a version that the repository has is left as it is
 * @throws when the repository refuses a request, or has the version with other content
 */
export async function publishToArtifactory(
  { url, namespace, token }: ArtifactoryTarget,
  { name, version, files }: PublishedModule,
): Promise<boolean> {
  const archive = zip(files);
  const sha256 = createHash("sha256").update(archive).digest("hex");
  const address = `${url.href.replace(/\/+$/, "")}/${namespace}/${name}/${MODULE_SYSTEM}/${version}.zip`;
  const headers = { authorization: `Bearer ${token}` };
  const known = await requestRegistry({ method: "HEAD", url: address, headers, expected: [200, 404] });
  if (known.status === 200) {
    requireUnchanged(`${name} ${version}`, known.headers.get("x-checksum-sha256") === sha256 ? "same" : "other");
    return false;
  }
  await requestRegistry({
    method: "PUT",
    url: address,
    headers: { ...headers, "content-type": "application/zip", "x-checksum-sha256": sha256 },
    body: archive,
    expected: [200, 201],
  });
  return true;
}
