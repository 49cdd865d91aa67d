import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import { SOURCE_FILES, SOURCE_FOLDERS } from "../shared/sources/synthesis-sources";

/** An environment that Atlantis plans. */
export interface AtlantisEnvironment {
  readonly name: string;
  /** Its YAML or JSON file, relative to the repository. @default - it is written in TypeScript */
  readonly file?: string;
  /** Environments that must be applied before it. @default - none */
  readonly after?: readonly string[];
}

/** Name of the workflow that the server defines. */
const WORKFLOW = "studio-perimeter";

/** Where the synthesis puts the stack, and how to get from there to the repository. */
const STACKS = "cdktf.out/stacks";
const ROOT = "../../..";

/**
 * The file `atlantis.yaml` of the repository: one project for each environment. It names no workflow: a pull request can change this
 * file, and the server has one for the repository.
 *
 * @see https://www.runatlantis.io/docs/repo-level-atlantis-yaml
 */
export function atlantisRepositoryConfig(environments: readonly AtlantisEnvironment[]): JsonObject {
  return {
    version: 3,
    automerge: false,
    parallel_plan: true,
    parallel_apply: false,
    projects: environments.map(({ name, file, after = [] }) => ({
      name,
      dir: `${STACKS}/${name}`,
      workspace: "default",
      ...(after.length > 0 && { depends_on: after }),
      autoplan: { enabled: true, when_modified: sourcePatterns(file) },
    })),
  };
}

/** Patterns as in `.dockerignore`, of which the last match wins: an environment in a file is no source of another one. */
function sourcePatterns(file: string | undefined): readonly string[] {
  const shared = SOURCE_FOLDERS.map((folder) => `${ROOT}/${folder}/**`);
  const others = ["yaml", "yml", "json"].map((extension) => `!${ROOT}/envs/**/*.${extension}`);
  const own = file === undefined ? [] : [`${ROOT}/${file}`];
  return [...shared, ...SOURCE_FILES.map((name) => `${ROOT}/${name}`), ...others, ...own];
}

/**
 * What a pull request must have before Terraform or its own code runs with the credentials of the server. Branch protection decides what
 * `mergeable` means, such as an approval by code owners; `undiverged` needs `--checkout-strategy=merge`.
 *
 * @see https://www.runatlantis.io/docs/command-requirements
 */
const REQUIREMENTS = ["approved", "mergeable", "undiverged"];

/**
 * What the server's `repos.yaml` needs: the requirements of each command, and a workflow that synthesizes, reviews the plan and verifies
 * the state. The reports come from the `studio-perimeter` of the server's image, not from the one of the pull request.
 *
 * @param repository as Atlantis names it: `github.com/example/perimeter`
 * @see https://www.runatlantis.io/docs/server-side-repo-config
 */
export function atlantisServerConfig(repository: string): JsonObject {
  return {
    repos: [
      {
        id: repository,
        branch: "/^main$/",
        plan_requirements: REQUIREMENTS,
        apply_requirements: REQUIREMENTS,
        import_requirements: REQUIREMENTS,
        workflow: WORKFLOW,
        allowed_workflows: [WORKFLOW],
        allowed_overrides: [],
        allow_custom_workflows: false,
        autodiscover: { mode: "disabled" },
        pre_workflow_hooks: [{ description: "make the folders of the projects", run: FOLDERS, commands: "plan" }],
      },
    ],
    workflows: {
      [WORKFLOW]: {
        plan: { steps: [{ run: { command: SYNTHESIS, output: "hide" } }, "init", "plan", { run: REVIEW }] },
        apply: { steps: ["apply", { run: VERIFICATION }] },
      },
    },
  };
}

/**
 * Atlantis ignores a project without a folder, and runs hooks before it checks the requirements of a plan. So the hook reads the names of
 * folders and makes them, and runs no code of the pull request. A link of the pull request could lead out of the repository.
 */
const FOLDERS = `if [ -L cdktf.out ] || [ -L ${STACKS} ]; then
  echo "cdktf.out: a symbolic link; remove it from the repository"
  exit 1
fi
sed -n 's|^ *dir: \\(${STACKS}/[a-z0-9-]*\\)$|\\1|p' atlantis.yaml | while read -r dir; do mkdir -p "$dir"; done`;

/**
 * The pull request's own code runs here, after the requirements were checked, and without the variables of the server. Projects are planned
 * at the same time in one clone, so the first one synthesizes for all of them.
 */
const SYNTHESIS = `set -eu
git=$(git rev-parse --absolute-git-dir)
cd "$(git rev-parse --show-toplevel)"
exec 9> "$git/studio-perimeter.lock"
flock 9
commit=$(git rev-parse HEAD)
if [ "$(cat "$git/studio-perimeter.commit" 2> /dev/null || true)" = "$commit" ]; then exit 0; fi
home=$(mktemp -d)
code=0
env -i PATH="$PATH" HOME="$home" CI=true STUDIO_PERIMETER_UNPROVEN=allow sh -ec 'npm ci --no-fund --no-audit && npm run synth' 9>&- || code=$?
rm -rf "$home"
if [ "$code" = 0 ]; then echo "$commit" > "$git/studio-perimeter.commit"; fi
exit "$code"`;

/** Exit code 3 asks for approval, which Atlantis requires before each plan and each apply; other codes refuse the plan. */
const REVIEW = reportScript(
  "plan.json",
  'show -json "$PLANFILE"',
  'review "$work/plan.json" --name "$PROJECT_NAME"',
  `if [ "$code" = 3 ]; then code=0; fi
if [ "$code" != 0 ]; then rm -f "$PLANFILE"; fi
`,
);

const VERIFICATION = reportScript("state.json", "show -json", 'verify --state "$work/state.json"');

/**
 * Prints the report of a command about what Terraform shows as JSON, which holds secrets. Atlantis prints in a fence, which three
 * backticks of a name would end.
 *
 * @param file name of the JSON, which a report can have as the name of a stack
 */
function reportScript(file: "plan.json" | "state.json", show: string, command: string, afterwards = ""): string {
  return `umask 077
work=$(mktemp -d)
code=0
"terraform\${ATLANTIS_TERRAFORM_VERSION:-}" ${show} > "$work/${file}" || code=$?
if [ "$code" = 0 ]; then
  studio-perimeter ${command} --output "$work/report.txt" > /dev/null || code=$?
fi
if [ -f "$work/report.txt" ]; then tr '\\140' "'" < "$work/report.txt"; fi
rm -rf "$work"
${afterwards}exit "$code"`;
}
