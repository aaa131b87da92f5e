import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { encode } from "uqr";

/** A text as a QR code, drawn dark on white in every theme, as scanners want it. */
export function QrCode({ text }: { text: string }): ReactNode {
  const { i18n } = useLingui();
  const { data, size } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={i18n._("QR code for the authenticator app")} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
