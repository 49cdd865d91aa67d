export { Account, type IAccount } from "./account";
export type { LoggingContext, PerimeterContext } from "./perimeter-context";
