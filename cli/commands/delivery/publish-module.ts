import { publishToArtifactory } from "../../publication/artifactory";
import { publishToHcpTerraform } from "../../publication/hcp-terraform";
import { MODULE_SYSTEM, type PublishedModule } from "../../publication/published-module";
import { requireRegistryUrl, requireToken } from "../../publication/registry-requests";
import { releasedInterfaces } from "../../publication/released-interfaces";
import { addToStaticRegistry, writeArchives } from "../../publication/static-registry";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { parseChoice } from "../../shared/parse-choice";
import { version } from "../../shared/project";
import { publicationTargets, publishModuleSyntax } from "../../syntax/delivery/publish-module-syntax";
import { chosenModules, exportedModule } from "../support/exported-modules";

export const publishModule: Command = { run };

const HCP_TERRAFORM = "https://app.terraform.io";

type Target = (typeof publicationTargets)[number];

/** What the command line says about the target. */
interface Destination {
  readonly out: string;
  readonly namespace?: string;
  readonly url?: string;
}

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseCommandArguments(publishModuleSyntax, args);
  const chosen = chosenModules("publish-module", positionals, values.all);
  const publish = publishers[parseChoice("publish-module", publicationTargets, values.to)];
  // What the command line lacks is said before the modules are made.
  const send = publish(values, terminal);
  const modules = chosen.map((module) => ({
    name: `studio-${module.name}${values.unprotected ? "-unprotected" : ""}`,
    version: version(),
    files: exportedModule(module, values.unprotected).files,
  }));
  await send(modules);
  for (const { name, kind } of values.unprotected ? [] : chosen) {
    if (releasedInterfaces(kind)[name]?.version !== version()) {
      terminal.out(
        `${name}: keep the interface of ${version()}, so that a breaking change after it is refused: studio-perimeter export-module ${name} --keep-interface\n`,
      );
    }
  }
  return 0;
}

/** Publishes modules, and says what happened to each. */
type Send = (modules: readonly PublishedModule[]) => Promise<void> | void;

/** How modules get to each target. */
const publishers: Readonly<Record<Target, (destination: Destination, terminal: Terminal) => Send>> = {
  archives: ({ out }, terminal) => {
    return (modules) => {
      for (const path of writeArchives(out, modules)) {
        terminal.out(`${path}\n`);
      }
    };
  },
  registry: ({ out, ...destination }, terminal) => {
    const namespace = requireNamespace(destination);
    return (modules) => {
      addToStaticRegistry(out, namespace, modules);
      for (const { name, version: number } of modules) {
        terminal.out(`${out}: <host>/${namespace}/${name}/${MODULE_SYSTEM} ${number}\n`);
      }
    };
  },
  "hcp-terraform": (destination, terminal) => {
    const organization = requireNamespace(destination);
    const url = requireRegistryUrl(destination.url ?? HCP_TERRAFORM);
    const target = { url, organization, token: requireToken(url.host, terminal.environment) };
    return (modules) =>
      sendEach(modules, `${url.host}/${organization}`, terminal, (module) => publishToHcpTerraform(target, module));
  },
  artifactory: (destination, terminal) => {
    const namespace = requireNamespace(destination);
    if (destination.url === undefined) {
      throw new Error("publish-module: artifactory needs the address of the repository, got none; pass --url");
    }
    const url = requireRegistryUrl(destination.url);
    const target = { url, namespace, token: requireToken(url.host, terminal.environment) };
    return (modules) =>
      sendEach(modules, `${url.host}/${namespace}`, terminal, (module) => publishToArtifactory(target, module));
  },
};

async function sendEach(
  modules: readonly PublishedModule[],
  where: string,
  terminal: Terminal,
  send: (module: PublishedModule) => Promise<boolean>,
): Promise<void> {
  for (const module of modules) {
    const isSent = await send(module);
    const state = isSent ? "published" : "already published";
    terminal.out(`${where}/${module.name}/${MODULE_SYSTEM} ${module.version}: ${state}\n`);
  }
}

/** @throws unless there is a namespace of letters, digits, hyphens and underscores, as addresses of modules have them */
function requireNamespace({ namespace }: Pick<Destination, "namespace">): string {
  if (namespace === undefined || !/^[0-9A-Za-z](?:[\w-]{0,62}[0-9A-Za-z])?$/.test(namespace)) {
    throw new Error(
      `publish-module: --namespace: not 1 to 64 letters, digits, inner hyphens or underscores, got ${namespace ?? "none"}; name the first word of the address`,
    );
  }
  return namespace;
}
