import type { Environment } from "../../envs/schema/environment";
import { hclValue } from "./hcl/write-hcl";
import { accessInputs } from "./inputs/access-inputs";
import {
  accountInput,
  alarmTopicsInput,
  breakGlassInput,
  deployersInput,
  logRetentionInput,
  nameInput,
  organizationInput,
  regionInput,
  tagsInput,
} from "./inputs/account-inputs";
import { allowedDomainsInput } from "./inputs/allowed-domains-input";
import type { ModuleInput } from "./inputs/module-input";
import { attachmentInputs, certificateAuthorityInputs, networkInputs } from "./inputs/network-inputs";
import { optionInputs } from "./inputs/option-inputs";
import { ownEndpointInputs } from "./inputs/own-endpoint-inputs";
import { sizeInputs, userInputs } from "./inputs/studio-inputs";
import { withOptions } from "./options/synthesize-variants";
import { hasSizeInputs, hasUserInput } from "./source/environment-probe";
import type { ConfigurationSource } from "./source/module-source";

/** The inputs of a module. Those of an environment have its values as defaults. */
export function moduleInputs({ probe, options, defaults }: ConfigurationSource): readonly ModuleInput[] {
  const everything = withOptions(probe, options);
  return [
    ...inputsOf(probe, everything),
    ...(options.length > 0 ? optionInputs : []),
    ...(hasAccessInputs(probe, everything) ? accessInputs(probe) : []),
  ].map((input) => (input.name in defaults ? { ...input, default: hclValue(defaults[input.name]) } : input));
}

/** @param everything the probe with every option, which takes the most room */
function inputsOf(probe: Environment, everything: Environment): readonly ModuleInput[] {
  return [
    nameInput,
    regionInput,
    accountInput,
    ...networkInputs(probe),
    ...(probe.egress.kind === "inspected" ? [allowedDomainsInput] : []),
    organizationInput,
    tagsInput,
    logRetentionInput,
    deployersInput,
    breakGlassInput,
    alarmTopicsInput,
    ...ownEndpointInputs(everything),
    ...attachmentInputs(probe),
    ...certificateAuthorityInputs(probe),
    ...(hasUserInput(probe) ? userInputs(probe, hasAccessInputs(probe, everything)) : []),
    ...(hasSizeInputs(probe) ? sizeInputs : []),
  ];
}

/** Whether user access is made of options. */
function hasAccessInputs(probe: Environment, everything: Environment): boolean {
  return probe.access.kind !== everything.access.kind;
}
