import { dirname, resolve } from "node:path";
import { hasOnlyArguments } from "../../references/lookup-properties";
import {
  blocksOf,
  isAbsent,
  isLiteralText,
  type JsonObject,
  namedBlocks,
  objectOf,
} from "../../terraform-configuration";

/**
 * Where Terraform keeps a state, as one text: two equal ones are one state. `undefined` where that is not known, such as for a backend whose
 * settings `terraform init` gets.
 */
export type StateLocation = string | undefined;

/** Where a root module keeps its state in the default workspace: its backend, or a file in its folder. */
export function stateLocationOf(json: JsonObject, source: string): StateLocation {
  const terraform = blocksOf(json.terraform);
  const backends = terraform.flatMap(({ backend }) => namedBlocks(backend));
  const others = terraform.some(({ cloud }) => !isAbsent(cloud));
  const [backend, ...more] = backends;
  if (others || more.length > 0) {
    return undefined;
  }
  return backend === undefined ? placeOf("local", {}, source) : placeOf(backend[0], backend[1], source);
}

/** Where a data source `terraform_remote_state` reads: only the default workspace is known, and no default may stand in for what is missing. */
export function readLocationOf(values: JsonObject, source: string): StateLocation {
  const { backend, config } = values;
  return hasOnlyArguments(values, "backend", "config") && isLiteralText(backend)
    ? placeOf(backend, objectOf(config), source)
    : undefined;
}

function placeOf(type: string, settings: JsonObject, source: string): StateLocation {
  switch (type) {
    case "local":
      return localPlaceOf(settings, source);
    case "s3":
      return bucketPlaceOf(settings);
    default:
      return undefined;
  }
}

function localPlaceOf({ path, workspace_dir: folder }: JsonObject, source: string): StateLocation {
  const named = path ?? "terraform.tfstate";
  return isLiteralText(named) && isAbsent(folder)
    ? `local ${resolve(/\.json$/.test(source) ? dirname(source) : source, named)}`
    : undefined;
}

/** The name of a bucket is that of one bucket in a partition; at another host it may be any. */
function bucketPlaceOf(settings: JsonObject): StateLocation {
  const { bucket, key, region, endpoint, endpoints } = settings;
  return [bucket, key, region].every(isLiteralText) && [endpoint, endpoints].every(isAbsent)
    ? `s3 ${JSON.stringify([bucket, key, region])}`
    : undefined;
}
