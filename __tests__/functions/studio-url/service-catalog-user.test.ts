import fc from "fast-check";
import { userOfSession } from "../../../functions/studio-url/service-catalog-user";

const END_USER_ROLES = [
  "arn:aws:iam::111122223333:role/developer",
  "arn:aws-us-gov:iam::111122223333:role/path/to/scientist",
];

describe("userOfSession", () => {
  test.each([
    ["arn:aws:sts::111122223333:assumed-role/developer/ada", "ada"],
    ["arn:aws-us-gov:sts::111122223333:assumed-role/scientist/ada@example.org", "ada@example.org"],
  ])("the user of principal %s is %s", (principal, user) => {
    expect(userOfSession(principal, END_USER_ROLES)).toBe(user);
  });

  test.each([
    "arn:aws:sts::111122223333:assumed-role/developer/ada/grace",
    "arn:aws:sts::111122223333:assumed-role/developer/",
    "arn:aws:sts::111122223333:assumed-role/developer-2/ada",
    "arn:aws:sts::111122223333:assumed-role/scientist/ada",
    "arn:aws:sts::111122223333:federated-user/ada",
    "arn:aws:iam::111122223333:role/developer",
    "AROAEXAMPLE:ada",
    "",
  ])('principal "%s" is rejected, because it is not a session of an end user role', (principal) => {
    expect(() => userOfSession(principal, END_USER_ROLES)).toThrow(/^principal: not a session of an end user role/);
  });

  test("the user is the whole session name, and an invalid session name is rejected", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "B", "0", "@", ".", "/", ":", "\n", " ", "=") }),
        (session) => {
          const principal = `arn:aws:sts::111122223333:assumed-role/developer/${session}`;
          if (/^[\w+=,.@-]{2,64}$/.test(session) && !session.includes("\n")) {
            expect(userOfSession(principal, END_USER_ROLES)).toBe(session);
          } else {
            expect(() => userOfSession(principal, END_USER_ROLES)).toThrow();
          }
        },
      ),
    );
  });
});
