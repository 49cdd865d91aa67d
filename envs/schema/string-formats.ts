import { z } from "zod";

const OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

/** A format of a string: its pattern, and what to do about a string that does not match. Its key is its name in messages. */
interface StringFormat {
  readonly pattern: RegExp;
  readonly fix: string;
}

/**
 * Formats of strings. Patterns come from the AWS documentation where it has one.
 *
 * `a line of text` refuses characters that end a Suricata rule or a log line, because reasons and owners are written to both.
 */
const STRING_FORMATS = {
  "an environment name": {
    pattern: /^(?!bootstrap)[a-z](?:[a-z0-9-]{0,14}[a-z0-9])?$/,
    fix: "use 1 to 16 lowercase letters, digits or inner hyphens, a letter first, not starting with bootstrap",
  },
  "a region": { pattern: /^[a-z]{2,4}(-[a-z]+)+-\d$/, fix: "use a region such as eu-west-1" },
  "an availability zone": {
    pattern: /^[a-z]{2,4}(-[a-z]+)+-\d[a-f]$/,
    fix: "use a region and a letter from a to f, such as eu-west-1a",
  },
  "a zone of an account": {
    pattern: /^[a-z]{2,4}(-[a-z]+)+-\d(-[a-z]+-\d)?[a-z]$/,
    fix: "use an Availability Zone such as eu-west-1a, or a Local Zone such as us-west-2-lax-1a",
  },
  "an account id": { pattern: /^\d{12}$/, fix: "use a string of twelve digits" },
  "an organization id": { pattern: /^o-[a-z0-9]{10,32}$/, fix: "use the organization id, o-..." },
  "a bucket name": {
    pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    fix: "use 3 to 63 lowercase letters, digits, dots or hyphens",
  },
  "a server name": {
    pattern: /^(?=.{3,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/,
    fix: "use a host name in lowercase, such as terraform.example.com",
  },
  "an HCP Terraform organization": {
    pattern: /^[A-Za-z0-9][\w-]{2,39}$/,
    fix: "use 3 to 40 letters, digits, underscores or hyphens",
  },
  "an HCP Terraform project": {
    pattern: /^[A-Za-z0-9](?:[\w -]{1,38}[\w-])$/,
    fix: "use 3 to 40 letters, digits, underscores, hyphens or inner spaces",
  },
  "a GitHub repository": {
    pattern: /^[\w.-]+(?:\/[\w.-]+|@\d+\/[\w.-]+@\d+)$/,
    fix: "use owner/name or owner@123/name@456",
  },
  "a GitLab project": {
    pattern: /^[\w.-]+(?:\/[\w.-]+)+$/,
    fix: "use the path of the project with its groups, such as group/perimeter",
  },
  "a branch": {
    pattern: /^[A-Za-z0-9](?:[\w./-]{0,98}\w)?$/,
    fix: "use the name of one branch, such as main",
  },
  "an IPv4 block": {
    pattern: new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}/(3[0-2]|[12]?\\d)$`),
    fix: "use an IPv4 block such as 10.10.0.0/16",
  },
  "a date": { pattern: z.regexes.date, fix: "use a date such as 2027-01-31" },
  "a line of text": {
    pattern: /^(?=.*\S)[^\p{Cc}";\\|]{1,200}$/u,
    fix: 'use one line of 1 to 200 characters without " ; \\ |',
  },
  "one line of text": {
    pattern: /^(?=.*\S)[^\p{Cc}]{1,500}$/u,
    fix: "use one line of 1 to 500 characters",
  },
  "an address pattern": {
    // Names a type or a module before the first wildcard, so that no entry accepts everything.
    pattern: /^(?:module\.[\w-]+|data\.\w+\.|output\.|(?!module\.)[a-z]\w*\.)[^\r\n]*$/,
    fix: "start with a module or a resource type, such as aws_subnet.legacy_*",
  },
  "a tag key": {
    pattern: /^(?![aA][wW][sS]:)[\p{L}\p{N} _.:/=+@-]{1,128}$/u,
    fix: "use 1 to 128 letters, digits or _ . : / = + - @, not starting with aws:",
  },
  "a tag value": {
    pattern: /^[\p{L}\p{N} _.:/=+@-]{0,256}$/u,
    fix: "use at most 256 letters, digits or _ . : / = + - @",
  },
  "an endpoint name": {
    pattern: /^[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?$/,
    fix: "use 1 to 20 lowercase letters, digits or inner hyphens, a letter first",
  },
  "a rule name": {
    pattern: /^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
    fix: "use 1 to 40 lowercase letters, digits or inner hyphens, a letter first",
  },
  "an endpoint service": {
    pattern: /^(?:cn\.)?com\.amazonaws\.vpce\.[a-z]{2,4}(?:-[a-z]+)+-\d\.vpce-svc-[0-9a-f]{8,17}$/,
    fix: "use com.amazonaws.vpce.<region>.vpce-svc-..., as the owner of the service tells it",
  },
  "a role pattern": {
    pattern: /^role\/[\w+=,.@/-]{3}[\w+=,.@/*-]*$/,
    fix: "use role/<path and name> with * only after the first three characters, such as role/studio-perimeter-dev-apply",
  },
  "a package name": {
    pattern: /^(?=.{1,100}$)[a-z0-9]+(?:-[a-z0-9]+)*(?:-\*)?$/,
    fix: "use the normalized name of a Python package, such as scikit-learn, or acme-* for acme and the names that begin with acme-",
  },
  "a role": {
    pattern: /^role\/[\w+=,.@/-]{1,512}$/,
    fix: "use role/<path and name> without wildcards, such as role/people/data-scientist",
  },
  "a SAML provider": {
    pattern: /^saml-provider\/[\w.-]{1,128}$/,
    fix: "use saml-provider/<name>, as IAM lists it",
  },
  "an OIDC provider": {
    pattern: /^oidc-provider\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z]{2,}(?:\/[\w.-]+)*$/,
    fix: "use oidc-provider/<issuer>, as IAM lists it, such as oidc-provider/login.example.com",
  },
  "a client ID": {
    pattern: /^[\w.:/@-]{1,255}$/,
    fix: "use the client ID of the portal, 1 to 255 letters, digits or _ . : / @ -",
  },
  "a topic arn": {
    pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/,
    fix: "use arn:aws:sns:<region>:<account>:<topic>",
  },
  "a key id": { pattern: /^[\w:/-]{1,2048}$/, fix: "use the id, ARN or alias of a KMS key" },
  "a user profile name": {
    pattern: /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/,
    fix: "use 1 to 63 letters, digits or inner hyphens",
  },
  "a team name": {
    pattern: /^(?!(?:state|profile)$)[a-z][a-z0-9]{1,11}$/,
    fix: "use 2 to 12 lowercase letters and digits, a letter first, other than state and profile",
  },
  "a session name": {
    pattern: /^[\w+=,.@-]{2,64}$/,
    fix: "use 2 to 64 letters, digits or + = , . @ - _",
  },
  "an instance type": { pattern: /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, fix: "use an EC2 instance type such as t3.large" },
  "a notebook instance type": {
    pattern: /^ml\.[a-z][a-z0-9-]*\.[a-z0-9-]+$/,
    fix: "use a SageMaker instance type such as ml.t3.medium",
  },
  "a SageMaker instance type or family": {
    pattern: /^ml\.[a-z][a-z0-9-]*\.(?:\*|[a-z0-9-]+)$/,
    fix: "use a SageMaker instance type or family, such as ml.m5.large or ml.m5.*",
  },
  "an image parameter": {
    pattern: /^\/aws\/service\/[\w./-]{1,200}$/,
    fix: "use a public Systems Manager parameter, /aws/service/...",
  },
  "a certificate of ACM": {
    pattern: /^certificate\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    fix: "use certificate/<id>, the end of the ARN that ACM shows",
  },
  "a certificate in PEM": {
    pattern: /^-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/=]{1,76}\n){4,80}-----END CERTIFICATE-----\n?$/,
    fix: "use the text of one PEM file of at most 80 lines, from -----BEGIN CERTIFICATE----- on and without a private key",
  },
  "a key pair name": { pattern: /^[\w.@-]{1,255}$/, fix: "use the name of a key pair in the account" },
  "a cron expression": {
    pattern: /^cron\(([\dA-Z,*/?#-]+ ){5}[\d,*/-]+\)$/,
    fix: "use minutes, hours, day, month, weekday and year, such as cron(0 20 * * ? *)",
  },
  "a time zone": {
    pattern: /^[A-Z][A-Za-z]*([/_+-][\w+-]+)*$/,
    fix: "use a time zone database name, such as Europe/Berlin",
  },
  "a VPC id": { pattern: /^vpc-[0-9a-f]{8,17}$/, fix: "use the id of a VPC, vpc-..." },
  "a subnet id": { pattern: /^subnet-[0-9a-f]{8,17}$/, fix: "use the id of a subnet, subnet-..." },
  "a transit gateway id": { pattern: /^tgw-[0-9a-f]{8,17}$/, fix: "use the id of a transit gateway, tgw-..." },
  "a transit gateway attachment id": {
    pattern: /^tgw-attach-[0-9a-f]{8,17}$/,
    fix: "use the id of a transit gateway attachment, tgw-attach-...",
  },
  "a VPN gateway id": { pattern: /^vgw-[0-9a-f]{8,17}$/, fix: "use the id of a VPN gateway, vgw-..." },
  "a customer gateway id": { pattern: /^cgw-[0-9a-f]{8,17}$/, fix: "use the id of a customer gateway, cgw-..." },
} as const satisfies Readonly<Record<string, StringFormat>>;

/** Name of a format, as messages have it. */
export type StringFormatName = keyof typeof STRING_FORMATS;

/** The pattern of a format. */
export function patternOf(format: StringFormatName): RegExp {
  return STRING_FORMATS[format].pattern;
}

/** A schema for strings of one format. Its issues contain the name of the format and what to do. */
export function formattedString(format: StringFormatName): z.ZodType<string, string> {
  const { pattern, fix } = STRING_FORMATS[format];
  return z.stringFormat(format, pattern, fix);
}
