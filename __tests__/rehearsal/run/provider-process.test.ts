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

/** Where a world listens, as Terraform reads it. */
async function addressOf(
  standIn: ProviderProcess,
  world: string,
): Promise<{ readonly host: string; readonly port: number }> {
  const reattach = JSON.parse(await standIn.openAccount(world, "remove", () => undefined));
  const [host = "", port = ""] = reattach["hashicorp/aws"].Addr.String.split(":");
  return { host, port: Number(port) };
}

async function accepts(address: { readonly host: string; readonly port: number }): Promise<boolean> {
  const socket = connect(address);
  const [event] = await Promise.race([
    once(socket, "connect").then(() => ["connect"]),
    new Promise<readonly string[]>((refused) => socket.once("error", () => refused(["error"]))),
  ]);
  socket.destroy();
  return event === "connect";
}

describe("the stand-in's process", () => {
  test("listens on the loopback interface alone, one port a world", async () => {
    const standIn = await startProviderProcess(START);

    const [one, two] = [await addressOf(standIn, "one"), await addressOf(standIn, "two")];

    expect([one.host, two.host]).toEqual(["127.0.0.1", "127.0.0.1"]);
    expect(one.port).not.toBe(two.port);
    await standIn.close();
  });

  test("ends when it is closed, and gives its ports back", async () => {
    const standIn = await startProviderProcess(START);
    const address = await addressOf(standIn, "one");
    expect(await accepts(address)).toBe(true);

    await standIn.close();

    expect(isAlive(standIn.pid)).toBe(false);
    expect(await accepts(address)).toBe(false);
  });

  test("says in one line why it cannot start", async () => {
    await expect(startProviderProcess({ ...START, packageRoot: "/nowhere" })).rejects.toThrow(
      /^stand-in provider: .*nowhere/,
    );
  });
});
