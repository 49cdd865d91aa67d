import { join } from "node:path";
import { perimeterPostureKinds } from "../../../verify/posture/posture";
import type { CommandSyntax } from "../../shared/command-syntax";

/** Where modules can be published. */
export const publicationTargets = ["archives", "registry", "hcp-terraform", "artifactory"] as const;

export const publishModuleSyntax = {
  name: "publish-module",
  usage: [
    "POSTURE|ENV|--all [--unprotected] [--to archives] [--out FOLDER]",
    "POSTURE|ENV|--all [--unprotected] --to registry --namespace NAME [--out FOLDER]",
    "POSTURE|ENV|--all [--unprotected] --to hcp-terraform --namespace ORGANIZATION [--url URL]",
    "POSTURE|ENV|--all [--unprotected] --to artifactory --namespace NAME --url URL",
    "POSTURE|ENV|--all [--unprotected] --from FOLDER --to registry|hcp-terraform|artifactory ...",
  ],
  summary: "publish Terraform modules as archives or in a module registry",
  description: `Publishes the modules that export-module writes, in the version of package.json. Equal modules are equal bytes on every machine.
A version that is published with other content is refused, because a version never changes.

With --from, the modules are those of the archives in a folder, which an earlier run or a release wrote, and are not made again.

registry writes a folder with the files of the module registry protocol, and keeps the versions that it has. Serve it with HTTPS.
The token is MODULE_REGISTRY_TOKEN, or the variable that Terraform reads for the host, such as TF_TOKEN_app_terraform_io.
docs/modules.md describes the addresses and the server.`,
  arguments: [
    {
      placeholder: "POSTURE|ENV",
      description: `one of ${perimeterPostureKinds.join(", ")}, or an environment`,
      completion: "environment",
    },
  ],
  options: {
    all: { type: "boolean", default: false, description: "the modules of all postures" },
    unprotected: {
      type: "boolean",
      default: false,
      description: "the modules without protections against deletion, under names that end with -unprotected",
    },
    to: {
      type: "string",
      default: "archives",
      value: "TARGET",
      description: "where the modules are published",
      completion: publicationTargets,
    },
    from: {
      type: "string",
      value: "FOLDER",
      description: "folder of archives of this version to publish (default: make the modules)",
      completion: "file",
    },
    out: {
      type: "string",
      default: join("dist", "published"),
      value: "FOLDER",
      description: "folder of the archives or of the registry",
      completion: "file",
    },
    namespace: {
      type: "string",
      value: "NAME",
      description: "first word of the address in a registry, or the organization",
    },
    url: {
      type: "string",
      value: "URL",
      description: "address of the registry; hcp-terraform: https://app.terraform.io by default",
    },
  },
  needsCheckout: true,
  exitCodes: { 0: "published, or already there", 2: "could not publish" },
  examples: [
    "studio-perimeter publish-module --all --out release",
    "studio-perimeter publish-module --all --from release --to hcp-terraform --namespace example-org",
    "studio-perimeter publish-module --all --to registry --namespace platform --out public",
    "studio-perimeter publish-module inspected --to hcp-terraform --namespace example-org",
    "studio-perimeter publish-module --all --to artifactory --url https://example.jfrog.io/artifactory/modules --namespace platform",
  ],
} as const satisfies CommandSyntax;
