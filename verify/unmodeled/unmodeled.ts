import type { Configuration, Json, Resource } from "../terraform/configuration";
import { foreignPartners } from "./external-destinations";
import { ignoredChanges } from "./ignored-changes";
import { codeOfOthers } from "./lambda-code-and-network";
import { everyTopic, type LooseEnd, looseEnd } from "./model-gap";
import { strangeTenants } from "./unmodeled-network-interfaces";
import { opaque } from "./unmodeled-resource-types";
import { unanchored } from "./unresolved-parents";

/** Providers that create nothing in AWS, and ask nobody. */
const harmless = /^(?:random|time|tls|null|terraform|local|archive|cloudinit)_/;

const found = new WeakMap<Configuration, readonly LooseEnd[]>();

/** Everything in a configuration that no model can place. */
export function looseEnds(configuration: Configuration): readonly LooseEnd[] {
  const known = found.get(configuration);
  if (known !== undefined) {
    return known;
  }
  const unread = (configuration.unread ?? []).map(
    ({ address, text }): LooseEnd => ({ topics: everyTopic, evidence: { text, addresses: [address] } }),
  );
  const ends = [
    ...unread,
    ...configuration.resources.flatMap((resource) => [
      ...unanchored(configuration, resource),
      ...elsewhere(resource),
      ...opaque(resource),
      ...ignoredChanges(resource),
      ...foreignPartners(configuration, resource),
    ]),
    ...strangeTenants(configuration),
    ...codeOfOthers(configuration),
  ];
  found.set(configuration, ends);
  return ends;
}

/** What lies with somebody or somewhere else than the default provider of AWS. */
function elsewhere(resource: Resource): readonly LooseEnd[] {
  const { address, mode, type, values } = resource;
  const isForeign = mode === "managed" && !type.startsWith("aws_") && !harmless.test(type);
  const provider = providerOf(values.provider);
  const whose = `${address} lies with the provider ${provider}, in whatever account and region that has`;
  return [
    ...(isForeign ? [looseEnd(everyTopic, `${address} is of a provider that is not read here`, resource)] : []),
    ...(values.provisioner === undefined
      ? []
      : [looseEnd(everyTopic, `${address} runs commands when it is created`, resource)]),
    ...(provider === undefined ? [] : [looseEnd(everyTopic, whose, resource)]),
  ];
}

/** The alias of a provider configuration other than the default one. */
function providerOf(value: Json | undefined): string | undefined {
  return typeof value === "string" && value.includes(".") ? value : undefined;
}
