import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";

interface ButtonProps {
  children: ReactNode;
  onPress?: () => void;
  type?: "button" | "submit";
  look?: "main" | "quiet";
  /** Shows that the act is under way; it cannot be pressed again meanwhile. */
  busy?: boolean;
  disabled?: boolean;
  label?: string;
}

/** The portal's button. */
export function Button({ children, onPress, type = "button", look, busy = false, disabled = false, label }: ButtonProps): ReactNode {
  return (
    <AriaButton className={look ? `button ${look}` : "button"} type={type} isPending={busy} isDisabled={disabled}
      {...(onPress ? { onPress } : {})} {...(label ? { "aria-label": label } : {})}>
      {children}
    </AriaButton>
  );
}
