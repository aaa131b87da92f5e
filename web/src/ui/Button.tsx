import type { ReactNode } from "react";

interface ButtonProps {
  children: ReactNode;
  onPress?: () => void;
  type?: "button" | "submit";
  look?: "main" | "quiet";
  /** Shows that the act is under way; it keeps the focus and cannot be pressed again meanwhile. */
  busy?: boolean;
  disabled?: boolean;
  label?: string;
  /** Whether what it opens is open. */
  expanded?: boolean;
}

/** The portal's button: the platform's own, which every keyboard and screen reader knows. */
export function Button({ children, onPress, type = "button", look, busy = false, disabled = false, label, expanded }: ButtonProps): ReactNode {
  return (
    <button className={look ? `button ${look}` : "button"} type={type} disabled={disabled} aria-disabled={busy || undefined} aria-label={label} aria-expanded={expanded}
      onClick={(e) => { if (busy) e.preventDefault(); else onPress?.(); }}>
      {children}
    </button>
  );
}
