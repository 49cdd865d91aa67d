import { grammarProblem, limitProblem, type RuleOption, type RuleProblem } from "./rule-problem";

/** Keywords that change the content before them. */
const CONTENT_MODIFIERS =
  "nocase depth offset distance within startswith endswith fast_pattern rawbytes http_client_body http_cookie http_header http_host http_method http_raw_header http_raw_host http_raw_uri http_server_body http_stat_code http_stat_msg http_uri http_user_agent".split(
    " ",
  );
/** Keywords that say where a content is, which `startswith` says too. */
const POSITIONS = ["depth", "offset", "distance", "within"];
/** Buffers that need something that looks into them. */
const BUFFERS = ["tls.sni", "tls.cert_subject", "tls.cert_issuer", "http.host", "http.uri", "http.method", "dns.query"];
const MATCHES_BUFFER =
  /^(?:content|uricontent|pcre|bsize|absent|isdataat|byte_\w+|base64_\w+|entropy|ja[34]\w*|urilen|dataset|datarep|luaxform|lua)$/;
/** What AWS wants in a rule with a regular expression. */
const BESIDE_PCRE = ["content", "tls.sni", "http.host", "dns.query"];

/** Families of keywords, with the protocols of a header that have them. Protocols of lower layers are compatible with each family. */
const FAMILIES: readonly { readonly keyword: RegExp; readonly protocols: readonly string[] }[] = [
  { keyword: /^http[._]/, protocols: ["http", "http1", "http2", "doh2", "websocket"] },
  { keyword: /^(?:tls[._]|ssl_)/, protocols: ["tls", "ssl"] },
  { keyword: /^dns[._]/, protocols: ["dns", "doh2", "mdns"] },
  { keyword: /^ssh\./, protocols: ["ssh"] },
  { keyword: /^smb\./, protocols: ["smb"] },
  { keyword: /^quic\./, protocols: ["quic"] },
  { keyword: /^mqtt\./, protocols: ["mqtt"] },
];
const APPLICATIONS = new Set(
  FAMILIES.flatMap(({ protocols }) => protocols).concat("ftp", "smtp", "dcerpc", "snmp", "sip"),
);

/** Problems of the options of a rule together, and with the protocol of its header. */
export function relationProblems(protocol: string, options: readonly RuleOption[]): readonly RuleProblem[] {
  const keywords = options.map(({ keyword }) => keyword);
  return [
    ...positionProblems(options),
    ...modifierProblems(keywords),
    ...bufferProblems(keywords),
    ...(keywords.indexOf("fast_pattern") < keywords.lastIndexOf("fast_pattern")
      ? [grammarProblem("has fast_pattern twice", "keep it at one content")]
      : []),
    ...familyProblems(protocol, keywords),
    ...(keywords.includes("pcre") && !BESIDE_PCRE.some((keyword) => keywords.includes(keyword))
      ? [limitProblem(`has a pcre without ${BESIDE_PCRE.join(", ")}`, "add one of them")]
      : []),
  ];
}

/** A position is a number, or a variable that the rule reads from the packet. */
function positionProblems(options: readonly RuleOption[]): readonly RuleProblem[] {
  const variables = options.filter(({ keyword }) => /^byte_(?:extract|math)$/.test(keyword));
  return options
    .filter(({ keyword, value = "" }) => POSITIONS.includes(keyword) && !/^-?\d+$/.test(value))
    .filter(({ value = "" }) => !variables.some((variable) => variable.value?.includes(value)))
    .map(({ keyword, value = "" }) => grammarProblem(`has the ${keyword} ${value}`, "use a number of bytes"));
}

function modifierProblems(keywords: readonly string[]): readonly RuleProblem[] {
  let ofContent: readonly string[] | undefined;
  for (const keyword of keywords) {
    if (keyword === "content" || keyword === "uricontent") {
      ofContent = [];
    } else if (CONTENT_MODIFIERS.includes(keyword)) {
      if (ofContent === undefined) {
        return [grammarProblem(`has ${keyword} without a content before it`, "put it behind a content")];
      }
      ofContent = [...ofContent, keyword];
      const position = POSITIONS.find((one) => ofContent?.includes(one));
      if (position !== undefined && ofContent.includes("startswith")) {
        return [grammarProblem(`has startswith and ${position} at one content`, "remove one of the two")];
      }
    }
  }
  return [];
}

function bufferProblems(keywords: readonly string[]): readonly RuleProblem[] {
  return BUFFERS.filter((buffer) => {
    const at = keywords.lastIndexOf(buffer);
    return at >= 0 && !keywords.slice(at + 1).some((keyword) => MATCHES_BUFFER.test(keyword));
  }).map((buffer) => grammarProblem(`has ${buffer} with nothing that looks into it`, "add a content behind it"));
}

function familyProblems(protocol: string, keywords: readonly string[]): readonly RuleProblem[] {
  const used = FAMILIES.flatMap(({ keyword, protocols }) => {
    const found = keywords.find((one) => keyword.test(one));
    return found === undefined ? [] : [{ found, protocols }];
  });
  const foreign = used.find(({ protocols }) => APPLICATIONS.has(protocol) && !protocols.includes(protocol));
  const [first, second] = used;
  if (foreign !== undefined) {
    return [grammarProblem(`has ${foreign.found}, which ${protocol} does not have`, "use the protocol of the keyword")];
  }
  return first !== undefined && second !== undefined && !first.protocols.some((one) => second.protocols.includes(one))
    ? [grammarProblem(`has ${first.found} and ${second.found}, which no protocol has`, "write two rules")]
    : [];
}
