import { memoize } from "../collections/memoize";
import type { Json, Resource, TerraformConfiguration } from "../terraform/terraform-configuration";
import { externalDestinations } from "./external-destinations";
import { ignoredChanges } from "./ignored-changes";
import { lambdaGaps } from "./lambda-gaps";
import { allTopics, type ModelGap, modelGap } from "./model-gap";
import { unmodeledNetworkInterfaces } from "./unmodeled-network-interfaces";
import { unmodeledResourceGaps } from "./unmodeled-resource-types";
import { unresolvedParents } from "./unresolved-parents";

/** Providers that create nothing in AWS, and ask nobody. */
const providersWithoutAwsResources = /^(?:random|time|tls|null|terraform|local|archive|cloudinit)_/;

/** Everything in a configuration that no model can place. */
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

/** What lies with somebody or somewhere else than the default provider of AWS. */
function foreignProviderGaps(resource: Resource): readonly ModelGap[] {
  const { address, mode, type, values } = resource;
  const isForeign = mode === "managed" && !type.startsWith("aws_") && !providersWithoutAwsResources.test(type);
  const provider = providerAlias(values.provider);
  const providerText = `${address} lies with the provider ${provider}, in whatever account and region that has`;
  return [
    ...(isForeign ? [modelGap(allTopics, `${address} is of a provider that is not read here`, resource)] : []),
    ...(values.provisioner === undefined
      ? []
      : [modelGap(allTopics, `${address} runs commands when it is created`, resource)]),
    ...(provider === undefined ? [] : [modelGap(allTopics, providerText, resource)]),
  ];
}

/** The alias of a provider configuration other than the default one. */
function providerAlias(value: Json | undefined): string | undefined {
  return typeof value === "string" && value.includes(".") ? value : undefined;
}
