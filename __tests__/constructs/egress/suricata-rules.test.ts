import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { type AllowListEntry, allowListPorts, compileSuricataRules } from "../../../constructs/egress/suricata-rules";
import { onlyIf } from "../../fixtures/only-if";

const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?$/);
/** Top-level domains of generated names; `net` is left to names that no entry may allow. */
const TOP_LEVEL_DOMAINS = ["com", "org", "io", "xn--p1ai"];
const hostName = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), fc.constantFrom(...TOP_LEVEL_DOMAINS))
  .map(([labels, top]) => [...labels, top].join("."));
const entry: fc.Arbitrary<AllowListEntry> = fc.record({
  name: hostName,
  match: fc.constantFrom("exact", "subdomains"),
  ports: fc.uniqueArray(
    fc.integer({ min: 1, max: 65535 }).filter((port) => port !== 53 && port !== 853),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
});
const allowList = fc.uniqueArray(entry, {
  minLength: 1,
  maxLength: 12,
  selector: ({ name, match }) => `${name} ${match}`,
});

const GITHUB: AllowListEntry = { name: "github.com", match: "exact" };
const HUGGING_FACE: AllowListEntry = { name: "huggingface.co", match: "subdomains" };

function linesOf(list: readonly AllowListEntry[]): readonly string[] {
  return compileSuricataRules(list).rules.trimEnd().split("\n");
}

function passesOf(list: readonly AllowListEntry[]): readonly string[] {
  return linesOf(list).filter((line) => line.startsWith("pass "));
}

/** What a pass rule's text says: on which port, and which server names. A second reading, independent of the compiler. */
function readPass(line: string): { port: number; matches: (serverName: string) => boolean } {
  const header = /^pass tls \$HOME_NET any -> \$EXTERNAL_NET (\d+) \(/.exec(line);
  const exact = /; tls\.sni; content:"([^"]+)"; startswith; endswith; nocase; alert; /.exec(line);
  const below = /; tls\.sni; dotprefix; content:"([^"]+)"; endswith; nocase; alert; /.exec(line);
  const text = (exact ?? below)?.[1];
  if (header?.[1] === undefined || text === undefined) {
    throw new Error(`not a pass rule of the agreed form: ${line}`);
  }
  return {
    port: Number(header[1]),
    matches: (serverName) => {
      const heard = serverName.toLowerCase();
      return below === null ? heard === text : `.${heard}`.endsWith(text);
    },
  };
}

/** Whether a list's rules let TLS for a server name out on a port. */
function admissionBy(list: readonly AllowListEntry[]): (serverName: string, port?: number) => boolean {
  const read = passesOf(list).map(readPass);
  return (serverName, port = 443) => read.some((pass) => pass.port === port && pass.matches(serverName));
}

function isAccepted(name: string): boolean {
  try {
    return compileSuricataRules([{ name, match: "exact" }]).usedCapacity > 0;
  } catch {
    return false;
  }
}

