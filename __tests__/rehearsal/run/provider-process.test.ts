import { once } from "node:events";
import { connect } from "node:net";
import type { ProviderProcess } from "../../../rehearsal/run/provider-process";
import { startProviderProcess } from "../../../rehearsal/run/provider-process";
import { packageRoot } from "../../../rehearsal/schema/package-source";
import { TYPESCRIPT_NODE_ARGUMENTS } from "../fixtures/terraform-test-bed";

const START = {
  packageRoot: packageRoot(__dirname),
  resources: ["aws_vpc"],
  dataSources: [],
  nodeArguments: TYPESCRIPT_NODE_ARGUMENTS,
};

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Address of an account, as Terraform reads it. */
async function addressOf(
  providerProcess: ProviderProcess,
  accountName: string,
): Promise<{ readonly host: string; readonly port: number }> {
  const reattach = JSON.parse(await providerProcess.openAccount(accountName, "remove", () => undefined));
  const [host = "", port = ""] = reattach["hashicorp/aws"].Addr.String.split(":");
  return { host, port: Number(port) };
}

async function accepts(address: { readonly host: string; readonly port: number }): Promise<boolean> {
  const socket = connect(address);
  const [event] = await Promise.race([
    once(socket, "connect").then(() => ["connect"]),
    new Promise<readonly string[]>((resolve) => socket.once("error", () => resolve(["error"]))),
  ]);
  socket.destroy();
  return event === "connect";
}

describe("the stand-in process", () => {
  test("The stand-in process listens only on the loopback interface, with one port for each account.", async () => {
    const providerProcess = await startProviderProcess(START);

    const [one, two] = [await addressOf(providerProcess, "one"), await addressOf(providerProcess, "two")];

    expect([one.host, two.host]).toEqual(["127.0.0.1", "127.0.0.1"]);
    expect(one.port).not.toBe(two.port);
    await providerProcess.close();
  });

  test("The stand-in process ends and closes its ports when it is closed.", async () => {
    const providerProcess = await startProviderProcess(START);
    const address = await addressOf(providerProcess, "one");
    expect(await accepts(address)).toBe(true);

    await providerProcess.close();

    expect(isAlive(providerProcess.pid)).toBe(false);
    expect(await accepts(address)).toBe(false);
  });

  test("The stand-in process reports in one line why it cannot start.", async () => {
    await expect(startProviderProcess({ ...START, packageRoot: "/nowhere" })).rejects.toThrow(
      /^stand-in provider: .*nowhere/,
    );
  });
});
