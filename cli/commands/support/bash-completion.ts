import type { CommandSyntax, Completion } from "../../shared/command-syntax";

/** A script for bash that completes every command by its syntax. */
export function bashCompletion(syntaxes: readonly CommandSyntax[], claimNames: readonly string[]): string {
  const commands = syntaxes.map(({ name }) => name).join(" ");
  return `# Completion of studio-perimeter for bash: eval "$(studio-perimeter completion bash)"
_studio_perimeter_environments() {
  local path
  for path in "\${CDKTF_OUTDIR:-cdktf.out}"/stacks/*/cdk.tf.json; do
    [ -e "$path" ] && basename "$(dirname "$path")"
  done
}

# Bash completes file names where there is no candidate.
_studio_perimeter() {
  local claims="${claimNames.join(" ")}"
  local command="\${COMP_WORDS[1]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" current="\${COMP_WORDS[COMP_CWORD]}"
  local options="" candidates=""
  case "$command" in
    help) candidates="${commands}" ;;
${syntaxes.map(wordsOf).join("\n")}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    options="--help --version"
    candidates="${commands} help"
  fi
  case "$current" in
    -*) candidates="$options" ;;
  esac
  case "$command $previous" in
${syntaxes.flatMap(valuesOf).join("\n")}
  esac
  COMPREPLY=($(compgen -W "$candidates" -- "$current"))
}
complete -o default -F _studio_perimeter studio-perimeter
`;
}

/** The same script for zsh, which reads scripts for bash with a module of its own. */
export function zshCompletion(syntaxes: readonly CommandSyntax[], claimNames: readonly string[]): string {
  return `#compdef studio-perimeter
autoload -U +X bashcompinit && bashcompinit
${bashCompletion(syntaxes, claimNames)}`;
}

function wordsOf({ name, options, arguments: [argument] = [] }: CommandSyntax): string {
  const flags = [...Object.keys(options).map((option) => `--${option}`), "--help"].join(" ");
  return `    ${name}) options="${flags}" candidates="${argument === undefined ? flags : candidates(argument.completion)}" ;;`;
}

function valuesOf({ name, options }: CommandSyntax): readonly string[] {
  return Object.entries(options)
    .filter(([, { type }]) => type === "string")
    .map(([option, { completion }]) => `    "${name} --${option}") candidates="${candidates(completion)}" ;;`);
}

function candidates(completion: Completion | undefined): string {
  switch (completion) {
    case undefined:
    case "file":
      return "";
    case "environment":
      return "$(_studio_perimeter_environments)";
    case "claim":
      return "$claims";
    default:
      return completion.join(" ");
  }
}
