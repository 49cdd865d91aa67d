import { refusalLine } from "../../constraints/refusal";
import { suricataRefusals } from "../../constraints/suricata-refusals";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { Terminal } from "./command";

/** Warns on standard error of Suricata rules that AWS Network Firewall would refuse, in stacks, plans and states of any author. */
export function warnOfRefusedRules(name: string, { resources }: TerraformConfiguration, terminal: Terminal): void {
  const managed = resources.filter(({ mode }) => mode === "managed");
  for (const refusal of suricataRefusals({ resources: managed })) {
    terminal.err(`warning: ${name}: ${refusalLine(refusal)}\n`);
  }
}
