export { EncryptionKey, type EncryptionKeyProps } from "./encryption-key";
export type { KeyPurpose } from "./key-policy";
