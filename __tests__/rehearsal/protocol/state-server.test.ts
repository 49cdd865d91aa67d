import { once } from "node:events";
import { connect } from "node:net";
import { type StateServer, startStateServer } from "../../../rehearsal/protocol/state-server";

describe("the states of a rehearsal", () => {
  let server: StateServer;

  beforeEach(async () => {
    server = await startStateServer();
  });

  afterEach(() => server.close());

  function send(method: string, name: string, body?: string, password?: string): Promise<Response> {
    const { TF_HTTP_ADDRESS: address = "", TF_HTTP_USERNAME: user, TF_HTTP_PASSWORD: own } = server.variables(name);
    const credentials = Buffer.from(`${user}:${password ?? own}`).toString("base64");
    return fetch(address, { method, body, headers: { authorization: `Basic ${credentials}` } });
  }

  test("A state is read as it was written last, and the state of another name is not it.", async () => {
    expect((await send("GET", "dev")).status).toBe(404);
    expect(server.read("dev")).toBeUndefined();

    await send("POST", "dev", '{"serial":1}');
    await send("POST", "dev", '{"serial":2}');
    await send("POST", "a/../b ?", "{}");

    expect(await (await send("GET", "dev")).text()).toBe('{"serial":2}');
    expect([server.read("dev"), server.read("a/../b ?"), server.read("b")]).toEqual(['{"serial":2}', "{}", undefined]);
  });

  test.each(["", "0".repeat(64)])(
    "A request with the password '%s' neither reads nor writes a state.",
    async (guess) => {
      await send("POST", "dev", "{}");

      expect((await send("GET", "dev", undefined, guess)).status).toBe(401);
      expect((await send("POST", "dev", "changed", guess)).status).toBe(401);
      expect(server.read("dev")).toBe("{}");
    },
  );

  test("The server listens at a loopback address alone, has a new password, and removes no state.", async () => {
    const other = await startStateServer();
    const [first, second] = [server, other].map((one) => one.variables("dev").TF_HTTP_PASSWORD);
    await other.close();

    expect(server.variables("dev").TF_HTTP_ADDRESS).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/dev$/);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(first).not.toBe(second);
    await send("POST", "dev", "{}");
    expect((await send("DELETE", "dev")).status).toBe(405);
    expect(server.read("dev")).toBe("{}");
  });

  test("A request that breaks off, as when Terraform is killed, changes no state and ends nothing else.", async () => {
    await send("POST", "dev", '{"serial":1}');
    const { TF_HTTP_ADDRESS: address = "", TF_HTTP_USERNAME: user, TF_HTTP_PASSWORD: own } = server.variables("dev");
    const socket = connect(Number(new URL(address).port), "127.0.0.1");
    const credentials = Buffer.from(`${user}:${own}`).toString("base64");
    socket.write(
      `POST /dev HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${credentials}\r\nContent-Length: 9\r\n\r\n{"ser`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await once(socket, "close");
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(await (await send("GET", "dev")).text()).toBe('{"serial":1}');
  });
});
