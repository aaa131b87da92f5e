import { useState } from "react";

/** What is being written in a form, kept in this tab until `forget`: it survives a reload and the end of a session. `good` tells whether what is stored is one. */
export function useDraft<T>(name: string, initial: T, good: (stored: T) => boolean) {
  const place = `portal.draft.${name}`;
  const [draft, setDraft] = useState(() => stored(place, good) ?? initial);
  const change = (next: T) => {
    sessionStorage.setItem(place, JSON.stringify(next));
    setDraft(next);
  };
  return { draft, change, forget: () => sessionStorage.removeItem(place) };
}

function stored<T>(place: string, good: (stored: T) => boolean): T | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(place) ?? "null") as T | null;
    return draft && good(draft) ? draft : null;
  } catch {
    return null; // not ours: begin anew
  }
}
