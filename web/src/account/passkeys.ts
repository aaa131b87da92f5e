import { startAuthentication, startRegistration, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { post, type Fault } from "../api/auth";

/** The browser gave no passkey: the person left its dialog, or there is none. The message is the caller's. */
export const noneGiven = "NONE_GIVEN";

/** Signs in with a passkey that the browser offers; null when it worked. */
export async function signInByPasskey(): Promise<Fault | null> {
  const begun = await post<{ publicKey: PublicKeyCredentialRequestOptionsJSON }>("/auth/session/options", {});
  if (begun.fault) return begun.fault;
  const passkey = await startAuthentication({ optionsJSON: begun.data.publicKey }).catch(() => null);
  if (!passkey) return { code: noneGiven, message: "" };
  return (await post("/auth/session", { passkey })).fault;
}

/** Has the browser make a passkey, and the portal keep it; null when it worked. */
export async function makePasskey(name: string): Promise<Fault | null> {
  const begun = await post<{ publicKey: PublicKeyCredentialCreationOptionsJSON }>("/auth/passkeys/options", { name });
  if (begun.fault) return begun.fault;
  const credential = await startRegistration({ optionsJSON: begun.data.publicKey }).catch(() => null);
  if (!credential) return { code: noneGiven, message: "" };
  return (await post("/auth/passkeys", { name, credential })).fault;
}
