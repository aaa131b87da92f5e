import { createContext, useContext } from "react";

/** Whether the person proved lately who they are: they had before, they did just now, or they would not. */
export type Proof = "fresh" | "proven" | "refused";

/** Asks for the proof where it is due; set by ConfirmIdentity. */
export const FreshContext = createContext<() => Promise<Proof>>(async () => "fresh");

/** Sees to it, before an act that needs a fresh sign-in, that the person proved who they are. */
export const useFresh = (): (() => Promise<Proof>) => useContext(FreshContext);
