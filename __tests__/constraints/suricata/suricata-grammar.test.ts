import { ruleCount, suricataFaults } from "../../../constraints/suricata/suricata-grammar";

const HEADER = "pass tls $HOME_NET any -> $EXTERNAL_NET 443";
const problems = (text: string, ...variables: readonly string[]): readonly string[] =>
  suricataFaults(text, { variables: new Set(variables) }).map(({ problem }) => problem);

test.each([
  `${HEADER} (msg:"a; b"; tls.sni; content:"example.com"; startswith; endswith; nocase; flow:to_server, established; sid:1; rev:2;)`,
  'alert http any any -> any any (msg:"quote \\" and \\; inside"; http.host; content:"|0d 0a|"; pcre:"/a\\/b;c/i"; sid:2;)',
  "drop ip any any <> any any (sid:3;)",
  "reject tcp [10.0.0.0/8,!10.1.0.0/16] [80,443] -> ![1.2.3.4,$HOME_NET] !22 (sid:4;)",
  "pass tcp $HOME_NET any -> $PARTNERS $PORTS (sid:5;)",
  "alert dns any any -> any any (dns.query; bsize:>30; flowbits:set,seen; noalert; sid:6;)",
  "# a comment with an unknown keyword (nonsense;)\n\ndrop udp any any -> any any \\\n  (sid:7;)",
  'alert tls any any -> any any (ja3.hash; content:"abc"; xbits:set,x,track tx; metadata:a b, c d; sid:8;)',
  "alert tcp [10.0.0.0/8, ![10.1.0.0/16, 10.2.0.1-10.2.0.9]] [80, 443, 1024:] -> 10.0.0.0/255.0.0.0 :1023 (sid:9;)",
  "alert tcp @PARTNERS any -> any any (flow:established,to_client; flags:S,12; ttl:<64; dsize:100<>200; sid:10;)",
  'alert tcp any any -> any any (content:"|00 01|a|2F|"; depth:4; byte_extract:1,0,size; content:"b"; distance:size; within:3; sid:11;)',
  'alert http any any -> any any (http.uri; content:"/a"; startswith; pcre:"/^\\/a[)(]\\(/Ri"; http.host; content:"b"; sid:12;)',
  "alert tcp any any -> any any (app-layer-protocol:!http; reference:url,example.com; priority:2; sid:13;)",
  "alert tls any any -> any any (tls.version:1.2; ssl_state:client_hello; tls.sni; bsize:>20; sid:14;)",
  'alert http any any -> any any (http.host:to_server; content:"a"; file.data; content:"b"; sid:15;)',
])("The Suricata rule %s has no fault.", (rule) => {
  expect(problems(rule, "PARTNERS", "PORTS")).toEqual([]);
});

test.each([
  [`${HEADER} (tls.snii; sid:1;)`, /unknown keyword tls\.snii/],
  [`${HEADER} (sid:1;`, /is no rule of the form/],
  [`${HEADER} (msg:"open; sid:1;)`, /has an option that does not end/],
  [`${HEADER} (msg:"x")`, /does not end in ";"/],
  [`${HEADER} (msg:"x";)`, /has no sid/],
  [`${HEADER} (sid:0;)`, /has the sid 0/],
  [`${HEADER} (sid:one;)`, /has the sid one/],
  ["accept tls any any -> any any (sid:1;)", /has the action accept/],
  ["pass tlss any any -> any any (sid:1;)", /unknown protocol tlss/],
  ["pass sctp any any -> any any (sid:1;)", /does not support/],
  ["pass tls any any => any any (sid:1;)", /has the direction =>/],
  ["pass tls $STUDIO any -> any any (sid:1;)", /uses \$STUDIO/],
  ["pass tls any any -> any 70000 (sid:1;)", /has the port 70000/],
  [`${HEADER} (dataset:isset,x; sid:1;)`, /does not support datasets/],
  [`${HEADER} (threshold:type limit, track by_src, count 1, seconds 60; sid:1;)`, /does not support thresholds/],
  [`${HEADER} (iprep:src,x,>,1; sid:1;)`, /does not support IP reputation/],
  [`${HEADER} (lua:x.lua; sid:1;)`, /does not support Lua/],
  [`${HEADER} (content:example; sid:1;)`, /has a content without quotes/],
  ["pass tls any any -> any any", /is no rule of the form/],
])("The Suricata rule %s has a fault.", (rule, problem) => {
  expect(problems(rule)).toEqual([expect.stringMatching(problem)]);
});

test("A group in strict order has no priorities in its rules.", () => {
  const text = "drop tcp any any -> any any (priority:1; sid:1;)";

  expect(suricataFaults(text)).toEqual([]);
  expect(suricataFaults(text, { isOrdered: true })).toEqual([
    expect.objectContaining({ problem: expect.stringContaining("strict order") }),
  ]);
});

test("A sid that two rules have is a fault of the second, with both lines.", () => {
  const faults = suricataFaults(`${HEADER} (sid:1;)\n# between\n${HEADER} (sid:1;)`);

  expect(faults).toEqual([expect.objectContaining({ line: 3, problem: "sid 1 is used in line 1 too" })]);
});

test("Comments and empty lines count as no rule, and a continued line as one.", () => {
  expect(ruleCount(`# one\n\n${HEADER} \\\n(sid:1;)\n${HEADER} (sid:2;)`)).toBe(2);
});

test("A long line without an end is read in linear time.", () => {
  const started = performance.now();
  suricataFaults(`${HEADER} (msg:"${"\\a".repeat(50_000)}`);

  expect(performance.now() - started).toBeLessThan(2000);
});
