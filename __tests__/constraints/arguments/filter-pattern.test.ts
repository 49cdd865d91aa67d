import { filterPatternProblem } from "../../../constraints/arguments/monitoring/filter-pattern";

test.each([
  "",
  "ERROR",
  "ERROR -Exiting",
  "?ERROR ?WARN",
  '"[ERROR]" "a \\" b"',
  "%Task timed out%",
  '{ $.firewall_rule_action = "BLOCK" }',
  "{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion))}",
  '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
  '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
  "{ $.a.b[0].c >= 1.5 && $.d IS NULL && $.e IS TRUE }",
  '{ $.["a.b"] = "c" && $.sourceIPAddress != 123.123.* }',
  '{ $.detail.*.name = %^AWS::.*% && $.a[*].b = "x" }',
  "[ip, id, user, timestamp, request =*html*, status_code = 4*, size]",
  "[w1=ERROR, w2]",
  '[..., status_code != 200 && status_code != 201, request = "GET *"]',
])("CloudWatch Logs accepts the filter pattern %s", (pattern) => {
  expect(filterPatternProblem(pattern)).toBeUndefined();
});

test.each([
  ["{ $.a = 1", "has no closing brace"],
  ["{ }", "has no condition where one must be"],
  ["{ $.a = 1 && }", "has no condition where one must be"],
  ["{ ($.a = 1)) }", "has parentheses that are not in pairs"],
  ["{ (($.a = 1) }", "has parentheses that are not in pairs"],
  ["{ $.a = 1 $.b = 2 }", "has $.b where && or || must be"],
  ["{ $.a & $.b = 1 }", "has no comparison behind $.a"],
  ["{ $.a == 1 }", "compares $.a with nothing"],
  ["{ a = 1 }", "has a where a selector such as $.name must be"],
  ["{ $.a = %a% && $.b = %b% && $.c = %c% }", "has more than 2 regular expressions"],
  ["[a, b", "has no closing bracket"],
  ["[a = 1 | a = 2]", "has a single & or |, where && or || must be"],
  ["status:500", "has : outside of double quotes"],
  ['"open', "has an open quote"],
])("The filter pattern %s %s.", (pattern, problem) => {
  expect(filterPatternProblem(pattern)).toBe(problem);
});
