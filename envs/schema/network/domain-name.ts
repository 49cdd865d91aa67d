import { domainToASCII } from "node:url";
import { parse } from "tldts";
import { awsHostingDomains } from "../../../aws/partitions";

/** Why a name cannot be in an allow-list, and what to do about it. */
export interface DomainNameIssue {
  readonly problem: string;
  readonly fix: string;
}

interface DomainNameRule {
  readonly problem: string;
  readonly isViolated: (name: string) => boolean;
  readonly fix: (name: string) => string;
}

const HOST_NAME = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/;

/** The name without what other rules of the table report: uppercase letters and a final dot. */
function normalizedName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

function isAwsName(name: string): boolean {
  return awsHostingDomains.some(
    (suffix) => normalizedName(name) === suffix || normalizedName(name).endsWith(`.${suffix}`),
  );
}

/** ICANN suffixes (co.uk) and private suffixes (github.io): anyone can register names below both. */
function isPublicSuffix(name: string): boolean {
  const { publicSuffix, isIcann, isPrivate } = parse(normalizedName(name), {
    allowPrivateDomains: true,
    extractHostname: false,
    validateHostname: false,
  });
  return publicSuffix === normalizedName(name) && (isIcann === true || isPrivate === true);
}

/** Two colons identify an IPv6 address; a last label of digits an IPv4 address, also in forms such as 127.1 and 0x7f.0.0.1. */
function isIpAddress(name: string): boolean {
  return /^\[?[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*\]?$/i.test(name) || /(^|\.)(\d+|0x[0-9a-f]*)\.?$/i.test(name);
}

/** The host of a URL, as browsers read it. */
function hostOfUrl(name: string): string | undefined {
  return /^https?:\/\//i.test(name) && URL.canParse(name) ? new URL(name).hostname : undefined;
}

/** Rules with advice of their own. Every violated rule is reported. */
const DOMAIN_NAME_RULES: readonly DomainNameRule[] = [
  {
    problem: "is a URL",
    isViolated: (name) => hostOfUrl(name) !== undefined,
    fix: (name) => `write the host alone: ${hostOfUrl(name)}`,
  },
  {
    problem: "has uppercase letters",
    isViolated: (name) => /[A-Z]/.test(name) && hostOfUrl(name) === undefined,
    fix: (name) => `write ${name.toLowerCase()}`,
  },
  {
    problem: "has non-ASCII characters",
    isViolated: (name) => /[\u0080-\uffff]/.test(name),
    fix: (name) => `write it in punycode: ${domainToASCII(name) || "xn--..."}`,
  },
  { problem: "has whitespace", isViolated: (name) => /\s/.test(name), fix: () => "remove it" },
  {
    problem: 'contains " ; \\ or |, which end a firewall rule',
    isViolated: (name) => /[";\\|]/.test(name),
    fix: () => "remove it",
  },
  {
    problem: "has a wildcard",
    isViolated: (name) => /\*|^\./.test(name),
    fix: (name) => `write ${name.replace(/^\*?\./, "")} with match "subdomains"`,
  },
  { problem: "ends with a dot", isViolated: (name) => /.\.$/.test(name), fix: () => "remove the last dot" },
  { problem: "is an IP address", isViolated: isIpAddress, fix: () => "use a host name" },
  {
    problem: "has a label of more than 63 characters",
    isViolated: (name) => name.split(".").some((label) => label.length > 63),
    fix: () => "shorten it",
  },
  {
    problem: "is longer than 253 characters",
    isViolated: (name) => normalizedName(name).length > 253,
    fix: () => "shorten it",
  },
  {
    problem: "belongs to AWS, and anyone can publish under it",
    isViolated: isAwsName,
    fix: () => "use a VPC endpoint, listed in endpoints.services",
  },
  {
    problem: "is a public suffix, and anyone can publish under it",
    isViolated: (name) => isPublicSuffix(name) && !isAwsName(name),
    fix: () => "list the hosts below it that you need",
  },
];

/**
 * Every reason why a name cannot be in an allow-list; empty for a host name that firewall and DNS can match.
 *
 * @see https://publicsuffix.org
 */
export function domainNameIssues(name: string): readonly DomainNameIssue[] {
  const issues = DOMAIN_NAME_RULES.filter(({ isViolated: holds }) => holds(name)).map(({ problem, fix }) => ({
    problem,
    fix: fix(name),
  }));
  if (issues.length === 0 && !HOST_NAME.test(name)) {
    return [{ problem: "is not a host name", fix: "write the host alone, such as www.example.com" }];
  }
  return issues;
}