describe("names", () => {
  test.each([
    ["github.com", true],
    ["GitHub.COM", true],
    ["www.github.com", false],
    ["evilgithub.com", false],
    ["github.com.evil.com", false],
    ["github.co", false],
    ["", false],
  ])("an exact entry for github.com: %j passes is %s", (serverName, expected) => {
    expect(admissionBy([GITHUB])(serverName)).toBe(expected);
  });

  test.each([
    ["huggingface.co", true],
    ["cdn.eu.huggingface.co", true],
    ["evilhuggingface.co", false],
    ["huggingface.co.evil.com", false],
    ["huggingface.com", false],
  ])("an entry for huggingface.co and below: %j passes is %s", (serverName, expected) => {
    expect(admissionBy([HUGGING_FACE])(serverName)).toBe(expected);
  });

  test("no rule of an entry passes a look-alike of its name", () => {
    fc.assert(
      fc.property(entry, label, (allowed, other) => {
        const admits = admissionBy([allowed]);

        // With a generated top-level domain the second name could be below the entry: v.com.v.com is a subdomain of v.com.
        for (const lookAlike of [
          `${other}${allowed.name}`,
          `${allowed.name}.${other}.net`,
          `${allowed.name}${other}`,
        ]) {
          expect(allowed.ports?.some((port) => admits(lookAlike, port))).toBe(false);
        }
      }),
    );
  });

  test("the rules pass exactly what the list allows, whatever the list", () => {
    fc.assert(
      fc.property(allowList, hostName, label, fc.nat(12), (list, stranger, prefix, pick) => {
        const admits = admissionBy(list);
        const chosen = list[pick % list.length];
        for (const serverName of [stranger, `${prefix}.${chosen?.name}`, `${chosen?.name}`.toUpperCase()]) {
          for (const port of [443, ...allowListPorts(list)]) {
            const heard = serverName.toLowerCase();
            const allowed = list.some(
              ({ name, match, ports }) =>
                ports?.includes(port) && (heard === name || (match === "subdomains" && heard.endsWith(`.${name}`))),
            );
            expect(admits(serverName, port)).toBe(allowed);
          }
        }
      }),
    );
  });
});

describe("rules", () => {
  test("one pass for each entry and port, for TLS from inside to outside, and logged", () => {
    const lines = passesOf([GITHUB, { ...HUGGING_FACE, ports: [8443, 443] }]);

    expect(lines.map((line) => readPass(line).port)).toEqual([443, 443, 8443]);
    expect(lines.filter((line) => !line.includes(" alert; ") || !line.includes("flow:to_server,established;"))).toEqual(
      [],
    );
  });

  test("nothing passes but TLS on a port of the list", () => {
    fc.assert(
      fc.property(allowList, (list) => {
        const ports = allowListPorts(list);
        const passing = linesOf(list).filter((line) => !/^(?:drop|reject) /.test(line));

        expect(passing.filter((line) => !ports.includes(readPass(line).port))).toEqual([]);
      }),
    );
  });

  test("what is not on the list is refused by name, in this order, whatever HOME_NET says", () => {
    const denials = linesOf([GITHUB, { ...HUGGING_FACE, ports: [8443] }]).filter((line) => !line.startsWith("pass "));

    expect(denials.map((line) => line.replace(/; sid:.*/, ""))).toEqual([
      'drop ip $EXTERNAL_NET any -> $HOME_NET any (msg:"denied, opened from outside"; flow:to_server',
      'drop udp any any -> any 443 (msg:"denied, quic"; flow:to_server',
      'drop udp any any -> any [53,853] (msg:"denied, dns past the resolver over udp"; flow:to_server',
      'reject tcp any any -> any [53,853] (msg:"denied, dns past the resolver over tcp"; flow:to_server',
      'drop udp any any -> any any (msg:"denied, udp"; flow:to_server',
      'drop icmp any any -> any any (msg:"denied, icmp"; flow:to_server',
      'drop ip any any -> any any (msg:"denied, neither tcp, udp nor icmp"; ip_proto:!TCP; ip_proto:!UDP; ip_proto:!ICMP',
      'reject tcp any any -> any ![443,8443] (msg:"denied, tcp port not on the allow-list"; flow:to_server',
      'reject tcp any any -> any [443,8443] (msg:"denied, not tls"; flow:to_server,established; app-layer-protocol:!tls',
      'reject tls any any -> any any (msg:"denied, server name is an address"; flow:to_server,established; ssl_state:client_hello; tls.sni; pcre:"/^[0-9.]+$|:/"',
      'reject tls any any -> any any (msg:"denied, server name not on the allow-list"; flow:to_server,established; ssl_state:client_hello; tls.sni; content:"."',
      'reject tls any any -> any any (msg:"denied, no server name"; flow:to_server,established; ssl_state:client_hello',
      'reject tcp any any -> any [443,8443] (msg:"denied, no tls hello yet"; flow:to_server,established; stream_size:client,>,16384',
    ]);
  });

  test("every rule stands on one line of at most 8192 characters and has a signature id of its own", () => {
    fc.assert(
      fc.property(allowList, (list) => {
        const lines = linesOf(list);
        const ids = lines.map((line) => /; sid:(\d+); rev:1;\)$/.exec(line)?.[1]);

        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(8192);
        expect(ids).not.toContain(undefined);
        expect(new Set(ids).size).toBe(lines.length);
      }),
    );
  });

  test("two entries that draw the same signature id still get two, and the first keeps its own", () => {
    const first: AllowListEntry = { name: "h15562.example.org", match: "exact" };
    const second: AllowListEntry = { name: "h54694.example.org", match: "exact" };

    expect(passesOf([first])[0]).toContain(" sid:746503520; ");
    expect(passesOf([second])[0]).toContain(" sid:746503520; ");
    expect(passesOf([second, first]).map((line) => /sid:(\d+)/.exec(line)?.[1])).toEqual(["746503520", "746503521"]);
  });
});

