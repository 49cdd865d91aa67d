import { isJsonObject, type JsonObject, objectOf } from "../../../verify/terraform/terraform-configuration";
import { withDeployableStack } from "../../delivery/deployable-stack";
import { initialize, showJson } from "../../delivery/run-terraform";
import { applyDomainSettings as applySettings } from "../../operations/apply-domain-settings";
import { awsSdk } from "../../operations/aws-sdk";
import { domainSettings } from "../../operations/domain-settings";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { readJson } from "../../shared/files/json-file";
import { applyDomainSettingsSyntax } from "../../syntax/delivery/apply-domain-settings-syntax";

export const applyDomainSettings: Command = { run };

/** AWS takes seconds to update a domain. */
const PAUSE_MS = 2000;

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseCommandArguments(applyDomainSettingsSyntax, args);
  // Only the result is for the standard output, so that it can be read as JSON.
  const synthesis = { ...terminal, out: terminal.err };
  return withDeployableStack(
    { command: "apply-domain-settings", positionals, skipSynth: values["skip-synth"], synthesis },
    terminal.environment,
    async ({ name, path, run: { signal, ...rest } }) => {
      const stack = readJson(path) as JsonObject;
      if (!isJsonObject(objectOf(stack.resource).aws_sagemaker_domain)) {
        throw new Error(`apply-domain-settings: ${name} has no Studio domain; name an environment with Studio`);
      }
      const terraform = { ...rest, signal, show: () => {} };
      await initialize(terraform);
      const domain = domainSettings(stack as never, await showJson(terraform), name);
      return applySettings(
        domain,
        awsSdk(domain.region, signal),
        { name, isRun: values.run, isJson: values.json, pauseMs: PAUSE_MS, signal },
        terminal,
      );
    },
  );
}
