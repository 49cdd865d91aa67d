import type { ExpandedModule } from "../../../../../verify/terraform/read/modules/expanded-module";
import { possibleDependence } from "../../../../../verify/terraform/read/plan-source/example-dependence";
import { restingOnExamples } from "../../../../../verify/terraform/read/plan-source/rehearsal-examples";

const written = {
  resources: [{ address: "data.aws_vpc.shared", mode: "data", type: "aws_vpc", name: "shared", values: {} }],
} as unknown as ExpandedModule;
const { mentions } = restingOnExamples(["aws_vpc"], written, possibleDependence);

test.each([
  "${data.aws_vpc.shared.id}",
  "${aws_s3_bucket.by_vpc[data.aws_vpc.shared.id].arn}",
  "${var.blocks[data.aws_vpc.shared.tags.Name]}",
  "${var.blocks[var.keys[data.aws_vpc.shared.id]]}",
  "${var.blocks[local.key]}",
  '${data.aws_vpc.shared["a]b"].id}',
])("%s rests on an example", (expression) => {
  expect(mentions(expression)).toBe(true);
});

test.each(["${aws_subnet.private[each.key].id}", '${aws_subnet.private["a"].id}', "${data.aws_vpc.other.id}", "plain"])(
  "%s rests on no example",
  (expression) => {
    expect(mentions(expression)).toBe(false);
  },
);
