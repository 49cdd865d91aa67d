import { memoize } from "../collections/memoize";
import type { Json, Resource, TerraformConfiguration } from "../terraform/terraform-configuration";
import { externalDestinations } from "./external-destinations";
import { ignoredChanges } from "./ignored-changes";
import { lambdaGaps } from "./lambda-gaps";
import { allTopics, type ModelGap, modelGap } from "./model-gap";
import { unmodeledNetworkInterfaces } from "./unmodeled-network-interfaces";
import { unmodeledResourceGaps } from "./unmodeled-resource-types";
import { unresolvedParents } from "./unresolved-parents";

/** Providers that neither create anything in AWS nor call another system. */
const providersWithoutAwsResources = /^(?:random|time|tls|null|terraform|local|archive|cloudinit)_/;

/** Everything in a configuration that no model reads. */
export const modelGaps: (configuration: TerraformConfiguration) => readonly ModelGap[] = memoize((configuration) => {
  const unread = (configuration.unreadParts ?? []).map(
    ({ address, text }): ModelGap => ({ topics: allTopics, evidence: { text, addresses: [address] } }),
  );
  return [
    ...unread,
    ...configuration.resources.flatMap((resource) => [
      ...unresolvedParents(configuration, resource),
      ...foreignProviderGaps(resource),
      ...unmodeledResourceGaps(resource),
      ...ignoredChanges(resource),
      ...externalDestinations(configuration, resource),
    ]),
    ...unmodeledNetworkInterfaces(configuration),
    ...lambdaGaps(configuration),
  ];
});

/** Resources of other providers than the default one of AWS, and resources with provisioners. */
function foreignProviderGaps(resource: Resource): readonly ModelGap[] {
  const { address, mode, type, values } = resource;
  const isForeign = mode === "managed" && !type.startsWith("aws_") && !providersWithoutAwsResources.test(type);
  const provider = providerAlias(values.provider);
  const providerText = `${address} uses the provider ${provider}; its account and region are not known`;
  return [
    ...(isForeign ? [modelGap(allTopics, `${address} belongs to a provider that is not modeled`, resource)] : []),
    ...(values.provisioner === undefined
      ? []
      : [modelGap(allTopics, `${address} has a provisioner, which can run any command`, resource)]),
    ...(provider === undefined ? [] : [modelGap(allTopics, providerText, resource)]),
  ];
}

/** The alias of a provider configuration other than the default one. */
function providerAlias(value: Json | undefined): string | undefined {
  return typeof value === "string" && value.includes(".") ? value : undefined;
}
