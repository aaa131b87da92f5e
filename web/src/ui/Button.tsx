import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";

interface ButtonProps {
  children: ReactNode;
  onPress?: () => void;
  type?: "button" | "submit";
  look?: "main" | "quiet" | undefined;
  /** Shows that the act is under way; it cannot be pressed again meanwhile. */
  busy?: boolean;
  disabled?: boolean;
  label?: string;
  /** Of a button that opens and closes something: whether it is open. */
  expanded?: boolean;
}

/** The portal's button. */
export function Button({ children, onPress, type = "button", look, busy = false, disabled = false, label, expanded }: ButtonProps): ReactNode {
  return (
    <AriaButton className={look ? `button ${look}` : "button"} type={type} isPending={busy} isDisabled={disabled}
      {...(onPress ? { onPress } : {})} {...(label ? { "aria-label": label } : {})} {...(expanded === undefined ? {} : { "aria-expanded": expanded })}>
      {children}
    </AriaButton>
  );
}
