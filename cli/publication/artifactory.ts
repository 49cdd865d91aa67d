import { createHash } from "node:crypto";
import type { TokenReply } from "../shared/token-requests";
import { zip } from "./module-archive";
import { MODULE_SYSTEM, type NamedModule, type PublishedModule, requireUnchanged } from "./published-module";
import { requestRegistry } from "./registry-requests";

/** A Terraform module repository of Artifactory, or of a server with the same layout. */
export interface ArtifactoryTarget {
  /** Address of the repository: `https://<host>/artifactory/<repository>`. */
  readonly url: URL;
  readonly namespace: string;
  readonly token: string;
}

/**
 * Asks about a version, so that a token that the repository refuses is known before the module is made.
 *
 * @throws when the repository refuses the request
 */
export async function checkArtifactory(target: ArtifactoryTarget, module: NamedModule): Promise<void> {
  await askAbout(target, module);
}

function addressOf({ url, namespace }: ArtifactoryTarget, { name, version }: NamedModule): string {
  return `${url.href.replace(/\/+$/, "")}/${namespace}/${name}/${MODULE_SYSTEM}/${version}.zip`;
}

function askAbout(target: ArtifactoryTarget, module: NamedModule): Promise<TokenReply> {
  const headers = { authorization: `Bearer ${target.token}` };
  return requestRegistry({ method: "HEAD", url: addressOf(target, module), headers, expected: [200, 404] });
}

/**
 * Publishes a version of a module as `<namespace>/<name>/<system>/<version>.zip`.
 *
 * @see https://jfrog.com/help/r/jfrog-artifactory-documentation/use-terraform-module-registries
 * @returns whether the version was sent; a version that the repository has is left as it is
 * @throws when the repository refuses a request, or has the version with other content
 */
export async function publishToArtifactory(target: ArtifactoryTarget, module: PublishedModule): Promise<boolean> {
  const archive = zip(module.files);
  const sha256 = createHash("sha256").update(archive).digest("hex");
  const known = await askAbout(target, module);
  if (known.status === 200) {
    requireUnchanged(
      `${module.name} ${module.version}`,
      known.headers.get("x-checksum-sha256") === sha256 ? "same" : "other",
    );
    return false;
  }
  await requestRegistry({
    method: "PUT",
    url: addressOf(target, module),
    headers: {
      authorization: `Bearer ${target.token}`,
      "content-type": "application/zip",
      "x-checksum-sha256": sha256,
    },
    body: archive,
    expected: [200, 201],
  });
  return true;
}
