import type { CommandSyntax, Completion } from "../../shared/command-syntax";

/** A script for fish that completes every command by its syntax. */
export function fishCompletion(syntaxes: readonly CommandSyntax[], claimNames: readonly string[]): string {
  const lines = syntaxes.flatMap((syntax) => linesOf(syntax, claimNames));
  return `# Completion of studio-perimeter for fish
function __studio_perimeter_environments
    set -l folder cdktf.out
    set -q CDKTF_OUTDIR; and set folder $CDKTF_OUTDIR
    for path in $folder/stacks/*/cdk.tf.json
        basename (dirname $path)
    end
end

complete -c studio-perimeter -n __fish_use_subcommand -f
complete -c studio-perimeter -n __fish_use_subcommand -l version -d ${quote("print the version")}
${lines.join("\n")}
`;
}

function linesOf({ name, summary, options, arguments: [argument] = [] }: CommandSyntax, claimNames: readonly string[]) {
  const within = `complete -c studio-perimeter -n ${quote(`__fish_seen_subcommand_from ${name}`)}`;
  return [
    `complete -c studio-perimeter -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
    argument?.completion === "file" ? `${within} -F` : `${within} -f${candidates(argument?.completion, claimNames)}`,
    ...Object.entries(options).map(([option, { type, completion, description }]) => {
      const files = completion === "file" ? " -r -F" : type === "string" ? " -x" : "";
      return `${within} -l ${option}${files}${candidates(completion, claimNames)} -d ${quote(description)}`;
    }),
    `${within} -s h -l help -d ${quote("print this help")}`,
  ];
}

function candidates(completion: Completion | undefined, claimNames: readonly string[]): string {
  switch (completion) {
    case undefined:
    case "file":
      return "";
    case "environment":
      return " -a '(__studio_perimeter_environments)'";
    case "claim":
      return ` -a ${quote(claimNames.join(" "))}`;
    default:
      return ` -a ${quote(completion.join(" "))}`;
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
