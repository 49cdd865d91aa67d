import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claims } from "../../../verify/claims";
import { onlyWith } from "../../fixtures/only-if";
import { runCli } from "../fixtures/cli-run";

let folder = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-completion-"));
  for (const shell of ["bash", "zsh", "fish"]) {
    writeFileSync(join(folder, shell), (await runCli(["completion", shell])).out);
  }
  for (const environment of ["dev", "staging"]) {
    mkdirSync(join(folder, "out", "stacks", environment), { recursive: true });
    writeFileSync(join(folder, "out", "stacks", environment, "cdk.tf.json"), "{}");
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What bash offers for the last of these words. */
function offered(...words: readonly string[]): readonly string[] {
  const script = `source ${join(folder, "bash")}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _studio_perimeter; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { ...process.env, CDKTF_OUTDIR: join(folder, "out") };
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-u", "-c", script, "bash", "studio-perimeter", ...words], {
    encoding: "utf8",
    env,
  });
  expect(stderr).toBe("");
  return stdout.trim().split("\n");
}

const withShell = (shell: string) => onlyWith(shell, `${shell} on its completion script`);

withShell("bash").describe("the completion script for bash", () => {
  test.each([
    ["a command", ["ver"], ["verify"]],
    ["an option of the program", ["--"], ["--help", "--version"]],
    ["a command after help", ["help", "dra"], ["draw"]],
    [
      "an option",
      ["rehearse", "--"],
      ["--keep", "--step-limit", "--var", "--var-file", "--role", "--mirror", "--serve", "--json", "--help"],
    ],
    ["an option after an argument", ["review", "plan.json", "--f"], ["--format"]],
    ["a value of an option", ["review", "--format", ""], ["text", "markdown", "json", "sarif", "junit", "html"]],
    ["the start of a value", ["verify", "--format", "j"], ["json", "junit"]],
    ["a posture", ["verify", "--posture", "isol"], ["isolated"]],
    ["a synthesized environment", ["verify", ""], ["dev", "staging"]],
    ["a second environment", ["draw", "dev", "st"], ["staging"]],
    ["a claim", ["explain", "no-internet"], ["no-internet-path"]],
    ["a claim as the value of an option", ["verify", "--explain", "dns-fails"], ["dns-fails-closed"]],
    ["a shell", ["completion", "z"], ["zsh"]],
    ["nothing where only a file fits, so that bash completes file names", ["verify", "--plan", ""], [""]],
    ["nothing for an unknown command", ["prove", ""], [""]],
  ])("bash completes %s", (_what, words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  test("bash completes every claim that explain lists", () => {
    expect(offered("explain", "")).toEqual(claims.map(({ name }) => name));
  });

  test("the script for bash registers itself for studio-perimeter, with file names as a fallback", () => {
    const { stdout } = spawnSync(
      "bash",
      ["--norc", "-c", `source ${join(folder, "bash")}; complete -p studio-perimeter`],
      {
        encoding: "utf8",
      },
    );

    expect(stdout).toBe("complete -o default -F _studio_perimeter studio-perimeter\n");
  });
});

describe.each(["zsh", "fish"])("the completion script for %s", (shell) => {
  withShell(shell).test(`${shell} accepts the syntax of its completion script`, () => {
    const { status, stderr } = spawnSync(shell, ["-n", join(folder, shell)], { encoding: "utf8" });

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

test("the completion script for zsh is that for bash, loaded by bashcompinit", async () => {
  const { out: bash } = await runCli(["completion", "bash"]);
  const { out: zsh } = await runCli(["completion", "zsh"]);

  expect(zsh).toBe(`#compdef studio-perimeter\nautoload -U +X bashcompinit && bashcompinit\n${bash}`);
});

test("the completion script for fish offers commands, options, values, environments and files", async () => {
  const { out } = await runCli(["completion", "fish"]);

  const within = "complete -c studio-perimeter -n '__fish_seen_subcommand_from verify'";
  expect(out).toContain("complete -c studio-perimeter -n __fish_use_subcommand -a draw -d 'draw synthesized");
  expect(out).toContain(`${within} -f -a '(__studio_perimeter_environments)'\n`);
  expect(out).toContain(`${within} -l plan -r -F -d `);
  expect(out).toContain(`${within} -l posture -x -a 'isolated inspected inspected-multi-az' -d `);
  expect(out).toContain("-n '__fish_seen_subcommand_from review' -F\n");
});

test.each([
  [["completion"], "completion: unknown value, got nothing; use one of bash, zsh, fish\n"],
  [["completion", "bsh"], "completion: unknown value, got bsh; did you mean bash?\n"],
  [["completion", "bash", "zsh"], "completion: accepts one shell, got bash zsh; name one shell\n"],
])("%j is refused in one line", async (args, message) => {
  expect(await runCli(args)).toEqual({ code: 2, out: "", err: message });
});
