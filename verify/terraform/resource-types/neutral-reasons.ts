import { freeText, neutral } from "./resource-type";

/** Text for people. */
export const DESCRIPTION = freeText("a description for people");
export const LABEL = freeText("a tag, which no policy of the stack compares on this type");
export const PERSON = freeText("the name of a user in IAM Identity Center");
export const DISPLAY = freeText("a text that a console shows to people");

/** Names and identifiers that are local to the resource or to this account. */
export const NAME = neutral("a name of the resource itself");
export const IDENTIFIER = neutral("an identifier of a part of the resource");
export const SUFFIX = freeText("a suffix that clients append to names; the DNS model decides every name");
export const ANSWER = freeText("a part of a DNS answer in a zone whose names the DNS model reads");

/** How large, how fast, how long. */
export const SIZE = neutral("a size, a number or a price");
export const SCHEDULE = neutral("a time, a duration or a number of attempts");
export const TIMEOUT = neutral("a timeout of Terraform");
export const DELETION = neutral("a rule of versions and deletion, which gives nobody access");
export const MODE = neutral("a mode of the service, which changes neither who reaches it nor where it sends data");
export const ADDRESS = neutral("a choice of an address inside a subnet or VPC that the network model reads");
/**
 * Only older versions of the provider have these arguments: every address and every instance is in a VPC since 2023.
 * https://aws.amazon.com/blogs/aws/ec2-classic-is-retiring-heres-how-to-prepare/
 */
export const EC2_CLASSIC = neutral("a choice between a VPC and EC2-Classic, which AWS has retired");
export const ROUTED = neutral(
  "the VPC of a gateway that packets reach by a route alone; the network model reads the routes",
);
export const ICMP = neutral("a type of ICMP; the network model takes a rule for ICMP as a rule for all types");
export const SCHEMA = neutral("a key or an index of a table");
export const FILTER = neutral("a choice of events");
export const REPORT = neutral("a choice of what a report on objects contains, and when AWS writes it");
export const BROWSER = freeText("a rule for browsers, which gives no permission");
export const CONTENT = freeText("content that a deployment puts into this account");
export const METRIC = neutral("a definition of a metric or an alarm");
export const LOGGING = neutral("a choice of what is logged, and how");

export const ANY_BUCKET = neutral("the name of the bucket of a setting that is judged for any bucket");
export const UPLOAD = neutral("a header of an upload; the policy of the bucket decides which uploads it takes");

/** Protections. */
export const STRICTER = neutral("a setting that can only refuse more, and that no claim relies on");
export const METADATA = neutral("a setting of the instance metadata service, which only the instance itself reaches");

/** Programs. */
export const IMAGE = freeText("an image of an instance whose network and role the models read");
export const PROGRAM = neutral("a program that runs in a network and with a role that the models read");
export const CODE = freeText("the package of a function whose network and role the models read");
export const KEY_PAIR = neutral("a key pair for SSH; the network model decides who can connect");

/** Services of this account that receive something. */
export const OWN_BUS = neutral("a switch for events to the default bus of this account");
export const OWN_VAULT = neutral("a switch for backups to a vault of this account");
