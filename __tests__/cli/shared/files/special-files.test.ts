import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAtMost } from "../../../../cli/shared/files/read-at-most";
import { readConfigurationFiles } from "../../../../rehearsal/folder/configuration-files";
import { terraformFilesIn } from "../../../../verify/terraform/read/folder/terraform-file-name";
import { onlyIf } from "../../../fixtures/only-if";
import { runCli } from "../../fixtures/cli-run";

const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-special-"));
const onUnix = onlyIf(process.platform !== "win32", "files that are no files", "a Unix system").test;

afterAll(() => rmSync(folder, { recursive: true }));

onUnix("A device without an end is read up to the limit, and refused in one line.", async () => {
  expect(readAtMost("/dev/zero", 200_000)).toBeUndefined();
  expect(await runCli(["verify", "--file", join(folder, "none.json"), "--policy", "/dev/zero"])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^\/dev\/zero: has more than 1048576 bytes, the most that a policy file has\n$/),
  });
});

onUnix("A pipe is read to its end, and a file up to the limit.", () => {
  const path = join(folder, "ten.txt");
  writeFileSync(path, "0123456789");
  const pipe = join(folder, "pipe");
  spawnSync("mkfifo", [pipe]);
  spawn("sh", ["-c", 'printf piped > "$0"', pipe]);

  expect(readAtMost(path, 10)?.toString()).toBe("0123456789");
  expect(readAtMost(path, 9)).toBeUndefined();
  expect(readAtMost(pipe, 10)?.toString()).toBe("piped");
});

onUnix("Links in a circle are told in words.", async () => {
  const path = join(folder, "loop.json");
  symlinkSync(path, path);

  expect(await runCli(["review", path])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/loop\.json: (?:its links lead in a circle|no such file)[^\n]*\n$/),
  });
});

test("A folder with the name of a file of Terraform is none of the files that Terraform loads.", () => {
  const root = join(folder, "root");
  mkdirSync(join(root, "main.tf"), { recursive: true });
  writeFileSync(join(root, "vpc.tf"), "");

  expect(terraformFilesIn(root).map(({ name }) => name)).toEqual(["vpc.tf"]);
  expect(readConfigurationFiles(root).map(({ name }) => name)).toEqual(["vpc.tf"]);
});
