import type { Evidence } from "../../verdict/claim";

/** The addresses that the text does not name already, so that a report says none twice. */
export function unnamedAddresses({ text, addresses }: Pick<Evidence, "text" | "addresses">): readonly string[] {
  return addresses.filter((address) => !namesAddress(text, address));
}

/** Whether the text has the address as a whole: `aws_subnet.a` is not in `aws_subnet.a2`, nor in `module.x.aws_subnet.a`. */
function namesAddress(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
    if (!/[\w.-]/.test(text.charAt(at - 1)) && !/^(?:[\w[-]|\.\w)/.test(text.slice(at + address.length))) {
      return true;
    }
  }
  return false;
}
