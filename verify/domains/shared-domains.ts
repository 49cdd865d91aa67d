import { getPublicSuffix } from "tldts";

/** Whether anyone can register a name directly below this one: `com`, `co.uk`, or a name without a dot. */
export function isRegistrySuffix(name: string): boolean {
  return !name.includes(".") || getPublicSuffix(name) === name;
}

/** Whether a hosting provider gives its customers names directly below this one: `github.io`, `s3.amazonaws.com`. */
export function isSharedHostingSuffix(name: string): boolean {
  return getPublicSuffix(name, { allowPrivateDomains: true }) === name;
}

/**
 * Hosts that the public suffix list does not have, but where anyone with an account can store content for others to fetch.
 * An allow-list may name one of them exactly. With its subdomains, it would allow content of any customer.
 */
export const publicStorageHosts: ReadonlySet<string> = new Set([
  "api.github.com",
  "bitbucket.org",
  "blob.core.windows.net",
  "box.com",
  "cloudfront.net",
  "codeload.github.com",
  "content.dropboxapi.com",
  "discord.com",
  "docs.google.com",
  "drive.google.com",
  "dropbox.com",
  "fastly.net",
  "gist.github.com",
  "gitlab.com",
  "github.com",
  "githubusercontent.com",
  "googleapis.com",
  "hf.co",
  "huggingface.co",
  "kaggle.com",
  "objects.githubusercontent.com",
  "pastebin.com",
  "raw.githubusercontent.com",
  "slack.com",
  "storage.googleapis.com",
  "telegram.org",
  "transfer.sh",
  "uploads.github.com",
  "www.googleapis.com",
  "www.kaggle.com",
]);