describe("stability", () => {
  test("the order of the list does not matter", () => {
    fc.assert(
      fc.property(allowList, (list) => {
        expect(compileSuricataRules([...list].reverse())).toEqual(compileSuricataRules(list));
      }),
    );
  });

  test("an entry on ports already open adds its own line and changes no other", () => {
    fc.assert(
      fc.property(allowList, hostName, (list, name) => {
        fc.pre(list.every((one) => one.name !== name));
        const ports = allowListPorts(list).slice(0, 1);

        const before = linesOf(list);
        const after = linesOf([...list, { name, match: "exact", ports }]);

        expect(after.filter((line) => !before.includes(line))).toHaveLength(1);
        expect(after.filter((line) => before.includes(line))).toEqual(before);
      }),
    );
  });
});

describe("capacity", () => {
  const hosts = (count: number): readonly AllowListEntry[] =>
    Array.from({ length: count }, (_, index) => ({ name: `h${index}.example.org`, match: "exact" }));

  test.each([
    [1, 1_000],
    [786, 1_000],
    [787, 3_000],
    [2_386, 3_000],
    [2_387, 10_000],
    [7_986, 10_000],
    [7_987, 30_000],
  ])("%i entries reserve %i, of which less than 80% is used", (count, capacity) => {
    const compiled = compileSuricataRules(hosts(count));

    expect(compiled).toMatchObject({ capacity, usedCapacity: count + 13 });
    expect(compiled.usedCapacity / compiled.capacity).toBeLessThan(0.8);
    expect(compiled.rules.trimEnd().split("\n")).toHaveLength(compiled.usedCapacity);
  });

  test("a text over AWS's limit is refused", () => {
    const long = "a".repeat(63);
    const list: readonly AllowListEntry[] = Array.from({ length: 4_000 }, (_, index) => ({
      name: `${long}.${long}.${long}.h${index}.org`,
      match: "exact",
    }));

    expect(() => compileSuricataRules(list)).toThrow(
      /^allow-list: rules must not exceed 2000000 bytes, got \d+; shorten/,
    );
  });

  test("a rule over AWS's limit is refused", () => {
    const ports = Array.from({ length: 2_000 }, (_, index) => 10_000 + index);

    expect(() => compileSuricataRules([{ ...GITHUB, ports }])).toThrow(
      /^allow-list: a rule must not exceed 8192 characters, got \d+; use fewer distinct ports$/,
    );
  });
});

