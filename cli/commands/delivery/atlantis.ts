import { stringify } from "yaml";
import { environments } from "../../../envs";
import { partnersOf } from "../../../envs/inspection/inspection-environment";
import { sourceOf } from "../../../envs/validation/issues/environment-source";
import { requireAllEnvironments } from "../../../envs/validation/parse-environments";
import { atlantisRepositoryConfig, atlantisServerConfig } from "../../delivery/atlantis-config";
import { type OrderedStack, stacksBefore } from "../../delivery/deployment-order";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { writeOutput } from "../../shared/files/write-output";
import { atlantisSyntax } from "../../syntax/delivery/atlantis-syntax";

export const atlantis: Command = { run };

/** As Atlantis names a repository: the server, then the path. A pattern would let other repositories in. */
const REPOSITORY = /^[\w.-]+(?:\/[\w.-]+){2,}$/;

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { values } = parseCommandArguments(atlantisSyntax, args);
  const { server, output } = values;
  if (server !== undefined && !REPOSITORY.test(server)) {
    throw new Error(`--server: not a repository, got ${server}; pass HOST/OWNER/REPOSITORY, as Atlantis names it`);
  }
  const config = server === undefined ? atlantisRepositoryConfig(namedEnvironments()) : atlantisServerConfig(server);
  const text = `${server === undefined ? HEAD : SERVER_HEAD}\n${stringify(config, { lineWidth: 0 })}`;
  writeOutput(text, output, terminal);
  return 0;
}

const HEAD = "# Written by studio-perimeter atlantis: run it again when an environment is added or removed.";
const SERVER_HEAD = "# For repos.yaml of the Atlantis server; written by studio-perimeter atlantis --server.";

/** @throws an error with every issue of the environments, one per line: a name becomes a folder */
function namedEnvironments() {
  const all = requireAllEnvironments(environments, new Date());
  const stacks = [...all.environments, ...all.inspections].map(
    (environment): OrderedStack => ({
      name: environment.name,
      isHub: environment.kind === "inspection",
      partners: partnersOf(environment),
    }),
  );
  return environments.map((environment) => {
    const source = sourceOf(environment);
    const stack = stacks.find(({ name }) => name === environment.name);
    const after = stack === undefined ? [] : stacksBefore(stack, stacks);
    return { name: environment.name, after, ...(source?.kind === "file" && { file: source.file }) };
  });
}
