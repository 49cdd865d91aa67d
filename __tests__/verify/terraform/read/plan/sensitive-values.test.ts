import fc from "fast-check";
import { redactSecrets, sensitivePlaceholder } from "../../../../../verify/terraform/read/plan/sensitive-values";

const SECRET = 'p"ss\\w<rd&1';

/** As Terraform's `jsonencode` writes JSON. */
function terraformJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const base64url = (text: string): string => Buffer.from(text).toString("base64url");

const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  "as it is": (secret) => `is ${secret} really`,
  "in JSON": (secret) => JSON.stringify({ Statement: [{ Sid: secret }] }),
  "in JSON as Terraform writes it": (secret) => terraformJson({ Sid: secret }),
  "in JSON in JSON": (secret) => JSON.stringify({ inner: JSON.stringify({ secret }) }),
  "in JSON in JSON as Terraform writes it": (secret) => terraformJson({ inner: terraformJson({ secret }) }),
  "in base64 alone": base64,
  "in base64 after one byte": (secret) => base64(`-${secret}-`),
  "in base64 after two bytes": (secret) => base64(`--${secret}`),
  "in base64 after three bytes": (secret) => base64(`---${secret}----`),
  "in base64 of JSON": (secret) => base64(terraformJson({ password: secret })),
  "in base64 for addresses": (secret) => base64url(`?${secret}`),
  "in base64 in JSON": (secret) => JSON.stringify({ UserData: base64(`#!/bin/sh\n${secret}`) }),
};

test.each(Object.keys(FORMS))("a secret is replaced where it is written %s", (form) => {
  const text = FORMS[form]?.(SECRET) ?? "";

  const redacted = redactSecrets({ policy: [text], other: "aws_vpc.vpc" }, [SECRET]);

  expect(JSON.stringify(redacted)).toContain(sensitivePlaceholder);
  expect(redacted).toMatchObject({ other: "aws_vpc.vpc" });
});

test("a JSON text stays valid when the secret in it is replaced", () => {
  const redacted = redactSecrets(FORMS["in JSON"]?.(SECRET) ?? "", [SECRET]);

  expect(JSON.parse(String(redacted))).toEqual({ Statement: [{ Sid: sensitivePlaceholder }] });
});

test("a secret that contains another one is replaced as a whole, and the placeholder is not searched", () => {
  expect(redactSecrets("hunter22 and hunter", ["hunter", "hunter22", "sensitive"])).toBe(
    `${sensitivePlaceholder} and ${sensitivePlaceholder}`,
  );
});

test("no form shows a secret of random characters, whatever surrounds it", () => {
  const digits = fc.string({ unit: "binary-ascii", minLength: 8, maxLength: 40 });
  fc.assert(
    fc.property(digits, fc.string(), fc.constantFrom(...Object.values(FORMS)), (secret, before, write) => {
      const redacted = String(redactSecrets(before + write(secret), [secret]));
      expect(redacted).toContain(sensitivePlaceholder);
      expect(redacted).not.toContain(secret);
    }),
  );
});
