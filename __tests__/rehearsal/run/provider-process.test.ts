import { once } from "node:events";
import { statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ProviderProcess, ProviderProcessOptions } from "../../../rehearsal/run/provider-process";
import { startProviderProcess } from "../../../rehearsal/run/provider-process";
import { packageRoot } from "../../../rehearsal/schema/package-source";
import { TYPESCRIPT_NODE_ARGUMENTS } from "../fixtures/terraform-test-bed";

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Path of the socket of an account, as Terraform reads it. */
async function socketOf(providerProcess: ProviderProcess, accountName: string): Promise<string> {
  const reattach = JSON.parse(await providerProcess.openAccount(accountName));
  const { Network, String: path } = reattach["hashicorp/aws"].Addr;
  expect(Network).toBe("unix");
  return path;
}

async function accepts(path: string): Promise<boolean> {
  const socket = connect(path);
  const [event] = await Promise.race([
    once(socket, "connect").then(() => ["connect"]),
    new Promise<readonly string[]>((resolve) => socket.once("error", () => resolve(["error"]))),
  ]);
  socket.destroy();
  return event === "connect";
}

describe("the stand-in process", () => {
  let folder: string;

  const start = (options: Partial<ProviderProcessOptions> = {}): Promise<ProviderProcess> =>
    startProviderProcess({
      packageRoot: packageRoot(__dirname),
      socketDirectory: folder,
      resources: ["aws_vpc"],
      dataSources: [],
      nodeArguments: TYPESCRIPT_NODE_ARGUMENTS,
      ...options,
    });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "sockets-"));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("Each account has its own socket in a folder that only its owner can open, and closing ends them.", async () => {
    const providerProcess = await start();

    const [one, two] = [await socketOf(providerProcess, "one"), await socketOf(providerProcess, "two")];

    expect(one).not.toBe(two);
    expect([dirname(one), dirname(two)]).toEqual([folder, folder]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(await accepts(one)).toBe(true);

    await providerProcess.close();

    expect(isAlive(providerProcess.pid)).toBe(false);
    expect(await accepts(one)).toBe(false);
  });

  test("A stand-in process that is stopped is ended when it is closed.", async () => {
    const providerProcess = await start();
    process.kill(providerProcess.pid, "SIGSTOP");

    await providerProcess.close();

    expect(isAlive(providerProcess.pid)).toBe(false);
  });

  test("The stand-in process reports in one line why it cannot start.", async () => {
    await expect(start({ packageRoot: "/nowhere" })).rejects.toThrow(/^stand-in provider: .*nowhere/);
  });

  test("The stand-in process says that the path of its socket is too long.", async () => {
    const providerProcess = await start({ socketDirectory: join(folder, "long".repeat(30)) });

    await expect(socketOf(providerProcess, "one")).rejects.toThrow(
      /^stand-in provider: the path of the socket is too long, got .*; set TMPDIR to a shorter folder$/,
    );
    await providerProcess.close();
  });
});
