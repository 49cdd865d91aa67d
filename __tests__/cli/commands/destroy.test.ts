/** @jest-environment node */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../fixtures/cli-run";

jest.mock("../../../envs", () => {
  const { dev } = jest.requireActual("../../fixtures/environments/dev");
  const allowList = [{ name: "example.com", match: "exact", reason: "test", owner: "team", expires: "2020-01-31" }];
  return { environments: [{ ...dev, egress: { kind: "inspected", allowList } }] };
});

/** Terraform with an empty state. */
const TERRAFORM = `#!/bin/sh
case "$1" in
  version) echo "Terraform v1.12.0" ;;
  show) echo '{"format_version":"1.0"}' ;;
esac
`;

test("destroy is not stopped by an allow-list of which every entry has expired", async () => {
  const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-destroy-"));
  const binary = join(folder, "terraform");
  writeFileSync(binary, TERRAFORM);
  chmodSync(binary, 0o755);
  const environment = {
    PATH: process.env.PATH ?? "",
    CDKTF_OUTDIR: join(folder, "out"),
    TERRAFORM_BINARY_NAME: binary,
  };
  const { code, out, err } = await runCli(["destroy", "dev"], environment);
  rmSync(folder, { recursive: true });
  expect({ code, out, err: code === 2 ? err : "" }).toEqual({ err: "", code: 0, out: "dev: nothing is deployed\n" });
  expect(err).toMatch(/^expired: dev: egress\.allowList\[0\]/m);
}, 60_000);
