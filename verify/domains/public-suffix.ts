import { getPublicSuffix } from "tldts";

/** Whether names directly below it belong to whoever registers them: `com`, `co.uk`, or no domain at all. */
export function isRegistrySuffix(name: string): boolean {
  return !name.includes(".") || getPublicSuffix(name) === name;
}

/** Whether names directly below it belong to different customers of one provider: `github.io`, `s3.amazonaws.com`. */
export function isSharedHostingSuffix(name: string): boolean {
  return getPublicSuffix(name, { allowPrivateDomains: true }) === name;
}
