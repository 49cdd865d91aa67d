import fc from "fast-check";
import { personBehind } from "../../../functions/studio-url/person";

const LAUNCHERS = [
  "arn:aws:iam::111122223333:role/developer",
  "arn:aws-us-gov:iam::111122223333:role/path/to/launcher",
];

describe("the person behind a principal", () => {
  test.each([
    ["arn:aws:sts::111122223333:assumed-role/developer/ada", "ada"],
    ["arn:aws-us-gov:sts::111122223333:assumed-role/launcher/ada@example.org", "ada@example.org"],
  ])("of %s is %s", (principal, person) => {
    expect(personBehind(principal, LAUNCHERS)).toBe(person);
  });

  test.each([
    "arn:aws:sts::111122223333:assumed-role/developer/ada/grace",
    "arn:aws:sts::111122223333:assumed-role/developer/",
    "arn:aws:sts::111122223333:assumed-role/developer-2/ada",
    "arn:aws:sts::111122223333:assumed-role/launcher/ada",
    "arn:aws:sts::111122223333:federated-user/ada",
    "arn:aws:iam::111122223333:role/developer",
    "AROAEXAMPLE:ada",
    "",
  ])("is nobody: %s", (principal) => {
    expect(() => personBehind(principal, LAUNCHERS)).toThrow(/^principal: is no session of a launcher role/);
  });

  test("is the whole name of the session or nobody, whatever the session is called", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "B", "0", "@", ".", "/", ":", "\n", " ", "=") }),
        (session) => {
          const principal = `arn:aws:sts::111122223333:assumed-role/developer/${session}`;
          if (/^[\w+=,.@-]{2,64}$/.test(session) && !session.includes("\n")) {
            expect(personBehind(principal, LAUNCHERS)).toBe(session);
          } else {
            expect(() => personBehind(principal, LAUNCHERS)).toThrow();
          }
        },
      ),
    );
  });
});
