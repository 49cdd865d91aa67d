import { policyTextResolver } from "../../../../verify/iam/language/policy-text-resolver";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../../../verify/terraform/terraform-configuration";

function readerOver(
  resource: JsonObject,
  data: JsonObject = {},
  provider: JsonObject = { aws: [{ region: "eu-west-1" }] },
) {
  return policyTextResolver(readConfiguration({ provider, resource, data }, "case"));
}

const me = { aws_caller_identity: { me: {} }, aws_partition: { here: {} }, aws_region: { here: {} } };
const account = "${data.aws_caller_identity.me.account_id}";

describe("Terraform strings as policy texts", () => {
  it("Terraform strings as policy texts make one text of a bucket's ARN and of its name spelled out", () => {
    const text = readerOver({ aws_s3_bucket: { data: { bucket: `data-${account}` } } }, me);

    const spelled = text.resolve(`arn:\${data.aws_partition.here.partition}:s3:::data-${account}/*`);

    expect(text.resolve("${aws_s3_bucket.data.arn}/*")).toBe(spelled);
    expect(text.placeholders.readable(spelled)).toBe("arn:aws:s3:::data-⟨this account⟩/*");
  });

  it("Terraform strings as policy texts make one text of a role's ARN and of its path and name", () => {
    const text = readerOver({ aws_iam_role: { a: { name: "a", path: "/studio/" }, b: { name: "b" } } }, me);

    expect(text.resolve("${aws_iam_role.a.arn}")).toBe(text.resolve(`arn:aws:iam::${account}:role/studio/a`));
    expect(text.resolve("${aws_iam_role.b.arn}")).toBe(text.resolve(`arn:aws:iam::${account}:role/b`));
    expect(text.resolve("${aws_iam_role.b.id}")).toBe("b");
  });

  it("Terraform strings as policy texts keep what AWS assigns apart, by resource and attribute", () => {
    const text = readerOver({ aws_vpc_endpoint: { s3: {}, sts: {} } });

    const ids = ["s3", "sts"].map((name) => text.resolve(`\${aws_vpc_endpoint.${name}.id}`));

    expect(new Set(ids).size).toBe(2);
    expect(ids.map(text.placeholders.readable)).toEqual(["⟨aws_vpc_endpoint.s3.id⟩", "⟨aws_vpc_endpoint.sts.id⟩"]);
  });

  it("Terraform strings as policy texts take the account and the region from data sources where a plan knows them", () => {
    const text = readerOver(
      {},
      { aws_caller_identity: { me: { account_id: "111122223333" } }, aws_region: { here: { region: "cn-north-1" } } },
      {},
    );

    expect(text.resolve(`arn:\${data.aws_partition.here.partition}:iam::${account}:root`)).toContain(
      ":iam::111122223333:root",
    );
    expect([text.region, text.partition]).toEqual(["cn-north-1", "aws-cn"]);
  });

  it("Terraform strings as policy texts keep IAM's own variables, which Terraform writes with two dollars", () => {
    expect(readerOver({}).resolve("arn:aws:s3:::b/$${aws:username}/*")).toBe("arn:aws:s3:::b/${aws:username}/*");
  });

  it("mark whatever is not understood, each expression as itself", () => {
    const text = readerOver({ aws_s3_bucket: { loop: { bucket: "${aws_s3_bucket.loop.bucket}" } } });

    const texts = [
      "${var.bucket}",
      "${local.bucket}",
      "${aws_s3_bucket.absent.arn}",
      "${aws_s3_bucket.loop.bucket}",
    ].map(text.resolve);

    expect(new Set(texts).size).toBe(4);
    expect(texts.map(text.placeholders.readable)[0]).toBe("⟨var.bucket⟩");
  });

  it("Terraform strings as policy texts are the same text in every configuration, so that what is known of one holds for another", () => {
    const [one, another] = [readerOver({ aws_vpc: { a: {} } }), readerOver({ aws_vpc: { b: {}, a: {} } })];

    another.resolve("${aws_vpc.b.id}");

    expect(another.resolve("${aws_vpc.a.id}")).toBe(one.resolve("${aws_vpc.a.id}"));
  });

  it("Terraform strings as policy texts get placeholders of their own before the shared ones run out", () => {
    const before = readerOver({});
    for (let index = 0; index <= 10_000; index++) {
      before.placeholders.opaque(`name ${index}`);
    }

    const after = readerOver({});

    expect(after.placeholders).not.toBe(before.placeholders);
    expect(after.placeholders.count()).toBeLessThan(10);
  });

  it("Terraform strings as policy texts stay JSON where references hold quotes", () => {
    const text = readerOver({});

    const document = JSON.parse(text.resolveJson('{"Resource":"${aws_subnet.x["a"].arn}/*"}')) as { Resource: string };

    expect(text.placeholders.readable(document.Resource)).toBe('⟨aws_subnet.x["a"].arn⟩/*');
  });

  it("a policy is refused when a reference in it has quotes, because Terraform inserts them unescaped", () => {
    const injected = 'x"},{"Effect":"Allow","Action":"*","Resource":"*';
    const text = policyTextResolver({
      source: "test",
      form: "synthesized",
      outputs: {},
      resources: [
        {
          address: "aws_sns_topic.t",
          mode: "managed",
          type: "aws_sns_topic",
          name: "t",
          values: { display_name: injected },
        },
      ],
    });

    expect(() => text.resolveJson('{"Statement":[{"Sid":"${aws_sns_topic.t.display_name}"}]}')).toThrow(
      "the value of aws_sns_topic.t.display_name has quotes",
    );
  });
});
