import { join } from "node:path";
import { type HclAttribute, parseHcl } from "../../../verify/terraform/hcl/parse-hcl";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { textIfPresent } from "../text-if-present";

/** What made a plan: other versions of it can apply the same changes in another way. */
export interface PlanningTools {
  /** Version of Terraform. */
  readonly terraform: string;
  /** In the order of their addresses. */
  readonly providers: readonly LockedProvider[];
}

/** A provider that `terraform init` selected. */
export interface LockedProvider {
  /** As in `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  readonly version: string;
  /** What `required_providers` asks for. */
  readonly constraints: string;
  /** Checksums of its archives. */
  readonly hashes: readonly string[];
}

const LOCK_FILE = ".terraform.lock.hcl";

/**
 * Terraform and the providers of a plan, as the lock file of the folder names them after `terraform init`. A provider that runs already,
 * as in a rehearsal, is in no lock file.
 *
 * @param plan output of `terraform show -json PLAN`
 * @throws HclProblem when the lock file is not one
 */
export function planningTools(plan: JsonObject, folder: string): PlanningTools {
  return {
    terraform: String(plan.terraform_version ?? "of an unknown version"),
    providers: lockedProviders(textIfPresent(join(folder, LOCK_FILE))),
  };
}

/** @see https://developer.hashicorp.com/terraform/language/files/dependency-lock */
export function lockedProviders(lock: string): readonly LockedProvider[] {
  return parseHcl(lock)
    .blocks.filter(({ type }) => type === "provider")
    .map(({ labels: [address = ""], body }) => {
      const textsIn = (name: string): readonly string[] => quotedTexts(body.attributes, name);
      const [version = ""] = textsIn("version");
      const [constraints = ""] = textsIn("constraints");
      return { address, version, constraints, hashes: portableHashes(textsIn("hashes")) };
    })
    .sort((one, other) => (one.address < other.address ? -1 : 1));
}

function quotedTexts(attributes: readonly HclAttribute[], name: string): readonly string[] {
  const expression = attributes.find((attribute) => attribute.name === name)?.expression ?? "";
  return [...expression.matchAll(/"([^"]*)"/g)].flatMap(([, text]) => text ?? []);
}

/** The registry's checksums name every platform's archive (`zh:`). Those of what was unpacked (`h1:`) differ from platform to platform. */
function portableHashes(hashes: readonly string[]): readonly string[] {
  const ofArchives = hashes.filter((hash) => hash.startsWith("zh:"));
  return [...(ofArchives.length === 0 ? hashes : ofArchives)].sort();
}

/** As in `Terraform 1.11.4, hashicorp/aws 6.25.0`. */
export function planningToolsText({ terraform, providers }: PlanningTools): string {
  const names = providers.map(
    ({ address, version }) => `${address.replace(/^registry\.terraform\.io\//, "")} ${version}`,
  );
  return [`Terraform ${terraform}`, ...names].join(", ");
}
