import { corsDifferences } from "../../../review/compare/cors-differences";
import { changeBetween, differenceLines } from "../fixtures/changed-stack";

const site = { allowed_origins: ["https://app.example.com"], allowed_methods: ["GET"] };

type Rules = readonly object[] | string;

function stackWith(rules: Rules, isInline = false): object {
  const bucket = { bucket: "uploads", ...(isInline && { cors_rule: rules }) };
  const separate = { aws_s3_bucket_cors_configuration: { c: { bucket: "${aws_s3_bucket.b.id}", cors_rule: rules } } };
  return { resource: { aws_s3_bucket: { b: bucket }, ...(!isInline && rules.length > 0 && separate) } };
}

function linesOf(before: object, after: object): readonly string[] {
  const change = changeBetween(before, after);
  return differenceLines(corsDifferences(change.before, change.after));
}

test.each<[what: string, before: Rules, after: Rules, opened: string]>([
  ["a first rule", [], [site], "pages of https://app.example.com call aws_s3_bucket.b with GET"],
  ["any site", [site], [{ ...site, allowed_origins: ["*"] }], "pages of any site call aws_s3_bucket.b with GET"],
  [
    "a further site",
    [site],
    [{ ...site, allowed_origins: ["https://app.example.com", "https://other.example"] }],
    "pages of https://app.example.com and https://other.example call aws_s3_bucket.b with GET",
  ],
  ["a further method", [site], [{ ...site, allowed_methods: ["GET", "PUT"] }], "with GET and PUT"],
  ["a further rule", [site], [site, { ...site, allowed_methods: ["DELETE"] }], "with DELETE"],
  ["headers that pages may send", [site], [{ ...site, allowed_headers: ["*"] }], "with GET"],
  ["headers that pages may read", [site], [{ ...site, expose_headers: ["ETag"] }], "with GET"],
  [
    "a wider pattern",
    [{ ...site, allowed_origins: ["https://*.app.example.com"] }],
    [{ ...site, allowed_origins: ["https://*.example.com"] }],
    "pages of https://*.example.com",
  ],
  [
    "a site and a method of different rules together",
    [site, { allowed_origins: ["https://other.example"], allowed_methods: ["PUT"] }],
    [{ ...site, allowed_methods: ["PUT"] }],
    "with PUT",
  ],
])("Review says that %s opens a bucket to pages in browsers.", (_, before, after, opened) => {
  for (const isInline of [false, true]) {
    const lines = linesOf(stackWith(before, isInline), stackWith(after, isInline));

    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("opens: Browsers let ");
    expect(lines[0]).toContain(opened);
  }
});

test.each<[what: string, before: Rules, after: Rules]>([
  ["the same rules", [site], [site]],
  ["fewer rules", [site, { ...site, allowed_methods: ["PUT"] }], [site]],
  ["no rules any more", [site], []],
  ["a site that a pattern allowed before", [{ ...site, allowed_origins: ["https://*.example.com"] }], [site]],
  ["a header that differs in case", [{ ...site, expose_headers: ["ETag"] }], [{ ...site, expose_headers: ["etag"] }]],
  ["another maximum age", [site], [{ ...site, max_age_seconds: 3000 }]],
])("Review says nothing about %s.", (_, before, after) => {
  expect(linesOf(stackWith(before), stackWith(after))).toEqual([]);
});

test("Rules that move from the bucket to a resource of their own open nothing.", () => {
  expect(linesOf(stackWith([site], true), stackWith([site]))).toEqual([]);
});

test("Review says that it is unclear which pages a rule allows whose sites are not known.", () => {
  expect(linesOf(stackWith([site]), stackWith([{ ...site, allowed_origins: ["${var.site}"] }]))).toEqual([
    "unclear: Browsers let pages of ${var.site} call aws_s3_bucket.b with GET",
  ]);
});
