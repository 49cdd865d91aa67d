import { domainToASCII } from "node:url";
import { parse } from "tldts";

/** Why a name has no place in an allow-list, and what to do about it. */
export interface Refusal {
  readonly wrong: string;
  readonly todo: string;
}

interface RefusalRow {
  readonly wrong: string;
  readonly holds: (name: string) => boolean;
  readonly todo: (name: string) => string;
}

/** Suffixes whose names lead to AWS services, and with them to everybody's buckets, functions and machines. */
const AWS_SUFFIXES = ["amazonaws.com", "amazonaws.com.cn", "aws"] as const;

const HOST_NAME = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/;

/** The name without what earlier rows of the table already complain about. */
function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

function isAwsName(name: string): boolean {
  return AWS_SUFFIXES.some((suffix) => plain(name) === suffix || plain(name).endsWith(`.${suffix}`));
}

/** ICANN's suffixes (co.uk) and private ones (github.io): below both, anybody can have a name. */
function isPublicSuffix(name: string): boolean {
  const { publicSuffix, isIcann, isPrivate } = parse(plain(name), {
    allowPrivateDomains: true,
    extractHostname: false,
    validateHostname: false,
  });
  return publicSuffix === plain(name) && (isIcann === true || isPrivate === true);
}

/** Two colons make an IPv6 address; a last label of digits an IPv4 one, also in spellings such as 127.1 and 0x7f.0.0.1. */
function isAddress(name: string): boolean {
  return /^\[?[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*\]?$/i.test(name) || /(^|\.)(\d+|0x[0-9a-f]*)\.?$/i.test(name);
}

/** Every refusal that has its own advice; a name is told all that hold. */
const REFUSALS: readonly RefusalRow[] = [
  {
    wrong: "has upper case letters",
    holds: (name) => /[A-Z]/.test(name),
    todo: (name) => `write ${name.toLowerCase()}`,
  },
  {
    wrong: "has letters outside ASCII",
    holds: (name) => /[\u0080-\uffff]/.test(name),
    todo: (name) => `write it in punycode: ${domainToASCII(name) || "xn--..."}`,
  },
  { wrong: "has whitespace", holds: (name) => /\s/.test(name), todo: () => "remove it" },
  {
    wrong: 'has one of " ; \\ |, which end a firewall rule',
    holds: (name) => /[";\\|]/.test(name),
    todo: () => "remove it",
  },
  {
    wrong: "has a wildcard",
    holds: (name) => /\*|^\./.test(name),
    todo: (name) => `write ${name.replace(/^\*?\./, "")} with match "subdomains"`,
  },
  { wrong: "ends with a dot", holds: (name) => /.\.$/.test(name), todo: () => "remove the last dot" },
  { wrong: "is an address", holds: isAddress, todo: () => "name a host" },
  {
    wrong: "has a label of more than 63 characters",
    holds: (name) => name.split(".").some((label) => label.length > 63),
    todo: () => "shorten it",
  },
  {
    wrong: "is longer than 253 characters",
    holds: (name) => plain(name).length > 253,
    todo: () => "shorten it",
  },
  {
    wrong: "is a name of AWS, under which anybody can publish",
    holds: isAwsName,
    todo: () => "reach AWS through an endpoint in endpoints.services",
  },
  {
    wrong: "is a public suffix, under which anybody can publish",
    holds: (name) => isPublicSuffix(name) && !isAwsName(name),
    todo: () => "name the hosts below it that are needed",
  },
];

/**
 * Every reason why the name may not stand in an allow-list; none for a host name that firewall and DNS can match.
 *
 * @see https://publicsuffix.org
 */
export function refusalsOf(name: string): readonly Refusal[] {
  const refusals = REFUSALS.filter(({ holds }) => holds(name)).map(({ wrong, todo }) => ({ wrong, todo: todo(name) }));
  if (refusals.length === 0 && !HOST_NAME.test(name)) {
    return [{ wrong: "is not a host name", todo: "write the host alone, such as www.example.com" }];
  }
  return refusals;
}
