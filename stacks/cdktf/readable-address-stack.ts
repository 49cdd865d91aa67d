import { TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import type { IConstruct, Node } from "constructs";
import { TokenResolver } from "./token-resolver";

/** A tree of JSON values. */
type JsonTree = { [key: string]: unknown };

/**
 * A stack that refers to no other stack, with readable addresses: construct paths joined by `_`, without cdktf's hash, so that
 * `network/studio_a` becomes `aws_subnet.network_studio_a`. Addresses are this project's public contract.
 *
 * What it writes is equal to what cdktf writes. It leaves out cdktf's first of three passes over the tree, which looks for
 * references between stacks, and makes one of the other two.
 */
export class ReadableAddressStack extends TerraformStack {
  private readonly pathByLogicalId = new Map<string, string>();

  /** cdktf would resolve the whole stack here, to find references between stacks. There are none. */
  override prepareStack(): void {
    this.ensureBackendExists();
  }

  /** @throws always: an override of the whole stack would not reach the JSON; `addOverride` of one element does */
  override addOverride(path: string): never {
    throw new Error(
      `${this.node.path}: has no overrides of its own, got ${path}; override the element that it is about`,
    );
  }

  override toTerraform(): JsonTree {
    const resolver = new TokenResolver(this);
    const metadata: JsonTree = {
      version: this.node.tryGetContext("cdktfVersion"),
      stackName: this.node.id,
      backend: "local",
    };
    const outputs: JsonTree = {};
    const terraform: JsonTree = { "//": { metadata, outputs } };
    for (const element of elementsOf(this)) {
      mergeTrees(metadata, resolver.resolve(element.toMetadata()) as JsonTree);
      mergeTrees(terraform, resolver.resolve(element.toTerraform()) as JsonTree);
      if (TerraformOutput.isTerraformOutput(element)) {
        mergeTrees(outputs, treeWithLeaf(element.node.path.split("/"), element.friendlyUniqueId));
      }
    }
    return terraform;
  }

  /**
   * Names elements, and by their nodes the folders of assets.
   *
   * @throws when two constructs would share a name: without this guard the second silently replaces the first in the JSON
   */
  protected override allocateLogicalId(named: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(named) ? named.node : named;
    const ids = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const name = ids.join("_");
    const taken = this.pathByLogicalId.get(name);
    if (taken !== undefined && taken !== node.path) {
      throw new Error(
        `${node.path}: shares the Terraform name with another construct, got ${name} from ${taken}; rename one of the ids`,
      );
    }
    this.pathByLogicalId.set(name, node.path);
    return name;
  }
}

function elementsOf(scope: IConstruct): readonly TerraformElement[] {
  const own = TerraformElement.isTerraformElement(scope) ? [scope] : [];
  return [...own, ...scope.node.children.flatMap(elementsOf)];
}

/** Merges as cdktf does: objects by key, lists one after the other, anything else by the last word. */
function mergeTrees(target: JsonTree, source: JsonTree): void {
  for (const [key, value] of Object.entries(source)) {
    const present = target[key];
    if (Array.isArray(value)) {
      target[key] = Array.isArray(present) ? [...present, ...value] : value;
    } else if (typeof value === "object" && value !== null) {
      if (typeof present === "object" && present !== null) {
        mergeTrees(present as JsonTree, value as JsonTree);
      } else {
        target[key] = value;
      }
    } else {
      target[key] = value;
    }
  }
}

function treeWithLeaf(path: readonly string[], leaf: string): JsonTree {
  return path.reduceRight<unknown>((inner, part) => ({ [part]: inner }), leaf) as JsonTree;
}
