import { useRef } from "react";

/** A random key, also where crypto.randomUUID is missing (plain http). */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

/** Gives each input its key: the same input sent again carries the same key, a changed one a new key. */
export function useIdempotencyKey(): (input: unknown) => string {
  const last = useRef({ input: "", key: "" });
  return (input) => {
    const text = JSON.stringify(input);
    if (last.current.input !== text) last.current = { input: text, key: randomKey() };
    return last.current.key;
  };
}
