/** The constructs that other CDKTF apps may use. Everything else is internal, and changes without notice. */
export * from "./context";
export * from "./dns";
export * from "./egress";
export * from "./encryption";
export * from "./endpoints";
export * from "./network";
export * from "./storage";
