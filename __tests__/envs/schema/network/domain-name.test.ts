import { domainNameIssues } from "../../../../envs/schema/network/domain-name";

/** The refusals of a name, as `what is wrong; what to do`. */
function refused(name: string): readonly string[] {
  return domainNameIssues(name).map(({ problem: wrong, fix: todo }) => `${wrong}; ${todo}`);
}

const AWS = "belongs to AWS, and anyone can publish under it; use a VPC endpoint, listed in endpoints.services";
const SUFFIX = "is a public suffix, and anyone can publish under it; list the hosts below it that you need";
const ADDRESS = "is an IP address; use a host name";
const RULE_CHARACTER = 'contains " ; \\ or |, which end a firewall rule; remove it';
const NO_HOST = "is not a host name; write the host alone, such as www.example.com";
const LABEL_63 = "a".repeat(63);

describe("names in an allow-list", () => {
  test.each([
    "github.com",
    "www.kaggle.com",
    "huggingface.co",
    "release-assets.githubusercontent.com",
    "someone.github.io",
    "xn--mnchen-3ya.de",
    "docs.aws.amazon.com",
    "amazonaws.com.example.org",
    "notamazonaws.com",
    "1.example.com",
    `${LABEL_63}.com`,
    [LABEL_63, LABEL_63, LABEL_63, "a".repeat(57), "com"].join("."),
  ])("the allow-list accepts the name %s", (name) => {
    expect(refused(name)).toEqual([]);
  });

  test.each([
    ["GitHub.com", ["has uppercase letters; write github.com"]],
    ["münchen.de", ["has non-ASCII characters; write it in punycode: xn--mnchen-3ya.de"]],
    ["exa mple.com", ["has whitespace; remove it"]],
    ["example.com\n", ["has whitespace; remove it"]],
    ['example.com"', [RULE_CHARACTER]],
    ["example.com;", [RULE_CHARACTER]],
    ["exam\\ple.com", [RULE_CHARACTER]],
    ["example|0a|.com", [RULE_CHARACTER]],
    ["*.kaggle.com", ['has a wildcard; write kaggle.com with match "subdomains"']],
    [".kaggle.com", ['has a wildcard; write kaggle.com with match "subdomains"']],
    ["github.com.", ["ends with a dot; remove the last dot"]],
    ["10.0.0.1", [ADDRESS]],
    ["127.1", [ADDRESS]],
    ["0x7f.0.0.0x1", [ADDRESS]],
    ["2130706433", [ADDRESS]],
    ["2001:db8::1", [ADDRESS]],
    ["[2001:db8::1]", [ADDRESS]],
    ["::ffff:10.0.0.1", [ADDRESS]],
    [`${LABEL_63}a.com`, ["has a label of more than 63 characters; shorten it"]],
    [[LABEL_63, LABEL_63, LABEL_63, "a".repeat(58), "com"].join("."), ["is longer than 253 characters; shorten it"]],
    ["amazonaws.com", [AWS]],
    ["bucket.s3.eu-west-1.amazonaws.com", [AWS]],
    ["s3.amazonaws.com", [AWS]],
    ["sts.cn-north-1.amazonaws.com.cn", [AWS]],
    ["d-1.studio.eu-west-1.sagemaker.aws", [AWS]],
    ["aws", [AWS]],
    ["com", [SUFFIX]],
    ["co.uk", [SUFFIX]],
    ["github.io", [SUFFIX]],
    ["githubusercontent.com", [SUFFIX]],
    ["cloudfront.net", [SUFFIX]],
    ["", [NO_HOST]],
    ["localhost", [NO_HOST]],
    ["https://example.com/path", ["is a URL; write the host alone: example.com"]],
    ["https://example.com:8443", ["is a URL; write the host alone: example.com"]],
    ["https://GitHub.com/", ["is a URL; write the host alone: github.com"]],
    ["https://", [NO_HOST]],
    ["example.com:8443", [NO_HOST]],
    ["a..example.com", [NO_HOST]],
    ["-a.example.com", [NO_HOST]],
    ["a_b.example.com", [NO_HOST]],
    ["a$b.example.com", [NO_HOST]],
  ])("the allow-list refuses the name %j", (name, refusals) => {
    expect(refused(name)).toEqual(refusals);
  });

  test("a name with three problems gets all three messages", () => {
    expect(refused("GitHub.IO.")).toEqual([
      "has uppercase letters; write github.io.",
      "ends with a dot; remove the last dot",
      SUFFIX,
    ]);
  });
});
