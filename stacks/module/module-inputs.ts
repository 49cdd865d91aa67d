import type { Environment } from "../../envs/schema/environment";
import { hclValue } from "./hcl/write-hcl";
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
import { hasSizeInputs, hasUserInput } from "./source/environment-probe";
import type { ModuleSource } from "./source/module-source";

/** The inputs of a module. Those of an environment have its values as defaults. */
export function moduleInputs({
  probe,
  options,
  defaults,
}: Pick<ModuleSource, "probe" | "options" | "defaults">): readonly ModuleInput[] {
  return [...inputsOf(probe), ...(options.length > 0 ? optionInputs : [])].map((input) =>
    input.name in defaults ? { ...input, default: hclValue(defaults[input.name]) } : input,
  );
}

function inputsOf(probe: Environment): readonly ModuleInput[] {
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
    ...ownEndpointInputs(probe),
    ...attachmentInputs(probe),
    ...certificateAuthorityInputs(probe),
    ...(hasUserInput(probe) ? userInputs(probe) : []),
    ...(hasSizeInputs(probe) ? sizeInputs : []),
  ];
}
