import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkArtifactory, publishToArtifactory } from "../../publication/artifactory";
import { checkHcpTerraform, publishToHcpTerraform } from "../../publication/hcp-terraform";
import { untarGzip } from "../../publication/module-archive";
import { archiveName, MODULE_SYSTEM, type NamedModule, type PublishedModule } from "../../publication/published-module";
import { requireRegistryUrl, requireToken } from "../../publication/registry-requests";
import { releasedInterfaces } from "../../publication/released-interfaces";
import { addToStaticRegistry, writeArchives } from "../../publication/static-registry";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { parseChoice } from "../../shared/parse-choice";
import { version } from "../../shared/project";
import { publicationTargets, publishModuleSyntax } from "../../syntax/delivery/publish-module-syntax";
import { type ChosenModule, chosenModules } from "../support/chosen-modules";
import type { ExportPurpose } from "../support/exported-modules";

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
  const publisherOf = publishers[parseChoice("publish-module", publicationTargets, values.to)];
  // What the command line lacks, and a token that the target refuses, is said before the modules are made.
  const { check, send } = publisherOf(values, terminal);
  const purpose = values.unprotected ? "unprotected" : "release";
  const named = chosen.map((module) => ({ module, ...nameOf(module, purpose) }));
  await check?.(named);
  await send(
    named.map(({ module, ...name }) => ({
      ...name,
      files: values.from === undefined ? madeFiles(module, purpose) : archivedFiles(values.from, name),
    })),
  );
  for (const { name, kind } of values.unprotected ? [] : chosen) {
    if (releasedInterfaces(kind)[name]?.version !== version()) {
      terminal.out(
        `${name}: keep the interface of ${version()}, so that a breaking change after it is refused: studio-perimeter export-module ${name} --keep-interface\n`,
      );
    }
  }
  return 0;
}

function nameOf({ name }: ChosenModule, purpose: ExportPurpose): NamedModule {
  return { name: `studio-${name}${purpose === "unprotected" ? "-unprotected" : ""}`, version: version() };
}

/** Makes a module. The framework is loaded for this alone. */
function madeFiles(module: ChosenModule, purpose: ExportPurpose): PublishedModule["files"] {
  const { exportedModule } = require("../support/exported-modules") as typeof import("../support/exported-modules");
  return exportedModule(module, purpose).files;
}

/** Files of a module that was made before. @throws when the folder has no archive of this version, or it was changed */
function archivedFiles(folder: string, module: NamedModule): PublishedModule["files"] {
  const path = join(folder, archiveName(module));
  return untarGzip(readArchive(path), path);
}

function readArchive(path: string): Uint8Array {
  if (!existsSync(path)) {
    throw new Error(
      `${path}: no such archive; --from names a folder that publish-module --to archives wrote with this version`,
    );
  }
  return readFileSync(path);
}

/** How modules get to a target. */
interface Publisher {
  /** Fails for a target that would refuse every module. @default - nothing refuses them */
  readonly check?: (modules: readonly NamedModule[]) => Promise<void>;
  /** Publishes modules, and says what happened to each. */
  readonly send: (modules: readonly PublishedModule[]) => Promise<void> | void;
}

const publishers: Readonly<Record<Target, (destination: Destination, terminal: Terminal) => Publisher>> = {
  archives: ({ out }, terminal) => ({
    send: (modules) => {
      for (const path of writeArchives(out, modules)) {
        terminal.out(`${path}\n`);
      }
    },
  }),
  registry: ({ out, ...destination }, terminal) => {
    const namespace = requireNamespace(destination);
    return {
      send: (modules) => {
        addToStaticRegistry(out, namespace, modules);
        for (const { name, version: number } of modules) {
          terminal.out(`${out}: <host>/${namespace}/${name}/${MODULE_SYSTEM} ${number}\n`);
        }
      },
    };
  },
  "hcp-terraform": (destination, terminal) => {
    const organization = requireNamespace(destination);
    const url = requireRegistryUrl(destination.url ?? HCP_TERRAFORM);
    const target = { url, organization, token: requireToken(url.host, terminal.environment) };
    return {
      check: () => checkHcpTerraform(target),
      send: (modules) =>
        sendEach(modules, `${url.host}/${organization}`, terminal, (module) => publishToHcpTerraform(target, module)),
    };
  },
  artifactory: (destination, terminal) => {
    const namespace = requireNamespace(destination);
    if (destination.url === undefined) {
      throw new Error("publish-module: artifactory needs the address of the repository, got none; pass --url");
    }
    const url = requireRegistryUrl(destination.url);
    const target = { url, namespace, token: requireToken(url.host, terminal.environment) };
    return {
      check: async (modules) => {
        for (const module of modules.slice(0, 1)) {
          await checkArtifactory(target, module);
        }
      },
      send: (modules) =>
        sendEach(modules, `${url.host}/${namespace}`, terminal, (module) => publishToArtifactory(target, module)),
    };
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