describe("refusals", () => {
  test.each([
    "",
    "localhost",
    "com",
    "GitHub.com",
    "github.com.",
    ".github.com",
    "*.github.com",
    "github..com",
    "-github.com",
    "git hub.com",
    'github.com"; sid:1;) pass tcp any any -> any any (msg:"x',
    "github.com;",
    "github.com\\",
    "git|2e|hub.com",
    "github.com\npass tcp any any -> any any (sid:1;)",
    "münchen.de",
    "192.0.2.1",
    "2001:db8::1",
    `${"a".repeat(64)}.com`,
    `${"abcdefgh.".repeat(29)}com`,
  ])("%j is no host name", (name) => {
    expect(() => compileSuricataRules([{ name, match: "exact" }])).toThrow(
      `allow-list: must be a lower-case host name of two labels or more, got ${JSON.stringify(name)}; write it as in "packages.example.org"`,
    );
  });

  test("a name with any character that no host name has is refused, wherever it stands", () => {
    const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
    const foreign = [...ascii, "\u00a0", "\u2028", "\u212a", "\u00e9"].filter(
      (character) => !/[a-z0-9.-]/.test(character),
    );
    const name = "git-hub.example.org";
    const injected = foreign.flatMap((character) =>
      Array.from({ length: name.length + 1 }, (_, at) => `${name.slice(0, at)}${character}${name.slice(at)}`),
    );

    expect(injected.filter(isAccepted)).toEqual([]);
    expect(isAccepted(name)).toBe(true);
  });

  test.each([0, -1, 65_536, 443.5, Number.NaN])("%d is no port", (port) => {
    expect(() => compileSuricataRules([{ ...GITHUB, ports: [port] }])).toThrow(
      `allow-list github.com: port must be a whole number from 1 to 65535, got ${port}; use 443`,
    );
  });

  test.each([53, 853])("port %i would carry DNS past the resolver", (port) => {
    expect(() => compileSuricataRules([{ ...GITHUB, ports: [port] }])).toThrow(
      `allow-list github.com: port must not carry DNS, got ${port}; names resolve through the VPC resolver only`,
    );
  });

  test("an entry without a port is refused", () => {
    expect(() => compileSuricataRules([{ ...GITHUB, ports: [] }])).toThrow(
      "allow-list github.com: must have a port, got none; leave ports out for 443",
    );
  });

  test("an empty list is refused", () => {
    expect(() => compileSuricataRules([])).toThrow(
      "allow-list: must have at least one domain, got none; use egress none for an environment without egress",
    );
  });

  test("a repeated entry is refused", () => {
    expect(() => compileSuricataRules([GITHUB, HUGGING_FACE, GITHUB])).toThrow(
      "allow-list: entries must differ, got github.com exact 443 twice; remove one",
    );
  });
});

describe("sources of an entry", () => {
  test("An entry with sources passes for these blocks only, in the order of the blocks.", () => {
    const { rules } = compileSuricataRules([{ ...GITHUB, sources: ["10.42.0.0/16", "10.41.0.0/16"] }]);

    expect(rules).toMatch(/^pass tls \[10\.41\.0\.0\/16,10\.42\.0\.0\/16\] any -> \$EXTERNAL_NET 443 /);
  });

  test.each([[[]], [["any"]], [["10.0.0.0/8 any -> any any (sid:1;)"]]])(
    "Sources that are no CIDR blocks are refused: %j.",
    (sources) => {
      expect(() => compileSuricataRules([{ ...GITHUB, sources }])).toThrow("sources must be CIDR blocks");
    },
  );
});

describe("the engine itself", () => {
  const isThere = spawnSync("suricata", ["-V"]).error === undefined;

  onlyIf(isThere, "Suricata on the allow-list", "suricata on the PATH").test("Suricata loads the rules", () => {
    const directory = mkdtempSync(join(tmpdir(), "rules-"));
    const file = join(directory, "allow-list.rules");
    writeFileSync(file, compileSuricataRules([GITHUB, { ...HUGGING_FACE, ports: [443, 8443] }]).rules);

    const run = spawnSync("suricata", ["-T", "-S", file, "-l", directory], { encoding: "utf8" });
    rmSync(directory, { recursive: true });

    expect(run.status === 0 ? "loaded" : `${run.stdout}${run.stderr}`).toBe("loaded");
  });
});
