import { policyModel } from "../../iam/attachments/policy-model";
import { regionOfResource } from "../../iam/language/region-of-resource";
import { resourceTypeOf } from "../../terraform/resource-types";
import { argumentsOf, type FoundArgument, isUnset } from "../../terraform/resource-types/argument-uses";
import {
  isReadInAnyRegion,
  keyArgumentsOfKeyParts,
  typesOfBucketParts,
} from "../../terraform/resource-types/groups/type-groups";
import type { ModeledType } from "../../terraform/resource-types/resource-type";
import {
  isJsonObject,
  type Json,
  jsonText,
  type Resource,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import { type ModelGap, modelGap } from "../model-gap";

/** Arguments of a modeled type that no model reads and that are not known to be harmless. */
export function unlistedArgumentGaps(configuration: TerraformConfiguration, resource: Resource): readonly ModelGap[] {
  const type = resource.mode === "managed" ? resourceTypeOf(resource.type) : undefined;
  if (type?.kind !== "modeled") {
    return [];
  }
  const found = argumentsOf(resource, type).flatMap((argument) => gapOf(type, resource, argument));
  return [...found, ...regionGaps(configuration, type, resource)];
}

function gapOf(type: ModeledType, resource: Resource, { path, value, use }: FoundArgument): readonly ModelGap[] {
  const unmodeled = { type: resource.type, argument: path };
  if (use === undefined) {
    return [modelGap(type.topics, `${resource.address}: no model reads the argument ${path}`, resource, unmodeled)];
  }
  if (use.kind !== "unread" || isHarmless(value, use.harmlessValues)) {
    return [];
  }
  const { topics = type.topics, cannotBe, doing } = use;
  const gap = modelGap(topics, `${resource.address}: ${path} ${doing}; this is not modeled`, resource, unmodeled);
  return [{ ...gap, ...(cannotBe && { cannotBe }) }];
}

/** Whether each value in the argument is the default of the provider, or one of the harmless values. */
function isHarmless(value: Json, harmlessValues: readonly (string | boolean | number)[]): boolean {
  if (Array.isArray(value)) {
    return value.every((item) => isHarmless(item, harmlessValues));
  }
  if (isJsonObject(value)) {
    return Object.values(value).every((item) => isHarmless(item, harmlessValues));
  }
  // A plan writes the default of a flag or a text as false or "". Where true is harmless, it is the default.
  const isDefault = isUnset(value) || value === "" || (value === false && !harmlessValues.includes(true));
  return isDefault || harmlessValues.map(String).includes(jsonText(value));
}

/**
 * A resource in another Region than that of the provider, which the models take for all resources. They read buckets and keys in any Region;
 * what configures one must be in the Region of it, or AWS refuses it.
 */
function regionGaps(
  configuration: TerraformConfiguration,
  { topics }: ModeledType,
  resource: Resource,
): readonly ModelGap[] {
  const { text } = policyModel(configuration);
  const place = regionOfResource(configuration, text, resource);
  if (place.kind === "unknown" || (place.kind === "other" && !isReadInAnyRegion(resource.type))) {
    const named = text.placeholders.readable(place.kind === "other" ? place.region : place.named);
    const sentence = `${resource.address}: the Region ${named} is not known to be that of the provider`;
    return [modelGap(topics, sentence, resource)];
  }
  const region = place.kind === "other" ? place.region : undefined;
  const configured = configuredBy(configuration, resource);
  return configured === undefined || configured.region === region
    ? []
    : [
        modelGap(
          topics,
          `${resource.address}: ${configured.address} is in another Region, so AWS refuses it`,
          resource,
        ),
      ];
}

/** The bucket or the key of the configuration that a resource configures. */
function configuredBy(
  configuration: TerraformConfiguration,
  { type, values }: Resource,
): { readonly address: string; readonly region?: string } | undefined {
  const { buckets, kmsKeys, text } = policyModel(configuration);
  const isOfBucket = typesOfBucketParts.has(type);
  const argument = isOfBucket ? "bucket" : keyArgumentsOfKeyParts.get(type);
  const written = argument === undefined ? undefined : values[argument];
  if (typeof written !== "string") {
    return undefined;
  }
  const name = text.resolve(written);
  return isOfBucket ? buckets.find((one) => one.name === name) : kmsKeys.find(({ names }) => names.has(name));
}
