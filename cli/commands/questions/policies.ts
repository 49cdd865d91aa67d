import { join } from "node:path";
import { environments } from "../../../envs";
import type { Environment } from "../../../envs/schema/environment";
import { requireAllEnvironments } from "../../../envs/validation/parse-environments";
import {
  MAX_POLICY_CHARACTERS,
  type OrganizationPolicy,
  organizationPolicies,
} from "../../../stacks/organization-policies";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { replaceFileInNewFolder } from "../../shared/files/replace-file";
import { policiesSyntax } from "../../syntax/questions/policies-syntax";

export const policies: Command = { run };

const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { values } = parseCommandArguments(policiesSyntax, args);
  const { environments: all, inspections } = requireAllEnvironments(environments, new Date());
  const written = organizationPolicies(all, organizationIdOf(all, values.organization), inspections);
  for (const { fileName, text } of written) {
    replaceFileInNewFolder(join(values.output, fileName), text);
  }
  terminal.out(table(values.output, written));
  return 0;
}

function organizationIdOf(all: readonly Environment[], asked: string | undefined): string {
  const ids = asked === undefined ? [...new Set(all.flatMap(({ organizationId }) => organizationId ?? []))] : [asked];
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0 || !ORGANIZATION_ID.test(id)) {
    throw new Error(
      `policies: needs one organization id, got ${ids.join(", ") || "none"}; pass --organization o-ID, o- and 10 to 32 small letters and digits, or set organizationId in envs/`,
    );
  }
  return id;
}

function table(folder: string, written: readonly OrganizationPolicy[]): string {
  const rows = written.map(({ kind, fileName, purpose, countedCharacters }) => ({
    path: join(folder, fileName),
    size: `${countedCharacters} of ${MAX_POLICY_CHARACTERS[kind]} characters`,
    what: `${kind}: ${purpose}`,
  }));
  const [path, size] = (["path", "size"] as const).map((column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => `${row.path.padEnd(path ?? 0)}  ${row.size.padStart(size ?? 0)}  ${row.what}\n`).join("");
}
