import { REHEARSED_ACCOUNT, readProviderConfiguration } from "../../../rehearsal/fake-aws/provider-configuration";

test("A rehearsal is in the account that the provider allows, or else in one that no documentation uses as an example.", () => {
  const copied = ["123456789012", "111122223333", "444455556666", "210987654321", "000000000000"];

  expect(readProviderConfiguration({ allowed_account_ids: ["555566667777"] }).account).toBe("555566667777");
  expect(readProviderConfiguration({}).account).toBe(REHEARSED_ACCOUNT);
  expect(copied).not.toContain(REHEARSED_ACCOUNT);
});
